import type { BatchCall } from './calls';
import { isObject, type Json, type JsonObject } from './json';
import {
	contradiction,
	parseReply,
	readReply,
	refusal,
	refusalWords,
	unexpected,
	type Reply,
} from './reply';
import { readStatus, type StatusOf } from './status';
import { toFlag, toNumber, toText } from './values';

/** A simplified row: what the panel sent in one shape, whatever its dialect. */
export type Row = JsonObject;

const NONE: JsonObject = {};

/** Fields that stay as the panel sent them, behind ours. */
function others(raw: JsonObject, ours: readonly string[]): JsonObject {
	const names = Object.keys(raw).filter((field) => !ours.includes(field));
	return names.length > 0 ? Object.fromEntries(names.map((field) => [field, raw[field]])) : NONE;
}

/** `{status, finished}`, and `rawStatus` where the panel's word is spelled differently. */
function statusFields(word: Json | undefined, of: StatusOf): JsonObject {
	const raw = toText(word);
	if (raw === null) return { status: null, finished: false };
	const { status, finished } = readStatus(raw, of);
	return status === raw ? { status, finished } : { status, finished, rawStatus: raw };
}

const STATUS_ROW = ['order', 'status', 'charge', 'start_count', 'remains', 'currency'];

/**
 * The status of an order: `{order, status, finished, charge, start_count, remains, currency}` and whatever
 * else the panel sent, such as the orders of a subscription. Numbers are numbers, null where it gave none.
 */
export function orderRow(order: string, raw: JsonObject): Row {
	return {
		order,
		...statusFields(raw.status, 'order'),
		charge: toNumber(raw.charge),
		start_count: toNumber(raw.start_count),
		remains: toNumber(raw.remains),
		currency: toText(raw.currency),
		...others(raw, STATUS_ROW),
	};
}

/** The status of a refill: `{refill, status, finished}` and whatever else the panel sent. */
export function refillRow(refill: string, raw: JsonObject): Row {
	return { refill, ...statusFields(raw.status, 'refill'), ...others(raw, ['refill', 'status']) };
}

/** The answer to a refill or a cancel: `{order, refill}` or `{order, cancel}`, both as text. */
export function resultRow(call: BatchCall, order: string, raw: JsonObject): Row {
	const result = call.result as string;
	return { order, [result]: String(raw[result]), ...others(raw, ['order', result]) };
}

/**
 * The order that an `add` placed, and the reply as sent.
 *
 * @throws PanelFailure with `certain` true only when the panel certainly placed none. A reply that names an
 * order and an error at once is uncertain, and the failure carries the order's id.
 */
export function readPlaced(reply: Reply): { order: string; raw: JsonObject } {
	const body = parseReply(reply);
	const inner = isObject(body) ? [body.order, body.data, body.result].find(isObject) : undefined;
	const order = isObject(body) ? orderIn(body, inner) : null;
	const words = [body, inner]
		.filter(isObject)
		.map((part) => refusalWords(part, reply))
		.find((each) => each !== null);
	if (words !== undefined)
		throw order === null ? refusal(words, reply) : contradiction(reply, order);
	if (order === null) throw unexpected(reply, 'an order id');
	return { order, raw: body as JsonObject };
}

/** The id in the answer to an `add`, also within an envelope. Words in its place are none. */
function orderIn(body: JsonObject, inner: JsonObject | undefined): string | null {
	const id = toText(body.order) ?? toText(inner?.order) ?? toText(inner?.id);
	return id === null || id === '0' || /\s/.test(id) ? null : id;
}

/** A placed order: `{order}` and whatever else the panel sent, such as a charge. */
export function placedRow(order: string, raw: JsonObject): Row {
	return { order, ...others(raw, ['order']) };
}

/** The balance: `{balance, currency}`, balance as a number, and the reply as sent. */
export function readBalance(reply: Reply): { raw: JsonObject; row: Row } {
	const body = readReply(reply);
	if (!isObject(body) || body.balance === undefined) throw unexpected(reply, 'a balance');
	return {
		raw: body,
		row: {
			balance: toNumber(body.balance),
			currency: toText(body.currency),
			...others(body, ['balance', 'currency']),
		},
	};
}

/** A service of the catalogue, as sent and simplified. */
export interface Service {
	raw: JsonObject;
	row: Row;
}

/**
 * The catalogue. A row: `{service, name, type, category, rate, min, max, refill, cancel}` and whatever else
 * the panel sent; `rate` is the price of 1,000 in the currency of the account, as a rule.
 *
 * @throws PanelFailure also when the list is empty: no panel sells nothing, so that is an outage.
 */
export function readServices(reply: Reply): Service[] {
	const body = readReply(reply);
	const list = Array.isArray(body) ? body : isObject(body) ? Object.values(body) : [];
	const rows = list.filter(isObject).filter((raw) => toText(raw.service) !== null);
	if (rows.length === 0) throw unexpected(reply, 'a single service');
	return rows.map((raw) => ({ raw, row: serviceRow(raw) }));
}

const SERVICE_ROW = [
	'service',
	'name',
	'type',
	'category',
	'rate',
	'min',
	'max',
	'refill',
	'cancel',
];

function serviceRow(raw: JsonObject): Row {
	return {
		service: toText(raw.service),
		name: toText(raw.name),
		type: toText(raw.type),
		category: toText(raw.category),
		rate: toNumber(raw.rate),
		min: toNumber(raw.min),
		max: toNumber(raw.max),
		refill: toFlag(raw.refill),
		cancel: toFlag(raw.cancel),
		...others(raw, SERVICE_ROW),
	};
}
