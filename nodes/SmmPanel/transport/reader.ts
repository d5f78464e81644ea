import type { ICredentialTestFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { PanelFailure } from '../panel/failure';
import { networkFailure } from './network';

/** Limits of an answer. */
export interface Bounds {
	/** Time until it is complete, in milliseconds. n8n's own timeout counts only silence. */
	ms: number;
	/** Size of its body once unpacked, in megabytes. */
	megabytes: number;
	/** Aborted when the execution is stopped. */
	stopped?: AbortSignal;
}

export interface TextResponse extends IN8nHttpFullResponse {
	body: string;
}

/** The longest delay that Node's timers support. */
const LONGEST = 2 ** 31 - 1;

/**
 * Sends a request and reads its answer within limits, whatever the other side does. Nothing is left open
 * afterwards.
 *
 * @param request Sends it with one of n8n's helpers, asking for the full response and its body as a stream. It gets
 * the signal that aborts it, for connections that have not answered yet.
 * @throws PanelFailure of kind `timeout` or `unexpectedReply` beyond the limits, and of the network kinds.
 */
export async function readWithin(
	{ ms, megabytes, stopped }: Bounds,
	request: (end: AbortSignal) => Promise<IN8nHttpFullResponse>,
): Promise<TextResponse> {
	const end = new AbortController();
	// AbortSignal.any would leave a listener for each request on the execution's signal.
	const deadline = AbortSignal.timeout(Math.min(Math.max(1, Math.ceil(ms)), LONGEST));
	const onDeadline = () =>
		end.abort(new PanelFailure('timeout', { message: 'the panel did not answer in time' }));
	const stop = 'the execution was stopped while waiting for the panel';
	const onStop = () =>
		end.abort(new PanelFailure('connectionLost', { message: stop, hint: '', retryable: false }));
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
 * Sends a request with n8n's older helper `request` and reads its answer as `readWithin` does. The helper takes no
 * signal, but its sockets do.
 *
 * @throws PanelFailure as `readWithin` does.
 */
export async function readPlain(
	helpers: Pick<ICredentialTestFunctions['helpers'], 'request'>,
	bounds: Bounds,
	options: { uri: string; [option: string]: unknown },
): Promise<TextResponse> {
	return await readWithin(bounds, async (end) => {
		const response: unknown = await helpers.request({
			...options,
			timeout: bounds.ms,
			useStream: true,
			simple: false,
			resolveWithFullResponse: true,
			agentOptions: { signal: end },
		});
		return response as IN8nHttpFullResponse;
	});
}

/** The part of Node's streams that is used. */
interface Stream extends AsyncIterable<Uint8Array> {
	on(event: 'error', handle: () => void): unknown;
	destroy(): unknown;
	/** How a zlib stream of Node handles its end; with 4, or 2 for Brotli, a truncated body is an error. */
	_finishFlushFlag?: number;
}

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** The text of a body. A body that was read or parsed anyway still has to become text for the decoder. */
async function textOf(body: unknown, megabytes: number, end: AbortSignal): Promise<string> {
	if (!isStream(body)) return typeof body === 'string' ? body : body ? JSON.stringify(body) : '';
	// An error that comes when nobody is reading would crash n8n's process.
	body.on('error', () => {});
	end.addEventListener('abort', () => body.destroy());
	if (end.aborted) body.destroy();
	// n8n's HTTP library lets a compressed body end early, as if it were complete.
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

/** Joined before they are decoded: a character may span two of them. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
	const all = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		all.set(chunk, at);
		at += chunk.length;
	}
	return all;
}
