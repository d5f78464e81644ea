import type { BatchCall } from './calls';
import { PanelFailure } from './failure';
import {
	firstOf,
	isObject,
	type Json,
	type JsonObject,
	saysYes,
	toNumber,
	toText,
	toWord,
	wordList,
} from './json';
import { knownMeaning, saysState } from './meaning';
import { idIn } from './placed';
import {
	ENVELOPES,
	excerpt,
	hasFailed,
	hasSucceeded,
	isOutcome,
	messageIn,
	parseReply,
	plainRefusal,
	readReply,
	refusal,
	refusalIn,
	type Reply,
	textOf,
} from './reply';
import { isStatus } from './status';

/** The panel's answer for one id: its row as sent, or the failure. */
export type Answer = JsonObject | PanelFailure;

/**
 * The panel's answers: exactly one per requested id, in the order of the ids.
 *
 * Answers are matched by id, never by position. An id that was left out gets a failure, and so does every id that
 * an answer without an id might be about. Ids that were not requested are ignored.
 *
 * @throws PanelFailure if the whole reply is a refusal, a redirect or not JSON. A refusal of several ids that is not
 * about every request says nothing about any one of them: its kind is `batchRefused`.
 */
export function readAnswers(
	call: BatchCall,
	ids: readonly string[],
	reply: Reply,
): Map<string, Answer> {
	try {
		const found = collect(call, ids, readWhole(call, ids, reply));
		return new Map(ids.map((id) => [id, answerFor(call, id, found)]));
	} catch (error) {
		const failure = error as PanelFailure;
		const beside = besideRefusal(call, ids, reply);
		if (beside !== null) return restRefused(call, ids, beside, failure);
		throw ids.length === 1 ? ofState(call, failure) : ofWhole(failure);
	}
}

/** The body of a reply that does not refuse the request as a whole. */
function readWhole(call: BatchCall, ids: readonly string[], reply: Reply): Json {
	const body = readReply(reply, !call.writes);
	const part = Array.isArray(body) && body.length === 1 && ids.length > 1 ? body[0] : body;
	const isOfId = namedId(call, part) !== null || isKeyed(ids, part) || isAnswer(call, part);
	const isWords = typeof part === 'string' && knownMeaning(part) !== null;
	const words = isObject(part) && !isOfId ? (refusalIn(part) ?? plainRefusal(part)) : null;
	if (words !== null || isWords) throw refusal(words ?? (part as string), reply);
	return withFlag(call, body, reply);
}

/** The bare ID of a refill, `{success: true, data: {id: 77}}`; the flag next to it marks it as one. */
function withFlag(call: BatchCall, body: Json, reply: Reply): Json {
	if (call.writes !== 'refill' || !isObject(body) || idIn(body.id) === null) return body;
	const whole = parseReply(reply);
	return isObject(whole) && hasSucceeded(whole) ? { success: true, ...body } : body;
}

/** Answers for single ids next to a refusal, keyed by id or in a list; null if there are none. */
function besideRefusal(call: BatchCall, ids: readonly string[], reply: Reply): Collected | null {
	let body: Json;
	try {
		body = parseReply(reply);
	} catch {
		return null;
	}
	if (!isObject(body)) return null;
	const places = [body, ...ENVELOPES.map((field) => (body as JsonObject)[field])];
	return firstOf(places, (place) => {
		const isList = Array.isArray(place) && place.length > 0 && place.every(isObject);
		if (!isList && !isKeyed(ids, place)) return null;
		const found = collect(call, ids, place);
		// If no id has a row, the refusal says more.
		const isAnswered = ids.some((id) => !(answerFor(call, id, found) instanceof PanelFailure));
		return isAnswered ? found : null;
	});
}

/** The answers that are there, and the refusal for the other ids; a write may have happened for those too. */
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

/** Refusals about one id, or about something unknown. */
const OF_SOME_ID = wordList('orderId refillId serviceId activeOrder quantity link refused');

/** The refusal of several ids at once; if it may be about any one of them, its kind is `batchRefused`. */
function ofWhole(failure: PanelFailure): PanelFailure {
	const { kind, certain } = failure;
	if (!OF_SOME_ID.includes(kind)) return failure;
	return failure.but({ certain, retryable: undefined }, 'batchRefused');
}

/** An order that is over, or has started, is a reason not to change it; to any other request it would say nothing. */
function ofState(call: BatchCall, failure: PanelFailure): PanelFailure {
	if (!call.writes || !saysState(failure.panelMessage ?? '')) return failure;
	const kind = failure.kind === 'serverError' ? 'refused' : failure.kind;
	return failure.but({ certain: true, retryable: undefined }, kind);
}

interface Collected {
	/** The values for each id; more than one if the panel named an id twice. */
	byId: Map<string, Json[]>;
	/** Whether part of the reply is an answer without an id. */
	nameless: boolean;
}

/** Groups the parts of a body by the id they name. */
function collect(call: BatchCall, ids: readonly string[], body: Json): Collected {
	const found: Collected = { byId: new Map(), nameless: false };
	const add = (id: string, value: Json) => {
		const same = found.byId.get(id);
		if (same) same.push(value);
		else found.byId.set(id, [value]);
	};
	const places = isObject(body) ? placesIn(ids, body) : null;
	const keys = places === null ? keysIn(ids, body) : [];
	const parts = places ?? (keys.length > 0 ? [] : partsOf(call, body));
	for (const key of keys) {
		const row = (body as JsonObject)[key];
		// Keys that the rows contradict are list positions, not ids.
		found.nameless ||= (namedId(call, row) ?? key) !== key;
		add(key, row);
	}
	for (const part of parts) {
		const id = namedId(call, part);
		const inPart = isAnswer(call, part) ? [] : keysIn(ids, part);
		if (id !== null) add(id, part);
		else if (inPart.length > 0) inPart.forEach((each) => add(each, (part as JsonObject)[each]));
		else if (ids.length === 1 && parts.length === 1) add(ids[0], part);
		else found.nameless = true;
	}
	return found;
}

/** The requested ids that are keys of an object. */
const keysIn = (ids: readonly string[], value: Json | undefined): string[] =>
	isObject(value) ? ids.filter((id) => Object.hasOwn(value, id)) : [];

/** Whether an object is keyed by ids. They contain a digit, which tells them from words. */
const isKeyed = (ids: readonly string[], value: Json | undefined): value is JsonObject =>
	keysIn(ids, value).some((id) => /\d/.test(id));

/**
 * The values of an object whose keys are list positions, counted from 0, or from 1 up to the number of requested
 * ids. Null if every key is a requested id, since the keys may then be ids.
 */
function placesIn(ids: readonly string[], body: JsonObject): Json[] | null {
	// JavaScript puts integer keys first and in order, whatever their order in the text.
	const keys = Object.keys(body).filter((key) => /^(?:0|[1-9]\d{0,8})$/.test(key));
	const from = Number(keys[0]);
	const isList = from === 0 || (from === 1 && keys.length === ids.length);
	return isList &&
		keys.every((key, n) => Number(key) === from + n) &&
		keys.some((key) => !ids.includes(key))
		? keys.map((key) => body[key])
		: null;
}

/** The parts of a body that is not keyed by the requested ids; one may be a list: `{refill: [{order, refill}]}`. */
function partsOf(call: BatchCall, body: Json): Json[] {
	if (Array.isArray(body)) return body;
	if (!isObject(body)) return [];
	const list = call.writes ? body[call.result as string] : undefined;
	if (Array.isArray(list) && list.every(isObject) && namedId(call, body) === null) return list;
	if (isAnswer(call, body) || isBare(body)) return [body];
	return Object.values<Json>(body).filter((part) => namedId(call, part) !== null);
}

/** The spellings of a field with an id, most reliable first. */
const spellings = (name: string): string[] => [name, `${name}_id`, `${name}Id`];

/** Fields that may name the id an answer is about; any other spelling, such as `orderID`, counts after them. */
const ID_FIELDS = { order: spellings('order'), refill: spellings('refill') };
const ID_NAME = { order: /^order[\s_-]?(?:id)?$/i, refill: /^refill[\s_-]?(?:id)?$/i };

/** The id that a part of a reply names. */
function namedId(call: BatchCall, part: Json | undefined): string | null {
	if (!isObject(part)) return null;
	const id = textOf(part, ID_FIELDS[call.id]);
	if (id !== null) return id;
	const others = Object.keys(part).filter((field) => ID_NAME[call.id].test(field));
	// In a list of statuses, `id` may be the order's; next to a refill or cancel it is theirs.
	const isOwn = call.result === undefined || call.id === 'refill';
	return textOf(part, isOwn ? [...others, 'id'] : others);
}

/** Other names of the status; next to one of these, `status` is the status of the request. */
export const STATUS_NAMES = wordList('order_status orderStatus refill_status refillStatus state');

/** An object that answers for one order has at least one of these fields; not all `STATUS_NAMES` are enough alone. */
const STATUS_FIELDS = wordList(
	'status charge remains start_count start_counter order_status orderStatus',
);

/** Next to one of these fields, `status` is an order's even if the word could also mean plain success or failure. */
const BESIDE_STATUS = [
	...STATUS_FIELDS.slice(1),
	...STATUS_NAMES,
	...wordList('currency runs posts orders expiry'),
];

const isAnswer = (call: BatchCall, value: Json): value is JsonObject =>
	isObject(value) &&
	(call.result
		? resultIn(call, value) !== undefined || (call.writes !== false && hasSucceeded(value))
		: STATUS_FIELDS.some((field) => value[field] !== undefined) && !isBare(value));

/** Whether an object only reports success or failure: `{"status": "success"}`. */
const isBare = (value: JsonObject): boolean =>
	isOutcome(value.status) && BESIDE_STATUS.every((field) => value[field] === undefined);

function answerFor(call: BatchCall, id: string, { byId, nameless }: Collected): Answer {
	const [value, ...others] = byId.get(id) ?? [];
	if (value === undefined || value === null)
		return nameless
			? ambiguous('the panel sent answers without IDs')
			: new PanelFailure('missing', { message: 'the panel left it out of its answer' });
	if (others.length === 0) return readAnswer(call, id, value);
	const texts = [value, ...others].map((each) => JSON.stringify(each));
	return new Set(texts).size === 1
		? readAnswer(call, id, value)
		: ambiguous('the panel gave two different answers for it', texts.join(' '));
}

const ambiguous = (message: string, answers?: string): PanelFailure =>
	new PanelFailure('ambiguous', { message, panelMessage: answers && excerpt(answers) });

/** One answer: the row with its result under the call's field, or the failure that it means. */
function readAnswer(call: BatchCall, id: string, value: Json): Answer {
	if (!isObject(value)) return readScalar(call, value);
	const words = refusalIn(value);
	if (words !== null) return ofState(call, refusal(words));
	const named = namedId(call, value);
	const inner = innerOf(call.result ? resultIn(call, value) : value.status);
	const about = named ?? (call.result ? namedId(call, inner) : null);
	if (about !== null && about !== id)
		return ambiguous(`the panel's answer is for the ID ${about} instead`, JSON.stringify(value));
	const refused = isObject(inner) ? refusalIn(inner) : null;
	if (refused !== null) return ofState(call, refusal(refused));
	const result = call.result ? resultOf(call, value) : undefined;
	if (isObject(inner) && typeof (result ?? {}) === 'object') return strange(value, inner);
	if (call.result) return readResult(call, value, result);
	if (!isAnswer(call, value) || typeof (value.status ?? '') === 'object') return strange(value);
	const status = toText(value.status) ?? '';
	return saysUnknown(toWord(status)) ? unknown(call, status) : value;
}

/** The result of a call; a refill's ID may also be called `refill_id`. */
function resultIn(call: BatchCall, row: JsonObject): Json | undefined {
	const name = call.result as string;
	const fields = call.writes ? spellings(name) : [name, ...STATUS_NAMES];
	return row[fields.find((field) => row[field] !== undefined) ?? name];
}

/** The single entry of a result that is a list. */
const innerOf = (result: Json | undefined): Json | undefined =>
	Array.isArray(result) && result.length === 1 && isObject(result[0]) ? result[0] : result;

/**
 * The result of a refill or a cancel, or the status of a refill, however deeply a panel nests it: `{cancel: 1}`,
 * `{cancel: {status: 1}}`, `{cancel: [{order: 9, cancel: 1}]}`, `{status: "success"}`.
 */
export function resultOf(call: BatchCall, row: JsonObject): Json | undefined {
	const result = innerOf(resultIn(call, row));
	if (!call.writes) return result;
	if (result === undefined && hasSucceeded(row))
		return (call.writes === 'refill' ? idIn(row.id) : null) ?? row.status ?? row.success;
	if (!isObject(result)) return result;
	return resultIn(call, result) ?? result.id ?? result.status ?? result.success;
}

/**
 * An id whose value is not an object: `{"1": 55}` is the result itself, `{"1": "Completed"}` the status, and
 * `{"1": "Incorrect order ID"}` a refusal.
 */
function readScalar(call: BatchCall, value: Json): Answer {
	if (call.writes) return readResult(call, { [call.result as string]: value }, value);
	if (typeof value !== 'string' || /^[\d-]*$/.test(value)) return strange(value);
	if (isStatus(value)) return { status: value };
	const isMere = knownMeaning(value) === null && saysUnknown(toWord(value));
	return isMere ? unknown(call, value) : refusal(value);
}

/** Values of a status field that report on the request, not on an order or a refill. */
const OF_REQUEST = /^(?:true|1|[1-5]\d\d)$/;

/** More words that panels send for yes, where the ID of a refill or cancel belongs. */
const TAKEN = /^(accepted|requested|queued|pending|processing|cancell?ed)$/;

/**
 * A result that says no (`cancel: 0`) is a refusal without words. Words where the ID of a refill or cancel belongs
 * are a refusal, unless they say yes. Words for an unknown ID are a refusal even where a status belongs.
 */
function readResult(call: BatchCall, row: JsonObject, result: Json | undefined): Answer {
	if (result === undefined || result === null || typeof result === 'object') return strange(row);
	const word = toWord(result);
	if (['', '0', 'false'].includes(word)) return refusal(JSON.stringify(row));
	if (!call.writes) {
		const isOfRequest = OF_REQUEST.test(word) && textOf(row, STATUS_NAMES) === null;
		if (isOfRequest) return strange(row);
		return saysUnknown(word) ? unknown(call, String(result)) : row;
	}
	if (hasFailed(row)) return sentence(JSON.stringify(row));
	if (saysYes(result) || TAKEN.test(word) || idIn(result) !== null) return row;
	return toNumber(result) === null ? sentence(String(result)) : strange(row);
}

/** Whether a word means that the panel does not know the ID. */
const saysUnknown = (word: string): boolean =>
	!isStatus(word) &&
	(/^(?:not[ _-]?found|n\/a)$/.test(word) ||
		['orderId', 'refillId'].includes(knownMeaning(word) ?? ''));

const unknown = (call: BatchCall, words: string): PanelFailure =>
	new PanelFailure(`${call.id}Id`, {
		message: `the panel answered "${excerpt(words)}"`,
		panelMessage: words,
	});

/** Words that are not a known refusal may also mean yes, so nothing is certain. */
function sentence(words: string): PanelFailure {
	const failure = refusal(words);
	return failure.kind === 'refused' ? failure.but({ certain: false }) : failure;
}

/** An answer without the requested field; its words, which may be nested, are reported. */
function strange(value: Json, part = value): PanelFailure {
	const words = isObject(part) ? (plainRefusal(part) ?? messageIn(part)) : null;
	if (words !== null) return sentence(words);
	return new PanelFailure('unexpectedReply', {
		message: 'the panel answered for it in an unknown format',
		panelMessage: excerpt(JSON.stringify(value)),
	});
}
