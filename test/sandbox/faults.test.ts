import { request } from 'node:http';
import { errorBeside, type Fault, ID_PLACES } from '../../sandbox/panel';
import { bench, LINK } from './helpers';

const ADD = { service: '1', link: LINK, quantity: '100' };

const limited = /^{"error":"Rate limit exceeded"}$/;

/** A fault, whether the panel still accepts the order, and the reply: HTTP status, text, content type. */
type Row = [fault: Fault, taken: boolean, status: number, text: RegExp, type?: RegExp];

const idBeside = (place: keyof typeof ID_PLACES): Row => [
	{ kind: 'reply', when: 'after', status: 429, body: errorBeside('Wait', place) },
	true,
	429,
	new RegExp(`^{"error":"Wait",${ID_PLACES[place].replace('$id', '23501')}}$`),
];

const REPLIES: Row[] = [
	[{ kind: 'status429' }, false, 429, limited],
	[{ kind: 'status429', when: 'after' }, true, 429, limited],
	[{ kind: 'rateLimitText' }, false, 200, limited],
	[{ kind: 'status500' }, false, 500, /^Internal Server Error$/],
	[{ kind: 'status500', when: 'after' }, true, 500, /^Int/],
	[{ kind: 'html500', when: 'after' }, true, 500, /<html>/, /html/],
	[{ kind: 'html403' }, false, 403, /Checking your browser/, /html/],
	[{ kind: 'html403', status: 503 }, false, 503, /Checking/, /html/],
	[{ kind: 'html200' }, false, 200, /Maintenance/, /html/],
	[{ kind: 'html200', when: 'after' }, true, 200, /Maintenance/, /html/],
	[{ kind: 'truncated', complete: true }, true, 200, /^{"order"$/],
	[{ kind: 'empty' }, false, 200, /^$/],
	[{ kind: 'empty', when: 'after' }, true, 200, /^$/],
	[{ kind: 'notJson' }, false, 200, /^OK: /],
	[{ kind: 'redirect' }, false, 302, /^$/],
	[
		{ kind: 'reply', status: 418, body: 'x', headers: { 'Content-Type': 'a/b' } },
		false,
		418,
		/^x$/,
	],
	[{ kind: 'reply', when: 'after', body: '[]' }, true, 200, /^\[\]$/],
	[{ kind: 'dialect', dialect: { addReply: 'list' } }, true, 200, /^\[{"order":23501}\]$/],
	[{ kind: 'reply', body: '{"order":$first}' }, false, 200, /^{"order":null}$/],
	...(['order', 'order_id', 'orderId', 'data', 'result'] as const).map(idBeside),
	[
		{ kind: 'redirect', when: 'after', body: errorBeside('M', 'order', true) },
		true,
		302,
		/^\[{"er/,
	],
	[{ kind: 'delay', ms: 5 }, true, 200, /^{"order":23501}$/],
	[{ kind: 'delay', ms: 5, when: 'after' }, true, 200, /^{"order":23501}$/],
];

test.each(REPLIES)('%j takes the order: %s, HTTP %i %s', async (fault, ...expected) => {
	const [taken, status, text, type] = expected;
	const { panel, call } = await bench();
	panel.fault(fault);
	const answer = await call('add', ADD);
	expect(panel.orders.size).toBe(Number(taken));
	expect(panel.balance()).toBe(taken ? '999.91' : '1000.00');
	expect([answer.status, panel.requests[0].status]).toEqual([status, status]);
	expect(answer.text).toMatch(text);
	if (type) expect(answer.contentType).toMatch(type);
	expect((await call('balance')).status).toBe(200);
});

test.each<[Fault, boolean, number]>([
	[{ kind: 'resetBefore' }, false, 0],
	[{ kind: 'resetAfter' }, true, 0],
	[{ kind: 'truncated' }, true, 200],
])('%j breaks the connection; order taken: %s', async (fault, taken, status) => {
	const { panel, call } = await bench();
	panel.fault(fault);
	await expect(call('add', ADD)).rejects.toThrow();
	expect([panel.orders.size, panel.requests[0].status]).toEqual([Number(taken), status]);
});

test('resets show as ECONNRESET; a truncated reply shows half of the body first', async () => {
	const { panel } = await bench();
	const attempt = () =>
		new Promise<{ text: string; code: string }>((resolve) => {
			const body = new URLSearchParams({ key: panel.apiKey, action: 'balance' }).toString();
			const headers = { 'content-type': 'application/x-www-form-urlencoded' };
			let text = '';
			const sent = request(panel.url, { method: 'POST', headers, agent: false }, (response) => {
				response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
				response.on('error', (error: NodeJS.ErrnoException) =>
					resolve({ text, code: error.code ?? '' }),
				);
			});
			sent.on('error', (error: NodeJS.ErrnoException) => resolve({ text, code: error.code ?? '' }));
			sent.end(body);
		});
	panel.fault({ kind: 'resetAfter' });
	expect(await attempt()).toEqual({ text: '', code: 'ECONNRESET' });
	panel.fault({ kind: 'truncated' });
	expect(await attempt()).toEqual({ text: '{"balance":"1000.00', code: 'ECONNRESET' });
});

test.each([
	['before', 0],
	['after', 1],
] as const)(
	'a hang %s leaves %i orders and does not keep the panel from closing',
	async (when, n) => {
		const { panel } = await bench();
		panel.fault({ kind: 'hang', when });
		let arrived = () => {};
		const seen = new Promise<void>((resolve) => (arrived = resolve));
		panel.fault({ kind: 'delay', ms: 0, match: () => (arrived(), true) });
		const body = new URLSearchParams({ key: panel.apiKey, action: 'add', ...ADD });
		const pending = fetch(panel.url, { method: 'POST', body }).then(
			() => 'answered',
			() => 'broken',
		);
		await seen;
		// The handler continues after the event that woke this test.
		await new Promise((resolve) => setImmediate(resolve));
		expect(panel.orders.size).toBe(n);
		await panel.close();
		expect(await pending).toBe('broken');
	},
);

test('a reply names the newest order or the first, as the ids are written; its text is logged', async () => {
	const { panel, call, place } = await bench();
	panel.dialect({ idStyle: 'string' });
	await place();
	panel.fault({ kind: 'reply', when: 'after', body: '[$first,$id]' });
	expect((await call('add', ADD)).text).toBe('["23501","23502"]');
	expect(panel.requests.map(({ reply }) => reply)).toEqual([
		'{"order":"23501"}',
		'["23501","23502"]',
	]);
});

describe('arming', () => {
	test('action, skip, times and match choose the requests', async () => {
		const { panel, call } = await bench();
		panel.fault({ kind: 'status500', action: 'balance', skip: 1, times: 2 });
		panel.fault({ kind: 'empty', match: (fields) => fields.order === '5', times: Infinity });
		const codes = [];
		for (let n = 0; n < 4; n++) {
			codes.push((await call('balance')).status);
			expect((await call('services')).status).toBe(200);
			expect((await call('status', { order: '5' })).text).toBe('');
		}
		expect(codes).toEqual([200, 500, 500, 200]);
	});

	test('the returned function disarms a fault, and clearFaults disarms all', async () => {
		const { panel, call } = await bench();
		const disarm = panel.fault({ kind: 'status500', times: Infinity });
		expect((await call('balance')).status).toBe(500);
		disarm();
		expect((await call('balance')).status).toBe(200);
		panel.fault({ kind: 'status500' });
		panel.clearFaults();
		expect((await call('balance')).status).toBe(200);
	});

	test('headers: Retry-After and the redirect target', async () => {
		const { panel } = await bench();
		const post = () => fetch(panel.url, { method: 'POST', redirect: 'manual' });
		panel.fault({ kind: 'status429', retryAfter: '7' });
		expect((await post()).headers.get('retry-after')).toBe('7');
		panel.fault({ kind: 'redirect' });
		expect((await post()).headers.get('location')).toBe(`${panel.url}/moved`);
		panel.fault({ kind: 'redirect', status: 307, location: 'http://127.0.0.1:1/' });
		expect((await post()).headers.get('location')).toBe('http://127.0.0.1:1/');
	});
});
