import type { IPollFunctions } from 'n8n-workflow';

import { clock } from './clock';

/** Time allowed to a request, in milliseconds, and the size of what it brings, in characters. */
const TIMEOUT = 15_000;
const MOST_TEXT = 10_000_000;

/**
 * Waits before an address is asked again that failed at once, in milliseconds. When n8n activates a workflow, it
 * may ask the trigger before it has set up the webhook, of the same workflow, that gives the text.
 */
const WAITS = [1_000, 3_000];

/**
 * The text at an address that is not the panel's, or why there is none, in words: "it answered with HTTP 404".
 * No key is sent, so redirects are followed, as published sheets need it.
 */
export async function textAt(
	context: IPollFunctions,
	url: string,
	[wait, ...later]: readonly number[] = WAITS,
): Promise<string | { reason: string }> {
	try {
		return await fetchText(context, url);
	} catch (error) {
		const failure = error as Error;
		const mayPass = !(failure instanceof RangeError) && !isTimeout(failure);
		if (wait === undefined || !mayPass) return { reason: reasonIn(failure) };
	}
	await clock.wait(wait);
	return await textAt(context, url, later);
}

/** @throws RangeError when the text is too long, and Error for anything else. */
async function fetchText({ helpers }: IPollFunctions, url: string): Promise<string> {
	const { body, statusCode } = (await helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: AbortSignal.timeout(TIMEOUT),
	})) as { body: AsyncIterable<Uint8Array>; statusCode: number };
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > MOST_TEXT) throw new RangeError(`it is longer than ${MOST_TEXT} characters`);
	}
	if (statusCode >= 400) throw new Error(`it answered with HTTP ${statusCode}`);
	return text;
}

/** The error of a request that was cut off. Of the message only what no name of a host can be. */
const isTimeout = ({ name, message }: Error): boolean =>
	/abort|cancel|timeout/i.test(name) || /^canceled$|operation was aborted/i.test(message);

const reasonIn = (error: Error): string =>
	isTimeout(error)
		? `it did not come within ${TIMEOUT / 1_000} seconds`
		: error.message.charAt(0).toLowerCase() + error.message.slice(1);
