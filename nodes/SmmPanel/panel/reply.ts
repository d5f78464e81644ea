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

/** How much of a body that cannot be read is shown. */
const EXCERPT = 300;

/** A body on one line, without the tags of a web page. */
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
 * The facts about a failure that follow from the HTTP status: a 429 may be tried again, a 5xx as well, and
 * after a 5xx nothing is certain, whatever the body says.
 */
function factsOf(reply: Reply, facts: FailureFacts): FailureFacts {
	const { status, retryAfter } = reply;
	if (status === 429) return { ...facts, certain: true, passing: true, retryAfter };
	return status >= 500 ? { ...facts, certain: false, passing: true, retryAfter } : facts;
}

/** What an HTTP status says of every request, where the words beside it say nothing known. */
const BY_STATUS: Readonly<Record<number, FailureKind>> = {
	401: 'apiKey',
	403: 'account',
	405: 'url',
};

/**
 * What an error's HTTP status says where no words do: whether the panel certainly did nothing, and whether to ask
 * again may help. Of a 4xx it is certain and of a 5xx it is not, but for these.
 */
const UNSAID: Readonly<Record<number, { certain: boolean; passing: boolean }>> = {
	// A time-out, of the panel or of a proxy before it; 499 where the proxy was the one that left.
	408: { certain: false, passing: true },
	499: { certain: false, passing: true },
	// Perhaps a conflict with the order itself, which a proxy sent a second time.
	409: { certain: false, passing: false },
	// What stands behind the panel failed.
	424: { certain: false, passing: false },
	// Refused before it was looked at.
	425: { certain: true, passing: true },
};
const unsaid = (status: number) =>
	UNSAID[status] ?? { certain: status < 500, passing: status >= 500 };

/** The kind of failure that words stand for, with the HTTP status they came with. */
function kindOf(words: string, status: number): FailureKind {
	const known = knownMeaning(words);
	// The earlier order of the same link, or something that was done: neither is sent again.
	if (status === 429) {
		if (known === 'activeOrder' || known === 'serverError') return known;
		return isMere(words) ? 'serverError' : 'rateLimit';
	}
	if (known !== null) return known;
	return BY_STATUS[status] ?? (unsaid(status).certain ? meaningOf(words) : 'serverError');
}

/** What a reply holds beside the words of its refusal. */
const beside = (words: string, { text }: Reply): string =>
	text.length < MOST_BESIDE ? text.replace(JSON.stringify(words).slice(1, -1), '') : '';

/** Longer texts beside a refusal are pages, or lists of something else. */
const MOST_BESIDE = 20_000;

/** The failure that a panel's own words stand for. */
export function refusal(words: string, reply: Reply = { status: 200, text: '' }): PanelFailure {
	const http = reply.status >= 400 ? ` (HTTP ${reply.status})` : '';
	const facts = { message: `the panel answered "${excerpt(words)}"${http}`, panelMessage: words };
	const kind = kindOf(words, reply.status);
	const isVain = (kind === 'refused' && !saysReason(words)) || contradicts(beside(words, reply));
	if (isVain && kind !== 'serverError' && reply.status < 500)
		return new PanelFailure(kind, { ...facts, certain: false, passing: false });
	// Words of a HTTP 429 that are none of a rate limit keep the rule of their kind.
	return new PanelFailure(
		kind,
		reply.status === 429 && kind !== 'rateLimit' ? facts : factsOf(reply, facts),
	);
}

function redirected(reply: Reply): PanelFailure {
	return new PanelFailure('redirect', {
		message: `the panel redirects to ${reply.location ?? 'another address'} (HTTP ${reply.status})`,
		// 301, 307 and 308 move the address as a whole. After a 302 or 303 the request may have been handled, and so it
		// may where there is more than a page to say where to go.
		certain: ![302, 303].includes(reply.status) && (reply.text.trim() === '' || isHtml(reply.text)),
	});
}

/** Whether text that is no page, no JSON and no known refusal may name an order: `OK 1242`, `<order>1242</order>`. */
const mayName = ({ text }: Reply): boolean =>
	!isHtml(text) && /\d{2}/.test(text) && knownMeaning(text) === null;

/** The failure of a body that is not JSON: a web page, nothing at all, or other text. */
function unreadable(reply: Reply): PanelFailure {
	const http = `HTTP ${reply.status}`;
	const panelMessage = excerpt(reply.text) || undefined;
	// Text that is no JSON may speak of the server's own trouble as well, such as an order placed and not saved.
	const isTrouble = meaningOf(panelMessage ?? '') === 'serverError' || mayName(reply);
	const isLimit = !isTrouble || reply.text.trim() === '' || isHtml(reply.text);
	if (reply.status === 429 && isLimit && !saysDone(panelMessage ?? '')) {
		const message = `the panel is receiving too many requests (${http})`;
		return new PanelFailure('rateLimit', factsOf(reply, { message, panelMessage }));
	}
	if (isHtml(reply.text)) {
		const message = `the panel answered with a web page instead of data (${http})`;
		// A firewall's page goes away; the website at a wrong URL does not.
		const passing = reply.status >= 500 || reply.status === 403;
		return new PanelFailure('html', factsOf(reply, { message, panelMessage, passing }));
	}
	if (reply.status >= 400) {
		const message = `the panel answered with ${http}`;
		const { certain, passing } = unsaid(reply.status);
		const { retryAfter } = reply;
		const kind = reply.text.trim() === '' ? BY_STATUS[reply.status] : undefined;
		const facts = { message, panelMessage, certain: certain && !isTrouble, passing, retryAfter };
		return new PanelFailure(kind ?? 'httpError', facts);
	}
	if (!reply.text.trim()) {
		return new PanelFailure('empty', { message: `the panel answered with nothing (${http})` });
	}
	const message = `the panel answered with something that is not JSON (${http})`;
	return new PanelFailure('notJson', { message, panelMessage });
}

/** A reply that is JSON and no refusal, but not what the call answers with. */
export function unexpected(reply: Reply, expected: string): PanelFailure {
	const facts = {
		message: `the panel answered without ${expected}`,
		panelMessage: excerpt(reply.text),
	};
	return new PanelFailure('unexpectedReply', factsOf(reply, facts));
}

/** The fields in which the content of a reply may stand. */
export const ENVELOPES = [
	'data',
	'result',
	'results',
	'response',
	'orders',
	'refills',
	'cancels',
	'services',
	'order',
	'refill',
];

/** Whether every flag of an object says that what was asked went well; false where it has none. */
export function hasSucceeded(body: JsonObject): boolean {
	const flags = [body.status, body.success].filter((flag) => flag !== undefined);
	return flags.length > 0 && flags.every(saysYes);
}

/**
 * The content of `{status: "success", data: …}` and its likes, of `{data: …}` where nothing beside it speaks against
 * it, and of a list within a list; anything else as it is, such as the status of a subscription, which holds orders of
 * its own.
 */
function unwrap(body: Json): Json {
	if (Array.isArray(body)) return body.length === 1 && Array.isArray(body[0]) ? body[0] : body;
	if (!isObject(body)) return body;
	const name = ENVELOPES.find((field) => typeof body[field] === 'object' && body[field] !== null);
	const isOpen = hasSucceeded(body) || isHttpOk(body) || isMereEnvelope(body, name);
	return isOpen && name ? unwrap(body[name]) : body;
}

/** Whether an object holds no more than content under a name that is no answer's own, and that nothing is wrong. */
const isMereEnvelope = (body: JsonObject, name = ''): boolean =>
	!['order', 'refill'].includes(name) &&
	Object.entries(body).every(
		([field, value]) =>
			field === name ||
			field === 'message' ||
			field === 'msg' ||
			(field === 'code' && toNumber(value) === 0) ||
			(['status', 'success'].includes(field) ? saysYes(value) : BESIDE.test(field)) ||
			(['error', 'errors'].includes(field) && saysNoError(value)),
	);

/** What may stand beside the content of a reply and is nothing of an order's. */
const BESIDE = /^(?:count|total|time|timestamp|version|meta|pagination|request_?id)$/i;

/** Whether an object repeats the status of HTTP: `{status: 200, data: …}`. */
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
 * @param isLoose Whether other text may stand around it.
 * @throws PanelFailure when the reply is a redirect or not JSON.
 */
export function parseReply(reply: Reply, isLoose = false): Json {
	if (reply.status >= 300 && reply.status < 400) throw redirected(reply);
	try {
		return parseJson(reply.text);
	} catch {
		const found = isLoose ? looselyIn(reply) : undefined;
		if (found !== undefined) return found;
		throw unreadable(reply);
	}
}

/** Whether words are a reason that is known, and neither say that something was done nor that a server has trouble. */
export const isKnownRefusal = (words: string): boolean =>
	![null, 'serverError'].includes(knownMeaning(words)) && !saysDone(words);

/**
 * The one piece of JSON in other text, such as a warning of PHP's before it or a comment behind it, or a text that is a
 * known refusal. A web page is neither.
 */
function looselyIn({ status, text }: Reply): Json | undefined {
	if (status >= 300 || /^\s*<(?:!doctype|html|head|body|\?xml|title)/i.test(text)) return undefined;
	const from = text.search(/[{[]/);
	const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
	if (from < 0 && to === 0 && !text.includes('<')) return isKnownRefusal(text) ? text : undefined;
	// Anything but a remark behind it is a text that was garbled on its way.
	if (!/^\s*(?:$|<|\/[/*]|#)/.test(text.slice(to))) return undefined;
	try {
		return parseJson(text.slice(from, to));
	} catch {
		return undefined;
	}
}

/** Fields beside which a message may be all that an object says. */
const REMARKS = ['message', 'msg', 'detail', 'status', 'success', 'code', 'error', 'errors'];

/**
 * The words of a refusal, or null. A mere message is one as well: with an HTTP error, or where nothing stands beside
 * it and its words are those of a known refusal.
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
 * @param isRead Whether the call only reads: then an answer counts behind a warning of PHP's as well.
 * @throws PanelFailure when the reply is a refusal, a redirect, or not JSON.
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
	const kind =
		isObject(content) && Object.keys(content).length === 0 ? BY_STATUS[reply.status] : undefined;
	if (kind !== undefined)
		throw new PanelFailure(kind, { message: `the panel answered with HTTP ${reply.status}` });
	return content;
}

/** What stands for "no error" in a field that is always sent. */
const isNothing = (value: Json | undefined): boolean =>
	value === undefined ||
	(Array.isArray(value)
		? value.every(isNothing)
		: !isObject(value) && ['', '0', 'false', 'null'].includes(toWord(value)));

/** Whether a field for errors says that there is none. */
const saysNoError = (value: Json | undefined): boolean =>
	isNothing(value) || /^(?:none|ok|success|no errors?)$/.test(toWord(value));

/** Whether an object is an order that came to its end, of which an error beside it is the reason. */
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
 * The words of an error beside a message: the message where the error is a mere flag or number, or where only the
 * message says something known, as in `{error: "Bad Request", message: "Insufficient balance"}`.
 */
function better(error: Json, message: string | null): string {
	const words = wordsIn(error);
	if (message === null || message === words) return words;
	if (toFlag(error) || toNumber(error) !== null || saysDone(message)) return message;
	const isVague = [null, 'serverError'].includes(knownMeaning(words)) && !saysDone(words);
	return isVague && knownMeaning(message) !== null ? message : words;
}

/** What may say more beside an error than the error itself. */
const texts = (value: JsonObject): Array<string | null> =>
	[value.detail, value.description, value.reason, value.error_description, value.error_message].map(
		toText,
	);

/** The first words in which an object may say something to its reader. */
export const messageIn = (value: JsonObject): string | null =>
	toText(value.message) ?? toText(value.msg) ?? toText(value.detail);

/**
 * The panel's words when an object is a refusal, else null. Shapes: `{error}`, `{errors: […]}`,
 * `{success: false, error | message | data}`, `{status: "error", message}`, `{error: true, message}`.
 * A `status` alone is never taken for a refusal: it may be the status of an order.
 */
export function refusalIn(value: JsonObject): string | null {
	const message = toText(value.message) ?? toText(value.msg);
	const more = message ?? texts(value).find((each) => each !== null) ?? null;
	const error = [value.error, value.errors].find((each) => !saysNoError(each)) ?? null;
	if (error !== null && !isOver(value)) return better(error, more);
	if (value.success !== undefined && isNothing(value.success)) {
		return message ?? wordsIn(isNothing(value.data) ? value : value.data);
	}
	// An order that failed may come with a message as well.
	const isOrder = value.charge !== undefined || value.remains !== undefined;
	return message && !isOrder && saysNo(value.status) ? message : null;
}

/** Other fields in which a refusal may stand, and those of them that are there for nothing else. */
const PLAIN =
	/^(?:err(?:or)?(?:_?(?:msg|message|text|description))?|reason|description|message|msg|details?)$/i;
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
 * Whether a panel refused a list of ids because it looks for the field `order`: "Missing order ID". Some panels know
 * no list of orders to cancel.
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
