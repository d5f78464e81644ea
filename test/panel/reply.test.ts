import fc from 'fast-check';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { excerpt, readReply, refusal, unexpected } from '../../nodes/SmmPanel/panel/reply';
import { readPlaced } from '../../nodes/SmmPanel/panel/placed';
import { anyHttpStatus, anyText, failureOf, hostileJson, reply } from './helpers';

/** The failure of an `add` with this reply. */
const addFailure = (status: number, text: string, more: object = {}): PanelFailure =>
	failureOf(() => readPlaced({ status, text, ...more }));

const HTML =
	'<!DOCTYPE html><html><head><style>p{}</style></head><body><h1>Just a moment</h1></body></html>';
const REFUSAL = JSON.stringify({ error: 'Bad link' });
const json = JSON.stringify;

describe('what a reply says of an order that was to be placed', () => {
	it.each([
		// A refusal in JSON: with any status below 500 no order was placed.
		[200, REFUSAL, 'link', true, false],
		[201, REFUSAL, 'link', true, false],
		[400, REFUSAL, 'link', true, false],
		[401, json({ error: 'Invalid API key' }), 'apiKey', true, false],
		[403, REFUSAL, 'link', true, false],
		[404, REFUSAL, 'link', true, false],
		[422, json({ message: 'Bad link' }), 'link', true, false],
		[400, json({ msg: 'Bad link' }), 'link', true, false],
		[403, json({ detail: 'Bad link' }), 'link', true, false],
		[499, REFUSAL, 'link', true, false],
		[200, json({ success: true, data: { error: 'Bad link' } }), 'link', true, false],
		[200, json({ status: 'success', order: { error: 'Bad link' } }), 'link', true, false],
		// The rate limit in all its forms.
		[429, REFUSAL, 'rateLimit', true, true],
		[429, json({ message: 'Slow down' }), 'rateLimit', true, true],
		[429, '', 'rateLimit', true, true],
		[429, HTML, 'rateLimit', true, true],
		[429, 'Slow down', 'rateLimit', true, true],
		[200, json({ error: 'Rate limit exceeded' }), 'rateLimit', true, true],
		[400, json({ error: 'Rate limit exceeded' }), 'rateLimit', true, true],
		// A 5xx is never certain, whatever the body says.
		[500, REFUSAL, 'link', false, true],
		[503, json({ error: 'Not enough funds on balance' }), 'funds', false, true],
		[503, json({ error: 'Rate limit exceeded' }), 'rateLimit', false, true],
		[500, json({ message: 'Bad link' }), 'link', false, true],
		[500, '{}', 'unexpectedReply', false, true],
		[502, '', 'httpError', false, true],
		[500, 'Internal Server Error', 'httpError', false, true],
		// A web page is never certain, except for a rate limit.
		[200, HTML, 'html', false, false],
		[403, HTML, 'html', false, true],
		[404, HTML, 'html', false, false],
		[500, HTML, 'html', false, true],
		[503, HTML, 'html', false, true],
		// A 4xx that is not a web page.
		[405, '', 'url', true, false],
		[401, '', 'apiKey', true, false],
		[403, '', 'account', true, false],
		[403, json({ error: 'No' }), 'account', true, false],
		[403, json({ error: 'Cancel not available' }), 'refused', true, false],
		[400, 'nope', 'httpError', false, false],
		[404, 'Not Found', 'httpError', true, false],
		[498, 'x', 'httpError', false, false],
		// A timeout, a conflict or a failure behind the panel is never certain.
		[408, '', 'httpError', false, true],
		[408, '{}', 'unexpectedReply', false, false],
		[499, 'x', 'httpError', false, true],
		[409, '', 'httpError', false, false],
		[409, 'Conflict', 'httpError', false, false],
		[409, json({ error: 'Conflict' }), 'serverError', false, true],
		[409, json({ error: 'Not enough funds' }), 'funds', true, false],
		[408, json({ error: 'Incorrect link' }), 'link', true, false],
		[424, '', 'httpError', false, false],
		[425, '', 'httpError', true, true],
		// Empty and malformed answers.
		[200, '', 'empty', false, true],
		[200, ' \n', 'empty', false, true],
		[204, '', 'empty', false, true],
		[200, 'OK', 'notJson', false, true],
		[200, 'Bad link', 'link', true, false],
		[401, 'Invalid API key', 'apiKey', true, false],
		[500, 'Bad link', 'link', false, true],
		[200, 'What is a bad link?'.padEnd(301), 'notJson', false, true],
		[401, '{}', 'apiKey', true, false],
		[403, '[]', 'account', true, false],
		[200, '{"order": 235', 'notJson', false, true],
		[200, '{}', 'unexpectedReply', false, false],
		[200, '[]', 'unexpectedReply', false, false],
		[200, '23501', 'unexpectedReply', false, false],
		[200, 'null', 'unexpectedReply', false, false],
		[200, 'true', 'unexpectedReply', false, false],
		[200, '{"status":"success"}', 'unexpectedReply', false, false],
		[200, '{"status":"error"}', 'unexpectedReply', false, false],
		[200, '{"order": 0}', 'unexpectedReply', false, false],
		[200, '{"order": "0"}', 'unexpectedReply', false, false],
		[200, '{"order": null}', 'unexpectedReply', false, false],
		[200, '{"order": ""}', 'unexpectedReply', false, false],
		[200, '{"order": false}', 'unexpectedReply', false, false],
		[200, '{"order": []}', 'unexpectedReply', false, false],
		[200, '{"order": "Not enough funds"}', 'unexpectedReply', false, false],
		[200, '{"order": "error"}', 'unexpectedReply', false, false],
		[200, '{"order": "Failed"}', 'unexpectedReply', false, false],
		[200, '{"order": "null"}', 'unexpectedReply', false, false],
		[200, '{"order": "true"}', 'unexpectedReply', false, false],
		[200, '{"order": "success"}', 'unexpectedReply', false, false],
		[429, '{}', 'rateLimit', true, true],
		[429, json({ status: 'error', retry_after: 30 }), 'rateLimit', true, true],
		[429, 'error code: 1015', 'rateLimit', true, true],
		[200, `\uFEFF${REFUSAL}`, 'link', true, false],
		// Redirects.
		[300, '', 'redirect', true, false],
		[301, '', 'redirect', true, false],
		[307, '', 'redirect', true, false],
		[308, '', 'redirect', true, false],
		[302, '', 'redirect', false, false],
		[303, '', 'redirect', false, false],
		[301, '{"order": 5}', 'redirect', false, false],
		[302, REFUSAL, 'redirect', false, false],
		[399, '', 'redirect', true, false],
		[301, 'queued', 'redirect', false, false],
		[301, '<html>Moved</html>', 'redirect', true, false],
		[301, '<html>Your order was placed</html>', 'redirect', false, false],
		// Text that may name an order.
		[429, 'OK 1242', 'httpError', false, false],
		[404, 'Database error', 'httpError', false, false],
		[404, 'No such page', 'httpError', true, false],
	])(
		'HTTP %i with %j is %s (certain %s, retryable %s)',
		(status, text, kind, certain, retryable) => {
			expect(addFailure(status, text)).toMatchObject({ kind, certain, retryable });
		},
	);

	it.each([
		'<!DOCTYPE html><html><body>Just a moment</body></html>',
		'\n  <!doctype HTML>Just a moment',
		'\uFEFF<html>Just a moment</html>',
		'<HTML>Just a moment',
		'<head><title>Just a moment</title></head>',
		'<body class="x">Just a moment</body>',
		'<?xml version="1.0"?><html>Just a moment</html>',
		'<!-- nginx --><html>Just a moment</html>',
		'<title>Just a moment</title>',
		'<h1>Just a moment</h1>',
		'<center>Just a moment</center>',
		'<div>Just a moment</div>',
		'<p>Just a moment</p>',
		'<br />\n<b>Just</b> a moment',
	])('%j is a web page, whose text is shown', (text) => {
		expect(addFailure(200, text)).toMatchObject({
			kind: 'html',
			certain: false,
			panelMessage: 'Just a moment',
		});
	});

	it('does not read text with a later tag as a web page', () => {
		expect(addFailure(200, 'Sorry,<br>no')).toMatchObject({
			kind: 'notJson',
			panelMessage: 'Sorry, no',
		});
	});

	it('always has the panel’s own words', () => {
		expect(addFailure(200, REFUSAL)).toMatchObject({
			message: 'the panel answered "Bad link"',
			panelMessage: 'Bad link',
		});
		expect(addFailure(400, REFUSAL)).toMatchObject({
			message: 'the panel answered "Bad link" (HTTP 400)',
			panelMessage: 'Bad link',
		});
		expect(addFailure(422, '{"detail":"Bad link"}').panelMessage).toBe('Bad link');
		expect(addFailure(503, HTML)).toMatchObject({
			message: 'the panel answered with a web page instead of data (HTTP 503)',
			panelMessage: 'Just a moment',
		});
		expect(addFailure(429, 'Slow down')).toMatchObject({
			message: 'the panel is receiving too many requests (HTTP 429)',
			panelMessage: 'Slow down',
		});
		expect(addFailure(404, 'Not Found')).toMatchObject({
			message: 'the panel answered with HTTP 404',
			panelMessage: 'Not Found',
		});
		expect(addFailure(200, '{"order": 235')).toMatchObject({
			message: 'the panel answered with something that is not JSON (HTTP 200)',
			panelMessage: '{"order": 235',
		});
		expect(addFailure(200, '{"result":"queued"}')).toMatchObject({
			message: 'the panel answered without an order ID',
			panelMessage: '{"result":"queued"}',
		});
		expect(addFailure(200, '{"order":"Not enough funds"}').panelMessage).toContain(
			'Not enough funds',
		);
		expect(addFailure(200, '')).toMatchObject({
			message: 'the panel sent an empty answer (HTTP 200)',
			panelMessage: null,
		});
		const long = 'x'.repeat(1_000);
		expect(addFailure(200, json({ error: long }))).toMatchObject({
			message: `the panel answered "${'x'.repeat(300)}…"`,
			panelMessage: long,
		});
	});

	it('is uncertain, and has the id, if it has both an order and an error, with any status', () => {
		for (const status of [200, 201, 400, 403, 429, 500]) {
			for (const body of [
				{ order: 77, error: 'Something' },
				{ order: '77', success: false, message: 'Something' },
				{ order: 77, status: 'error', message: 'Something' },
				{ success: true, data: { order: 77, error: 'Something' } },
				{ status: 'success', order: { id: 77, error: 'Something' } },
				{ error: 'Something', data: { order: 77 } },
			]) {
				expect(addFailure(status, json(body))).toMatchObject({
					kind: 'unexpectedReply',
					certain: false,
					retryable: false,
					order: '77',
					message: 'the panel named order 77 together with an error',
					hint: 'Its ID may be 77.',
					panelMessage: json(body),
				});
			}
		}
	});

	it('names the address of a redirect, which is never followed', () => {
		expect(addFailure(301, '', { location: 'https://www.panel.example/api/v2' }).message).toBe(
			'the panel redirects to https://www.panel.example/api/v2 (HTTP 301)',
		);
		expect(addFailure(308, '').message).toBe('the panel redirects to another address (HTTP 308)');
	});

	it('carries the time that a rate limit asks to wait', () => {
		expect(addFailure(429, '', { retryAfter: 7 }).retryAfter).toBe(7);
		expect(addFailure(429, REFUSAL, { retryAfter: 7 }).retryAfter).toBe(7);
		expect(addFailure(503, HTML, { retryAfter: 7 }).retryAfter).toBe(7);
	});

	it('is never certain for a good reply that was cut off', () => {
		for (const text of [
			'{"order":23501}',
			'{"status":"success","data":{"order":"0170adc834d2"}}',
		]) {
			for (let length = 0; length < text.length; length++) {
				expect(addFailure(200, text.slice(0, length)).certain).toBe(false);
				expect(addFailure(201, text.slice(0, length)).certain).toBe(false);
			}
		}
	});

	it('is an order or a PanelFailure for any JSON, and never certain with an order', () => {
		fc.assert(
			fc.property(hostileJson, anyHttpStatus, (body, status) => {
				let failure: PanelFailure | undefined;
				try {
					expect(readPlaced(reply(json(body), status)).order).toMatch(/^(?!0$)\S+$/);
				} catch (error) {
					expect(error).toBeInstanceOf(PanelFailure);
					failure = error as PanelFailure;
				}
				if (failure?.order !== undefined) expect(failure.certain).toBe(false);
				if (status >= 500 && failure) expect(failure.certain).toBe(false);
				const order = (body as { order?: unknown } | null)?.order;
				const isNamed =
					['number', 'string'].includes(typeof order) && /^[1-9]\d*$/.test(`${order}`);
				if (isNamed && failure && failure.kind !== 'redirect') {
					expect(failure).toMatchObject({ certain: false, order: String(order) });
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is an order or a PanelFailure for any text', () => {
		fc.assert(
			fc.property(anyText, anyHttpStatus, (text, status) => {
				try {
					expect(typeof readPlaced({ status, text }).order).toBe('string');
				} catch (error) {
					expect(error).toBeInstanceOf(PanelFailure);
				}
			}),
		);
	});
});

describe('readReply', () => {
	it.each([200, 201, 400, 403, 404, 429, 500, 503])(
		'reads good data with HTTP %i, before it judges the status',
		(status) => {
			expect(readReply(reply({ balance: '1' }, status))).toEqual({ balance: '1' });
		},
	);

	it.each([
		[{ status: 'success', data: [1] }, [1]],
		[{ success: true, data: { a: 1 } }, { a: 1 }],
		[{ success: 1, result: [1] }, [1]],
		[{ success: '1', results: [1] }, [1]],
		[{ success: 'true', response: [1] }, [1]],
		[{ status: 'OK', orders: [1] }, [1]],
		[{ status: 'Succeeded', refills: [1] }, [1]],
		[{ status: true, services: [1] }, [1]],
		[{ status: 'success', success: true, order: { a: 1 } }, { a: 1 }],
		[{ status: 'success', refill: { a: 1 } }, { a: 1 }],
		[{ status: 'success', orders: [2], data: [1] }, [1]],
		[{ data: [1] }, [1]],
	])('opens the envelope %j', (body, content) => {
		expect(readReply(reply(body))).toEqual(content);
	});

	it.each([
		{ status: 'Active', posts: 5, orders: ['11'] },
		{ success: true, status: 'Active', orders: ['11'] },
		{ data: [1], status: 'Active' },
		{ data: [1], code: 5 },
		{ status: 'success', order: 5 },
		{ success: true, data: null, balance: 5 },
		{ success: true, balance: 5 },
		{ status: { toString: 1 }, data: [1] },
	])('leaves %j as it is', (body) => {
		expect(readReply(reply(body))).toEqual(body);
	});

	it.each([
		[401, '{}', 'apiKey'],
		[403, '{"data":{}}', 'account'],
		[405, '{}', 'url'],
	])('takes HTTP %i with %s, which says nothing, by its status', (status, text, kind) => {
		expect(failureOf(() => readReply({ status, text })).kind).toBe(kind);
	});

	it.each([
		['Notice: x{"balance":"1"}', { balance: '1' }],
		['call({"balance":"1"});', { balance: '1' }],
		['call({"balance":"1"})', { balance: '1' }],
		['{"balance":"1"}<!-- 0.2 s -->', { balance: '1' }],
		['{"balance":"1"}//', { balance: '1' }],
	])('finds the JSON in %s', (text, content) => {
		expect(readReply({ status: 200, text })).toEqual(content);
	});

	it.each([
		['"Invalid API key"', 'apiKey', 'Invalid API key'],
		['{"error":"Bad link"}', 'link', 'Bad link'],
		['{"error":"Bad Request","message":"Your thing"}', 'refused', 'Bad Request'],
		['{"error":"Bad Request","message":"Bad link"}', 'link', 'Bad link'],
		['{"error":"Not enough funds","message":"Bad link"}', 'funds', 'Not enough funds'],
		['{"success":true,"data":{"error":"Bad link"}}', 'link', 'Bad link'],
		[
			'{"success":true,"refill":{"error":"Refill not available"}}',
			'refused',
			'Refill not available',
		],
	])('takes %s for a refusal', (text, kind, panelMessage) => {
		expect(failureOf(() => readReply({ status: 200, text }))).toMatchObject({
			kind,
			panelMessage,
			certain: true,
		});
	});

	it('reads a message alone as a refusal with an HTTP error, or if its words are known', () => {
		const body = { message: 'Thank you', msg: 'x', detail: 'y' };
		expect(readReply(reply(body))).toEqual(body);
		expect(failureOf(() => readReply(reply(body, 400))).panelMessage).toBe('Thank you');
		expect(failureOf(() => readReply(reply({ message: 'Invalid key' }))).kind).toBe('apiKey');
		const done = { message: 'Invalid key', success: true };
		expect(readReply(reply(done))).toEqual(done);
		expect(failureOf(() => readReply(reply({ msg: 'x', detail: 'y' }, 400))).panelMessage).toBe(
			'x',
		);
		expect(failureOf(() => readReply(reply({ detail: 'y' }, 400))).panelMessage).toBe('y');
	});
});

describe('the failures of a reply', () => {
	it('refusal has the kind of its words, without a reply as well', () => {
		expect(refusal('Bad link')).toMatchObject({
			kind: 'link',
			message: 'the panel answered "Bad link"',
			panelMessage: 'Bad link',
			certain: true,
			retryable: false,
		});
	});

	it('unexpected says what was expected', () => {
		expect(unexpected(reply('{"a":1}'), 'a balance')).toMatchObject({
			kind: 'unexpectedReply',
			message: 'the panel answered without a balance',
			panelMessage: '{"a":1}',
			certain: false,
			retryable: false,
		});
	});
});

describe('excerpt', () => {
	it('is one short line without tags, scripts and styles', () => {
		expect(excerpt('<p>a\n <b>b</b></p><script>x()</script>')).toBe('a b');
		expect(excerpt('<style type="a">p{}</style>a<STYLE>q{}</STYLE>')).toBe('a');
		expect(excerpt('a<script>x()')).toBe('a');
		expect(excerpt('<p>a</p><p>b</p>')).toBe('a b');
		expect(excerpt('a<script>x()</script>b')).toBe('a b');
		expect(excerpt(' a\r\n\tb ')).toBe('a b');
		expect(excerpt('')).toBe('');
	});

	it('is cut at 300 characters, and shows that it is', () => {
		expect(excerpt('x'.repeat(300))).toBe('x'.repeat(300));
		expect(excerpt('x'.repeat(301))).toBe(`${'x'.repeat(300)}…`);
	});
});
