import { PanelFailure } from './failure';
import {
	isObject,
	type Json,
	type JsonObject,
	parseJson,
	saysNo,
	saysYes,
	toFlag,
	toNumber,
	toText,
	toWord,
} from './json';
import { knownMeaning, saysDone, saysUndone } from './meaning';
import { isStatus } from './status';
import {
	excerpt,
	hasSucceeded,
	isKnownRefusal,
	parseReply,
	plainRefusal,
	refusal,
	refusalWords,
	refusedByStatus,
	unexpected,
	type Reply,
} from './reply';

/** Folds a field name: `order_id`, `orderId` and `Order-ID` are the same. */
const fieldName = (field: string): string => field.toLowerCase().replace(/[\s_.:-]/g, '');

/** An order in the languages that panels are written in. */
const ORDER = 'order|pedido|sipari[sş]|заказ|pesanan|commande';

/** Fields that name the order if nothing contradicts it. */
const SURE = ['order', 'orderid'];

/** Fields that name an order anywhere in a reply that is not a clean success. */
const NAMES = new RegExp(
	`^(?:(?:placed|new|created)?(?:${ORDER})s?(?:ids?|nos?|num|numbers?|ref|refs|reference|code|key|uuid)?|.*(?:${ORDER})ids?|id(?:${ORDER})|reference)$`,
);

/** Fields that may contain the actual answer. */
const PLACES = ['order', 'data', 'result', 'response'];

/** How deep to look for an order next to an error. */
const LEVELS = 6;

/** What a reply says about the requested order. */
interface Said {
	/** The parts of the reply about it. */
	parts: JsonObject[];
	/** Candidates for its ID: under its own field names, or as the `id` of an object `order`. */
	sure: Json[];
	inner: Json[];
	/** The same under a bare `id`, which may also be the ID of a request. */
	bare: Json[];
}

const firstId = (values: Json[]): string | undefined =>
	values.map(idIn).find((id) => id !== null) ?? undefined;

/**
 * The order that an `add` placed, and the reply as sent.
 *
 * @throws PanelFailure with `certain` true only if the panel certainly placed none. A reply that names an order but is
 * not a clean success is uncertain, and the failure carries the order's ID. Only words about an active order on the
 * link refer to that earlier order.
 */
export function readPlaced(reply: Reply): { order: string; raw: JsonObject } {
	const body = bodyOf(reply);
	const said = saidIn(body);
	const { parts, sure, inner, bare } = said;
	const named = [...sure, ...inner];
	const isDone = parts.some(hasSucceeded);
	// Bare text in place of the answer is a refusal if its words are known as one.
	const words =
		typeof body === 'string' && knownMeaning(body) !== null
			? body
			: parts.map((part) => refusalWords(part, reply)).find((each) => each !== null);
	const anywhere = firstId([...named, ...namedAnywhere(body)]);
	if (words !== undefined) throw refused([words, ...remarksIn(parts)], reply, anywhere, said);
	const id = firstId([...named, ...bare]);
	const denial = parts.map(denialIn).find((each) => each !== null);
	const others = new Set(sure.map(idIn).filter((each) => each !== null));
	const isClean = denial === undefined && others.size <= 1 && reply.status !== 429;
	if (id !== undefined && isClean) return { order: id, raw: parts[0] };
	if (id !== undefined && knownMeaning(denial ?? '') === 'activeOrder' && !isDone)
		throw refused([denial as string], reply, id, said);
	const told =
		anywhere ?? id ?? [...named, body, ...remarksIn(parts)].map(idInWords).find((each) => each);
	if (told) throw inDoubt(unexpected(reply, 'an order ID'), told);
	const plain = !isDone && parts.map(plainRefusal).find(isKnown);
	if (plain) throw refusal(plain, reply);
	const failure = (!isDone && refusedByStatus(reply)) || unexpected(reply, 'an order ID');
	// It is certain only if nothing is in the place of an order.
	const isNamed = named.some((value) => toText(value) !== null) || idIn(body) !== null;
	throw isNamed || parts.some(describesOrder) ? inDoubt(failure) : failure;
}

const isKnown = (words: string | null): boolean => words !== null && isKnownRefusal(words);

/** Fields that only a placed order has. */
const OF_ORDER = /^(?:charged?|startcount(?:er)?|remains)$/;

/** Whether an object has what only a placed order has, though it does not name one. */
const isCharged = (part: JsonObject): boolean =>
	Object.entries(part).some(
		([field, value]) => OF_ORDER.test(fieldName(field)) && /[1-9]/.test(toWord(value)),
	);

/** Whether an object may be about a placed order, though it does not name one: by a charge, a status or success. */
const describesOrder = (part: JsonObject): boolean =>
	isCharged(part) ||
	Object.entries(part).some(([field, value]) => {
		const name = fieldName(field);
		const word = toWord(value);
		const isResult = GOOD_FLAG.test(name) || /^(?:status|state|result|success)$/.test(name);
		const isGood = saysYes(value) || (isStatus(word) && !BAD_WORD.test(word));
		return (isResult && isGood) || (PLACES.includes(name) && idIn(value) !== null);
	});

/** The human-readable texts next to an answer. */
const remarksIn = (parts: JsonObject[]): string[] =>
	parts.flatMap((part) =>
		Object.entries(part).flatMap(([field, value]) =>
			REMARK.test(fieldName(field)) ? (toText(value) ?? []) : [],
		),
	);

const REMARK =
	/^(?:message|msg|detail|details|reason|description|text|info|note|pesan|mesaj|mensagem|mensaje|error(?:message|msg|text|description))$/;
/** Fields that only an error has. */
const ERROR = /^(?:err|errmsg|error(?:s|message|msg|text|description|code|no|type)?|exception)$/;
/** Fields that report the result: as a word, an HTTP status or a flag. */
const OUTCOME = /^(?:status|state|result|response|code|statuscode|httpcode|success)$/;
const BAD_FLAG = /^(?:failed|fail|failure|iserror|haserror|rejected)$/;
const GOOD_FLAG = /^(?:ok|valid|placed|created|accepted|succeeded|issuccess|successful)$/;
const BAD_WORD =
	/^(?:.*(?:error|fail|reject|denied|declin|refus|invalid|forbidden|unauthori[sz]ed).*|cancell?ed|refund(?:ed)?|hata|erro|ошибка|gagal)$/;

/** What contradicts success in an object that names an order; null for a clean success. */
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

/** Whether an error field holds an error, rather than nothing or "no error". */
const saysSomething = (value: Json): boolean =>
	value !== null &&
	(typeof value === 'object'
		? Object.values<Json>(value).some(saysSomething)
		: !/^(?:|0+|false|null|none|no|ok|success|200|201)$/.test(toWord(value)));

/** Values that name an order anywhere in a reply, in any spelling. Next to an error, so does a long number as a key. */
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

/** The JSON of a reply; a redirect, or a reply that is not JSON, may still name an order. */
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

/** The order named in text that is not JSON. */
function inProse(text: string): { id: string } | null {
	const words = excerpt(text);
	const id = idBesideRefusal(words) ?? (saysDone(words) ? idInWords(words) : null);
	return id === null ? null : { id };
}

/** Next to one of these fields, `id` belongs to something else: an account, a service, a request. */
const OF_ELSE = /^(?:balance|jsonrpc|object|email|name|rate|min|max|type|category|username)$/;

/** Where a reply mentions an order, and by which ids: at its top, in `data` and the like, or in a single list entry. */
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

/** The failure of a reply with words of refusal, which may also name an order. */
function refused(
	[words, ...others]: string[],
	reply: Reply,
	named: string | undefined,
	{ bare, parts }: Said,
): PanelFailure {
	const failure = refusal(words, reply);
	if (failure.kind === 'activeOrder') return failure.but({ order: named });
	const id = ['serverError', 'rateLimit'].includes(failure.kind) ? firstId(bare) : undefined;
	const inWords = [words, ...others].map(idBesideRefusal).find((each) => each !== null);
	const order = named ?? id ?? inWords ?? (saysDone(words) ? idInWords(words) : null);
	if (!order) {
		// Without funds nothing is charged: there it is what the order would cost.
		const isTold = failure.kind === 'rateLimit' ? describesOrder : isCharged;
		return failure.kind !== 'funds' && parts.some(isTold) ? inDoubt(failure) : failure;
	}
	return new PanelFailure('unexpectedReply', {
		message: `the panel named order ${order} together with an error`,
		panelMessage: excerpt(reply.text),
		order,
	});
}

/** A failure after which the order may exist, with its ID if the reply gave one. */
function inDoubt(failure: PanelFailure, order?: string): PanelFailure {
	const { kind, message, retryable } = failure;
	const facts = {
		message: order === undefined ? message : `${message}, and named order ${order}`,
		certain: false,
		retryable: retryable && order === undefined,
		order,
	};
	// After a rate limit, the order would be sent again.
	return failure.but(facts, kind === 'rateLimit' ? 'unexpectedReply' : kind);
}

/**
 * Numbers that cannot be IDs: signed, fractions, exponents, only zeros. Programs that write an exponent put a point
 * after the first digit or a sign before the power, unless there is only one digit: `5010e8735104` is an ID.
 */
const NO_ID = /^(?:[+-].*|\d*\.\d*(?:e[+-]?\d+)?|\d+e[+-]\d+|\de\d{1,3}|0+)$/i;

/** Words with a number in place of an ID. */
const NO_NAME = /^(?:err|error|code|max|min|service|null|false|true)[_-]?\d+$/i;

/** Longer than any id. */
const LONGEST = 200;

/** An ID: one token with a digit that is neither another kind of number nor a refusal in one word. */
export function idIn(value: unknown): string | null {
	const id = toText(value);
	if (id === null || id.length > LONGEST || !/\d/.test(id) || NO_ID.test(id)) return null;
	if (!/^#?[\p{L}\p{N}_-]+$/u.test(id) || NO_NAME.test(id)) return null;
	return /^\d+$/.test(id) || knownMeaning(id) === null ? id : null;
}

/** The word as a whole, with nothing before it that makes it a bound: "Min. order: 100". */
const WORD = `(?<![\\p{L}\\d])(?:${ORDER})`;
const NO_BOUND = '(?<!(?:m[ií]n|m[aá]x|мин|макс)\\p{L}*\\.?[\\s_])';
const IN_WORDS = new RegExp(
	`(?:${WORD}|[#№])(?:[^\\p{L}\\d#]{1,3}(?:id|no|number)\\b)?[^\\p{L}\\d]{0,3}([\\p{L}\\d-]*\\d[\\p{L}\\d-]*)`,
	'iu',
);

/** The ID in text, recognised only after 'order' or '#': "Order #23501 was placed". */
function idInWords(value: unknown): string | null {
	const text = toText(value)?.slice(0, 2_000) ?? '';
	const match = IN_WORDS.exec(text);
	return match && idIn(match[1]);
}

/** A '#' after the name of something else is not an order's. */
const OTHER =
	'(?<!(?:serv|class|comment|yorum|argument|parameter|field|line|row|error|code|ticket|hash|tag|option|answer|package|plan|user|account|category|provider|step|item|run)\\p{L}*[^\\p{L}\\d]{0,3}(?:(?:id|no|nr|number|code)[^\\p{L}\\d]{0,3})?)(?<!/\\S{0,200})';
const BESIDE_REFUSAL = new RegExp(
	`(?:${OTHER}#|${NO_BOUND}${WORD}(?:"?\\s?[:=]\\s?"?(?=\\d{3})|\\s?\\((?=\\d{3,}\\))|\\s?№)|^[^\\p{L}\\d]*${WORD} (?=\\d{3,}:)|\\(${WORD} (?=\\d{3,}\\))|${WORD}[\\s_-]?(?:id|no|num|number|nr)\\b(?: is)?[^\\p{L}\\d]{0,3})\\s?([\\p{L}\\d-]*\\d[\\p{L}\\d-]*)`,
	'iu',
);

/** The ID in words next to a refusal, where a bare "order 100" may be the minimum. */
function idBesideRefusal(words: string): string | null {
	const match = BESIDE_REFUSAL.exec(words.slice(0, 2_000));
	return match && idIn(match[1]);
}

/** A field anywhere in a text, and its value if that is complete. The value is not consumed: it may be JSON itself. */
const FIELD =
	/\\?"([\p{L}\d_.:-]{2,40})\\?"\s{0,20}:(?=\s{0,20}\[?\s{0,20}(?:\\?"([^"\\\s]{1,200})\\?"|([\w.+-]{1,200})(?=\s{0,20}[,}\]]))?)/gu;

/** Web pages contain scripts, where the word is common. */
const withoutScripts = (text: string): string =>
	text.replace(/<script\b[^]*?(?:<\/script|$)/gi, ' ');

/**
 * Whether text that is not JSON names an order in a piece of JSON, after PHP warnings or before debug output, and with
 * which ID. A bare `id` counts without an error, or next to a rate limit.
 */
function namedInText(text: string, isLimited: boolean): { id?: string } | null {
	const plain = withoutScripts(text);
	let isNamed = false;
	const ids = { named: [] as string[], bare: [] as string[] };
	for (const [, field, quoted, plainValue] of plain.matchAll(FIELD)) {
		const name = fieldName(field);
		const isBare = name === 'id';
		if (!isBare && !NAMES.test(name)) continue;
		const id = idIn(quoted ?? plainValue);
		if (id !== null) ids[isBare ? 'bare' : 'named'].push(id);
		// A truncated value, or one that is not a token: it may name an order, but cannot be read.
		isNamed ||= id !== null || (!isBare && quoted === undefined && plainValue === undefined);
	}
	const counted =
		ids.named.length > 0
			? ids.named
			: isLimited || !/"errors?\\?"\s{0,20}:/.test(plain)
				? ids.bare
				: [];
	// Text before the answer is some other program's debug output.
	const id = plain.trimStart().startsWith('{') ? counted[0] : counted.at(-1);
	return id !== undefined
		? { id }
		: isNamed && ids.named.length === 0 && ids.bare.length === 0
			? {}
			: null;
}
