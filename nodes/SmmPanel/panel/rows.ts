import type { BatchCall } from './calls';
import {
	isObject,
	type Json,
	type JsonObject,
	saysNo,
	saysYes,
	toCount,
	toNumber,
	toText,
} from './json';
import { resultOf, STATUS_NAMES } from './answers';
import { knownMeaning } from './meaning';
import type { Fields } from './order';
import { fieldNamed, type FieldName } from './orderFields';
import { idIn } from './placed';
import {
	hasFailed,
	isOutcome,
	messageIn,
	plainRefusal,
	readReply,
	refusal,
	refusalIn,
	type Reply,
	unexpected,
} from './reply';
import { readStatus, type StatusOf } from './status';

/** A simplified row: what the panel sent, in one shape for every dialect. */
export type Row = JsonObject;

/** Field names that belong to this package in every row, even in one without such a field. */
const RESERVED = ['rawStatus'];

/** This package's fields, followed by the panel's other fields as sent. */
export function rowOf(ours: JsonObject, raw: JsonObject): Row {
	const others = Object.keys(raw).filter(
		(field) => !Object.hasOwn(ours, field) && !RESERVED.includes(field),
	);
	// Most rows have none, and there may be 100,000 rows.
	return others.length === 0
		? ours
		: { ...ours, ...Object.fromEntries(others.map((field) => [field, raw[field]])) };
}

/** `{status, finished}`, and `rawStatus` if the panel spells it differently. */
function statusFields(word: Json | undefined, of: StatusOf): JsonObject {
	const raw = toText(word);
	if (raw === null) return { status: null, finished: false };
	const { status, finished } = readStatus(raw, of);
	return status === raw ? { status, finished } : { status, finished, rawStatus: raw };
}

/**
 * The status word of an order or a refill. `status: "success"` may belong to the request: then another field may have
 * the status, and an order is finished only if nothing remains.
 */
function statusOf(raw: JsonObject, of: StatusOf): Json | undefined {
	const { status } = raw;
	if (status !== undefined && !isOutcome(status)) return status;
	const own = STATUS_NAMES.map((name) => raw[name]).find((each) => toText(each) && !saysYes(each));
	if (own !== undefined) return own;
	return of === 'order' && !saysNo(status) && toNumber(raw.remains) !== 0 ? null : status;
}

/**
 * The status of an order: `{order, status, finished, charge, start_count, remains, currency}` and the panel's other
 * fields, such as the orders of a subscription. Numbers are numbers, or null if the panel gave none.
 */
export function orderRow(order: string, raw: JsonObject): Row {
	const ours = {
		order,
		...statusFields(statusOf(raw, 'order'), 'order'),
		charge: toNumber(raw.charge),
		start_count: toCount(raw.start_count ?? raw.start_counter ?? raw.startCount),
		remains: toCount(raw.remains ?? raw.remain),
		currency: toText(raw.currency),
	};
	return rowOf(ours, raw);
}

/** The status of a refill: `{refill, status, finished}` and the panel's other fields. */
export function refillRow(refill: string, raw: JsonObject): Row {
	return rowOf({ refill, ...statusFields(statusOf(raw, 'refill'), 'refill') }, raw);
}

/**
 * The answer to a refill or a cancel: `{order, refill}` or `{order, cancel}`, both as text. The id of a refill is null
 * if the panel only said yes.
 */
export function resultRow(call: BatchCall, order: string, raw: JsonObject): Row {
	const result = resultOf(call, raw);
	const text = call.writes === 'refill' ? idIn(result) : String(result).trim();
	return rowOf({ order, [call.result as string]: text }, raw);
}

/** What was sent for an order: `{service, link, quantity}` and the other fields, whole numbers as numbers. */
export function sentRow(fields: Fields): Row {
	const sent = Object.entries(fields).map(([name, value]) => {
		const isInteger = fieldNamed.get(name as FieldName)?.kind === 'integer';
		return [name, isInteger ? Number(value) : value];
	});
	return { service: null, link: null, quantity: null, ...(Object.fromEntries(sent) as Row) };
}

/** A placed order: `{order}`, what was sent, and the panel's other fields, such as a charge. */
export function placedRow(order: string, raw: JsonObject, fields: Fields): Row {
	return rowOf(Object.assign({ order }, sentRow(fields), { order }), raw);
}

/**
 * The balance: `{balance, currency}`, balance as a number, and the reply as sent.
 *
 * @throws PanelFailure also for words instead of a balance, and for a balance next to `status: "error"`.
 */
export function readBalance(reply: Reply): { raw: JsonObject; row: Row } {
	const content = readReply(reply);
	const whole = Array.isArray(content) && content.length === 1 ? content[0] : content;
	const holders = holdersOf(whole);
	const body = holders.length === 1 ? holders[0] : whole;
	if (!isObject(body) || !isObject(whole)) throw unexpected(reply, 'a balance');
	const { balance, currency } = body;
	const beside = body === whole ? null : plainRefusal(whole);
	const words = beside ?? refusalIn(body) ?? (balance === undefined ? null : wordsFor(body));
	if (words !== null) throw refusal(words, reply);
	if (balance === undefined || isObject(balance)) throw unexpected(reply, 'a balance');
	const ours = { balance: toNumber(balance), currency: toText(currency) };
	return { raw: body, row: rowOf(ours, body) };
}

/** The objects with a balance: `{balance}`, `{user: {balance}}`. */
function holdersOf(value: Json): JsonObject[] {
	if (isObject(value) && value.balance !== undefined) return [value];
	return typeof value === 'object' && value !== null
		? Object.values<Json>(value).flatMap(holdersOf)
		: [];
}

/** A panel's words in place of an amount, or those that deny it. */
function wordsFor(body: JsonObject): string | null {
	const { balance } = body;
	if (hasFailed(body)) return JSON.stringify(body);
	if (isObject(balance)) return refusalIn(balance) ?? messageIn(balance) ?? plainRefusal(body);
	const text = toText(balance) ?? '';
	// One word, such as "unlimited" or "Unknown", may stand for an amount.
	const isProse = /\p{L}/u.test(text) && /\s/.test(text) && !/\d/.test(text);
	if (isProse || ![null, 'serverError'].includes(knownMeaning(text))) return text;
	return toNumber(balance) === null ? plainRefusal(body) : null;
}
