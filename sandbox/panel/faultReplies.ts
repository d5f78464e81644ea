import type { Fault, FaultKind } from './faults';

/** A reply as sent. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: string;
}

const page = (title: string, text: string) =>
	`<!DOCTYPE html>\n<html><head><title>${title}</title></head>` +
	`<body><h1>${title}</h1><p>${text}</p></body></html>\n`;

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';
const RATE_LIMIT = '{"error":"Rate limit exceeded"}';

const REPLIES: Partial<Record<FaultKind, [status: number, contentType: string, body: string]>> = {
	status429: [429, JSON_TYPE, RATE_LIMIT],
	rateLimitText: [200, JSON_TYPE, RATE_LIMIT],
	status500: [500, TEXT, 'Internal Server Error'],
	html500: [500, HTML, page('500 Server Error', 'Whoops, something went wrong.')],
	html403: [403, HTML, page('Just a moment...', 'Checking your browser. Ray ID: 7d0c5.')],
	html200: [200, HTML, page('Maintenance', 'We will be back soon.')],
	empty: [200, JSON_TYPE, ''],
	notJson: [200, TEXT, 'OK: request accepted'],
	redirect: [302, HTML, ''],
	reply: [200, JSON_TYPE, ''],
};

/**
 * The reply that a fault sends instead of the panel's, or `undefined` for kinds without one.
 * `echoedKey`, if not empty, is repeated in HTML pages; `ids` are the orders in the ledger, as JSON.
 */
export function faultReply(
	fault: Fault,
	panelUrl: string,
	echoedKey: string,
	ids: string[],
): Reply | undefined {
	const row = REPLIES[fault.kind];
	if (!row) return undefined;
	const [status, contentType, body] = row;
	const headers: Record<string, string> = { 'content-type': contentType };
	if (fault.kind === 'redirect') headers.location = fault.location ?? `${panelUrl}/moved`;
	if (fault.retryAfter !== undefined) headers['retry-after'] = fault.retryAfter;
	for (const [name, value] of Object.entries(fault.headers ?? {})) {
		headers[name.toLowerCase()] = value;
	}
	const echo = contentType === HTML && echoedKey ? `<!-- key=${echoedKey} -->\n` : '';
	const text = (fault.body ?? body + echo)
		.replaceAll('$first', ids.at(0) ?? 'null')
		.replaceAll('$id', ids.at(-1) ?? 'null');
	return { status: fault.status ?? status, headers, body: text };
}
