import { PanelFailure } from './failure';
import {
	isObject,
	type Json,
	type JsonObject,
	parseJson,
	saysNo,
	toFlag,
	toNumber,
	toText,
	toWord,
} from './json';
import { knownMeaning, saysDone, saysUndone } from './meaning';
import {
	excerpt,
	hasSucceeded,
	isKnownRefusal,
	parseReply,
	plainRefusal,
	refusal,
	refusalWords,
	unexpected,
	type Reply,
} from './reply';

/** A field name in one spelling: `order_id`, `orderId` and `Order-ID` are the same. */
const fieldName = (field: string): string => field.toLowerCase().replace(/[\s_-]/g, '');

/** The fields that name the order where nothing speaks against it. */
const SURE = ['order', 'orderid'];

/** The fields that name an order wherever they stand in a reply that is no clean success. */
const NAMES =
	/^(?:(?:placed|new)?orders?(?:ids?|nos?|num|numbers?|ref|refs|reference|code|key|uuid)?|reference)$/;

/** The fields in which the answer itself may stand. */
const PLACES = ['order', 'data', 'result'];

/** How deep an order is looked for beside an error. */
const LEVELS = 6;

/** What a reply says of the order that was asked for. */
interface Said {
	/** The parts of the reply that speak of it. */
	parts: JsonObject[];
	/** What stands in the place of its id: under its own names, or as the `id` of an object `order`. */
	sure: Json[];
	inner: Json[];
	/** The same under a bare `id`, which may as well be that of a request. */
	bare: Json[];
}

const firstId = (values: Json[]): string | undefined =>
	values.map(idIn).find((id) => id !== null) ?? undefined;

/**
 * The order that an `add` placed, and the reply as sent.
 *
 * @throws PanelFailure with `certain` true only when the panel certainly placed none. A reply that names an order
 * and is no clean success is uncertain, and the failure carries the order's id. Only words about an order that runs
 * on the link already name that earlier one.
 */
export function readPlaced(reply: Reply): { order: string; raw: JsonObject } {
	const body = bodyOf(reply);
	const { parts, sure, inner, bare } = saidIn(body);
	const named = [...sure, ...inner];
	// A mere text in the place of the answer is a refusal where its words are known as one.
	const words =
		typeof body === 'string' && knownMeaning(body) !== null
			? body
			: parts.map((part) => refusalWords(part, reply)).find((each) => each !== null);
	const anywhere = firstId([...named, ...namedAnywhere(body)]);
	if (words !== undefined) throw refused([words, ...remarksIn(parts)], reply, anywhere, bare);
	const id = firstId([...named, ...bare]);
	const denial = parts.map(denialIn).find((each) => each !== null);
	const others = new Set(sure.map(idIn).filter((each) => each !== null));
	const isClean = denial === undefined && others.size <= 1 && reply.status !== 429;
	if (id !== undefined && isClean) return { order: id, raw: parts[0] };
	if (id !== undefined && knownMeaning(denial ?? '') === 'activeOrder' && !parts.some(hasSucceeded))
		throw refused([denial as string], reply, id, []);
	const told =
		anywhere ?? id ?? [...named, body, ...remarksIn(parts)].map(idInWords).find((each) => each);
	if (told) throw inDoubt(unexpected(reply, 'an order id'), told);
	const plain =
		id === undefined && !parts.some(hasSucceeded) && parts.map(plainRefusal).find(isKnown);
	throw plain ? refusal(plain, reply) : doubtful(unexpected(reply, 'an order id'), named);
}

const isKnown = (words: string | null): boolean => words !== null && isKnownRefusal(words);

/** The texts beside an answer that are meant to be read. */
const remarksIn = (parts: JsonObject[]): string[] =>
	parts.flatMap((part) =>
		Object.entries(part).flatMap(([field, value]) =>
			REMARK.test(fieldName(field)) ? (toText(value) ?? []) : [],
		),
	);

const REMARK =
	/^(?:message|msg|detail|details|reason|description|text|info|note|error(?:message|msg|text|description))$/;
/** Fields that are there only for an error. */
const ERROR = /^(?:err|errmsg|error(?:s|message|msg|text|description|code|no|type)?|exception)$/;
/** Fields that say how it went, by a word or a HTTP status, or by a flag. */
const OUTCOME = /^(?:status|state|result|response|code|statuscode|httpcode|success)$/;
const BAD_FLAG = /^(?:failed|fail|failure|iserror|haserror|rejected)$/;
const GOOD_FLAG = /^(?:ok|valid|placed|created|accepted|succeeded|issuccess|successful)$/;
const BAD_WORD =
	/^(?:.*(?:error|fail|reject|denied|declin|refus|invalid|forbidden|unauthori[sz]ed).*|cancell?ed|refund(?:ed)?|hata|erro|ошибка|gagal)$/;

/** What in an object that names an order speaks against it, or null where it is a clean success. */
function denialIn(part: JsonObject): string | null {
	for (const [field, value] of Object.entries(part)) {
		const text = toText(value) ?? '';
		if (isDenial(fieldName(field), value, text)) return text || JSON.stringify({ [field]: value });
	}
	return null;
}

function isDenial(name: string, value: Json, text: string): boolean {
	const word = toWord(value);
	if (OUTCOME.test(name)) {
		const code = toNumber(value) ?? 0;
		return (
			(typeof value !== 'object' && saysNo(value) && !/code$/.test(name) && value !== 0) ||
			(name !== 'result' && code >= 400 && code <= 599) ||
			BAD_WORD.test(word) ||
			saysUndone(text)
		);
	}
	if (BAD_FLAG.test(name)) return toFlag(value) === true;
	if (GOOD_FLAG.test(name)) return toFlag(value) === false;
	if (ERROR.test(name)) return saysSomething(value);
	if (!REMARK.test(name)) return false;
	return saysNo(text) || saysUndone(text) || (knownMeaning(text) !== null && !saysDone(text));
}

/** Whether a field for errors holds one: no mere nothing, nor that all is well. */
const saysSomething = (value: Json): boolean =>
	value !== null &&
	(typeof value === 'object'
		? Object.values<Json>(value).some(saysSomething)
		: !/^(?:|0+|false|null|none|no|ok|success|200|201)$/.test(toWord(value)));

/** What names an order anywhere in a reply, in any of its spellings. Beside an error, a long number as a key does. */
function namedAnywhere(value: Json, isOrder = false, levels = LEVELS): Json[] {
	if (Array.isArray(value))
		return value.flatMap((each) =>
			typeof each === 'object' ? namedAnywhere(each, isOrder, levels - 1) : isOrder ? [each] : [],
		);
	if (!isObject(value) || levels <= 0) return [];
	const fields = Object.entries(value);
	const isKeyed = isOrder || fields.some(([field]) => /^errors?$/i.test(field));
	return fields.flatMap(([field, each]) => {
		const name = fieldName(field);
		const isName = NAMES.test(name);
		if (typeof each !== 'object') return isName || (isOrder && name === 'id') ? [each] : [];
		const key = isKeyed && isObject(each) && /^(?=.*\d{3})[\w-]+$/.test(field) ? [field] : [];
		return [...key, ...namedAnywhere(each, isName, levels - 1)];
	});
}

/** A reply without an id where it should be is certain only if nothing stands there, as with HTTP 429. */
const doubtful = (failure: PanelFailure, named: Json[]): PanelFailure =>
	named.some((value) => toText(value) !== null) ? inDoubt(failure) : failure;

/** The JSON of a reply; what is a redirect or no JSON may name an order all the same. */
function bodyOf(reply: Reply): Json {
	try {
		return parseReply(reply);
	} catch (failure) {
		const named =
			namedInText(reply.text, reply.status === 429) ??
			namedInJson(reply.text) ??
			inProse(reply.text);
		throw named === null ? failure : inDoubt(failure as PanelFailure, named.id);
	}
}

/** The order that the JSON of a redirect names. */
function namedInJson(text: string): { id: string } | null {
	try {
		const id = firstId(namedAnywhere(parseJson(text)));
		return id === undefined ? null : { id };
	} catch {
		return null;
	}
}

/** The order of which text that is no JSON speaks. */
function inProse(text: string): { id: string } | null {
	const id = idBesideRefusal(excerpt(text));
	return id === null ? null : { id };
}

/** Fields beside which an `id` is that of something else: an account, a service, a request. */
const OF_ELSE = /^(?:balance|jsonrpc|object|email|name|rate|min|max|type|category|username)$/;

/** Where a reply speaks of an order, and by which ids: at its top, in `data` and its likes, in a lone list entry. */
function saidIn(body: Json): Said {
	const said: Said = { parts: [], sure: [], inner: [], bare: [] };
	const look = (value: Json, isOrder: boolean, levels: number): void => {
		if (Array.isArray(value) && value.length === 1) look(value[0], isOrder, levels);
		if (!isObject(value)) return;
		said.parts.push(value);
		for (const [field, id] of Object.entries(value))
			if (SURE.includes(fieldName(field)) && typeof id !== 'object') said.sure.push(id);
		if (isOrder) said.inner.push(value.id);
		else if (!Object.keys(value).some((field) => OF_ELSE.test(field))) said.bare.push(value.id);
		if (levels > 0) PLACES.forEach((field) => look(value[field], field === 'order', levels - 1));
	};
	look(body, false, 2);
	return said;
}

/** The failure of a reply with words of refusal, which may name an order beside them. */
function refused(
	[words, ...others]: string[],
	reply: Reply,
	named: string | undefined,
	bare: Json[],
): PanelFailure {
	const failure = refusal(words, reply);
	if (failure.kind === 'activeOrder') return failure.but({ order: named });
	const id = ['serverError', 'rateLimit'].includes(failure.kind) ? firstId(bare) : undefined;
	const inWords = [words, ...others].map(idBesideRefusal).find((each) => each !== null);
	const order = named ?? id ?? inWords ?? (saysDone(words) ? idInWords(words) : null);
	if (!order) return failure;
	return new PanelFailure('unexpectedReply', {
		message: `the panel named order ${order} and an error at once`,
		panelMessage: excerpt(reply.text),
		order,
	});
}

/** A failure after which the order may exist, and its id where one was told. */
function inDoubt(failure: PanelFailure, order?: string): PanelFailure {
	const { kind, message, passing } = failure;
	const facts = {
		message: order === undefined ? message : `${message}, and named order ${order}`,
		certain: false,
		passing: passing && order === undefined,
		order,
	};
	// A rate limit would be waited for, and the order sent again.
	return failure.but(facts, kind === 'rateLimit' ? 'unexpectedReply' : kind);
}

/**
 * Numbers that cannot be ids: signed, fractions, exponents, nothing but zeros. Whatever writes an exponent puts a
 * point behind the first digit, or a sign before the power, unless there is but one digit: `5010e8735104` is an id.
 */
const NO_ID = /^(?:[+-].*|\d*\.\d*(?:e[+-]?\d+)?|\d+e[+-]\d+|\de\d{1,3}|0+)$/i;

/** Words in the place of an id, with a number of their own. */
const NO_NAME = /^(?:err|error|code|max|min|service|null|false|true)[_-]?\d+$/i;

/** Longer than any id. */
const LONGEST = 200;

/** An id: one token that holds a digit and is no other number, nor words of refusal in one piece. */
export function idIn(value: unknown): string | null {
	const id = toText(value);
	if (id === null || id.length > LONGEST || !/\d/.test(id) || NO_ID.test(id)) return null;
	if (!/^#?[\p{L}\p{N}_-]+$/u.test(id) || NO_NAME.test(id)) return null;
	return /^\d+$/.test(id) || knownMeaning(id) === null ? id : null;
}

/** The id in text, told only behind 'order' or '#': "Order #23501 was placed". */
function idInWords(value: unknown): string | null {
	const text = toText(value)?.slice(0, 2_000) ?? '';
	const match =
		/(?:\border|#)(?:[^\p{L}\d#]{1,3}(?:id|no|number)\b)?[^\p{L}\d]{0,3}([\p{L}\d-]*\d[\p{L}\d-]*)/iu.exec(
			text,
		);
	return match && idIn(match[1]);
}

/** A '#' that stands behind the name of something else is none of an order. */
const OTHER =
	'(?<!(?:serv|comment|yorum|argument|parameter|field|line|row|error|code|ticket|hash|tag|option|answer|package|plan|user|account|category|provider|step|item|run)\\p{L}*[^\\p{L}\\d]{0,3}(?:(?:id|no|nr|number|code)[^\\p{L}\\d]{0,3})?)(?<!/\\S{0,200})';
const BESIDE_REFUSAL = new RegExp(
	`(?:${OTHER}#|(?<!(?:min|max)\\p{L}*\\s)\\border\\s?(?::\\s?(?=\\d{3})|\\((?=\\d{3,}\\)))|^\\W*order (?=\\d{3,}:)|\\border[\\s_-]?(?:id|no|num|number|nr)\\b(?: is)?[^\\p{L}\\d]{0,3})\\s?([\\p{L}\\d-]*\\d[\\p{L}\\d-]*)`,
	'iu',
);

/** The id in words beside a refusal, where a bare "order 100" may be the least that can be ordered. */
function idBesideRefusal(words: string): string | null {
	const match = BESIDE_REFUSAL.exec(words.slice(0, 2_000));
	return match && idIn(match[1]);
}

/** A field that names an order, with a value that is complete, in the midst of any text. */
const FIELD =
	/\\?"((?:placed[_-]?|new[_-]?)?orders?(?:[_-]?(?:ids?|no|number|ref|reference))?|reference|id)\\?"\s{0,20}:\s{0,20}\[?\s{0,20}(?:\\?"([^"\\\s]{1,200})\\?"|([\w.+-]{1,200})(?=\s{0,20}[,}\]]))?/gi;

/** Web pages carry scripts, in which the word is a common one. */
const withoutScripts = (text: string): string =>
	text.replace(/<script\b[^]*?(?:<\/script|$)/gi, ' ');

/**
 * Whether text that is no JSON names an order in a piece of JSON, behind PHP's warnings or before debug output, and by
 * which id. A bare `id` counts where there is no error, or beside a rate limit.
 */
function namedInText(text: string, isLimited: boolean): { id?: string } | null {
	const plain = withoutScripts(text);
	let isNamed = false;
	const ids = { named: [] as string[], bare: [] as string[] };
	for (const [, field, quoted, plainValue] of plain.matchAll(FIELD)) {
		const id = idIn(quoted ?? plainValue);
		const isBare = field.toLowerCase() === 'id';
		if (id !== null) ids[isBare ? 'bare' : 'named'].push(id);
		// A value that breaks off or is no token: what names an order may be there, and is not read.
		isNamed ||= id !== null || (!isBare && quoted === undefined && plainValue === undefined);
	}
	const counted =
		ids.named.length > 0
			? ids.named
			: isLimited || !/"errors?\\?"\s{0,20}:/.test(plain)
				? ids.bare
				: [];
	// What stands before the answer is the debug output of someone else's.
	const id = plain.trimStart().startsWith('{') ? counted[0] : counted.at(-1);
	return id !== undefined
		? { id }
		: isNamed && ids.named.length === 0 && ids.bare.length === 0
			? {}
			: null;
}
