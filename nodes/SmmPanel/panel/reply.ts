import { type FailureFacts, type FailureKind, PanelFailure } from './failure';
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
import {
	contradicts,
	fold,
	isMere,
	knownMeaning,
	meaningOf,
	saysDone,
	saysReason,
} from './meaning';
import { readStatus } from './status';

/** What came back over HTTP, with the API key already masked. */
export interface Reply {
	/** HTTP status code. */
	status: number;
	/** The body as text. */
	text: string;
	/** Seconds to wait, from the header `Retry-After`. */
	retryAfter?: number;
	/** The header `Location` of a redirect. */
	location?: string;
}

/** How much of an unreadable body is shown. */
const EXCERPT = 300;

/** A body on one line, without HTML tags. */
export function excerpt(text: string): string {
	const plain = text
		.slice(0, 20 * EXCERPT)
		.replace(/<(script|style)[^]*?(<\/\1>|$)/gi, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return plain.length > EXCERPT ? `${plain.slice(0, EXCERPT)}…` : plain;
}

const isHtml = (text: string): boolean =>
	/^\s*<(!doctype|html|head|body|\?xml|!--|title|h\d|center|div|p|br)/i.test(text);

/**
 * What follows from the HTTP status of a failure: a 429 or 5xx may be retried, and after a 5xx nothing is certain,
 * whatever the body says.
 */
function factsOf(reply: Reply, facts: FailureFacts): FailureFacts {
	const { status, retryAfter } = reply;
	if (status === 429) return { ...facts, certain: true, retryable: true, retryAfter };
	return status >= 500 ? { ...facts, certain: false, retryable: true, retryAfter } : facts;
}

/** What an HTTP status means for every request, if the words next to it are unknown. */
const BY_STATUS: Readonly<Record<number, FailureKind>> = {
	401: 'apiKey',
	403: 'account',
	405: 'url',
};

/**
 * What an HTTP error means if no words say it: whether the panel certainly did nothing, and whether a retry may help.
 * A 4xx is certain and a 5xx is not, with these exceptions.
 */
const UNSAID: Readonly<Record<number, { certain: boolean; retryable: boolean }>> = {
	// A timeout, of the panel or of a proxy in front of it; 499: the proxy hung up.
	408: { certain: false, retryable: true },
	499: { certain: false, retryable: true },
	// Possibly a conflict with this very order, which a proxy sent twice.
	409: { certain: false, retryable: false },
	// Something behind the panel failed.
	424: { certain: false, retryable: false },
	// Refused before it was processed.
	425: { certain: true, retryable: true },
};
const unsaid = (status: number) =>
	UNSAID[status] ?? { certain: status < 500, retryable: status >= 500 };

/** The kind of failure that words mean together with their HTTP status. */
function kindOf(words: string, status: number): FailureKind {
	const known = knownMeaning(words);
	// An earlier order for the link, or something that was done: neither is retried.
	if (status === 429) {
		if (known === 'activeOrder' || known === 'serverError') return known;
		return isMere(words) ? 'serverError' : 'rateLimit';
	}
	if (known !== null) return known;
	return BY_STATUS[status] ?? (unsaid(status).certain ? meaningOf(words) : 'serverError');
}

/** What a reply contains next to the words of its refusal. */
const beside = (words: string, { text }: Reply): string =>
	text.length < MOST_BESIDE ? text.replace(JSON.stringify(words).slice(1, -1), '') : '';

/** Longer texts next to a refusal are pages, or lists of something else. */
const MOST_BESIDE = 20_000;

/** The failure that a panel's own words mean. */
export function refusal(words: string, reply: Reply = { status: 200, text: '' }): PanelFailure {
	const http = reply.status >= 400 ? ` (HTTP ${reply.status})` : '';
	const facts = { message: `the panel answered "${excerpt(words)}"${http}`, panelMessage: words };
	const kind = kindOf(words, reply.status);
	const isVain = (kind === 'refused' && !saysReason(words)) || contradicts(beside(words, reply));
	if (isVain && kind !== 'serverError' && reply.status < 500)
		return new PanelFailure(kind, { ...facts, certain: false, retryable: false });
	// With HTTP 429, words that are not about a rate limit keep the rule of their kind.
	return new PanelFailure(
		kind,
		reply.status === 429 && kind !== 'rateLimit' ? facts : factsOf(reply, facts),
	);
}

function redirected(reply: Reply): PanelFailure {
	return new PanelFailure('redirect', {
		message: `the panel redirects to ${reply.location ?? 'another address'} (HTTP ${reply.status})`,
		// 301, 307 and 308 move the whole address. After a 302 or 303 the request may have been processed, and also
		// if the body is more than a page with the new address.
		certain:
			![302, 303].includes(reply.status) &&
			(reply.text.trim() === '' || (isHtml(reply.text) && !saysDone(excerpt(reply.text)))),
	});
}

/** Whether text other than a page, JSON or a known refusal may name an order: `OK 1242`, `<order>1242</order>`. */
const mayName = ({ text }: Reply): boolean =>
	!isHtml(text) && /\d{2}/.test(text) && knownMeaning(text) === null;

/** The failure of a body that is not JSON: a web page, nothing at all, or other text. */
function unreadable(reply: Reply): PanelFailure {
	const http = `HTTP ${reply.status}`;
	const panelMessage = excerpt(reply.text) || undefined;
	// Text that is not JSON may also report the server's own trouble, such as an order that was placed but not saved.
	const isTrouble = meaningOf(panelMessage ?? '') === 'serverError' || mayName(reply);
	const isLimit = !isTrouble || reply.text.trim() === '' || isHtml(reply.text);
	if (reply.status === 429 && isLimit && !saysDone(panelMessage ?? '')) {
		const message = `the panel is receiving too many requests (${http})`;
		return new PanelFailure('rateLimit', factsOf(reply, { message, panelMessage }));
	}
	if (isHtml(reply.text)) {
		const message = `the panel answered with a web page instead of data (${http})`;
		// A firewall's page is temporary; the website at a wrong URL is not.
		const retryable = reply.status >= 500 || reply.status === 403;
		return new PanelFailure('html', factsOf(reply, { message, panelMessage, retryable }));
	}
	if (reply.status >= 400) {
		const message = `the panel answered with ${http}`;
		const { certain, retryable } = unsaid(reply.status);
		const { retryAfter } = reply;
		const kind = reply.text.trim() === '' ? BY_STATUS[reply.status] : undefined;
		// Text says as much as an error of the same words.
		const isVague = panelMessage !== undefined && !refusal(panelMessage, reply).certain;
		const isCertain = certain && !isTrouble && !isVague;
		const facts = { message, panelMessage, certain: isCertain, retryable, retryAfter };
		return new PanelFailure(kind ?? 'httpError', facts);
	}
	if (!reply.text.trim()) {
		return new PanelFailure('empty', { message: `the panel sent an empty answer (${http})` });
	}
	const message = `the panel answered with something that is not JSON (${http})`;
	return new PanelFailure('notJson', { message, panelMessage });
}

/** The failure for JSON that is neither a refusal nor an answer to the call. */
export function unexpected(reply: Reply, expected: string): PanelFailure {
	const facts = {
		message: `the panel answered without ${expected}`,
		panelMessage: excerpt(reply.text),
	};
	return new PanelFailure('unexpectedReply', factsOf(reply, facts));
}

/** The fields that may wrap the content of a reply. */
export const ENVELOPES = [
	'data',
	'result',
	'results',
	'response',
	'orders',
	'refills',
	'cancels',
	'services',
	'categories',
	'statuses',
	'items',
	'list',
	'order',
	'refill',
];

/** Whether every flag of an object means success; false if it has none. */
export function hasSucceeded(body: JsonObject): boolean {
	const flags = [body.status, body.success].filter((flag) => flag !== undefined);
	return flags.length > 0 && flags.every(saysYes);
}

/**
 * The content of `{status: "success", data: …}` and the like, of `{data: …}` if nothing next to it contradicts it, and
 * of a list within a list; anything else as it is, such as the status of a subscription, which contains orders of its
 * own.
 */
function unwrap(body: Json): Json {
	if (Array.isArray(body)) return body.length === 1 && Array.isArray(body[0]) ? body[0] : body;
	if (!isObject(body)) return body;
	const name = ENVELOPES.find((field) => typeof body[field] === 'object' && body[field] !== null);
	const isOpen = hasSucceeded(body) || isHttpOk(body) || isMereEnvelope(body, name);
	return isOpen && name ? unwrap(body[name]) : body;
}

/** Whether an object only wraps content, under a field that no answer uses itself, and reports nothing wrong. */
const isMereEnvelope = (body: JsonObject, name = ''): boolean =>
	name !== 'refill' &&
	Object.entries(body).every(
		([field, value]) =>
			field === name ||
			field === 'message' ||
			field === 'msg' ||
			(field === 'code' && toNumber(value) === 0) ||
			(['status', 'success'].includes(field) ? saysYes(value) : BESIDE.test(field)) ||
			(['error', 'errors'].includes(field) && saysNoError(value)),
	);

/** Fields next to the content of a reply that have nothing to do with an order. */
const BESIDE = /^(?:count|total|time|timestamp|version|meta|pagination|request_?id)$/i;

/** Whether an object repeats the HTTP status: `{status: 200, data: …}`. */
const isHttpOk = ({ status, code, success }: JsonObject): boolean =>
	/^2\d\d$/.test(toWord(status ?? code)) && (success === undefined || saysYes(success));

/** Whether JSON that came with an HTTP error says nothing: no words, no data. */
const saysNothing = (body: Json, status: number): boolean =>
	typeof body === 'object' && body !== null
		? Object.values<Json>(body).every((each) => saysNothing(each, status))
		: isNothing(body ?? '') || toNumber(body) === status;

/**
 * The JSON of a reply, whatever its HTTP status.
 *
 * @param isLoose Whether other text may surround it.
 * @throws PanelFailure when the reply is a redirect or not JSON.
 */
export function parseReply(reply: Reply, isLoose = false): Json {
	if (reply.status >= 300 && reply.status < 400) throw redirected(reply);
	try {
		return parseTwice(reply.text);
	} catch {
		if (isPlainRefusal(reply)) return reply.text.trim();
		const found = isLoose ? looselyIn(reply) : undefined;
		if (found !== undefined) return found;
		throw unreadable(reply);
	}
}

/** Whether words are a known reason, and say neither that something was done nor that the server has trouble. */
export const isKnownRefusal = (words: string): boolean =>
	![null, 'serverError'].includes(knownMeaning(words)) && !saysDone(words);

/** JSON, also where it was encoded twice: `"{\"order\":5}"`. */
function parseTwice(text: string): Json {
	const body = parseJson(text);
	if (typeof body !== 'string' || !/^\s*[{[]/.test(body)) return body;
	try {
		return parseJson(body);
	} catch {
		return body;
	}
}

/** Longer text is a page or a log, where a refusal is one thing among others. */
const LONGEST_PLAIN = 300;

/** With these, plain text is the web server's, about an address without an API, or about too many requests. */
const NOT_PLAIN = [404, 405, 410, 429];

/** Whether a body without JSON or tags is nothing but a known refusal: `Invalid API key`. */
const isPlainRefusal = ({ status, text }: Reply): boolean =>
	!NOT_PLAIN.includes(status) &&
	text.length <= LONGEST_PLAIN &&
	!/[{}[\]<>]/.test(text) &&
	isKnownRefusal(text);

/**
 * The only piece of JSON in other text, such as a PHP warning before it or a comment after it. A web page has none.
 */
function looselyIn({ status, text }: Reply): Json | undefined {
	if (status >= 300 || /^\s*<(?:!doctype|html|head|body|\?xml|title)/i.test(text)) return undefined;
	const from = text.search(/[{[]/);
	const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
	// Anything but a comment or the end of JSONP after it means that the text was garbled on its way.
	if (!/^(?:$|<|\/[/*]|#|\)?;?$)/.test(text.slice(to).trim())) return undefined;
	try {
		return parseJson(text.slice(from, to));
	} catch {
		return undefined;
	}
}

/** Fields that may accompany a message that is all an object says. */
const REMARKS = ['message', 'msg', 'detail', 'status', 'success', 'code', 'error', 'errors'];

/**
 * The words of a refusal, or null. A bare message counts too: with an HTTP error, or if nothing else is said and its
 * words are a known refusal.
 */
export function refusalWords(body: Json, reply: Reply): string | null {
	if (typeof body === 'string') return body;
	if (!isObject(body)) return null;
	const words = refusalIn(body);
	if (words !== null) return words;
	const message = messageIn(body);
	if (message === null || reply.status >= 400) return message;
	const isAlone = Object.keys(body).every((field) => REMARKS.includes(field));
	return isAlone && !hasSucceeded(body) && knownMeaning(message) !== null && !saysDone(message)
		? message
		: null;
}

/**
 * The data of a reply. The body is read before the HTTP status is judged: panels send good data and
 * refusals with any status.
 *
 * @param isRead Whether the call only reads: then an answer after a PHP warning counts too.
 * @throws PanelFailure if the reply is a refusal, a redirect, or not JSON.
 */
export function readReply(reply: Reply, isRead = true): Json {
	const body = parseReply(reply, isRead);
	const content = unwrap(body);
	const inner = isObject(body) ? body.data : undefined;
	const words = [body, content, inner].filter((part) => part !== undefined);
	for (const part of words) {
		const said = part === inner && !isObject(part) ? null : refusalWords(part, reply);
		if (said !== null) throw refusal(said, reply);
	}
	if ((reply.status === 429 || !unsaid(reply.status).certain) && saysNothing(body, reply.status))
		throw unreadable(reply);
	const failure =
		isObject(content) && Object.keys(content).length === 0 ? refusedByStatus(reply) : undefined;
	if (failure !== undefined) throw failure;
	return content;
}

/** The failure that an HTTP status alone means; undefined for most. */
export function refusedByStatus({ status }: Reply): PanelFailure | undefined {
	const kind = BY_STATUS[status];
	return kind && new PanelFailure(kind, { message: `the panel answered with HTTP ${status}` });
}

/** Values that mean "no error" in a field that is always sent. */
const isNothing = (value: Json | undefined): boolean =>
	value === undefined ||
	(Array.isArray(value)
		? value.every(isNothing)
		: !isObject(value) && ['', '0', 'false', 'null'].includes(toWord(value)));

/** Whether an error field says that there is no error. */
const saysNoError = (value: Json | undefined): boolean =>
	isNothing(value) || /^(?:none|ok|success|no errors?)$/.test(toWord(value));

/** Whether an object is an order in a final status; an error next to it is then the reason. */
const isOver = ({ remains, status }: JsonObject): boolean =>
	remains !== undefined &&
	!saysNo(status) &&
	!saysYes(status) &&
	readStatus(toWord(status), 'order').finished;

/** The words in an error that may be text, an object with a message, or a list of either. */
function wordsIn(error: Json): string {
	if (Array.isArray(error)) return error.map(wordsIn).join('; ');
	if (!isObject(error)) return String(error);
	const inner = error.message ?? error.error ?? error.msg ?? error.text;
	return inner === undefined ? JSON.stringify(error) : wordsIn(inner);
}

/**
 * The words of an error with a message: the message if the error is only a flag or number, or if only the message
 * says something known, as in `{error: "Bad Request", message: "Insufficient balance"}`.
 */
function better(error: Json, message: string | null): string {
	const words = wordsIn(error);
	if (message === null || message === words) return words;
	if (toFlag(error) || toNumber(error) !== null || saysDone(message)) return message;
	const isVague = [null, 'serverError'].includes(knownMeaning(words)) && !saysDone(words);
	return isVague && knownMeaning(message) !== null ? message : words;
}

/** The text of the first of these fields that has one. */
function firstText(value: JsonObject, fields: readonly string[]): string | null {
	for (const field of fields) {
		const text = toText(value[field]);
		if (text !== null) return text;
	}
	return null;
}

/** Fields that tell a person what happened. */
const MESSAGE = ['message', 'msg'];
const READABLE = [...MESSAGE, 'detail'];
/** Fields that may say more than the error beside them. */
const BESIDE_ERROR = [
	...READABLE,
	...['description', 'reason', 'error_description', 'error_message'],
];

/** The first human-readable words of an object. */
export const messageIn = (value: JsonObject): string | null => firstText(value, READABLE);

/**
 * The panel's words when an object is a refusal, else null. Shapes: `{error}`, `{errors: […]}`,
 * `{success: false, error | message | data}`, `{status: "error", message}`, `{error: true, message}`.
 * A `status` alone is never taken for a refusal: it may be the status of an order.
 */
export function refusalIn(value: JsonObject): string | null {
	const message = firstText(value, MESSAGE);
	const error = [value.error, value.errors].find((each) => !saysNoError(each)) ?? null;
	if (error !== null && !isOver(value)) return better(error, firstText(value, BESIDE_ERROR));
	if (value.success !== undefined && isNothing(value.success)) {
		return message ?? wordsIn(isNothing(value.data) ? value : value.data);
	}
	// An order that failed may carry a message too.
	const isOrder = value.charge !== undefined || value.remains !== undefined;
	return !isOrder && saysNo(value.status) ? (message ?? toText(value.data)) : null;
}

/** Other fields that may hold a refusal, and those among them that hold nothing else. */
const PLAIN =
	/^(?:err(?:or)?(?:_?(?:msg|message|text|description))?|reason|description|message|msg|details?|pesan|mesaj|mensagem|mensaje)$/i;
const ONLY_ERROR = /^err/i;

/**
 * The words of an object that is nothing but a refusal under other names: `{Error}`, `{reason}`,
 * `{result: "error", msg}`, `{status: "error", code: 104}`; else null.
 */
export function plainRefusal(value: JsonObject): string | null {
	const saysBad = [value.status, value.result, value.state].some(
		(word) => typeof word === 'string' && saysNo(word),
	);
	for (const [field, said] of Object.entries(value)) {
		if (!PLAIN.test(field) || isNothing(said)) continue;
		const words = wordsIn(said);
		if (saysBad || ONLY_ERROR.test(field) || knownMeaning(words) !== null) return words;
	}
	return saysBad && toText(value.code) !== null ? JSON.stringify(value) : null;
}

const MISSING =
	/missing|required|empty|blank|not (provided|specified|set|given)|eksik|gerekli|zorunlu|thieu|bat buoc|обязательн|не указан|отсутств|укажите|falta|ausente|requerid|obrigat|obligat|wajib|harus|diperlukan|kosong/;

/**
 * Whether a panel refused a list of ids because it expects the field `order`: "Missing order ID". Some panels cannot
 * cancel a list of orders.
 */
export function isMissingOrder(failure: PanelFailure): boolean {
	const words = fold(failure.panelMessage ?? '');
	return (
		failure.certain &&
		['refused', 'orderId', 'batchRefused'].includes(failure.kind) &&
		/order|siparis|заказ|don hang|pedido|orden|pesanan/.test(words) &&
		MISSING.test(words)
	);
}
