import type { IN8nHttpFullResponse, IPollFunctions } from 'n8n-workflow';

import type { PanelFailure } from '../panel/failure';
import { clock } from './clock';
import { readWithin, streamed } from './reader';

/** Time until a text has to be there, in milliseconds, and its size at most. */
const TIMEOUT = 15_000;
const MEGABYTES = 16;

/**
 * Waits before an address that failed at once is asked again, in milliseconds. When n8n activates a workflow, it may poll
 * before it has set up the webhook, of the same workflow, that gives the text.
 */
const WAITS = [1_000, 3_000];

/** Why there is no text, in words that go on from "it": the address itself is not told, it may hold a secret. */
interface NoText {
	reason: string;
	/** Whether it may come a little later. */
	passing: boolean;
}

/**
 * The text at an address that is not the panel's, or why there is none, in words: "it answered with HTTP 404".
 * No key is sent, so redirects are followed, as published sheets need it.
 */
export async function textAt(
	context: IPollFunctions,
	url: string,
	[wait, ...later]: readonly number[] = WAITS,
	end = clock.now() + TIMEOUT,
): Promise<string | { reason: string }> {
	const result = await fetchText(context, url, end - clock.now());
	if (typeof result === 'string') return result;
	if (wait === undefined || !result.passing || clock.now() + wait >= end) return result;
	await clock.wait(wait);
	return await textAt(context, url, later, end);
}

async function fetchText(
	{ helpers }: IPollFunctions,
	url: string,
	ms: number,
): Promise<string | NoText> {
	try {
		const { body, statusCode } = await readWithin({ ms, megabytes: MEGABYTES }, async (end) => {
			// Not `httpRequest`, behind which a packed text that breaks off cannot be told from a whole one.
			const options = { method: 'GET' as const, uri: url, timeout: ms, ...streamed(end) };
			return (await helpers.request(options)) as IN8nHttpFullResponse;
		});
		// 206 is a part of it.
		const isWhole = statusCode < 300 && statusCode !== 206;
		if (!isWhole) return { reason: `it answered with HTTP ${statusCode}`, passing: true };
		// Text in UTF-16 has one in each digit.
		const isUtf8 = !body.includes('\0');
		return isUtf8 ? body : { reason: 'it is not text in UTF-8', passing: false };
	} catch (error) {
		return reasonOf(error as PanelFailure);
	}
}

/** The words of a failure, which are made for panels. */
function reasonOf({ kind, message, hint }: PanelFailure): NoText {
	if (kind === 'timeout') {
		return { reason: `it did not come within ${TIMEOUT / 1_000} seconds`, passing: false };
	}
	if (kind === 'unexpectedReply') {
		return { reason: `it is larger than ${MEGABYTES} MB`, passing: false };
	}
	const reason = message.replace('the panel', 'its server');
	return kind === 'notAllowed'
		? { reason: `${reason}. ${hint}`, passing: false }
		: { reason, passing: true };
}
