import { PanelFailure } from './failure';
import { isObject, type Json, type JsonObject, toText } from './json';
import { knownMeaning, saysDone } from './meaning';
import { excerpt, parseReply, refusal, refusalWords, unexpected, type Reply } from './reply';

/** The fields that name an order, wherever they stand. */
const NAMES = ['order', 'order_id', 'orderId'];

/** The fields in which the answer itself may stand. */
const PLACES = ['order', 'data', 'result'];

/** What a reply says of the order that was asked for. */
interface Said {
	/** The parts of the reply that speak of it. */
	parts: JsonObject[];
	/** What stands in the place of its id, the surest first. */
	named: Json[];
	/** The same under a bare `id`, which may as well be that of a request. */
	bare: Json[];
}

/**
 * The order that an `add` placed, and the reply as sent.
 *
 * @throws PanelFailure with `certain` true only when the panel certainly placed none. A reply that names an order
 * and is no clean success is uncertain, and the failure carries the order's id. Only words about an order that runs
 * on the link already name that earlier one.
 */
export function readPlaced(reply: Reply): { order: string; raw: JsonObject } {
	const body = bodyOf(reply);
	const { parts, named, bare } = saidIn(body);
	// A mere text in the place of the answer is a refusal where its words are known as one.
	const words =
		typeof body === 'string' && knownMeaning(body) !== null
			? body
			: parts.map((part) => refusalWords(part, reply)).find((each) => each !== null);
	const order = named.map(idIn).find((id) => id !== null);
	if (words !== undefined) throw refused(words, reply, order, bare);
	const id = order ?? bare.map(idIn).find((each) => each !== null);
	if (id !== undefined) return { order: id, raw: parts[0] };
	const told = [...named, body].map(idInWords).find((each) => each !== null);
	throw told
		? inDoubt(unexpected(reply, 'an order id'), told)
		: doubtful(unexpected(reply, 'an order id'), named);
}

/** A reply without an id where it should be is certain only if nothing stands there, as with HTTP 429. */
const doubtful = (failure: PanelFailure, named: Json[]): PanelFailure =>
	named.some((value) => toText(value) !== null) ? inDoubt(failure) : failure;

/** The JSON of a reply; what is a redirect or no JSON may name an order all the same. */
function bodyOf(reply: Reply): Json {
	try {
		return parseReply(reply);
	} catch (failure) {
		const named = namedInText(reply.text, reply.status === 429);
		throw named === null ? failure : inDoubt(failure as PanelFailure, named.id);
	}
}

/** Where a reply speaks of an order, and by which ids: at its top, in `data` and its likes, in a lone list entry. */
function saidIn(body: Json): Said {
	const said: Said = { parts: [], named: [], bare: [] };
	const look = (value: Json, isOrder: boolean, levels: number): void => {
		if (Array.isArray(value) && value.length === 1) look(value[0], isOrder, levels);
		if (!isObject(value)) return;
		said.parts.push(value);
		said.named.push(...NAMES.map((field) => value[field]).filter((id) => typeof id !== 'object'));
		(isOrder ? said.named : said.bare).push(value.id);
		if (levels > 0) PLACES.forEach((field) => look(value[field], field === 'order', levels - 1));
	};
	look(body, false, 2);
	return said;
}

/** The failure of a reply with words of refusal, which may name an order beside them. */
function refused(
	words: string,
	reply: Reply,
	named: string | undefined,
	bare: Json[],
): PanelFailure {
	const failure = refusal(words, reply);
	if (failure.kind === 'activeOrder') {
		const { kind, message, panelMessage, certain } = failure;
		return new PanelFailure(kind, {
			message,
			panelMessage: panelMessage ?? words,
			certain,
			order: named,
		});
	}
	const id = ['serverError', 'rateLimit'].includes(failure.kind)
		? bare.map(idIn).find((each) => each !== null)
		: null;
	const order = named ?? id ?? (saysDone(words) ? idInWords(words) : null);
	if (!order) return failure;
	return new PanelFailure('unexpectedReply', {
		message: `the panel named order ${order} and an error at once`,
		panelMessage: excerpt(reply.text),
		order,
	});
}

/** A failure after which the order may exist, and its id where one was told. */
function inDoubt(failure: PanelFailure, order?: string): PanelFailure {
	const { kind, message, panelMessage, passing } = failure;
	// A rate limit would be waited for, and the order sent again.
	return new PanelFailure(kind === 'rateLimit' ? 'unexpectedReply' : kind, {
		message: order === undefined ? message : `${message}, and named order ${order}`,
		panelMessage: panelMessage ?? undefined,
		certain: false,
		passing: passing && order === undefined,
		order,
	});
}

/** Numbers that can not be ids: signed, fractions, exponents, nothing but zeros. */
const NO_ID = /^(?:[+-].*|\d*\.\d*(?:e[+-]?\d+)?|\d+e[+-]?\d+|0+)$/i;

/** Longer than any id. */
const LONGEST = 200;

/** An id: one token that holds a digit and is no other number, nor words of refusal in one piece. */
export function idIn(value: unknown): string | null {
	const id = toText(value);
	if (id === null || id.length > LONGEST || /\s/.test(id) || !/\d/.test(id) || NO_ID.test(id))
		return null;
	return knownMeaning(id) === null ? id : null;
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

/** A field that names an order, with a value that is complete, in the midst of any text. */
const FIELD =
	/\\?"(order|order_id|orderId|id)\\?"\s{0,20}:\s{0,20}(?:\\?"([^"\\\s]{1,200})\\?"|([\w.+-]{1,200})(?=\s{0,20}[,}\]]))?/g;

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
		const isBare = field === 'id';
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
