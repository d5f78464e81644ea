import type { Dialect } from '../../sandbox/panel';
import { type Bench, bench, HOUR, LINK } from './helpers';

const speaking = async (dialect: Partial<Dialect>): Promise<Bench> => {
	const made = await bench();
	made.panel.dialect(dialect);
	return made;
};

const BIG = '1234567890123423501';

describe('ids', () => {
	test.each([
		['number', '{"order":23501}', '{"refill":"1"}'],
		['string', '{"order":"23501"}', '{"refill":"1"}'],
		['hex', '{"order":"0170adc8909f"}', '{"refill":"0170adc834d3"}'],
		[
			'uuid',
			'{"order":"6f1c2b7a-93d4-4e0b-8a51-000000005bcd"}',
			'{"refill":"6f1c2b7a-93d4-4e0b-8a51-000000000001"}',
		],
		['big', `{"order":${BIG}}`, '{"refill":1234567890123400001}'],
	] as const)('%s', async (idStyle, added, refilled) => {
		const { panel, call } = await speaking({ idStyle });
		const add = await call('add', { service: '1', link: LINK, quantity: '100' });
		expect(add.text).toBe(added);
		const [id] = [...panel.orders.keys()];
		expect((await call('status', { order: id })).json.status).toBe('Pending');
		panel.advance(HOUR);
		expect((await call('refill', { order: id })).text).toBe(refilled);
	});

	test('big ids keep every digit in batches', async () => {
		const { call, place } = await speaking({ idStyle: 'big', multiStatus: 'array' });
		const id = await place();
		expect(id).toBe(BIG);
		expect(String(Number(id))).not.toBe(id);
		expect((await call('status', { orders: id })).text).toMatch(`[{"order":${BIG},"charge"`);
		expect((await call('cancel', { orders: id })).text).toBe(`[{"order":${BIG},"cancel":1}]`);
	});
});

describe('services', () => {
	const FIRST = '"name":"Followers","type":"Default","category":"First Category"';
	test.each<[Partial<Dialect>, RegExp]>([
		[{ flags: 'number' }, /"refill":0,"cancel":1}/],
		[{ flags: 'digitText' }, /"refill":"0","cancel":"1"}/],
		[{ flags: 'wordText' }, /"refill":"false","cancel":"true"}/],
		[{ numbers: 'number' }, /"rate":0\.90,"min":50,"max":10000,/],
		[{ serviceIds: 'text' }, /^\[{"service":"1",/],
		[{ typeCase: 'lower' }, /"type":"custom comments"/],
		[{ extraServiceFields: true }, /"dripfeed":true,"desc":"[^"]+","average_time":"[^"]+"}/],
		[{ emptyServices: true }, /^\[\]$/],
		[{ servicesReply: 'doubled' }, /^\[\[{"service":1,.*}\]\]$/],
		[{ counts: 'dotted' }, /"rate":"0\.90","min":"50","max":"10\.000",/],
		[{}, new RegExp(`^\\[{"service":1,${FIRST},`)],
	])('%j', async (dialect, text) => {
		const { call } = await speaking(dialect);
		expect((await call('services')).text).toMatch(text);
	});

	test('public without a key, unlike the balance', async () => {
		const { panel, call } = await speaking({ publicServices: true });
		expect((await call('services', { key: 'wrong' })).json).toHaveLength(panel.services.length);
		expect((await call('balance', { key: 'wrong' })).json.error).toBe('Invalid API key');
	});
});

describe('status and balance', () => {
	const PLAIN = '"charge":"0.09","start_count":null,"status":"Pending","remains":"100"';
	test.each<[Partial<Dialect>, string]>([
		[{}, `{${PLAIN},"currency":"USD"}`],
		[{ numbers: 'number' }, `{${PLAIN.replace(/"(0.09|100)"/g, '$1')},"currency":"USD"}`],
		[{ startCount: 'absent' }, `{${PLAIN.replace('"start_count":null,', '')},"currency":"USD"}`],
		[{ remains: 'unknown' }, `{${PLAIN.replace('100', 'Unknown')},"currency":"USD"}`],
		[{ omit: ['charge', 'currency'] }, '{"start_count":null,"status":"Pending","remains":"100"}'],
	])('%j', async (dialect, text) => {
		const { call, place } = await speaking(dialect);
		expect((await call('status', { order: await place() })).text).toBe(text);
	});

	test('a start counter, and counts with a dot for the thousands', async () => {
		const { panel, call, place } = await speaking({
			startName: 'start_counter',
			counts: 'dotted',
			numbers: 'number',
		});
		const order = await place({ quantity: '10000' });
		panel.setStatus(order, 'In progress', { startCount: 1_234_567, remains: 999 });
		expect((await call('status', { order })).text).toBe(
			'{"charge":9.00,"start_counter":"1.234.567","status":"In progress","remains":999,"currency":"USD"}',
		);
	});

	test('a fresh order is unknown for a while', async () => {
		const { panel, call, place } = await speaking({ unknownFor: HOUR });
		const order = await place();
		expect((await call('status', { order })).json.error).toBe('Incorrect order ID');
		panel.advance(HOUR);
		expect((await call('status', { order })).json.status).toBe('Completed');
	});

	test('an unknown refill has a status of its own', async () => {
		const { call } = await speaking({ unknownRefill: 'status' });
		expect((await call('refill_status', { refill: '9' })).text).toBe('{"status":"Not found"}');
	});

	test('start count null although started', async () => {
		const { panel, call, place } = await speaking({ startCount: 'null' });
		const order = await place();
		panel.advance(HOUR);
		expect((await call('status', { order })).text).toMatch('"start_count":null');
	});

	test.each<[Partial<Dialect>, string, string]>([
		[{ statusWords: 'lower' }, 'In progress', 'in progress'],
		[{ statusWords: 'upper' }, 'In progress', 'IN_PROGRESS'],
		[{ statusWords: 'joined' }, 'In progress', 'inprogress'],
		[{ statusWords: 'british' }, 'Canceled', 'Cancelled'],
		[{ statusWords: 'success' }, 'Completed', 'Success'],
		[{ statusWords: 'success' }, 'Canceled', 'Order Cancelled'],
		[{ statusWords: 'complete' }, 'Completed', 'Complete'],
		[{ statusWords: 'finish' }, 'Completed', 'FINISH'],
		[{ statusNames: { Canceled: 'Refunded' }, statusWords: 'lower' }, 'Canceled', 'Refunded'],
	])('%j', async (dialect, word, written) => {
		const { panel, call, place } = await speaking(dialect);
		const order = await place();
		panel.setStatus(order, word);
		expect((await call('status', { order })).text).toMatch(`"status":"${written}"`);
	});

	test('balance as a number, without currency', async () => {
		const { call } = await speaking({ numbers: 'number', omit: ['currency'] });
		expect((await call('balance')).text).toBe('{"balance":1000.00}');
	});

	test('drip-feed and subscription parents with nested orders', async () => {
		const { panel, call, place } = await speaking({ parents: 'nested' });
		const drip = await place({ runs: '3', interval: '60' });
		const fields = { username: 'a', min: '10', max: '20', delay: '0', expiry: '31/12/2027' };
		const subscription = (await call('add', { service: '20', ...fields, posts: '2' })).json.order;
		expect((await call('status', { order: drip })).text).toBe(
			'{"status":"Pending","runs":"0","orders":[]}',
		);
		panel.advance(4 * HOUR);
		expect((await call('status', { order: drip })).text).toBe(
			'{"status":"Completed","runs":"3","orders":[23502,23503,23504]}',
		);
		expect((await call('status', { order: String(subscription) })).text).toBe(
			'{"status":"Completed","posts":"2","expiry":"31/12/2027","orders":[23506,23507]}',
		);
		expect((await call('status', { order: '23503' })).json.status).toBe('Completed');
		expect(panel.orders.size).toBe(2);
	});
});

describe('add', () => {
	test('201 and a decorating status', async () => {
		const { call } = await speaking({ addStatus: 201, addReply: 'success' });
		const add = await call('add', { service: '1', link: LINK, quantity: '100' });
		expect(add).toMatchObject({ status: 201, text: '{"status":"success","order":23501}' });
	});

	test.each<[Dialect['addReply'], string]>([
		['list', '[{"order":"23501"}]'],
		['order_id', '{"order_id":"23501"}'],
		['orderId', '{"orderId":"23501"}'],
		['data', '{"success":true,"data":{"order":"23501"}}'],
		['result', '{"success":true,"result":{"order":"23501"}}'],
	])('an order named in the form %s', async (addReply, text) => {
		const { call } = await speaking({ addReply, idStyle: 'string' });
		expect((await call('add', { service: '1', link: LINK, quantity: '100' })).text).toBe(text);
	});

	test('text that is no JSON before or after', async () => {
		const { panel, call } = await speaking({ noise: 'after' });
		const fields = { service: '1', link: LINK, quantity: '100' };
		expect((await call('add', fields)).text).toMatch(/^{"order":23501}string\(58\) "/);
		panel.dialect({ noise: 'before' });
		expect((await call('add', fields)).text).toMatch(/^<br \/>\n.*<br \/>\n{"order":23502}$/);
	});

	test('an order repeated within two minutes is the first one', async () => {
		const { panel, place } = await speaking({ repeated: 'first' });
		const other: Array<Record<string, string>> = [
			{ quantity: '101' },
			{ link: `${LINK}/2` },
			{ service: '3' },
		];
		expect([await place(), await place()]).toEqual(['23501', '23501']);
		for (const change of other) expect(await place(change)).not.toBe('23501');
		panel.advance(HOUR / 30 + 1);
		expect(await place()).toBe('23505');
		expect(panel.orders.size).toBe(5);
	});

	test('a missing quantity becomes the minimum', async () => {
		const { panel, call } = await speaking({ missingQuantity: 'minimum' });
		await call('add', { service: '1', link: LINK });
		expect(panel.orders.get('23501')?.quantity).toBe(50);
		expect(panel.orders.get('23501')?.fields).not.toHaveProperty('quantity');
	});

	test('a second order for the same link is refused until the first ends', async () => {
		const { panel, call, place } = await speaking({ sameLink: 'refused' });
		await place();
		const again = { service: '1', link: LINK, quantity: '100' };
		expect((await call('add', again)).json.error).toMatch(/^You have active order/);
		panel.dialect({ namesActive: true });
		expect((await call('add', again)).json).toEqual({ error: expect.anything(), order: 23501 });
		panel.advance(HOUR);
		expect((await call('add', again)).json.order).toBe(23502);
	});
});

test('JSON under another content type', async () => {
	const { call } = await speaking({ contentType: 'text/html; charset=UTF-8' });
	const { contentType, json } = await call('balance');
	expect([contentType, json.currency]).toEqual(['text/html; charset=UTF-8', 'USD']);
});

test('a dialect is undone by its function', async () => {
	const { panel, call } = await bench();
	const undo = panel.dialect({ emptyServices: true });
	expect((await call('services')).text).toBe('[]');
	undo();
	expect((await call('services')).json).toHaveLength(panel.services.length);
});
