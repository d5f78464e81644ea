import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { excerpt, readReply } from '../../nodes/SmmPanel/panel/reply';
import { readPlaced } from '../../nodes/SmmPanel/panel/rows';

/** The failure of an `add` that got this reply. */
function failureOf(status: number, text: string, more: object = {}): PanelFailure {
	try {
		readPlaced({ status, text, ...more });
	} catch (error) {
		return error as PanelFailure;
	}
	throw new Error('the order was placed');
}

const HTML =
	'<!DOCTYPE html><html><head><style>p{}</style></head><body><h1>Just a moment</h1></body></html>';
const REFUSAL = JSON.stringify({ error: 'Bad link' });

describe('what a reply says of an order that was to be placed', () => {
	it.each([
		[200, REFUSAL, 'link', true, false],
		[201, REFUSAL, 'link', true, false],
		[400, REFUSAL, 'link', true, false],
		[401, JSON.stringify({ error: 'Invalid API key' }), 'apiKey', true, false],
		[403, REFUSAL, 'link', true, false],
		[422, JSON.stringify({ message: 'Bad link' }), 'link', true, false],
		[429, REFUSAL, 'rateLimit', true, true],
		[200, JSON.stringify({ error: 'Rate limit exceeded' }), 'rateLimit', true, true],
		[500, REFUSAL, 'link', false, true],
		[503, JSON.stringify({ error: 'Not enough funds on balance' }), 'funds', false, true],
		[200, HTML, 'html', false, false],
		[403, HTML, 'html', false, true],
		[404, HTML, 'html', false, false],
		[500, HTML, 'html', false, true],
		[503, HTML, 'html', false, true],
		[429, HTML, 'rateLimit', true, true],
		[200, '', 'empty', false, true],
		[200, ' \n', 'empty', false, true],
		[405, '', 'httpError', true, false],
		[502, '', 'httpError', false, true],
		[400, 'nope', 'httpError', true, false],
		[200, 'OK', 'notJson', false, true],
		[200, '{"order": 235', 'notJson', false, true],
		[200, '{}', 'unexpectedReply', false, false],
		[200, '[]', 'unexpectedReply', false, false],
		[200, 'null', 'unexpectedReply', false, false],
		[200, '23501', 'unexpectedReply', false, false],
		[200, '"Order taken"', 'unexpectedReply', false, false],
		[200, '{"order": 0}', 'unexpectedReply', false, false],
		[200, '{"order": null}', 'unexpectedReply', false, false],
		[200, '{"order": ""}', 'unexpectedReply', false, false],
		[500, '{}', 'unexpectedReply', false, true],
		[301, '', 'redirect', true, false],
		[307, '', 'redirect', true, false],
		[308, '', 'redirect', true, false],
		[302, '', 'redirect', false, false],
		[303, '', 'redirect', false, false],
	])('HTTP %i with %j is %s', (status, text, kind, certain, passing) => {
		expect(failureOf(status, text)).toMatchObject({ kind, certain, passing });
	});

	it('always has the panel’s own words', () => {
		expect(failureOf(200, REFUSAL)).toMatchObject({
			message: 'the panel answered "Bad link"',
			panelMessage: 'Bad link',
		});
		expect(failureOf(400, REFUSAL).message).toBe('the panel answered "Bad link" (HTTP 400)');
		expect(failureOf(503, HTML)).toMatchObject({
			message: 'the panel answered with a web page instead of data (HTTP 503)',
			panelMessage: 'Just a moment',
		});
		expect(failureOf(200, '{"order": 235').panelMessage).toBe('{"order": 235');
		expect(failureOf(200, '{"result":"queued"}').panelMessage).toBe('{"result":"queued"}');
		expect(failureOf(200, '').panelMessage).toBeNull();
	});

	it('is uncertain, and has the id, when an order and an error come at once, with any status', () => {
		for (const status of [200, 400, 429, 500]) {
			expect(failureOf(status, '{"order":77,"error":"Something"}')).toMatchObject({
				kind: 'unexpectedReply',
				certain: false,
				order: '77',
			});
		}
	});

	it('names the address of a redirect, which is never followed', () => {
		expect(failureOf(301, '', { location: 'https://www.panel.example/api/v2' }).message).toBe(
			'the panel redirects to https://www.panel.example/api/v2 (HTTP 301)',
		);
	});

	it('carries the time that a rate limit asks to wait', () => {
		expect(failureOf(429, '', { retryAfter: 7 }).retryAfter).toBe(7);
		expect(failureOf(503, HTML, { retryAfter: 7 }).retryAfter).toBeUndefined();
	});
});

describe('readReply', () => {
	it('reads the body before it judges the status', () => {
		expect(readReply({ status: 500, text: '{"balance":"1"}' })).toEqual({ balance: '1' });
		expect(readReply({ status: 200, text: '{"status":"success","data":[1]}' })).toEqual([1]);
	});

	it('takes a mere text for a refusal', () => {
		expect(() => readReply({ status: 200, text: '"Invalid API key"' })).toThrow(
			expect.objectContaining({ kind: 'apiKey' }),
		);
	});
});

describe('excerpt', () => {
	it('is one short line without tags', () => {
		expect(excerpt('<p>a\n <b>b</b></p><script>x()</script>')).toBe('a b');
		expect(excerpt('x'.repeat(400))).toBe(`${'x'.repeat(300)}…`);
		expect(excerpt('<script>'.repeat(100_000)).length).toBeLessThanOrEqual(301);
	});
});
