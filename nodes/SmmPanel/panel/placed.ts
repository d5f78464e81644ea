import { PanelFailure } from './failure';
import {
	firstOf,
	isObject,
	type Json,
	type JsonObject,
	lazily,
	saysNo,
	saysYes,
	toFlag,
	toNumber,
	toText,
	toWord,
	tryJson,
} from './json';
import { isNote, knownMeaning, saysDone, saysUndone, withoutAdvice } from './meaning';
import { isStatus, readStatus } from './status';
import {
	excerpt,
	hasSucceeded,
	isKnownRefusal,
	parseReply,
	plainRefusal,
	refusal,
	refusalWords,
	refusedByStatus,
	saysNoError,
	unexpected,
	type Reply,
} from './reply';

/**
 * The order that an `add` placed, and the reply as sent.
 *
 * @throws PanelFailure with `certain` true only if the panel certainly placed none. A reply that names an order but is
 * not a clean success is uncertain, and the failure carries the order's ID. Only an error about an active order on the
 * link refers to that earlier order.
 */
export function readPlaced(reply: Reply): { order: string; raw: JsonObject } {
	const body = bodyOf(reply);
	const said = saidIn(body);
	const { parts, sure, named, bare, anywhere } = said;
	const only = Array.isArray(body) && body.length === 1 ? body[0] : body;
	// Bare text in place of the answer is a refusal if its words are known as one.
	const words =
		typeof only === 'string' && knownMeaning(only) !== null
			? only
			: firstOf(parts, (part) => refusalWords(part, reply));
	if (words !== null) throw refused(words, reply, said);
	const id = firstOf([...named, ...bare], idIn);
	const denial = firstOf(parts, denialIn);
	const isOne = new Set(sure.map(idIn).filter((each) => each !== null)).size <= 1;
	if (id !== null && denial === null && isOne && reply.status !== 429)
		return { order: id, raw: parts[0] };
	const isDone = parts.some(hasSucceeded);
	const texts = [...named, body, ...remarksIn(parts)];
	const told = anywhere ?? id ?? firstOf(texts, (text) => idInWords(toText(text)));
	if (told !== null) throw inDoubt(unexpected(reply, 'a clear result'), told);
	const plain = isDone ? null : firstOf(parts, knownRefusal);
	if (plain !== null) throw refusal(plain, reply);
	const failure =
		(!isDone && (refusedByStatus(reply) ?? invalidIn(body, reply))) ||
		unexpected(reply, 'an order ID');
	// It is certain only if nothing is in the place of an order.
	const isNamed = named.some((value) => toText(value) !== null) || idIn(body) !== null;
	throw isNamed || parts.some(describesOrder) ? inDoubt(failure) : failure;
}

/** The JSON of a reply; a redirect, or a reply that is not JSON, may still name an order. */
function bodyOf(reply: Reply): Json {
	try {
		return parseReply(reply);
	} catch (failure) {
		const named =
			namedInText(reply.text, reply.status === 429) ??
			// A redirect may have JSON too.
			firstOf(namedAnywhere(tryJson(reply.text) ?? null), idIn) ??
			namedInProse(reply.text);
		throw named === null ? failure : inDoubt(failure as PanelFailure, named);
	}
}

/** The order named in text that is not JSON. */
function namedInProse(text: string): string | null {
	const words = excerpt(text);
	return idBesideRefusal(words) ?? (saysDone(words) ? idInWords(words) : null);
}

/** What a reply says about the requested order. */
interface Said {
	/** The parts of the reply about it: its top, `data` and the like, and a single list entry. */
	parts: JsonObject[];
	/** What may be its ID, under its own field names. */
	sure: Json[];
	/** The same, and the `id` of an object `order`. */
	named: Json[];
	/** The same under a bare `id`, which may also be the ID of a request. */
	bare: Json[];
	/** The ID under any name that means one. */
	anywhere: string | null;
}

function saidIn(body: Json): Said {
	const parts: JsonObject[] = [];
	const [sure, inner, bare]: Json[][] = [[], [], []];
	const look = (value: Json, isOrder: boolean, levels: number): void => {
		if (Array.isArray(value) && value.length === 1) look(value[0], isOrder, levels);
		if (!isObject(value)) return;
		parts.push(value);
		const id = value.id ?? value._id;
		if (isOrder) inner.push(id);
		else if ('link' in value || !Object.keys(value).some((field) => OF_ELSE.test(field)))
			bare.push(id);
		const fields = Object.entries(value).map(([field, each]) => [fieldName(field), each] as const);
		for (const sureName of SURE)
			for (const [name, each] of fields)
				if (name === sureName && typeof each !== 'object') sure.push(each);
		for (const [name, each] of fields) {
			if (NUMBER.test(name)) bare.push(each);
			if (levels > 0 && PLACES.includes(name)) look(each, name === 'order', levels - 1);
		}
	};
	look(body, false, 2);
	const named = [...sure, ...inner];
	return { parts, sure, named, bare, anywhere: firstOf([...named, ...namedAnywhere(body)], idIn) };
}

/** Folds a field name: `order_id`, `orderId` and `Order-ID` are the same. */
const fieldName = (field: string): string => field.toLowerCase().replace(/[\s_.:-]/g, '');

/** An order in the languages that panels are written in. */
const ORDER = 'order|pedido|sipari[sş]|заказ|pesanan|commande';

/** Fields that name the order if nothing contradicts it, most reliable first. */
const SURE = ['order', 'orderid'];
/** Fields that name it if no other does. */
const NUMBER = /^(?:idorder|order(?:no|num|number))$/;

/** Fields that name an order anywhere in a reply that is not a clean success. */
const NAMES = new RegExp(
	`^(?:(?:placed|new|created)?(?:${ORDER})s?(?:ids?|nos?|num|numbers?|ref|refs|reference|code|key|uuid)?|.*(?:${ORDER})ids?|id(?:${ORDER})|reference)$`,
);

/** Fields that may contain the actual answer. */
const PLACES = ['order', 'data', 'result', 'response'];

/** Next to one of these fields, `id` belongs to something else: an account, a service, a request. */
const OF_ELSE = /^(?:balance|jsonrpc|object|email|name|rate|min|max|type|category|username)$/;

/** How deep to look for an order next to an error. */
const LEVELS = 6;

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

/** The failure of a reply with words of refusal, which may also name an order. */
function refused(words: string, reply: Reply, { parts, bare, anywhere }: Said): PanelFailure {
	const failure = refusal(words, reply);
	const { kind } = failure;
	if (kind === 'activeOrder') return failure.but({ order: anywhere ?? undefined });
	const id = kind === 'serverError' || kind === 'rateLimit' ? firstOf(bare, idIn) : null;
	const inWords = () => firstOf([words, ...remarksIn(parts)], idBesideRefusal);
	const order = anywhere ?? id ?? inWords() ?? (saysDone(words) ? idInWords(words) : null);
	if (order !== null)
		return new PanelFailure('unexpectedReply', {
			message: `the panel named order ${order} together with an error`,
			panelMessage: excerpt(reply.text),
			hint: itsId(order),
			order,
		});
	// Without funds nothing is charged: a charge next to that is what the order would cost.
	const isTold = kind === 'rateLimit' ? describesOrder : isCharged;
	return kind !== 'funds' && parts.some(isTold) ? inDoubt(failure) : failure;
}

/** The hint for an order that was named; it follows the advice to look for it. */
const itsId = (order: string): string => `Its ID may be ${order}.`;

/** A failure after which the order may exist, with its ID if the reply gave one. */
function inDoubt(failure: PanelFailure, order = ''): PanelFailure {
	const { kind, message, retryable } = failure;
	const also = kind === 'redirect' ? ` ${failure.hint}` : '';
	const facts = {
		message: order ? `${message}, and named order ${order}` : message,
		certain: false,
		retryable: retryable && !order,
		...(order && { order, hint: itsId(order) + also }),
	};
	// After a rate limit, the order would be sent again.
	return failure.but(facts, kind === 'rateLimit' ? 'unexpectedReply' : kind);
}

/** The words of a refusal under another name than that of an error, if they are known. */
function knownRefusal(part: JsonObject): string | null {
	const words = plainRefusal(part);
	return words !== null && isKnownRefusal(words) ? words : null;
}

/** A validator's report with HTTP 400 or 422, in any shape. */
function invalidIn(body: Json, reply: Reply): PanelFailure | undefined {
	if (![400, 422].includes(reply.status)) return undefined;
	const failure = refusal(JSON.stringify(body), reply);
	return failure.certain ? failure : undefined;
}

/** Fields with words for a person. */
const REMARK =
	/^(?:message|msg|detail|details|reason|description|text|info|note|pesan|mesaj|mensagem|mensaje|error(?:message|msg|text|description))$/;
/** Fields that only an error has. */
const ERROR = /^(?:err|errmsg|error(?:s|message|msg|text|description|code|no|type)?|exception)$/;
/** Fields that report the result: as a word, an HTTP status or a flag. */
const OUTCOME = /^(?:status|state|result|response|code|statuscode|httpcode|success)$/;
const BAD_FLAG =
	/^(?:failed|fail|failure|iserror|haserror|rejected|(?:is)?(?:duplicated?|existing))$/;
const GOOD_FLAG = /^(?:ok|valid|placed|created|accepted|succeeded|issuccess|successful)$/;
const BAD_WORD =
	/^(?:.*(?:error|fail|reject|denied|declin|refus|invalid|forbidden|unauthori[sz]ed).*|duplicate.*|exist(?:s|ing)|already.*|cancell?ed|refund(?:ed)?|hata|erro|ошибка|gagal)$/;

/** A status in English, or another word, in lower case. */
const statusWord = (value: Json): string => toWord(readStatus(toWord(value), 'order').status);

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
		const word = statusWord(value);
		const isGood = saysYes(value) || (isStatus(word) && !BAD_WORD.test(word));
		return (
			(isGood && (GOOD_FLAG.test(name) || /^(?:status|state|result|success|order)$/.test(name))) ||
			(PLACES.includes(name) && idIn(value) !== null)
		);
	});

/** The human-readable texts next to an answer. */
const remarksIn = (parts: JsonObject[]): string[] =>
	parts.flatMap((part) =>
		Object.entries(part).flatMap(([field, value]) =>
			REMARK.test(fieldName(field)) ? (toText(value) ?? []) : [],
		),
	);

/** What contradicts success in a field, by its name; the first row that fits counts. */
const DENIALS: ReadonlyArray<[names: RegExp, denies: (value: Json, name: string) => boolean]> = [
	[
		OUTCOME,
		(value, name) => {
			const code = toNumber(value) ?? 0;
			return (
				(saysNo(value) && !/code$/.test(name) && value !== 0) ||
				(name !== 'result' && code >= 400 && code <= 599) ||
				BAD_WORD.test(statusWord(value)) ||
				saysUndone(toText(value) ?? '')
			);
		},
	],
	[BAD_FLAG, (value) => toFlag(value) === true],
	[GOOD_FLAG, (value) => toFlag(value) === false],
	[ERROR, (value) => !saysNoError(value)],
	[
		REMARK,
		(value) => {
			const text = withoutAdvice(toText(value) ?? '');
			const isReason = knownMeaning(text) !== null && !saysDone(text) && !isNote(text);
			return saysNo(text) || saysUndone(text) || isReason;
		},
	],
];

/** What contradicts success in an object that names an order; null for a clean success. */
const denialIn = (part: JsonObject): string | null =>
	firstOf(Object.entries(part), ([field, value]) => {
		const name = fieldName(field);
		const row = DENIALS.find(([names]) => names.test(name));
		return row?.[1](value, name) ? (toText(value) ?? JSON.stringify({ [field]: value })) : null;
	});

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

/** Finds the ID in words, by a pattern that captures it. */
const idBy = (source: string) => {
	const pattern = lazily(() => new RegExp(source, 'iu'));
	return (words: string | null) => idIn(pattern().exec(words?.slice(0, 2_000) ?? '')?.[1]);
};

/** The whole word, without a word before it that makes the number a limit: "Min. order: 100". */
const WORD = `(?<![\\p{L}\\d])(?:${ORDER})`;
const NO_BOUND = '(?<!(?:m[ií]n|m[aá]x|мин|макс)\\p{L}*\\.?[\\s_])';
/** The ID in text, recognized only after 'order' or '#': "Order #23501 was placed". */
const idInWords = idBy(
	`(?:${WORD}|(?<!&)[#№])(?:[^\\p{L}\\d#]{1,3}(?:id|no|number)\\b)?[^\\p{L}\\d]{0,3}([\\p{L}\\d-]*\\d[\\p{L}\\d-]*)`,
);

/** A '#' after the name of something else is not an order's. */
const OTHER =
	'(?<!(?:serv|class|comment|yorum|argument|parameter|field|line|row|error|code|ticket|hash|tag|option|answer|package|plan|user|account|category|provider|step|item|run)\\p{L}*[^\\p{L}\\d]{0,3}(?:(?:id|no|nr|number|code)[^\\p{L}\\d]{0,3})?)(?<!/\\S{0,200})(?<!&)';

/** The ID in words next to a refusal, where a bare "order 100" may be the minimum. */
const idBesideRefusal = idBy(
	`(?:${OTHER}#|${NO_BOUND}${WORD}(?:"?\\s?[:=]\\s?"?(?=\\d{3})|\\s?\\((?=\\d{3,}\\))|\\s?№)|^[^\\p{L}\\d]*${WORD} (?=\\d{3,}:)|\\(${WORD} (?=\\d{3,}\\))|${WORD}[\\s_-]?(?:id|no|num|number|nr)\\b(?: is)?[^\\p{L}\\d]{0,3})\\s?([\\p{L}\\d-]*\\d[\\p{L}\\d-]*)`,
);

/** A field anywhere in a text, and its value if that is complete. The value is not consumed: it may be JSON itself. */
const FIELD =
	/\\?"([\p{L}\d_.:-]{2,40})\\?"\s{0,20}:(?=\s{0,20}\[?\s{0,20}(?:\\?"([^"\\\s]{1,200})\\?"|([\w.+-]{1,200})(?=\s{0,20}[,}\]]))?)/gu;

/** Web pages contain scripts, where the word is common. */
const withoutScripts = (text: string): string =>
	text.replace(/<script\b[^]*?(?:<\/script|$)/gi, ' ');

/**
 * The order that text names which is not JSON, in a piece of JSON after PHP warnings or before debug output; empty if
 * its ID cannot be read. A bare `id` counts without an error, or next to a rate limit.
 */
function namedInText(text: string, isLimited: boolean): string | null {
	const plain = withoutScripts(text);
	const [named, bare]: string[][] = [[], []];
	// A truncated value, or one that is not a token: it may name an order, but cannot be read.
	let isCut = false;
	for (const [, field, quoted, unquoted] of plain.matchAll(FIELD)) {
		const name = fieldName(field);
		const isBare = name === 'id';
		if (!isBare && !NAMES.test(name)) continue;
		const value = quoted ?? unquoted;
		const id = idIn(value);
		if (id !== null) (isBare ? bare : named).push(id);
		isCut ||= !isBare && value === undefined;
	}
	if (named.length + bare.length === 0) return isCut ? '' : null;
	const isBareCounted = isLimited || !/"errors?\\?"\s{0,20}:/.test(plain);
	const ids = named.length > 0 ? named : isBareCounted ? bare : [];
	// Text before the answer is some other program's debug output.
	return (plain.trimStart().startsWith('{') ? ids[0] : ids.at(-1)) ?? null;
}
