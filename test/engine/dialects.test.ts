import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Dialect } from '../../sandbox/panel';
import { defaultOrder, GO_ON, LINK, place, placeFinished, useBench } from './setup';

const bench = useBench();

const status = (orderIds: string): INodeParameters => ({
	resource: 'order',
	operation: 'getStatus',
	orderIds,
});
const cancel = (orderIds: string): INodeParameters => ({
	...status(orderIds),
	operation: 'cancel',
});
const refill = (orderIds: string): INodeParameters => ({
	resource: 'refill',
	operation: 'create',
	orderIds,
});
const refillStatus = (refillIds: string): INodeParameters => ({
	resource: 'refill',
	operation: 'getStatus',
	refillIds,
});
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
	const first = {
		status: 'In progress',
		finished: false,
		charge: 0.125,
		start_count: 479,
		remains: 40,
		currency: 'USD',
	};
	const second = {
		status: 'Pending',
		finished: false,
		charge: 0.125,
		start_count: null,
		remains: 100,
		currency: 'USD',
	};

	it.each<Partial<Dialect>>([
		{},
		{ numbers: 'number' },
		{ multiStatus: 'array' },
		{ reversed: true },
		{ multiStatus: 'array', reversed: true },
		{ oneIdBare: true },
		{ contentType: 'text/html' },
		{ idStyle: 'string' },
		{ idStyle: 'hex' },
		{ idStyle: 'uuid' },
		{ idStyle: 'big' },
		{ idStyle: 'big', multiStatus: 'array' },
		{ idStyle: 'hex', multiStatus: 'array', reversed: true },
	])('are the same rows in the dialect %j', async (dialect) => {
		const ids = await twoOrders(dialect);
		const expected = [
			{ order: ids[0], ...first },
			{ order: ids[1], ...second },
		];
		expect((await bench.run(status(ids.join()))).json).toEqual(expected);
		expect((await bench.run(status(ids[0]))).json).toEqual(expected.slice(0, 1));
	});

	it.each<[Partial<Dialect>, IDataObject]>([
		[{ startCount: 'null' }, { start_count: null }],
		[{ startCount: 'absent' }, { start_count: null }],
		[{ remains: 'unknown' }, { remains: null }],
		[{ omit: ['charge'] }, { charge: null }],
		[{ omit: ['currency'] }, { currency: null }],
		[{ omit: ['charge', 'currency', 'remains'] }, { charge: null, currency: null, remains: null }],
	])('have null for what is not given (%j)', async (dialect, changed) => {
		const ids = await twoOrders(dialect);
		const { json } = await bench.run(status(ids.join()));
		expect(json[0]).toEqual({ order: ids[0], ...first, ...changed });
	});

	it.each<[Partial<Dialect>, string]>([
		[{ statusWords: 'lower' }, 'in progress'],
		[{ statusWords: 'upper' }, 'IN_PROGRESS'],
		[{ statusWords: 'joined' }, 'inprogress'],
	])('have one spelling (%j)', async (dialect, rawStatus) => {
		const [id] = await twoOrders(dialect);
		const { json } = await bench.run(status(id));
		expect(json).toEqual([{ order: id, ...first, rawStatus }]);
	});

	it.each([
		['Completed', 'Completed', true],
		['completed', 'Completed', true],
		['Partial', 'Partial', true],
		['Cancelled', 'Canceled', true],
		['CANCELED', 'Canceled', true],
		['Refunded', 'Refunded', true],
		['Fail', 'Failed', true],
		['Error', 'Failed', true],
		['Expired', 'Expired', true],
		['Awaiting', 'Awaiting', false],
		['active', 'Active', false],
		['Paused', 'Paused', false],
		['Wird bearbeitet', 'Wird bearbeitet', false],
	])('know the word %s', async (word, canonical, finished) => {
		const id = await place(bench.panel);
		bench.panel.setStatus(id, word);
		const [row] = (await bench.run(status(id))).json;
		expect(row).toMatchObject({ status: canonical, finished });
		expect(row.rawStatus).toBe(word === canonical ? undefined : word);
	});

	it.each<Partial<Dialect>>([
		{ unknownIds: 'error' },
		{ unknownIds: 'text' },
		{ unknownIds: 'error', multiStatus: 'array' },
		{ unknownIds: 'text', multiStatus: 'array' },
	])('say which id is unknown (%j)', async (dialect) => {
		const [id] = await twoOrders(dialect);
		const { json } = await bench.run(status(`${id},999`), GO_ON);
		expect(json[0]).toMatchObject({ order: id, status: 'In progress' });
		expect(json[1].details).toEqual({
			order: '999',
			panelMessage: 'Incorrect order ID',
			kind: 'orderId',
		});
	});

	it.each<Partial<Dialect>>([{ singleUnknown: 'plain' }, { singleUnknown: 'keyed' }])(
		'say that a single id is unknown (%j)',
		async (dialect) => {
			bench.panel.dialect(dialect);
			const { json } = await bench.run(status('999'), GO_ON);
			expect(detailsOf(json)).toMatchObject([{ kind: 'orderId', order: '999' }]);
		},
	);

	it('report ids that are left out', async () => {
		const [id] = await twoOrders({ unknownIds: 'absent' });
		const { json } = await bench.run(status(`${id},999`), GO_ON);
		expect(json[0]).toMatchObject({ order: id });
		expect(json[1].details).toMatchObject({ order: '999', kind: 'missing' });
	});

	it('are refused in an array without ids, also one shorter than what was asked', async () => {
		const ids = await twoOrders({ multiStatus: 'arrayWithoutIds', unknownIds: 'absent' });
		const { json } = await bench.run(status(`${ids.join()},999`), GO_ON);
		expect(detailsOf(json)).toMatchObject([...ids, '999'].map(() => ({ kind: 'ambiguous' })));
		const left = await bench.run(status(`${ids[0]},999`), GO_ON);
		const kinds = detailsOf(left.json) as IDataObject[];
		expect(kinds.map((details) => details?.kind)).toEqual(['ambiguous', 'ambiguous']);
	});

	it('are refused as a bare object when two ids were asked', async () => {
		const reply = '{"charge":"1.00","status":"Completed","remains":"0"}';
		bench.panel.fault({ kind: 'reply', body: reply });
		const { json } = await bench.run(status('1,2'), GO_ON);
		expect(detailsOf(json)).toMatchObject([{ kind: 'ambiguous' }, { kind: 'ambiguous' }]);
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

	it('of a drip-feed parent keep the orders it holds', async () => {
		bench.panel.dialect({ parents: 'nested' });
		const id = await place(bench.panel, { runs: '3', interval: '10' });
		bench.panel.advance(30 * 60_000);
		const { json } = await bench.run(status(id));
		expect(json).toMatchObject([{ order: id, status: 'In progress', charge: null }]);
		expect(json[0].orders).not.toHaveLength(0);
		expect(json[0].runs).toBeDefined();
	});

	it('keep in raw what the panel sent', async () => {
		const ids = await twoOrders({ statusWords: 'upper' });
		const { json } = await bench.run({ ...status(ids.join()), output: 'raw' });
		expect(json[0]).toEqual({
			charge: '0.125',
			start_count: '479',
			status: 'IN_PROGRESS',
			remains: '40',
			currency: 'USD',
		});
	});
});

describe('refills and cancels', () => {
	it.each<[Partial<Dialect>, string]>([
		[{ cancelValue: 'one' }, '1'],
		[{ cancelValue: 'request' }, '1'],
		[{ cancelValue: 'order' }, '23501'],
		[{ oneIdCollapses: true }, '1'],
		[{ oneIdCollapses: true, cancelValue: 'order' }, '23501'],
	])('cancel (%j)', async (dialect, value) => {
		bench.panel.dialect(dialect);
		const id = await place(bench.panel);
		const { json } = await bench.run(cancel(id));
		expect(json).toEqual([{ order: id, cancel: value }]);
		expect(bench.panel.orders.get(id)?.status).toBe('Canceled');
	});

	it.each<Partial<Dialect>>([
		{ rowErrors: 'nested' },
		{ rowErrors: 'flat' },
		{ rowErrors: 'flat', idStyle: 'string', reversed: true },
		{ rowErrors: 'nested', idStyle: 'big' },
		{ rowErrors: 'flat', idStyle: 'hex' },
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

	it('give the id of a refill back as text', async () => {
		for (const idStyle of ['number', 'string', 'hex', 'uuid', 'big'] as const) {
			const panel = await bench.renew();
			panel.dialect({ idStyle });
			const ids = [await place(panel), await place(panel)];
			for (const id of ids) panel.setStatus(id, 'Completed');
			const batch = await bench.run(refill(ids.join()));
			expect(batch.json).toEqual(
				ids.map((order, n) => ({ order, refill: [...panel.refills.keys()][n] })),
			);
			const states = await bench.run(refillStatus([...panel.refills.keys()].join()));
			expect(states.json).toEqual(
				[...panel.refills.keys()].map((id) => ({ refill: id, status: 'Pending', finished: false })),
			);
		}
	});

	it.each<Partial<Dialect>>([{}, { oneIdCollapses: true }, { idStyle: 'string' }])(
		'refill one order (%j)',
		async (dialect) => {
			const [id] = await placeFinished(bench.panel, 1);
			bench.panel.dialect(dialect);
			expect((await bench.run(refill(id))).json).toEqual([{ order: id, refill: '1' }]);
			expect((await bench.run(refillStatus('1'))).json).toEqual([
				{ refill: '1', status: 'Pending', finished: false },
			]);
		},
	);

	it.each<[string, string, boolean]>([
		['REJECTED', 'Rejected', true],
		['completed', 'Completed', true],
		['In_Progress', 'In progress', false],
		['error', 'Failed', true],
	])('know the word %s of a refill', async (word, canonical, finished) => {
		const [id] = await placeFinished(bench.panel, 1);
		await bench.run(refill(id));
		bench.panel.setRefillStatus('1', word);
		const { json } = await bench.run(refillStatus('1'));
		expect(json).toEqual([{ refill: '1', status: canonical, finished, rawStatus: word }]);
	});

	it.each<Partial<Dialect>>([{ rowErrors: 'nested' }, { rowErrors: 'flat' }])(
		'say which refill is unknown (%j)',
		async (dialect) => {
			bench.panel.dialect(dialect);
			const [id] = await placeFinished(bench.panel, 1);
			await bench.run(refill(id));
			const { json } = await bench.run(refillStatus('1,999'), GO_ON);
			expect(json[0]).toMatchObject({ refill: '1', status: 'Pending' });
			expect(json[1].details).toEqual({
				refill: '999',
				panelMessage: 'Refill not found',
				kind: 'refillId',
			});
		},
	);
});

describe('orders', () => {
	const item = [{ link: LINK }];

	it.each<[Partial<Dialect>, string]>([
		[{ addReply: 'success' }, '23501'],
		[{ addStatus: 201 }, '23501'],
		[{ addStatus: 201, addReply: 'success', idStyle: 'string' }, '23501'],
		[{ idStyle: 'hex' }, '0170adc8909f'],
		[{ idStyle: 'big' }, '1234567890123423501'],
		[{ idStyle: 'uuid' }, '6f1c2b7a-93d4-4e0b-8a51-000000005bcd'],
		[{ contentType: 'text/html; charset=utf-8' }, '23501'],
	])('are placed (%j)', async (dialect, order) => {
		bench.panel.dialect(dialect);
		const { json } = await bench.run(defaultOrder(), { items: item });
		expect([...bench.panel.orders.keys()]).toEqual([order]);
		expect(json).toMatchObject([{ order }]);
	});

	const SHAPES = ['error', 'success', 'message', 'list'] as const;
	const STATUSES = [200, 201, 400, 401, 403, 422];

	it.each(SHAPES.flatMap((shape) => STATUSES.map((http) => [shape, http] as const)))(
		'are refused in the shape %s with HTTP %d, sent once',
		async (errorShape, errorStatus) => {
			bench.panel.dialect({ errorShape, errorStatus });
			const { json } = await bench.run(defaultOrder(), { items: [{ link: 'nonsense' }], ...GO_ON });
			expect(detailsOf(json)).toEqual([
				{ kind: 'link', panelMessage: 'Bad link', outcome: 'notPlaced' },
			]);
			expect(bench.panel.count('add')).toBe(1);
		},
	);

	it.each([401, 403])('with a wrong key are sent once, also with HTTP %d', async (errorStatus) => {
		for (const lane of ['bulk', 'routing'] as const) {
			bench.panel.dialect({ errorStatus });
			bench.panel.resetCounters();
			const run = await bench.run(defaultOrder(), {
				lane,
				items: item,
				credentialData: { url: bench.panel.url, apiKey: 'wrong-key' },
			});
			expect(run.error?.message).toContain('Invalid API key');
			expect(bench.panel.count()).toBe(1);
		}
	});

	it.each([
		['english', 'funds'],
		['other', 'funds'],
		['codes', 'funds'],
		['portuguese', 'funds'],
	] as const)('without funds are known in %s words', async (dialectWords, kind) => {
		bench.panel.dialect({ words: dialectWords });
		bench.panel.setBalance('0.01');
		const { json } = await bench.run(defaultOrder(), { items: item, ...GO_ON });
		expect(detailsOf(json)).toMatchObject([{ kind, outcome: 'notPlaced' }]);
	});

	it('show the words of a panel in any language', async () => {
		bench.panel.dialect({ words: 'portuguese' });
		const { json } = await bench.run(defaultOrder(), { items: [{ link: 'x' }], ...GO_ON });
		expect(json[0].error).toContain('Link inválido');
		expect(detailsOf(json)).toMatchObject([{ outcome: 'notPlaced' }]);
	});
});

describe('account and services', () => {
	it.each<Partial<Dialect>>([{}, { numbers: 'number' }, { contentType: 'text/plain' }])(
		'balance (%j)',
		async (dialect) => {
			bench.panel.dialect(dialect);
			const { json } = await bench.run({ resource: 'account', operation: 'getBalance' });
			expect(json).toEqual([{ balance: 1000, currency: 'USD' }]);
		},
	);

	it('balance without currency', async () => {
		bench.panel.dialect({ omit: ['currency'] });
		const { json } = await bench.run({ resource: 'account', operation: 'getBalance' });
		expect(json).toEqual([{ balance: 1000, currency: null }]);
	});

	it.each<Partial<Dialect>>([
		{},
		{ serviceIds: 'text' },
		{ flags: 'number' },
		{ flags: 'digitText' },
		{ flags: 'wordText' },
		{ numbers: 'number' },
		{ contentType: 'text/html' },
	])('services (%j)', async (dialect) => {
		bench.panel.dialect(dialect);
		const { json } = await bench.run({ resource: 'service', operation: 'getMany', limit: 2 });
		expect(json).toEqual([
			{
				service: '1',
				name: 'Followers',
				type: 'Default',
				category: 'First Category',
				rate: 0.9,
				min: 50,
				max: 10000,
				refill: true,
				cancel: true,
				guaranteeDays: null,
			},
			{
				service: '2',
				name: 'Comments',
				type: 'Custom Comments',
				category: 'Second Category',
				rate: 8,
				min: 10,
				max: 1500,
				refill: false,
				cancel: true,
				guaranteeDays: null,
			},
		]);
	});

	it('services with further fields, which are passed on', async () => {
		bench.panel.dialect({ extraServiceFields: true, typeCase: 'lower' });
		const { json } = await bench.run({ resource: 'service', operation: 'getMany', limit: 1 });
		expect(json).toMatchObject([{ type: 'default', dripfeed: true, average_time: '1 hour' }]);
	});

	it('an empty list is an outage', async () => {
		bench.panel.dialect({ emptyServices: true });
		const run = await bench.run({ resource: 'service', operation: 'getMany' });
		expect(run.error?.message).toContain('without a single service');
	});
});
