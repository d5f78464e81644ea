import type { Dialect } from '../../sandbox/panel';
import { bench, HOUR } from './helpers';

const UNKNOWN = '{"error":"Incorrect order ID"}';
const row = (remains: number) =>
	`"charge":"0.09","start_count":null,"status":"Pending","remains":"${remains}","currency":"USD"`;
const A = row(100);

/** Two orders of 100, asked for as `23502,9,23501`. */
async function ask(dialect: Partial<Dialect>, action: string, orders = '23502,9,23501') {
	const { panel, call, place } = await bench();
	await place();
	await place();
	if (action === 'refill') panel.advance(HOUR);
	panel.dialect(dialect);
	return (await call(action, { orders })).text;
}

test.each<[Partial<Dialect>, string]>([
	[{}, `{"23502":{${A}},"9":${UNKNOWN},"23501":{${A}}}`],
	[{ reversed: true }, `{"23501":{${A}},"9":${UNKNOWN},"23502":{${A}}}`],
	[{ answeredIds: 2 }, `{"23502":{${A}},"9":${UNKNOWN}}`],
	[{ unknownIds: 'text' }, `{"23502":{${A}},"9":"Incorrect order ID","23501":{${A}}}`],
	[{ unknownIds: 'absent' }, `{"23502":{${A}},"23501":{${A}}}`],
	[
		{ multiStatus: 'array' },
		`[{"order":23502,${A}},{"order":9,"error":"Incorrect order ID"},{"order":23501,${A}}]`,
	],
	[{ multiStatus: 'array', unknownIds: 'absent' }, `[{"order":23502,${A}},{"order":23501,${A}}]`],
	[{ multiStatus: 'arrayWithoutIds' }, `[{${A}},${UNKNOWN},{${A}}]`],
	[{ oneIdBare: true }, `{"23502":{${A}},"9":${UNKNOWN},"23501":{${A}}}`],
	[{ multiStatus: 'keyedArray' }, `[{"23502":{${A}}},{"9":${UNKNOWN}},{"23501":{${A}}}]`],
	[{ batches: false }, '{"error":"Incorrect request"}'],
	[
		{ batches: false, listRefusal: 'Order not found.', errorShape: 'coded' },
		'{"error":"Order not found.","status":"104"}',
	],
])('multiple status %j', async (dialect, text) => {
	expect(await ask(dialect, 'status')).toBe(text);
});

test('one unknown id of several has the list refused, and nothing done', async () => {
	for (const action of ['status', 'refill', 'cancel']) {
		const refused = { oddIds: 'refused', listRefusal: 'invalid_order' } as const;
		expect(await ask(refused, action)).toBe('{"error":"invalid_order"}');
		expect(await ask(refused, action, '23501,23502')).toMatch(/23501/);
		expect(await ask(refused, action, '9')).toMatch(UNKNOWN);
	}
});

test('a multiple status with one id answers bare', async () => {
	expect(await ask({ oneIdBare: true }, 'status', '23501')).toBe(`{${A}}`);
	expect(await ask({ oneIdBare: true }, 'status', '9')).toBe(UNKNOWN);
});

test('a single unknown id comes keyed', async () => {
	const { panel, call } = await bench();
	panel.dialect({ singleUnknown: 'keyed' });
	expect((await call('status', { order: '999' })).text).toBe(`{"999":${UNKNOWN}}`);
});

test.each<[Partial<Dialect>, string, string]>([
	[
		{ rowErrors: 'flat' },
		'cancel',
		'[{"order":23502,"cancel":1},{"order":9,"error":"Incorrect order ID"},{"order":23501,"cancel":1}]',
	],
	[
		{ rowErrors: 'flat', reversed: true },
		'refill',
		'[{"order":23501,"refill":1},{"order":9,"error":"Incorrect order ID"},{"order":23502,"refill":2}]',
	],
	[
		{ cancelValue: 'request' },
		'cancel',
		`[{"order":23502,"cancel":1},{"order":9,"cancel":${UNKNOWN}},{"order":23501,"cancel":2}]`,
	],
	[
		{ cancelValue: 'order' },
		'cancel',
		`[{"order":23502,"cancel":23502},{"order":9,"cancel":${UNKNOWN}},{"order":23501,"cancel":23501}]`,
	],
	[
		{ multiRows: 'keyed', cancelValue: 'word' },
		'cancel',
		`{"23502":{"cancel":"requested"},"9":${UNKNOWN},"23501":{"cancel":"requested"}}`,
	],
])('rows %j of %s', async (dialect, action, text) => {
	expect(await ask(dialect, action)).toBe(text);
});

test.each([
	['cancel', '23501', '{"cancel":1}'],
	['refill', '23501', '{"refill":1}'],
	['cancel', '9', `{"cancel":${UNKNOWN}}`],
])('one id of %s (%s) collapses', async (action, orders, text) => {
	expect(await ask({ oneIdCollapses: true }, action, orders)).toBe(text);
});

test.each<[Dialect['cancelValue'], string]>([
	['one', '1'],
	['true', 'true'],
	['status', '{"status":1}'],
	['nested', '{"cancel":1}'],
	['list', '[{"order":1,"cancel":1}]'],
])('a cancel that knows only `order` says yes with %s', async (cancelValue, text) => {
	const { panel, call, place } = await bench();
	panel.dialect({ cancelIds: 'order', cancelValue });
	const order = await place();
	expect((await call('cancel', { orders: order })).json.error).toBe('Missing order ID');
	expect(panel.cancels.size).toBe(0);
	expect((await call('cancel', { order })).text).toBe(`{"order":${order},"cancel":${text}}`);
	expect(panel.orders.get(order)?.status).toBe('Canceled');
	panel.dialect({ oneIdCollapses: true });
	expect((await call('cancel', { order: await place() })).text).toMatch(/^{"cancel":/);
});

test('single calls go on where batches are off', async () => {
	const { panel, call, place } = await bench();
	panel.dialect({ batches: false });
	const order = await place();
	expect((await call('status', { order })).json.status).toBe('Pending');
	expect((await call('refill_status', { refills: '1' })).json.error).toBe('Incorrect request');
});

test('a cancel takes effect after the delay, and is not taken twice meanwhile', async () => {
	const { panel, call, place } = await bench();
	panel.dialect({ cancelDelay: 60_000 });
	const order = await place();
	expect((await call('cancel', { orders: order })).json[0].cancel).toBe(1);
	expect((await call('status', { order })).json.status).toBe('Pending');
	const again = (await call('cancel', { orders: order })).json[0].cancel;
	expect(again.error).toBe('Cancel already requested');
	panel.advance(60_000);
	expect((await call('status', { order })).json).toMatchObject({
		status: 'Canceled',
		charge: '0.00',
	});
	expect(panel.cancels.get('1')).toMatchObject({ order });
});
