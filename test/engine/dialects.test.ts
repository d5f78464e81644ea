/** Forms of a reply, through n8n's engine and HTTP helper. `test/panel` tests what is read from them. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Dialect } from '../../sandbox/panel';
import { defaultOrder, GO_ON, LANES, LINK, place, useBench } from './setup';

const bench = useBench();

const on = (resource: string, operation: string, ids: IDataObject) =>
	({ resource, operation, ...ids }) as INodeParameters;
const status = (orderIds: string) => on('order', 'getStatus', { orderIds });
const cancel = (orderIds: string) => on('order', 'cancel', { orderIds });
const refill = (orderIds: string) => on('refill', 'create', { orderIds });
const refillStatus = (refillIds: string) => on('refill', 'getStatus', { refillIds });
const detailsOf = (json: IDataObject[]) => json.map(({ details }) => details);

/** Two running orders: the first half delivered, the second pending. */
async function twoOrders(dialect: Partial<Dialect>): Promise<string[]> {
	bench.panel.dialect(dialect);
	const ids = [await place(bench.panel)];
	bench.panel.setStatus(ids[0], 'In progress', { remains: 40, startCount: 479 });
	ids.push(await place(bench.panel));
	return ids;
}

describe('statuses', () => {
	const money = { finished: false, charge: 0.125, currency: 'USD' };
	const first = { status: 'In progress', ...money, start_count: 479, remains: 40 };
	const second = { status: 'Pending', ...money, start_count: null, remains: 100 };

	it.each<Partial<Dialect>>([
		{},
		{ numbers: 'number', oneIdBare: true, contentType: 'text/html' },
		{ idStyle: 'big', multiStatus: 'array', reversed: true },
		{ idStyle: 'hex', multiStatus: 'keyedArray' },
		{ idStyle: 'uuid' },
	])('are the same rows in the dialect %j', async (dialect) => {
		const ids = await twoOrders(dialect);
		const expected = [
			{ order: ids[0], ...first },
			{ order: ids[1], ...second },
		];
		expect((await bench.run(status(ids.join()))).json).toEqual(expected);
		expect((await bench.run(status(ids[0]))).json).toEqual(expected.slice(0, 1));
	});

	it('have null for missing values, and one spelling', async () => {
		const [id] = await twoOrders({ omit: ['charge', 'currency'], statusWords: 'joined' });
		expect((await bench.run(status(id))).json).toEqual([
			{ order: id, ...first, rawStatus: 'inprogress', charge: null, currency: null },
		]);
	});

	it('say which id is unknown, among others and alone', async () => {
		const [id] = await twoOrders({ unknownIds: 'text', singleUnknown: 'keyed' });
		const { json } = await bench.run(status(`${id},999`), GO_ON);
		expect(json[0]).toMatchObject({ order: id, status: 'In progress' });
		const unknown = { order: '999', panelMessage: 'Incorrect order ID', kind: 'orderId' };
		expect(json[1].details).toEqual(unknown);
		expect(detailsOf((await bench.run(status('999'), GO_ON)).json)).toEqual([unknown]);
	});

	it('come singly from panels without the multiple form', async () => {
		const ids = await twoOrders({ batches: false });
		const run = await bench.run(status([...ids, '999'].join()), GO_ON);
		expect(run.json).toMatchObject([
			...ids.map((order) => ({ order })),
			{ details: { kind: 'orderId' } },
		]);
		expect(bench.panel.count()).toBe(4);
		const lines = run.logs.filter(({ message }) => message.includes('one at a time'));
		expect(lines).toMatchObject([{ level: 'warn' }]);
	});

	it('keep in raw what the panel sent', async () => {
		const ids = await twoOrders({ statusWords: 'upper' });
		const { json } = await bench.run({ ...status(ids.join()), output: 'raw' });
		const raw = { charge: '0.125', start_count: '479', status: 'IN_PROGRESS', remains: '40' };
		expect(json[0]).toEqual({ ...raw, currency: 'USD' });
	});
});

describe('refills and cancels', () => {
	it('cancel, where one id collapses to its result', async () => {
		bench.panel.dialect({ oneIdCollapses: true, cancelValue: 'order' });
		const id = await place(bench.panel);
		expect((await bench.run(cancel(id))).json).toEqual([{ order: id, cancel: id }]);
		expect(bench.panel.orders.get(id)?.status).toBe('Canceled');
	});

	it.each<Partial<Dialect>>([
		{ rowErrors: 'nested', idStyle: 'big' },
		{ rowErrors: 'flat', idStyle: 'hex', reversed: true },
	])('say which order was not cancelled (%j)', async (dialect) => {
		bench.panel.dialect(dialect);
		const ids = [await place(bench.panel), await place(bench.panel)];
		bench.panel.setStatus(ids[1], 'Completed');
		const { json } = await bench.run(cancel(`${ids.join()},999`), GO_ON);
		expect(json[0]).toEqual({ order: ids[0], cancel: '1' });
		expect(detailsOf(json.slice(1))).toMatchObject([
			{ order: ids[1], kind: 'refused', outcome: 'notPlaced' },
			{ order: '999', kind: 'orderId', outcome: 'notPlaced' },
		]);
	});

	it.each<Partial<Dialect>>([{ idStyle: 'big' }, { idStyle: 'string', oneIdCollapses: true }])(
		'return the id of a refill as text (%j)',
		async (dialect) => {
			bench.panel.dialect(dialect);
			const orders = [await place(bench.panel)];
			if (!dialect.oneIdCollapses) orders.push(await place(bench.panel));
			for (const id of orders) bench.panel.setStatus(id, 'Completed');
			const { json } = await bench.run(refill(orders.join()));
			const ids = [...bench.panel.refills.keys()];
			expect(json).toEqual(orders.map((order, n) => ({ order, refill: ids[n] })));
			expect((await bench.run(refillStatus(ids.join()))).json).toEqual(
				ids.map((id) => ({ refill: id, status: 'Pending', finished: false })),
			);
		},
	);
});

describe('orders', () => {
	const item = [{ link: LINK }];

	it.each<[Partial<Dialect>, string]>([
		[{ addStatus: 201, addReply: 'success', idStyle: 'string' }, '23501'],
		[{ contentType: 'text/html; charset=utf-8', idStyle: 'hex' }, '0170adc8909f'],
		[{ idStyle: 'big' }, '1234567890123423501'],
	])('are placed (%j)', async (dialect, order) => {
		bench.panel.dialect(dialect);
		const { json } = await bench.run(defaultOrder(), { items: item });
		expect([...bench.panel.orders.keys()]).toEqual([order]);
		expect(json).toMatchObject([{ order }]);
	});

	it.each([
		[200, 'error'],
		[201, 'list'],
		[400, 'success'],
		[401, 'error'],
		[403, 'message'],
		[422, 'list'],
	] as const)('are refused with HTTP %d in the shape %s, sent once', async (...[http, shape]) => {
		bench.panel.dialect({ errorShape: shape, errorStatus: http });
		const { json } = await bench.run(defaultOrder(), { items: [{ link: 'nonsense' }], ...GO_ON });
		expect(detailsOf(json)).toEqual([
			{ kind: 'link', panelMessage: 'Bad link', outcome: 'notPlaced' },
		]);
		expect(bench.panel.count('add')).toBe(1);
	});

	it.each(LANES)('with a wrong key are sent once (%s)', async (lane) => {
		bench.panel.dialect({ errorStatus: 401 });
		const credentialData = { url: bench.panel.url, apiKey: 'wrong-key' };
		const run = await bench.run(defaultOrder(), { lane, items: item, credentialData });
		expect(run.error?.message).toContain('Invalid API key');
		expect(bench.panel.count()).toBe(1);
	});

	it('show the words of a panel in its own language', async () => {
		bench.panel.dialect({ words: 'portuguese' });
		bench.panel.setBalance('0.01');
		for (const [link, kind] of [
			['x', 'link'],
			[LINK, 'funds'],
		]) {
			const { json } = await bench.run(defaultOrder(), { items: [{ link }], ...GO_ON });
			expect(json).toMatchObject([{ details: { kind, outcome: 'notPlaced' } }]);
			expect(json[0].error).toMatch(/Link inválido|Saldo/);
		}
	});
});

describe('account and services', () => {
	it('are the same numbers and flags in any spelling and content type', async () => {
		bench.panel.dialect({ contentType: 'text/plain', numbers: 'number', omit: ['currency'] });
		const { json } = await bench.run({ resource: 'account', operation: 'getBalance' });
		expect(json).toEqual([{ balance: 1000, currency: null }]);
		const list = { resource: 'service', operation: 'getMany', limit: 2 };
		const plain = (await bench.run(list)).json;
		expect(plain).toMatchObject([
			{ service: '1', rate: 0.9, min: 50, max: 10000, refill: true, cancel: true },
			{ service: '2', rate: 8, min: 10, max: 1500, refill: false, cancel: true },
		]);
		bench.panel.dialect({ numbers: 'text', serviceIds: 'text', flags: 'wordText' });
		expect((await bench.run(list)).json).toEqual(plain);
	});

	it('pass on additional fields', async () => {
		bench.panel.dialect({ extraServiceFields: true, typeCase: 'lower' });
		const { json } = await bench.run({ resource: 'service', operation: 'getMany', limit: 1 });
		expect(json).toMatchObject([{ type: 'default', dripfeed: true, average_time: '1 hour' }]);
	});
});
