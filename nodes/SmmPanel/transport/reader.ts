import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { PanelFailure } from '../panel/failure';
import { networkFailure } from './network';

/** What an answer may take at most. */
export interface Bounds {
	/** Time until all of it is there, in milliseconds. n8n's own time-out counts the silence only. */
	ms: number;
	/** Size of its body once unpacked, in megabytes. */
	megabytes: number;
	/** Aborted when the execution is stopped. */
	stopped?: AbortSignal;
}

export interface TextResponse extends IN8nHttpFullResponse {
	body: string;
}

/** Node's timers know no longer time. */
const LONGEST = 2 ** 31 - 1;

/**
 * Sends a request and reads its answer within bounds, whatever the other side does. Afterwards nothing of it is
 * left open.
 *
 * @param request Sends it with a helper of n8n's, asking for the full response and its body as a stream. Is given
 * the signal that ends it, for connections on which nothing has come yet.
 * @throws PanelFailure of kind `timeout` or `unexpectedReply` beyond the bounds, and of those of the network.
 */
export async function readWithin(
	{ ms, megabytes, stopped }: Bounds,
	request: (end: AbortSignal) => Promise<IN8nHttpFullResponse>,
): Promise<TextResponse> {
	const end = new AbortController();
	// AbortSignal.any would leave a trace of each request on the execution's signal.
	const deadline = AbortSignal.timeout(Math.min(Math.max(1, Math.ceil(ms)), LONGEST));
	const onDeadline = () =>
		end.abort(new PanelFailure('timeout', { message: 'the panel did not answer in time' }));
	const stop = 'the execution was stopped while waiting for the panel';
	const onStop = () =>
		end.abort(new PanelFailure('connectionLost', { message: stop, passing: false }));
	deadline.addEventListener('abort', onDeadline);
	stopped?.addEventListener('abort', onStop);
	if (stopped?.aborted) onStop();
	const ended = new Promise<never>((_, reject) => {
		const fail = () => reject(end.signal.reason as PanelFailure);
		if (end.signal.aborted) fail();
		end.signal.addEventListener('abort', fail);
	});
	const read = async () => {
		const response = await request(end.signal);
		return { ...response, body: await textOf(response.body, megabytes, end.signal) };
	};
	try {
		return await Promise.race([ended, read()]);
	} catch (error) {
		if (end.signal.aborted) throw end.signal.reason;
		throw error instanceof PanelFailure ? error : networkFailure(error);
	} finally {
		deadline.removeEventListener('abort', onDeadline);
		stopped?.removeEventListener('abort', onStop);
	}
}

/**
 * What n8n's older helper `request` needs to give its answer as a stream. It takes no signal for a request, but
 * the socket does.
 */
export const streamed = (end: AbortSignal): object => ({
	useStream: true,
	simple: false,
	resolveWithFullResponse: true,
	agentOptions: { signal: end },
});

/** What is used of Node's streams. */
interface Stream extends AsyncIterable<Uint8Array> {
	on(event: 'error', handle: () => void): unknown;
	destroy(): unknown;
	/** How a stream of Node's zlib takes its end; 4 and, for Brotli, 2 let it miss what has not come. */
	_finishFlushFlag?: number;
}

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** The text of a body. A body that was read or parsed all the same still has to be text for the decoder. */
async function textOf(body: unknown, megabytes: number, end: AbortSignal): Promise<string> {
	if (!isStream(body)) return typeof body === 'string' ? body : body ? JSON.stringify(body) : '';
	// An error that comes once nobody reads any more would end n8n's process.
	body.on('error', () => {});
	end.addEventListener('abort', () => body.destroy());
	if (end.aborted) body.destroy();
	// n8n's HTTP library lets a packed body end early, as if that were all of it.
	if (body._finishFlushFlag !== undefined) {
		body._finishFlushFlag = /^Brotli/.test(body.constructor.name) ? 2 : 4;
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		if (size > megabytes * 1024 * 1024) {
			const message = `the answer is larger than ${megabytes} MB, and was not read`;
			throw new PanelFailure('unexpectedReply', { message });
		}
		chunks.push(chunk);
	}
	return new TextDecoder().decode(chunks.length === 1 ? chunks[0] : joined(chunks, size));
}

/** Joined before they are decoded: a character may lie across two of them. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
	const all = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		all.set(chunk, at);
		at += chunk.length;
	}
	return all;
}
