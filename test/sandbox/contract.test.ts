import { type Service as Row, TYPE_RULES } from '../../sandbox/panel';
import { bench, HOUR, LINK, read } from './helpers';

const MINUTE = 60_000;

describe('the endpoint', () => {
	test('GET is 405 with an empty body', async () => {
		const { panel } = await bench();
		const answer = await read(await fetch(`${panel.url}?key=${panel.apiKey}&action=balance`));
		expect(answer).toMatchObject({ status: 405, text: '' });
	});

	test('a JSON body counts as no fields', async () => {
		const { panel } = await bench();
		const body = JSON.stringify({ key: panel.apiKey, action: 'balance' });
		const headers = { 'content-type': 'application/json' };
		const answer = await read(await fetch(panel.url, { method: 'POST', body, headers }));
		expect(answer).toMatchObject({ status: 200, text: '{"error":"Invalid API key"}' });
	});

	test('a wrong or missing key is refused for every call', async () => {
		const { panel, call } = await bench();
		for (const action of ['services', 'balance', 'add', 'nothing']) {
			for (const key of ['wrong', '']) {
				const { status, text } = await call(action, { key });
				expect({ status, text }).toEqual({ status: 200, text: '{"error":"Invalid API key"}' });
			}
		}
		expect(panel.orders.size).toBe(0);
	});

	test.each(['nothing', '', 'constructor'])('the action %j is unknown', async (action) => {
		const { call } = await bench();
		expect((await call(action)).text).toBe('{"error":"Incorrect request"}');
	});

	test('requests in flight at the same time are counted', async () => {
		const { panel, call } = await bench();
		panel.fault({ kind: 'delay', ms: 100, times: 3 });
		await Promise.all([call('balance'), call('balance'), call('balance')]);
		expect(panel.mostInFlight).toBe(3);
		panel.resetCounters();
		await call('balance');
		expect(panel.mostInFlight).toBe(1);
	});
});

describe('the ten calls', () => {
	test('services begin with the two rows of the contract', async () => {
		const { panel, call } = await bench();
		const { json, text } = await call('services');
		expect(text).toContain(
			'[{"service":1,"name":"Followers","type":"Default","category":"First Category",' +
				'"rate":"0.90","min":"50","max":"10000","refill":true,"cancel":true},' +
				'{"service":2,"name":"Comments","type":"Custom Comments","category":"Second Category",' +
				'"rate":"8","min":"10","max":"1500","refill":false,"cancel":true}',
		);
		expect(json).toHaveLength(panel.services.length);
		expect(new Set(json.map((row: Row) => row.type))).toEqual(new Set(Object.keys(TYPE_RULES)));
	});

	test('add, status, balance', async () => {
		const { panel, call } = await bench();
		const add = await call('add', { service: '1', link: LINK, quantity: '300' });
		expect(add).toMatchObject({ status: 200, text: '{"order":23501}' });
		expect(add.contentType).toMatch('application/json');
		expect((await call('balance')).text).toBe('{"balance":"999.73","currency":"USD"}');
		expect((await call('status', { order: '23501' })).text).toBe(
			'{"charge":"0.27","start_count":null,"status":"Pending","remains":"300","currency":"USD"}',
		);
		panel.advance(HOUR);
		expect((await call('status', { order: '23501' })).json).toEqual({
			charge: '0.27',
			start_count: expect.stringMatching(/^\d+$/),
			status: 'Completed',
			remains: '0',
			currency: 'USD',
		});
	});

	test('single status of an unknown order', async () => {
		const { call } = await bench();
		expect((await call('status', { order: '1' })).text).toBe('{"error":"Incorrect order ID"}');
		expect((await call('status')).text).toBe('{"error":"Incorrect request"}');
	});

	test('multiple status is keyed by id with errors inside, first 100 ids only', async () => {
		const { call, place } = await bench();
		const id = await place();
		const { json } = await call('status', { orders: `${id},10` });
		expect(json).toEqual({
			[id]: expect.objectContaining({ status: 'Pending', charge: '0.09' }),
			'10': { error: 'Incorrect order ID' },
		});
		const many = Array.from({ length: 150 }, (_, n) => n + 1).join(',');
		expect(Object.keys((await call('status', { orders: many })).json)).toHaveLength(100);
	});

	test('refill and refill_status, single and multiple', async () => {
		const { panel, call, place } = await bench();
		const first = await place();
		const second = await place();
		expect((await call('refill', { order: first })).json.error).toBe('Refill not available');
		panel.advance(HOUR);
		expect((await call('refill', { order: first })).text).toBe('{"refill":"1"}');
		expect((await call('refill', { order: first })).json.error).toBe('Refill already requested');
		expect((await call('refill', { order: '9' })).json.error).toBe('Incorrect order ID');
		expect((await call('refill', { orders: `${second},3` })).text).toBe(
			`[{"order":${second},"refill":2},{"order":3,"refill":{"error":"Incorrect order ID"}}]`,
		);
		expect((await call('refill_status', { refill: '1' })).text).toBe('{"status":"Pending"}');
		panel.advance(15 * MINUTE);
		expect((await call('refill_status', { refill: '1' })).text).toBe('{"status":"In progress"}');
		panel.advance(15 * MINUTE);
		expect((await call('refill_status', { refills: '1,2,3' })).text).toBe(
			'[{"refill":1,"status":"Completed"},{"refill":2,"status":"Completed"},' +
				'{"refill":3,"status":{"error":"Refill not found"}}]',
		);
		expect((await call('refill_status', { refill: '3' })).text).toBe(
			'{"error":"Refill not found"}',
		);
	});

	test('a refill is refused if the service does not allow it, and may be rejected', async () => {
		const { panel, call, place } = await bench();
		const without = await place({ service: '4' });
		const rejected = await place({ link: 'https://example.com/complete-reject' });
		panel.advance(HOUR);
		expect((await call('refill', { order: without })).json.error).toBe('Refill not available');
		await call('refill', { order: rejected });
		panel.advance(HOUR);
		expect((await call('refill_status', { refill: '1' })).text).toBe('{"status":"Rejected"}');
	});

	test('cancel refunds the charge once, and not after the end', async () => {
		const { panel, call, place } = await bench();
		const id = await place();
		expect((await call('cancel', { orders: `9,${id}` })).text).toBe(
			`[{"order":9,"cancel":{"error":"Incorrect order ID"}},{"order":${id},"cancel":1}]`,
		);
		expect((await call('status', { order: id })).json.status).toBe('Canceled');
		expect(panel.balance()).toBe('1000.00');
		const refused = { error: 'This order has already started and cannot be cancelled.' };
		expect((await call('cancel', { orders: id })).json[0].cancel).toEqual(refused);
		const fixed = await place({ service: '5' });
		expect((await call('cancel', { orders: fixed })).json[0].cancel).toEqual(refused);
		expect((await call('cancel', { order: id })).json.error).toBe('Incorrect request');
	});

	test('cancel of an order in progress leaves it Partial', async () => {
		const { panel, call, place } = await bench();
		const id = await place({ quantity: '1000' });
		panel.advance(35 * MINUTE);
		await call('cancel', { orders: id });
		expect(panel.orders.get(id)).toMatchObject({
			status: 'Partial',
			remains: 500,
			charge: '0.90',
			refunded: '0.45',
		});
		expect(panel.balance()).toBe('999.55');
	});
});
