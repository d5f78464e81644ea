import type { FailureKind } from './failure';
import { isObject, type Json, type JsonObject } from './json';
import { toFlag, toText, toWord } from './values';

/**
 * What a panel's words of refusal mean, in the wordings and languages met in the field. Read from the top,
 * first match wins. Words that match nothing are a plain refusal.
 */
const MEANINGS: ReadonlyArray<readonly [FailureKind, RegExp]> = [
	['rateLimit', /rate.?limit|too many (requests|attempts)|request limit/i],
	['activeOrder', /active order|link_?duplicate/i],
	[
		'funds',
		/(enough|insufficient)[ _]((account|user)[ _])?(funds?|balance|money|credit)|(funds?|balance|money|credits?)[^.]{0,20}insufficient|low balance|saldo|fondos|fundos|баланс|средств/i,
	],
	// Whole words, and no "key words": this kind ends a run, and the panel may only lack some keywords.
	[
		'apiKey',
		/\bkey\b(?![ _-]?words?)|api_?key|unauthori[sz]ed|(?<!palavras?[ -])\bchave|(?<!palabras? )\bclave|(?<!\p{L})ключ(а|у|ом|е)?(?!\p{L})/iu,
	],
	['refillId', /(incorrect|invalid|wrong|unknown)[ _]refill|refill[^.]{0,20}not[ _](found|exist)/i],
	[
		'serviceId',
		/(incorrect|invalid|wrong|unknown)[ _]service|service[^.]{0,20}not[ _](found|exist)/i,
	],
	['quantity', /quantity/i],
	['link', /(incorrect|invalid|wrong|bad)[ _](link|url)/i],
	['orderId', /(incorrect|invalid|wrong|unknown)[ _]order|order[^.]{0,20}not[ _](found|exist)/i],
];

/** The kind of failure that a panel's words stand for; `refused` when they say nothing known. */
export function meaningOf(words: string): FailureKind {
	return MEANINGS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'refused';
}

/** What stands for "no error" in a field that is always sent. */
const isNothing = (value: Json | undefined): boolean =>
	value === undefined ||
	(Array.isArray(value)
		? value.every(isNothing)
		: !isObject(value) && ['', '0', 'false', 'null'].includes(toWord(value)));

/** The words in an error that may be text, an object with a message, or a list of either. */
function wordsIn(error: Json): string {
	if (Array.isArray(error)) return error.map(wordsIn).join('; ');
	if (!isObject(error)) return String(error);
	const inner = error.message ?? error.error ?? error.msg ?? error.text;
	return inner === undefined ? JSON.stringify(error) : wordsIn(inner);
}

const FAILED = new Set(['error', 'fail', 'failed', 'false', '0']);

/**
 * The panel's words when an object is a refusal, else null. Shapes: `{error}`, `{errors: […]}`,
 * `{success: false, error | message}`, `{status: "error", message}`, `{error: true, message}`.
 * A `status` alone is never taken for a refusal: it may be the status of an order.
 */
export function refusalIn(value: JsonObject): string | null {
	const message = toText(value.message) ?? toText(value.msg);
	const error = (isNothing(value.error) ? value.errors : value.error) ?? null;
	if (!isNothing(error)) {
		return toFlag(error) && message ? message : wordsIn(error);
	}
	if (value.success !== undefined && isNothing(value.success)) {
		return message ?? JSON.stringify(value);
	}
	// An order that failed may come with a message as well.
	const isOrder = value.charge !== undefined || value.remains !== undefined;
	return message && !isOrder && FAILED.has(toWord(value.status)) ? message : null;
}
