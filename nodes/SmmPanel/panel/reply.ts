import { type FailureFacts, type FailureKind, PanelFailure } from './failure';
import {
	firstOf,
	isObject,
	type Json,
	type JsonObject,
	leavesOf,
	saysNo,
	saysYes,
	toFlag,
	toNumber,
	toText,
	toWord,
	tryJson,
	withOurNames,
	wordList,
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
	const inner = isObject(body) && isObject(body.data) ? body.data : null;
	const said = firstOf([body, content, inner], (part) => refusalWords(part, reply));
	if (said !== null) throw refusal(said, reply);
	const { status } = reply;
	if ((status === 429 || !byStatus(status).certain) && saysNothing(body, status))
		throw unreadable(reply);
	const isEmpty = isObject(content) && Object.keys(content).length === 0;
	const failure = isEmpty ? refusedByStatus(reply) : undefined;
	if (failure) throw failure;
	return content;
}

/**
 * The JSON of a reply, whatever its HTTP status.
 *
 * @param isLoose Whether other text may surround it.
 * @throws PanelFailure when the reply is a redirect or not JSON.
 */
export function parseReply(reply: Reply, isLoose = false): Json {
	if (reply.status >= 300 && reply.status < 400) throw redirected(reply);
	let body = parseTwice(reply.text);
	if (body === undefined && isPlainRefusal(reply)) body = reply.text.trim();
	if (body === undefined && isLoose) body = looselyIn(reply);
	if (body === undefined) throw unreadable(reply);
	return CAPITALS.test(reply.text) ? withOurNames(body) : body;
}

/** A field such as `Status`. */
const CAPITALS = /"[A-Z]\w{0,20}\\?"\s*:/;

/** JSON, also where it was encoded twice: `"{\"order\":5}"`. */
function parseTwice(text: string): Json | undefined {
	const body = tryJson(text);
	return typeof body === 'string' && /^\s*[{[]/.test(body) ? (tryJson(body) ?? body) : body;
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
	const isWhole = /^(?:$|<|\/[/*]|#|\)?;?$)/.test(text.slice(to).trim());
	return isWhole ? tryJson(text.slice(from, to)) : undefined;
}

/** The fields that may wrap the content of a reply. */
export const ENVELOPES = wordList(
	'data result results response orders refills cancels services categories statuses items list order refill',
);

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

/** Whether every flag of an object means success; false if it has none. */
export function hasSucceeded({ status, success }: JsonObject): boolean {
	const flags = [status, success].filter((flag) => flag !== undefined);
	return flags.length > 0 && flags.every(saysYes);
}

/** Whether an object reports failure. A number may be a code, where 0 means success. */
export const hasFailed = ({ status }: JsonObject): boolean =>
	typeof status !== 'number' && saysNo(status);

/** Whether a status is that of a request: success, failure, or HTTP's. Those of orders are other words. */
export const isOutcome = (status: Json | undefined): boolean =>
	saysYes(status) || saysNo(status) || /^[1-5]\d\d$/.test(toWord(status));

/** Whether an object repeats the HTTP status: `{status: 200, data: …}`. */
const isHttpOk = ({ status, code, success }: JsonObject): boolean =>
	/^2\d\d$/.test(toWord(status ?? code)) && (success === undefined || saysYes(success));

/** What may be next to the content that an object only wraps: no sign of failure, and nothing of an order. */
const BESIDE: ReadonlyArray<[fields: RegExp, fits: (value: Json) => boolean]> = [
	[/^(?:message|msg)$/, () => true],
	[/^(?:count|total|time|timestamp|version|meta|pagination|request_?id)$/i, () => true],
	[/^(?:status|success)$/, saysYes],
	[/^errors?$/, (value) => saysNoError(value)],
	[/^code$/, (value) => toNumber(value) === 0],
];

/** Whether an object only wraps content, under a field that no answer uses itself, and reports nothing wrong. */
const isMereEnvelope = (body: JsonObject, name = ''): boolean =>
	name !== 'refill' &&
	Object.entries(body).every(
		([field, value]) =>
			field === name || BESIDE.some(([fields, fits]) => fields.test(field) && fits(value)),
	);

/** Whether JSON that came with an HTTP error says nothing: no words, no data. */
const saysNothing = (body: Json, status: number): boolean =>
	leavesOf(body).every((each) => isNothing(each) || toNumber(each) === status);

/** Whether a field that is always sent holds nothing. */
const isNothing = (value: Json | undefined): boolean =>
	Array.isArray(value)
		? value.every(isNothing)
		: !isObject(value) && ['', '0', 'false', 'null'].includes(toWord(value ?? ''));

/** Whether an error field, which may be sent always, says that there is no error. */
export const saysNoError = (value: Json | undefined): boolean =>
	leavesOf(value).every((each) => NO_ERROR.test(toWord(each ?? '')));
const NO_ERROR = /^(?:|0+|false|null|none|no errors?|ok|success|200|201)$/;

/** Fields that tell a person what happened. */
const MESSAGE = ['message', 'msg'];
const READABLE = [...MESSAGE, 'detail'];

/** Fields that may say more than the error beside them. */
const BESIDE_ERROR = [
	...READABLE,
	...wordList('description reason error_description error_message data'),
];

/** Fields that may accompany a message that is all an object says. */
const BESIDE_MESSAGE = [...READABLE, ...wordList('status success code error errors')];

/** The text of the first of these fields that has one. */
export const textOf = (value: JsonObject, fields: readonly string[]): string | null =>
	firstOf(fields, (field) => toText(value[field]));

/** The first human-readable words of an object. */
export const messageIn = (value: JsonObject): string | null => textOf(value, READABLE);

/**
 * The words of a refusal, or null. A bare message counts too: with an HTTP error, or if nothing else is said and its
 * words are a known refusal.
 */
export function refusalWords(body: Json, reply: Reply): string | null {
	if (typeof body === 'string') return body;
	if (!isObject(body)) return null;
	const refused = refusalIn(body);
	const message = messageIn(body);
	if (refused !== null || message === null || reply.status >= 400) return refused ?? message;
	const isAlone = Object.keys(body).every((field) => BESIDE_MESSAGE.includes(field));
	return isAlone && !hasSucceeded(body) && knownMeaning(message) !== null && !saysDone(message)
		? message
		: null;
}

/**
 * The panel's words when an object is a refusal, else null. Shapes: `{error}`, `{errors: […]}`,
 * `{success: false, error | message | data}`, `{status: "error", message}`, `{error: true, message}`.
 * A `status` alone is never taken for a refusal: it may be the status of an order.
 */
export function refusalIn(value: JsonObject): string | null {
	const message = textOf(value, MESSAGE);
	const error = [value.error, value.errors].find((each) => !saysNoError(each)) ?? null;
	if (error !== null && !isOver(value)) return better(error, textOf(value, BESIDE_ERROR));
	if (value.success !== undefined && isNothing(value.success))
		return message ?? wordsIn(isNothing(value.data) ? value : value.data);
	// An order that failed may carry a message too.
	const isOrder = value.charge !== undefined || value.remains !== undefined;
	return !isOrder && saysNo(value.status) ? (message ?? toText(value.data)) : null;
}

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

/** Other fields that may hold a refusal, and those among them that hold nothing else. */
const PLAIN =
	/^(?:err(?:or)?(?:_?(?:msg|message|text|description|code))?|reason|description|messages?|msg|details?|pesan|mesaj|hata|mensagem|mensaje|erro|loi|ошибка)$/i;
const ONLY_ERROR = /^err(?!.*code)/i;
/** Fields that may also hold anything else: in these, only known words count. */
const TEXT = /^(?:text|info|title|alert|response|result|data|fail)$/i;

/**
 * The words of an object that is nothing but a refusal under other names: `{Error}`, `{reason}`,
 * `{result: "error", msg}`, `{status: "error", code: 104}`; else null.
 */
export function plainRefusal(value: JsonObject): string | null {
	const saysBad = [value.status, value.result, value.state].some(
		(word) => typeof word === 'string' && saysNo(word),
	);
	for (const [field, said] of Object.entries(value)) {
		if (TEXT.test(field) && typeof said === 'string' && isKnownRefusal(said)) return said;
		if (!PLAIN.test(field) || isNothing(said)) continue;
		const words = wordsIn(said);
		if (saysBad || ONLY_ERROR.test(field) || knownMeaning(words) !== null) return words;
	}
	return saysBad && toText(value.code) !== null ? JSON.stringify(value) : null;
}

/** Whether words are a known reason, and say neither that something was done nor that the server has trouble. */
export const isKnownRefusal = (words: string): boolean =>
	![null, 'serverError'].includes(knownMeaning(words)) && !saysDone(words);

interface StatusRule {
	/** The kind of failure, whatever was requested. */
	kind?: FailureKind;
	/** Whether the panel certainly did nothing. */
	certain: boolean;
	/** Whether a retry may help. */
	retryable: boolean;
}

/** What an HTTP error means if no words say it. A 4xx is certain and a 5xx is not, with these exceptions. */
const BY_STATUS: Readonly<Record<number, Partial<StatusRule>>> = {
	401: { kind: 'apiKey' },
	403: { kind: 'account' },
	405: { kind: 'url' },
	// A timeout, of the panel or of a proxy in front of it; 499: the proxy hung up.
	408: { certain: false, retryable: true },
	499: { certain: false, retryable: true },
	// Possibly a conflict with this very order, which a proxy sent twice.
	409: { certain: false },
	// Something behind the panel failed.
	424: { certain: false },
	429: { kind: 'rateLimit' },
	// Refused before it was processed.
	425: { retryable: true },
};
const byStatus = (status: number): StatusRule => ({
	certain: status < 500,
	retryable: status >= 500,
	...BY_STATUS[status],
});

/** A 429 or 5xx may be retried, and after a 5xx nothing is certain, whatever the body says. */
const overruled = ({ status, retryAfter }: Reply): Partial<FailureFacts> =>
	status === 429 || status >= 500 ? { certain: status === 429, retryable: true, retryAfter } : {};

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

/** The failure that an HTTP status alone means; undefined for most. */
export function refusedByStatus(reply: Reply): PanelFailure | undefined {
	const { status } = reply;
	const { kind } = byStatus(status);
	const message = `the panel answered with HTTP ${status}`;
	return kind && new PanelFailure(kind, { message, ...overruled(reply) });
}

/** The failure for JSON that is neither a refusal nor an answer to the call. */
export const unexpected = (reply: Reply, expected: string): PanelFailure =>
	new PanelFailure('unexpectedReply', {
		message: `the panel answered without ${expected}`,
		panelMessage: excerpt(reply.text),
		...overruled(reply),
	});

/** The failure that a panel's own words mean. */
export function refusal(words: string, reply: Reply = { status: 200, text: '' }): PanelFailure {
	const { status } = reply;
	const http = status >= 400 ? ` (HTTP ${status})` : '';
	const facts = { message: `the panel answered "${excerpt(words)}"${http}`, panelMessage: words };
	const kind = kindOf(words, status);
	const isVain = (kind === 'refused' && !saysReason(words)) || contradicts(beside(words, reply));
	if (isVain && kind !== 'serverError' && status < 500)
		return new PanelFailure(kind, { ...facts, certain: false, retryable: false });
	// With HTTP 429, words that are not about a rate limit keep the rule of their kind.
	const isOwn = status === 429 && kind !== 'rateLimit';
	return new PanelFailure(kind, isOwn ? facts : { ...facts, ...overruled(reply) });
}

/** The kind of failure that words mean together with their HTTP status. */
function kindOf(words: string, status: number): FailureKind {
	const known = knownMeaning(words);
	// An earlier order for the link, or something that was done: neither is retried.
	if (status === 429 && known !== 'activeOrder' && known !== 'serverError')
		return isMere(words) ? 'serverError' : 'rateLimit';
	const { kind, certain } = byStatus(status);
	return known ?? kind ?? (certain ? meaningOf(words) : 'serverError');
}

/** What a reply contains next to the words of its refusal. */
const beside = (words: string, { text }: Reply): string =>
	text.length < MOST_BESIDE ? text.replace(JSON.stringify(words).slice(1, -1), '') : '';

/** Longer texts next to a refusal are pages, or lists of something else. */
const MOST_BESIDE = 20_000;

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
	const { status, text, retryAfter } = reply;
	const http = `HTTP ${status}`;
	const panelMessage = excerpt(text) || undefined;
	const fail = (kind: FailureKind, message: string, facts: Partial<FailureFacts> = {}) =>
		new PanelFailure(kind, { message: `the panel ${message}`, panelMessage, ...facts });
	const isEmpty = text.trim() === '';
	const isPage = isHtml(text);
	// Text that is not JSON may also report the server's own trouble, such as an order that was placed but not saved.
	const isTrouble = meaningOf(panelMessage ?? '') === 'serverError' || mayName(reply);
	if (status === 429 && (!isTrouble || isEmpty || isPage) && !saysDone(panelMessage ?? ''))
		return fail('rateLimit', `is receiving too many requests (${http})`, overruled(reply));
	if (isPage) {
		// A firewall's page is temporary; the website at a wrong URL is not.
		const facts = { retryable: status === 403, ...(status !== 429 && overruled(reply)) };
		return fail('html', `answered with a web page instead of data (${http})`, facts);
	}
	if (status >= 400) {
		const { kind, certain, retryable } = byStatus(status);
		// Plain text counts like an error in JSON with the same words.
		const isVague = panelMessage !== undefined && !refusal(panelMessage, reply).certain;
		const facts = { certain: certain && !isTrouble && !isVague, retryable, retryAfter };
		return fail((isEmpty && kind) || 'httpError', `answered with ${http}`, facts);
	}
	return isEmpty
		? fail('empty', `sent an empty answer (${http})`)
		: fail('notJson', `answered with something that is not JSON (${http})`);
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
