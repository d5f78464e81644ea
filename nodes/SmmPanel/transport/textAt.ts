import type { IPollFunctions } from 'n8n-workflow';

import type { FailureKind, PanelFailure } from '../panel/failure';
import { clock } from './clock';
import { readPlain } from './reader';

/** Limits of a text: time until it is complete, in milliseconds, and size. */
const TIMEOUT = 15_000;
const MEGABYTES = 16;

/**
 * Waits before an address that failed at once is asked again, in milliseconds. When n8n activates a workflow, it may poll
 * before it has set up the webhook, of the same workflow, that gives the text.
 */
const WAITS = [1_000, 3_000];

/** Why there is no text, in words that continue "it …". The address itself is not shown: it may contain a secret. */
interface NoText {
	reason: string;
	/** Whether a retry may help. */
	retryable: boolean;
}

/**
 * The text at an address other than the panel's, or why there is none, in words: "it answered with HTTP 404". No key
 * is sent, so redirects are followed, which published sheets need.
 */
export async function textAt(
	context: IPollFunctions,
	url: string,
	[wait, ...later]: readonly number[] = WAITS,
	end = clock.now() + TIMEOUT,
): Promise<string | { reason: string }> {
	const result = await fetchText(context, url, end - clock.now());
	if (typeof result === 'string') return result;
	if (wait === undefined || !result.retryable || clock.now() + wait >= end) return result;
	await clock.wait(wait);
	return await textAt(context, url, later, end);
}

async function fetchText({ helpers }: IPollFunctions, url: string, ms: number) {
	try {
		// Not `httpRequest`, which cannot tell a truncated compressed text from a complete one.
		const options = { method: 'GET', uri: url } as const;
		const { body, statusCode } = await readPlain(helpers, { ms, megabytes: MEGABYTES }, options);
		// 206 is only part of it.
		const isWhole = statusCode < 300 && statusCode !== 206;
		if (!isWhole) return { reason: `it answered with HTTP ${statusCode}`, retryable: true };
		// Text in UTF-16 has a null byte in each digit.
		const isUtf8 = !body.includes('\0');
		return isUtf8 ? body : { reason: 'it is not text in UTF-8', retryable: false };
	} catch (error) {
		return reasonOf(error as PanelFailure);
	}
}

/** The words of a failure, which are written for panels. */
function reasonOf({ kind, message, hint }: PanelFailure): NoText {
	const reason = message.replace('the panel', 'its server');
	const lasting: Partial<Record<FailureKind, string>> = {
		timeout: `it did not arrive within ${TIMEOUT / 1_000} seconds`,
		unexpectedReply: `it is larger than ${MEGABYTES} MB`,
		notAllowed: `${reason}. ${hint}`,
	};
	return { reason: lasting[kind] ?? reason, retryable: !(kind in lasting) };
}
