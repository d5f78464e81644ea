import type { BatchCall } from './calls';
import { PanelFailure, type FailureKind } from './failure';
import {
	isObject,
	type Json,
	type JsonObject,
	saysNo,
	saysYes,
	toNumber,
	toText,
	toWord,
} from './json';
import { knownMeaning } from './meaning';
import {
	ENVELOPES,
	excerpt,
	hasSucceeded,
	messageIn,
	parseReply,
	plainRefusal,
	readReply,
	refusal,
	refusalIn,
	type Reply,
} from './reply';
import { idIn } from './placed';
import { isStatus } from './status';

/** What a panel said of one id: its row as sent, or why there is none. */
export type Answer = JsonObject | PanelFailure;

/** The fields in which an answer may name the id that it is about, the surest first. */
const ID_FIELDS = {
	order: ['order', 'order_id', 'orderId'],
	refill: ['refill', 'refill_id', 'refillId'],
} as const;

/** The same in any other spelling: `orderID`, `Order`. */
const ID_NAME = {
	order: /^order[\s_-]?(?:id)?$/i,
	refill: /^refill[\s_-]?(?:id)?$/i,
} as const;

/** Other names of the status, beside which `status` is that of the request. */
export const STATUS_NAMES = [
	'order_status',
	'orderStatus',
	'refill_status',
	'refillStatus',
	'state',
];

/** Fields of which an object that answers for one order has at least one. */
const STATUS_FIELDS = [
	...['status', 'charge', 'remains', 'start_count', 'start_counter'],
	...STATUS_NAMES.slice(0, 2),
];

/** Fields beside which a status is one, even if its word is also that of a mere success or failure. */
const BESIDE_STATUS = [
	...STATUS_FIELDS.slice(1),
	...STATUS_NAMES,
	...['currency', 'runs', 'posts', 'orders', 'expiry'],
];

/**
 * What the panel said of each id that was asked, in the order asked; exactly one answer an id.
 *
 * Answers are matched by id and never by position. An id that was left out, and every id that an answer
 * without an id might be about, has a failure for its answer. Ids that were not asked are passed over.
 *
 * @throws PanelFailure when the reply as a whole is no answer: a refusal, a redirect, not JSON. A refusal of several
 * ids at once that is not about every request says nothing of any of them, and is of the kind `batchRefused`.
 */
export function readAnswers(
	call: BatchCall,
	ids: readonly string[],
	reply: Reply,
): Map<string, Answer> {
	try {
		const found = collect(call, ids, readWhole(call, ids, reply));
		return new Map(ids.map((id) => [id, answerFor(call, id, found)]));
	} catch (failure) {
		const beside = besideRefusal(call, ids, reply);
		if (beside === null) throw ids.length === 1 ? failure : ofWhole(failure as PanelFailure);
		return restRefused(call, ids, beside, failure as PanelFailure);
	}
}

/** The answers of single ids that stand beside a refusal, keyed by id or in a list, or null. */
function besideRefusal(call: BatchCall, ids: readonly string[], reply: Reply): Collected | null {
	let body: Json;
	try {
		body = parseReply(reply);
	} catch {
		return null;
	}
	if (!isObject(body)) return null;
	const places = [body, ...ENVELOPES.map((field) => (body as JsonObject)[field])];
	for (const place of places) {
		const isList = Array.isArray(place) && place.length > 0 && place.every(isObject);
		if (!isList && !isKeyed(ids, place)) continue;
		const found = collect(call, ids, place);
		// Where no id has a row, the refusal says more.
		if (ids.some((id) => !(answerFor(call, id, found) instanceof PanelFailure))) return found;
	}
	return null;
}

/** Ids that stand as keys are beyond words: they have a digit. */
const isKeyed = (ids: readonly string[], value: Json | undefined): value is JsonObject =>
	isObject(value) && ids.some((id) => /\d/.test(id) && Object.hasOwn(value, id));

/** The answers that are there, and the refusal for the rest; what writes may have been done for those as well. */
function restRefused(
	call: BatchCall,
	ids: readonly string[],
	found: Collected,
	failure: PanelFailure,
): Map<string, Answer> {
	const rest = ids.filter((id) => !found.byId.has(id));
	const whole = rest.length > 1 ? ofWhole(failure) : failure;
	const refused = whole.but({ certain: whole.certain && !call.writes });
	return new Map(ids.map((id) => [id, rest.includes(id) ? refused : answerFor(call, id, found)]));
}

/** Refusals that concern some id or other, or nobody knows what. */
const OF_SOME_ID: readonly FailureKind[] =
	'orderId refillId serviceId activeOrder quantity link refused'.split(' ') as FailureKind[];

function readWhole(call: BatchCall, ids: readonly string[], reply: Reply): Json {
	const body = readReply(reply, !call.writes);
	const part = Array.isArray(body) && body.length === 1 && ids.length > 1 ? body[0] : body;
	const words = isObject(part)
		? namedId(call, part) === null && !isKeyed(ids, part) && !isAnswer(call, part)
			? (refusalIn(part) ?? plainRefusal(part))
			: null
		: typeof part === 'string' && knownMeaning(part) !== null
			? part
			: null;
	if (words !== null) throw refusal(words, reply);
	return withFlag(call, body, reply);
}

/** The bare id of a refill, `{success: true, data: {id: 77}}`, with the flag beside it by which it is one. */
function withFlag(call: BatchCall, body: Json, reply: Reply): Json {
	if (call.writes !== 'refill' || !isObject(body) || idIn(body.id) === null) return body;
	const whole = parseReply(reply);
	return isObject(whole) && hasSucceeded(whole) ? { success: true, ...body } : body;
}

/** The refusal of several ids at once: one that may be about any of them is of a kind of its own. */
function ofWhole(failure: PanelFailure): PanelFailure {
	const { kind, certain } = failure;
	if (!OF_SOME_ID.includes(kind)) return failure;
	return failure.but({ certain, passing: undefined }, 'batchRefused');
}

interface Collected {
	/** What stands under each id; more than one value where the panel named an id twice. */
	byId: Map<string, Json[]>;
	/** Whether some part of the reply is an answer that names no id. */
	nameless: boolean;
}

/** Sorts the parts of a body by the id they name. */
function collect(call: BatchCall, ids: readonly string[], body: Json): Collected {
	const asked = new Set(ids);
	const byId = new Map<string, Json[]>();
	let nameless = false;
	const add = (id: string, value: Json) => {
		const same = byId.get(id);
		if (same) same.push(value);
		else byId.set(id, [value]);
	};

	const places = isObject(body) ? placesIn(ids, body) : null;
	const keyed =
		isObject(body) && places === null ? ids.filter((id) => Object.hasOwn(body, id)) : [];
	if (keyed.length > 0) {
		for (const id of keyed) add(id, (body as JsonObject)[id]);
		// Keys that the rows contradict are places in a list and no ids.
		nameless = keyed.some((id) => {
			const named = namedId(call, (body as JsonObject)[id]);
			return named !== null && named !== id;
		});
		return { byId, nameless };
	}
	const parts = places ?? partsOf(call, body);
	for (const part of parts) {
		const id = namedId(call, part);
		const inPart =
			isObject(part) && !isAnswer(call, part)
				? ids.filter((each) => Object.hasOwn(part, each))
				: [];
		if (id !== null) {
			if (asked.has(id)) add(id, part);
		} else if (inPart.length > 0) {
			for (const each of inPart) add(each, (part as JsonObject)[each]);
		} else if (ids.length === 1 && parts.length === 1) {
			add(ids[0], part);
		} else {
			nameless = true;
		}
	}
	return { byId, nameless };
}

/**
 * What stands under the keys of an object that are places in a list, counted from 0, or from 1 as many as ids were
 * asked for; null where the keys may be ids, because all of them were asked for.
 */
function placesIn(ids: readonly string[], body: JsonObject): Json[] | null {
	// Keys that are whole numbers come first and in order, whatever the order in the text.
	const keys = Object.keys(body).filter((key) => /^(?:0|[1-9]\d{0,8})$/.test(key));
	const from = Number(keys[0]);
	const isList = from === 0 || (from === 1 && keys.length === ids.length);
	return isList &&
		keys.every((key, n) => Number(key) === from + n) &&
		keys.some((key) => !ids.includes(key))
		? keys.map((key) => body[key])
		: null;
}

/** The parts of a body that is not keyed by the ids asked for: one may be the list of `{refill: [{order, refill}]}`. */
function partsOf(call: BatchCall, body: Json): Json[] {
	if (Array.isArray(body)) return body;
	if (!isObject(body)) return [];
	const list = call.writes ? body[call.result as string] : undefined;
	if (Array.isArray(list) && list.every(isObject) && namedId(call, body) === null) return list;
	if (isAnswer(call, body) || isBare(body)) return [body];
	return Object.values<Json>(body).filter((part) => namedId(call, part) !== null);
}

/** The id that a part of a reply says it is about. */
function namedId(call: BatchCall, part: Json): string | null {
	if (!isObject(part)) return null;
	const names: readonly string[] = ID_FIELDS[call.id];
	const exact = names.map((field) => toText(part[field])).find((id) => id !== null);
	if (exact) return exact;
	for (const [field, id] of Object.entries(part)) {
		if (ID_NAME[call.id].test(field) && toText(id) !== null) return toText(id);
	}
	// An array of statuses may name the order just `id`; beside a refill or a cancel that is an id of theirs.
	return call.result === undefined || call.id === 'refill' ? toText(part.id) : null;
}

const isAnswer = (call: BatchCall, value: Json): value is JsonObject =>
	isObject(value) &&
	(call.result
		? resultIn(call, value) !== undefined || (call.writes !== false && hasSucceeded(value))
		: STATUS_FIELDS.some((field) => value[field] !== undefined) && !isBare(value));

/** Whether an object says no more than that something went well or did not: `{"status": "success"}`. */
const isBare = (value: Json): boolean =>
	isObject(value) &&
	(saysYes(value.status) || saysNo(value.status) || /^[1-5]\d\d$/.test(toWord(value.status))) &&
	BESIDE_STATUS.every((field) => value[field] === undefined);

function answerFor(call: BatchCall, id: string, { byId, nameless }: Collected): Answer {
	const [value, ...others] = byId.get(id) ?? [];
	if (value === undefined || value === null) {
		return nameless
			? new PanelFailure('ambiguous', { message: 'the panel sent answers without IDs' })
			: new PanelFailure('missing', { message: 'the panel left it out of its answer' });
	}
	if (others.some((other) => JSON.stringify(other) !== JSON.stringify(value))) {
		return new PanelFailure('ambiguous', {
			message: 'the panel gave two different answers for it',
			panelMessage: excerpt([value, ...others].map((each) => JSON.stringify(each)).join(' ')),
		});
	}
	return readAnswer(call, id, value);
}

/** One answer: the row, with its result under the field of the call, or the failure it stands for. */
function readAnswer(call: BatchCall, id: string, value: Json): Answer {
	if (!isObject(value)) return readScalar(call, value);
	const words = refusalIn(value);
	if (words !== null) return refusal(words);
	const named = namedId(call, value);
	if (named !== null && named !== id) return otherId(named, value);
	const inner = innerOf(call.result ? resultIn(call, value) : value.status);
	const innerId = named === null && call.result ? namedId(call, inner ?? null) : null;
	if (innerId !== null && innerId !== id) return otherId(innerId, value);
	const refused = isObject(inner) ? refusalIn(inner) : null;
	if (refused !== null) return refusal(refused);
	const result = call.result ? resultOf(call, value) : undefined;
	if (isObject(inner) && typeof (result ?? {}) === 'object') return strange(value, inner);
	if (call.result) return readResult(call, value, result);
	if (!isAnswer(call, value) || typeof (value.status ?? '') === 'object') return strange(value);
	const status = toText(value.status) ?? '';
	return saysUnknown(toWord(status)) ? unknown(call, status) : value;
}

const otherId = (id: string, value: Json): PanelFailure =>
	new PanelFailure('ambiguous', {
		message: `the panel's answer is for the ID ${id} instead`,
		panelMessage: excerpt(JSON.stringify(value)),
	});

/** What stands in the place of the result: the id of a refill may be called `refill_id` as well. */
function resultIn(call: BatchCall, row: JsonObject): Json | undefined {
	const name = call.result as string;
	const fields = call.writes ? [name, `${name}_id`, `${name}Id`] : [name];
	return row[fields.find((field) => row[field] !== undefined) ?? name];
}

/** What stands in a result that is a list of one. */
const innerOf = (result: Json | undefined): Json | undefined =>
	Array.isArray(result) && result.length === 1 && isObject(result[0]) ? result[0] : result;

/**
 * The result of a refill or a cancel, or the status of a refill, however deep a panel puts it: `{cancel: 1}`,
 * `{cancel: {status: 1}}`, `{cancel: [{order: 9, cancel: 1}]}`, `{status: "success"}`.
 */
export function resultOf(call: BatchCall, row: JsonObject): Json | undefined {
	const result = innerOf(resultIn(call, row));
	if (!call.writes) return result;
	if (result === undefined && hasSucceeded(row)) {
		return (call.writes === 'refill' ? idIn(row.id) : null) ?? row.status ?? row.success;
	}
	if (!isObject(result)) return result;
	return resultIn(call, result) ?? result.id ?? result.status ?? result.success;
}

/**
 * An id that holds no object: `{"1": 55}` is the result itself, `{"1": "Completed"}` the status, and
 * `{"1": "Incorrect order ID"}` a refusal.
 */
function readScalar(call: BatchCall, value: Json): Answer {
	if (call.result !== undefined && call.writes) {
		return readResult(call, { [call.result]: value }, value);
	}
	if (typeof value !== 'string' || /^[\d-]*$/.test(value)) return strange(value);
	if (isStatus(value)) return { status: value };
	const isMere = knownMeaning(value) === null && saysUnknown(toWord(value));
	return isMere ? unknown(call, value) : refusal(value);
}

/** What in the place of a status is that of the request. */
const OF_REQUEST = /^(?:true|1|[1-5]\d\d)$/;

/** More words in the place of the id of a refill or a cancel by which a panel says yes. */
const TAKEN = /^(accepted|requested|queued|pending|processing|cancell?ed)$/;

/**
 * A row whose result says no (`cancel: 0`) is a refusal without words. Words in the place of the id of a refill
 * or a cancel are one with words, unless they say yes. The words of an unknown id are a refusal in the place of a
 * status as well.
 */
function readResult(call: BatchCall, row: JsonObject, result: Json | undefined): Answer {
	if (result === undefined || result === null || typeof result === 'object') return strange(row);
	const word = toWord(result);
	if (['', '0', 'false'].includes(word)) return refusal(JSON.stringify(row));
	const isOfRequest = OF_REQUEST.test(word) && !STATUS_NAMES.some((name) => toText(row[name]));
	if (!call.writes && isOfRequest) return strange(row);
	if (!call.writes) return saysUnknown(word) ? unknown(call, String(result)) : row;
	if (hasFailed(row)) return sentence(JSON.stringify(row));
	if (saysYes(result) || TAKEN.test(word) || idIn(result) !== null) return row;
	return toNumber(result) === null ? sentence(String(result)) : strange(row);
}

/** Whether an object says that it is no success. A number may be a code of which 0 is a good one. */
export const hasFailed = ({ status }: JsonObject): boolean =>
	typeof status !== 'number' && saysNo(status);

const saysUnknown = (word: string): boolean =>
	!isStatus(word) &&
	(/^(?:not[ _-]?found|n\/a)$/.test(word) ||
		['orderId', 'refillId'].includes(knownMeaning(word) ?? ''));

const unknown = (call: BatchCall, words: string): PanelFailure =>
	new PanelFailure(`${call.id}Id`, {
		message: `the panel answered "${excerpt(words)}"`,
		panelMessage: words,
	});

/** Words that are not known as a refusal may as well say yes, so that nothing is certain then. */
function sentence(words: string): PanelFailure {
	const failure = refusal(words);
	return failure.kind === 'refused' ? failure.but({ certain: false }) : failure;
}

/** An answer without what was asked for; what it says, perhaps in a part of it, is told. */
function strange(value: Json, part = value): PanelFailure {
	const words = isObject(part) ? (plainRefusal(part) ?? messageIn(part)) : null;
	if (words !== null) return sentence(words);
	return new PanelFailure('unexpectedReply', {
		message: 'the panel answered for it in an unknown form',
		panelMessage: excerpt(JSON.stringify(value)),
	});
}
