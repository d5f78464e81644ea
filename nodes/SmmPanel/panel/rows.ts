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
	toWord,
} from './json';
import { hasFailed, resultOf, STATUS_NAMES } from './answers';
import { knownMeaning } from './meaning';
import type { Fields } from './order';
import { fieldNamed, type FieldName } from './orderFields';
import { idIn } from './placed';
import {
	messageIn,
	plainRefusal,
	readReply,
	refusal,
	refusalIn,
	type Reply,
	unexpected,
} from './reply';
import { readStatus, type StatusOf } from './status';

/** A simplified row: what the panel sent in one shape, whatever its dialect. */
export type Row = JsonObject;

/** Names that are ours in every row, also where it has no such field. */
const RESERVED = ['rawStatus'];

/** Fields of ours, and behind them those that the panel sent beside them, as it sent them. */
export function rowOf(ours: JsonObject, raw: JsonObject): Row {
	const others = Object.keys(raw).filter(
		(field) => !Object.hasOwn(ours, field) && !RESERVED.includes(field),
	);
	// Most rows have none, and there may be a hundred thousand of them.
	return others.length === 0
		? ours
		: { ...ours, ...Object.fromEntries(others.map((field) => [field, raw[field]])) };
}

/** `{status, finished}`, and `rawStatus` where the panel's word is spelled differently. */
function statusFields(word: Json | undefined, of: StatusOf): JsonObject {
	const raw = toText(word);
	if (raw === null) return { status: null, finished: false };
	const { status, finished } = readStatus(raw, of);
	return status === raw ? { status, finished } : { status, finished, rawStatus: raw };
}

/**
 * The word for the status of an order or a refill. `status: "success"` may as well be that of the request: then another
 * field may tell, and an order is finished only where nothing remains.
 */
function statusOf(raw: JsonObject, of: StatusOf): Json | undefined {
	const { status } = raw;
	const isOutcome = /^[1-5]\d\d$/.test(toWord(status)) || saysYes(status) || saysNo(status);
	if (status !== undefined && !isOutcome) return status;
	const own = STATUS_NAMES.map((name) => raw[name]).find((each) => toText(each) && !saysYes(each));
	if (own !== undefined) return own;
	return of === 'order' && !saysNo(status) && toNumber(raw.remains) !== 0 ? null : status;
}

/**
 * The status of an order: `{order, status, finished, charge, start_count, remains, currency}` and whatever
 * else the panel sent, such as the orders of a subscription. Numbers are numbers, null where it gave none.
 */
export function orderRow(order: string, raw: JsonObject): Row {
	const ours = {
		order,
		...statusFields(statusOf(raw, 'order'), 'order'),
		charge: toNumber(raw.charge),
		start_count: toCount(raw.start_count ?? raw.start_counter),
		remains: toCount(raw.remains),
		currency: toText(raw.currency),
	};
	return rowOf(ours, raw);
}

/** The status of a refill: `{refill, status, finished}` and whatever else the panel sent. */
export function refillRow(refill: string, raw: JsonObject): Row {
	return rowOf({ refill, ...statusFields(statusOf(raw, 'refill'), 'refill') }, raw);
}

/**
 * The answer to a refill or a cancel: `{order, refill}` or `{order, cancel}`, both as text. The id of a refill is null
 * where the panel only said yes.
 */
export function resultRow(call: BatchCall, order: string, raw: JsonObject): Row {
	const result = resultOf(call, raw);
	const text = call.writes === 'refill' ? idIn(result) : String(result).trim();
	return rowOf({ order, [call.result as string]: text }, raw);
}

/** What was sent of an order: `{service, link, quantity}` and the other fields, whole numbers as numbers. */
export function sentRow(fields: Fields): Row {
	const sent = Object.entries(fields).map(([name, value]) => {
		const isInteger = fieldNamed.get(name as FieldName)?.kind === 'integer';
		return [name, isInteger ? Number(value) : value];
	});
	return { service: null, link: null, quantity: null, ...(Object.fromEntries(sent) as Row) };
}

/** A placed order: `{order}`, what was sent, and whatever else the panel sent, such as a charge. */
export function placedRow(order: string, raw: JsonObject, fields: Fields): Row {
	return rowOf(Object.assign({ order }, sentRow(fields), { order }), raw);
}

/**
 * The balance: `{balance, currency}`, balance as a number, and the reply as sent.
 *
 * @throws PanelFailure also for words in the place of the balance, and for a balance beside `status: "error"`.
 */
export function readBalance(reply: Reply): { raw: JsonObject; row: Row } {
	const content = readReply(reply);
	const body = Array.isArray(content) && content.length === 1 ? content[0] : content;
	if (!isObject(body) || body.balance === undefined) throw unexpected(reply, 'a balance');
	const words = hasFailed(body)
		? JSON.stringify(body)
		: (wordsIn(body.balance) ?? (toNumber(body.balance) === null ? plainRefusal(body) : null));
	if (words !== null) throw refusal(words, reply);
	if (isObject(body.balance)) throw unexpected(reply, 'a balance');
	const ours = { balance: toNumber(body.balance), currency: toText(body.currency) };
	return { raw: body, row: rowOf(ours, body) };
}

/** What a panel says in the place of an amount. */
function wordsIn(balance: Json): string | null {
	if (isObject(balance)) return refusalIn(balance) ?? messageIn(balance);
	const text = toText(balance) ?? '';
	// One word, such as "unlimited" or "Unknown", may stand for an amount.
	const isProse = /\p{L}/u.test(text) && /\s/.test(text) && !/\d/.test(text);
	return isProse || ![null, 'serverError'].includes(knownMeaning(text)) ? text : null;
}
