import type { INodeParameters } from 'n8n-workflow';

import { hold, LANES, place, placeFinished, placeMany, sent, useBench, words } from './setup';

const bench = useBench();

const status = (orderIds: unknown, more: INodeParameters = {}): INodeParameters =>
	({ resource: 'order', operation: 'getStatus', orderIds, ...more }) as INodeParameters;
const EACH = '={{ $json.id }}';
const itemsOf = (ids: unknown[]) => ids.map((id) => ({ id })) as Array<{ id: string }>;
const countOf = (ids: string) => ids.split(',').length;

describe('how many requests', () => {
	it('asks for 250 items in 3 requests', async () => {
		const ids = await placeMany(bench.panel, 250);
		const run = await bench.run(status(EACH), { items: itemsOf(ids) });
		expect(run.json.map(({ order }) => order)).toEqual(ids);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
		expect(sent(bench.panel).map(({ orders }) => countOf(orders))).toEqual([100, 100, 50]);
	});

	it('asks for 10,000 items in 100 requests, four in flight', async () => {
		const ids = await placeMany(bench.panel, 10_000);
		hold(bench.panel, 4);
		const run = await bench.run(status(EACH), { items: itemsOf(ids) });
		expect(bench.panel.count()).toBe(100);
		expect(bench.panel.mostInFlight).toBe(4);
		expect(run.json.map(({ order }) => order)).toEqual(ids);
	}, 20_000);

	it.each([
		[1, 1],
		[25, 10],
		[0, 1],
	])('keeps to a concurrency of %d', async (concurrency, most) => {
		const ids = Array.from({ length: 1_200 }, (_, n) => `${n}`);
		hold(bench.panel, most);
		await bench.run(status(ids.join(), { options: { concurrency } }), {
			onError: 'continueRegularOutput',
		});
		expect(bench.panel.count()).toBe(12);
		expect(bench.panel.mostInFlight).toBe(most);
	});

	it.each([
		['cancel', 'order', 'cancel', 'orderIds'],
		['refill', 'refill', 'create', 'orderIds'],
		['refill_status', 'refill', 'getStatus', 'refillIds'],
	])('sends batches for %s too', async (action, resource, operation, name) => {
		const ids = Array.from({ length: 250 }, (_, n) => `${n}`);
		const width = action === 'refill_status' ? 3 : 1;
		hold(bench.panel, width);
		const run = await bench.run(
			{ resource, operation, [name]: EACH },
			{ items: itemsOf(ids), onError: 'continueRegularOutput' },
		);
		const field = action === 'refill_status' ? 'refills' : 'orders';
		expect(sent(bench.panel, action).map((fields) => countOf(fields[field]))).toEqual([
			100, 100, 50,
		]);
		expect(bench.panel.mostInFlight).toBe(width);
		expect(run.json).toHaveLength(250);
	});
});

describe('the content of a request', () => {
	it.each([
		['order', 'getStatus', 'order', 'status', 'order'],
		['order', 'cancel', 'order', 'cancel', 'orders'],
		['refill', 'create', 'order', 'refill', 'order'],
		['refill', 'getStatus', 'refill', 'refill_status', 'refill'],
	])('asks for one id or several of %s: %s', async (resource, operation, id, action, one) => {
		for (const lane of LANES) {
			bench.panel.resetCounters();
			for (const ids of ['7', '7,8'])
				await bench.run({ resource, operation, [`${id}Ids`]: ids }, { lane });
			expect(sent(bench.panel)).toEqual([
				{ action, [one]: '7' },
				{ action, [`${id}s`]: '7,8' },
			]);
		}
	});

	it('drops duplicates over all items, and uses the single form if one id is left', async () => {
		const id = await place(bench.panel);
		const run = await bench.run(status(EACH), { items: itemsOf([id, `${id},${id}`, Number(id)]) });
		expect(sent(bench.panel)).toEqual([{ action: 'status', order: id }]);
		expect(run.items.map(({ json, pairedItem }) => [json.order, pairedItem])).toEqual([
			[id, { item: 0 }],
			[id, { item: 1 }],
			[id, { item: 2 }],
		]);
	});

	it.each<[string, unknown]>([
		['commas', '23501,23502 , 23503'],
		['new lines', '23501\n23502\r\n23503\n'],
		['an array', '={{ [23501, "23502", "23503"] }}'],
		['JSON in text', '["23501", 23502, "23503"]'],
	])('accepts ids as %s', async (_, value) => {
		for (const lane of LANES) {
			const ids = await placeMany(bench.panel, 3);
			const run = await bench.run(status(value), { lane });
			expect(run.json.map(({ order }) => order)).toEqual(ids);
			expect(sent(bench.panel)).toEqual([{ action: 'status', orders: ids.join() }]);
			await bench.renew();
		}
	});

	it.each<[unknown, string]>([
		['={{ 12345678901234567890 }}', 'Numbers this long lose digits'],
		['={{ 1.5 }}', 'An ID is text with letters or digits, or a whole number'],
		['={{ " , " }}', "Enter at least one ID in 'Order IDs'"],
	])('refuses %s', async (value, description) => {
		for (const lane of LANES) {
			const run = await bench.run(status(value), { lane });
			expect(run.error?.message).toContain("'Order IDs'");
			expect(run.error?.description).toContain(description);
		}
		expect(bench.panel.requests).toEqual([]);
	});
});

describe('the assignment of rows to items', () => {
	it('gives each item the rows of its ids', async () => {
		const [a, b, c] = await placeMany(bench.panel, 3);
		const run = await bench.run(status(EACH), { items: itemsOf([`${c} ${a}`, b, `${a}`]) });
		expect(run.items.map(({ json, pairedItem }) => [json.order, pairedItem])).toEqual([
			[c, { item: 0 }],
			[a, { item: 0 }],
			[b, { item: 1 }],
			[a, { item: 2 }],
		]);
		expect(bench.panel.count()).toBe(1);
	});

	it('keeps the columns of a sheet that identify its rows', async () => {
		const ids = await placeMany(bench.panel, 2);
		const run = await bench.run(status(EACH, { includeInputFields: true }), {
			items: ids.map((id, row) => ({ id, row, status: 'mine', note: 'kept' })),
		});
		expect(run.json).toMatchObject([
			{ row: 0, note: 'kept', order: ids[0], status: 'Pending' },
			{ row: 1, note: 'kept', order: ids[1], status: 'Pending' },
		]);
	});

	it('leaves out what has not changed', async () => {
		const ids = await placeMany(bench.panel, 3);
		bench.panel.setStatus(ids[1], 'In progress');
		const run = await bench.run(
			status(EACH, { options: { onlyIfChangedFrom: '={{ $json.last }}' } }),
			{
				items: [
					{ id: ids[0], last: 'pending' },
					{ id: ids[1], last: 'Pending' },
					{ id: ids[2], last: '' },
				],
			},
		);
		expect(run.items.map(({ json, pairedItem }) => [json.order, json.status, pairedItem])).toEqual([
			[ids[1], 'In progress', { item: 1 }],
			[ids[2], 'Pending', { item: 2 }],
		]);
		expect(bench.panel.count()).toBe(1);
	});

	it('reports every id that the panel leaves out', async () => {
		const ids = await placeMany(bench.panel, 150);
		bench.panel.dialect({ answeredIds: 60, unknownIds: 'absent' });
		const run = await bench.run(status(EACH), {
			items: itemsOf([...ids, '999']),
			onError: 'continueRegularOutput',
		});
		expect(run.json).toHaveLength(151);
		const missing = run.json.filter(({ error }) => error);
		// 40 of the first hundred; the second batch holds 51.
		expect(missing).toHaveLength(41);
		expect(missing[0]).toEqual({
			error: `Order ${ids[60]}: the panel left it out of its answer`,
			message: expect.stringContaining('Request this ID alone'),
			details: { order: ids[60], panelMessage: null, kind: 'missing' },
		});
		expect(missing[40].error).toMatch(/^Order 999: .*[^\]]$/);
	});

	it('refuses all ids if several answers name none', async () => {
		const ids = await placeMany(bench.panel, 3);
		bench.panel.dialect({ multiStatus: 'arrayWithoutIds' });
		const run = await bench.run(status(ids.join()), { onError: 'continueRegularOutput' });
		expect(run.json.map(({ details }) => details)).toMatchObject(
			ids.map((order) => ({ order, kind: 'ambiguous' })),
		);
		expect(run.json).toHaveLength(3);
	});

	it('keeps the other batches if one fails', async () => {
		const ids = await placeMany(bench.panel, 250);
		const match = ({ orders = '' }) => orders.split(',').includes(ids[120]);
		bench.panel.fault({ kind: 'notJson', match, times: 9 });
		const run = await bench.run(status(EACH), {
			items: itemsOf(ids),
			onError: 'continueRegularOutput',
		});
		const failed = run.json.flatMap(({ error }, item) => (error ? [item] : []));
		expect(failed).toEqual(Array.from({ length: 100 }, (_, n) => 100 + n));
	});
});

it('starts requests before the parameters of all items are evaluated', async () => {
	// Each id contains the time at which its expression was evaluated.
	bench.panel.fault({ kind: 'delay', ms: 60, times: 1 });
	const run = await bench.run(
		status('={{ $now.toMillis() }}_{{ $itemIndex }}', { options: { concurrency: 1 } }),
		{
			items: Array.from({ length: 150 }, () => ({})),
			onError: 'continueRegularOutput',
		},
	);
	expect(run.json).toHaveLength(150);
	const [first, second] = bench.panel.requests;
	const times = (orders: string) => orders.split(',').map((id) => Number(id.split('_')[0]));
	expect(Math.max(...times(first.fields.orders))).toBeLessThanOrEqual(first.at);
	expect(Math.min(...times(second.fields.orders))).toBeGreaterThan(first.at + 50);
});

describe('writes', () => {
	const WRITES = [
		['order', 'cancel'],
		['refill', 'create'],
	] as const;

	it.each(WRITES)('%s: %s sends nothing if an item is invalid and errors stop', async (...op) => {
		const ids = await placeFinished(bench.panel, 250);
		const [resource, operation] = op;
		const run = await bench.run(
			{ resource, operation, orderIds: EACH },
			{ items: itemsOf([...ids, '']) },
		);
		expect(run.error?.message).toBe("'Order IDs' is empty [item 250]");
		expect(bench.panel.requests).toEqual([]);
	});

	it.each(WRITES)('%s: %s goes on without an invalid item on Continue', async (...op) => {
		const ids = await placeFinished(bench.panel, 2);
		const [resource, operation] = op;
		const run = await bench.run(
			{ resource, operation, orderIds: EACH },
			{ items: itemsOf([ids[0], '', ids[1]]), onError: 'continueRegularOutput' },
		);
		expect(bench.panel.count()).toBe(1);
		expect(run.json[1]).toMatchObject({ details: { kind: 'parameter', outcome: 'notPlaced' } });
	});

	it('lists what was done if another id is refused', async () => {
		const ids = await placeFinished(bench.panel, 2);
		const run = await bench.run(
			{ resource: 'refill', operation: 'create', orderIds: EACH },
			{ items: itemsOf([ids[0], '999', ids[1]]) },
		);
		expect(run.error?.message).toMatch(/^Order 999: no refill was requested.* \[item 1\]$/);
		expect(words(run)).toContain(
			`Done for these orders: ${ids[0]} (refill 1), ${ids[1]} (refill 2).`,
		);
	});

	it('cancels one order per request, with `order`, if the panel says that this field is missing', async () => {
		const missing = {
			kind: 'reply',
			body: '{"error":"Missing order ID"}',
			times: Infinity,
		} as const;
		bench.panel.fault({ ...missing, match: ({ orders }) => orders !== undefined });
		bench.panel.fault({ kind: 'reply', body: '{"cancel":1}', times: Infinity });
		for (const [ids, first] of [
			['5', { action: 'cancel', orders: '5' }],
			['5,6', { action: 'cancel', orders: '5,6' }],
		] as const) {
			bench.panel.resetCounters();
			const run = await bench.run({ resource: 'order', operation: 'cancel', orderIds: ids });
			const asked = ids.split(',').map((order) => ({ action: 'cancel', order }));
			expect(sent(bench.panel)).toEqual([first, ...asked]);
			expect(run.json).toMatchObject(asked.map(({ order }) => ({ order, cancel: '1' })));
		}
	});

	it.each(WRITES)('%s: %s does not start with an unreadable setting', async (...op) => {
		const ids = await placeFinished(bench.panel, 2);
		const [resource, operation] = op;
		const run = await bench.run(
			{
				...{ resource, operation, orderIds: EACH },
				includeInputFields: "={{ $('Nowhere').item.json.x }}",
			},
			{ items: itemsOf(ids) },
		);
		expect(run.error?.message).toContain("The parameter 'includeInputFields'");
		expect(bench.panel.requests).toEqual([]);
	});
});
