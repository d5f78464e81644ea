import { PanelFailure, type FailureFacts } from './failure';
import { isObject, parseJson, type Json } from './json';
import { meaningOf, refusalIn } from './refusal';
import { toText, toWord } from './values';

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

/** How much of a body that can not be read is shown. */
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
	if (reply.status === 429) {
		return { ...facts, certain: true, passing: true, retryAfter: reply.retryAfter };
	}
	return reply.status >= 500 ? { ...facts, certain: false, passing: true } : facts;
}

/** The failure that a panel's own words stand for. */
export function refusal(words: string, reply?: Reply): PanelFailure {
	const http = reply && reply.status >= 400 ? ` (HTTP ${reply.status})` : '';
	const facts = { message: `the panel answered "${excerpt(words)}"${http}`, panelMessage: words };
	const kind = reply?.status === 429 ? 'rateLimit' : meaningOf(words);
	return new PanelFailure(kind, reply ? factsOf(reply, facts) : facts);
}

function redirected(reply: Reply): PanelFailure {
	return new PanelFailure('redirect', {
		message: `the panel redirects to ${reply.location ?? 'another address'} (HTTP ${reply.status})`,
		// 301, 307 and 308 move the address as a whole. After a 302 or 303 the request may have been handled.
		certain: ![302, 303].includes(reply.status),
	});
}

/** The failure of a body that is not JSON: a web page, nothing at all, or other text. */
function unreadable(reply: Reply): PanelFailure {
	const http = `HTTP ${reply.status}`;
	const panelMessage = excerpt(reply.text) || undefined;
	if (reply.status === 429) {
		const message = `the panel is receiving too many requests (${http})`;
		return new PanelFailure('rateLimit', factsOf(reply, { message, panelMessage }));
	}
	if (isHtml(reply.text)) {
		const message = `the panel answered with a web page instead of data (${http})`;
		// A firewall's page goes away; the website at a wrong URL does not.
		const passing = reply.status >= 500 || reply.status === 403;
		return new PanelFailure('html', { message, panelMessage, passing });
	}
	if (reply.status >= 400) {
		const message = `the panel answered with ${http}`;
		const certain = reply.status < 500;
		const facts = { message, panelMessage, certain, passing: !certain };
		return new PanelFailure('httpError', facts);
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

/** A reply that names an order and an error at once: whatever its status, the order may exist. */
export function contradiction(reply: Reply, order: string): PanelFailure {
	return new PanelFailure('unexpectedReply', {
		message: `the panel named order ${order} and an error at once`,
		panelMessage: excerpt(reply.text),
		order,
	});
}

const SUCCEEDED = new Set(['success', 'succeeded', 'ok', 'true', '1']);
const ENVELOPES = [
	'data',
	'result',
	'results',
	'response',
	'orders',
	'refills',
	'services',
	'order',
	'refill',
];

/**
 * The content of `{status: "success", data: …}` and its likes; anything else as it is, such as the status
 * of a subscription, which holds orders of its own.
 */
function unwrap(body: Json): Json {
	if (!isObject(body)) return body;
	const flags = [body.status, body.success].filter((flag) => flag !== undefined);
	const said = flags.length > 0 && flags.every((flag) => SUCCEEDED.has(toWord(flag)));
	const name = ENVELOPES.find((field) => typeof body[field] === 'object' && body[field] !== null);
	return said && name ? body[name] : body;
}

/**
 * The JSON of a reply, whatever its HTTP status.
 *
 * @throws PanelFailure when the reply is a redirect or not JSON.
 */
export function parseReply(reply: Reply): Json {
	if (reply.status >= 300 && reply.status < 400) throw redirected(reply);
	try {
		return parseJson(reply.text);
	} catch {
		throw unreadable(reply);
	}
}

/** The words of a refusal, or null; with an HTTP error a mere message is one as well. */
export function refusalWords(body: Json, reply: Reply): string | null {
	if (typeof body === 'string') return body;
	if (!isObject(body)) return null;
	const words = refusalIn(body);
	if (words !== null || reply.status < 400) return words;
	return toText(body.message) ?? toText(body.msg) ?? toText(body.detail);
}

/**
 * The data of a reply. The body is read before the HTTP status is judged: panels send good data and
 * refusals with any status.
 *
 * @throws PanelFailure when the reply is a refusal, a redirect, or not JSON.
 */
export function readReply(reply: Reply): Json {
	const body = parseReply(reply);
	const content = unwrap(body);
	const words = refusalWords(body, reply) ?? refusalWords(content, reply);
	if (words !== null) throw refusal(words, reply);
	return content;
}
