import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SET_NODE } from '../../sandbox/engine';
import {
	defaultOrder,
	LANES,
	LINK,
	order,
	place,
	placeFinished,
	placeMany,
	useBench,
} from './setup';

const bench = useBench();
const STATUS: INodeParameters = {
	resource: 'order',
	operation: 'getStatus',
	orderIds: '={{ $json.id }}',
};

describe('Stop Workflow', () => {
	it("names id, item and the panel's words, after the other requests are done", async () => {
		const ids = await placeMany(bench.panel, 350);
		ids[120] = '999';
		bench.panel.fault({ kind: 'delay', ms: 40, times: 1 });
		const run = await bench.run(STATUS, { items: ids.map((id) => ({ id })) });
		expect(run.status).toBe('error');
		expect(run.error?.message).toBe(
			'Order 999: the panel answered "Incorrect order ID" [item 120]',
		);
		expect(run.error?.description).toContain('Check that the order was placed on this panel');
		expect(run.error?.description).toContain(
			"The panel answered for 349 other orders. To get those answers, set 'On Error' in the node's settings to 'Continue'.",
		);
		expect(run.json).toEqual([]);
		expect(bench.panel.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	});

	it('stops on the first failing item, whichever request is answered first', async () => {
		const ids = Array.from({ length: 200 }, (_, n) => `${n}`);
		bench.panel.fault({ kind: 'delay', ms: 40, times: 1 });
		const run = await bench.run(STATUS, { items: ids.map((id) => ({ id })) });
		expect(run.error?.message).toMatch(/^Order 0: .* \[item 0\]$/);
	});

	it('marks the item in the error', async () => {
		const id = await place(bench.panel);
		const run = await bench.run(STATUS, { items: [{ id }, { id: '999' }] });
		expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
	});
});

describe('Continue', () => {
	it.each(LANES)('returns an error item in place of the row (%s)', async (lane) => {
		const ids = await placeMany(bench.panel, 2);
		const run = await bench.run(STATUS, {
			lane,
			items: [{ id: ids[0] }, { id: '999', row: 5 }, { id: ids[1] }],
			onError: 'continueRegularOutput',
		});
		expect(run.status).toBe('success');
		expect(run.json.map(({ order }) => order)).toEqual([ids[0], undefined, ids[1]]);
		expect(run.items[1]).toEqual({
			json: {
				error: 'Order 999: the panel answered "Incorrect order ID"',
				message: "Check that the order was placed on this panel, with this credential's account.",
				details: { order: '999', panelMessage: 'Incorrect order ID', kind: 'orderId' },
			},
			pairedItem: { item: 1 },
		});
	});

	it.each(LANES)('keeps the fields of the input on request (%s)', async (lane) => {
		const run = await bench.run(
			{ ...STATUS, includeInputFields: true },
			{ lane, items: [{ id: '999', row: 5 }], onError: 'continueRegularOutput' },
		);
		expect(Object.keys(run.json[0])).toEqual(['id', 'row', 'error', 'message', 'details']);
	});

	it.each(LANES)('keeps them also if every item fails for one reason (%s)', async (lane) => {
		const run = await bench.run(
			{ resource: 'account', operation: 'getBalance', includeInputFields: true },
			{
				lane,
				items: [{ row: 5 }],
				onError: 'continueRegularOutput',
				credentialData: { url: bench.panel.url, apiKey: 'wrong-key' },
			},
		);
		expect(run.json).toMatchObject([{ row: 5, details: { kind: 'apiKey' } }]);
	});
});

describe('the error output', () => {
	it.each(LANES)('holds exactly our three keys and the fields of the input (%s)', async (lane) => {
		const id = await place(bench.panel);
		const run = await bench.run(STATUS, {
			lane,
			items: [
				{ id, row: 1 },
				{ id: '999', row: 2 },
			],
			onError: 'continueErrorOutput',
			after: [
				{ name: 'Good', type: SET_NODE, parameters: { value: '={{ $json.order }}' } },
				{
					name: 'Bad',
					type: SET_NODE,
					parameters: { value: '={{ $json.row }} {{ $json.details.order }} {{ $json.error }}' },
					fromOutput: 1,
				},
			],
		});
		expect(run.json).toMatchObject([{ order: id }]);
		expect(run.errorItems).toEqual([
			{
				json: {
					id: '999',
					row: 2,
					error: 'Order 999: the panel answered "Incorrect order ID"',
					message: "Check that the order was placed on this panel, with this credential's account.",
					details: { order: '999', panelMessage: 'Incorrect order ID', kind: 'orderId' },
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(run.after.Good[0].json.value).toBe(id);
		expect(run.after.Bad[0].json.value).toBe(`2 999 ${String(run.errorItems[0].json.error)}`);
	});

	it('keeps failures out of the success branch, also with the input included', async () => {
		const run = await bench.run(
			{ ...STATUS, includeInputFields: true },
			{ items: [{ id: '999', row: 2 }], onError: 'continueErrorOutput' },
		);
		expect(run.items).toEqual([]);
		expect(Object.keys(run.errorItems[0].json).sort()).toEqual([
			'details',
			'error',
			'id',
			'message',
			'row',
		]);
	});
});

describe('details', () => {
	const detailsOf = async (parameters: INodeParameters, item = {}) => {
		const run = await bench.run(parameters, { items: [item], onError: 'continueRegularOutput' });
		return run.json[0].details;
	};

	it.each<[string, INodeParameters, IDataObject]>([
		[
			'a status have no outcome',
			{ ...STATUS, orderIds: '999' },
			{ order: '999', panelMessage: 'Incorrect order ID', kind: 'orderId' },
		],
		[
			'a refill status name the refill',
			{ resource: 'refill', operation: 'getStatus', refillIds: '999' },
			{ refill: '999', panelMessage: 'Refill not found', kind: 'refillId' },
		],
		[
			'a refill say that nothing was requested',
			{ resource: 'refill', operation: 'create', orderIds: '23501' },
			{
				...{ order: '23501', panelMessage: 'Refill not available' },
				...{ kind: 'refused', outcome: 'notPlaced' },
			},
		],
		[
			'an order that was refused say notPlaced',
			order(3, { link: 'nonsense', quantity: 100 }),
			{ panelMessage: 'Bad link', kind: 'link', outcome: 'notPlaced' },
		],
	])('of %s', async (_, parameters, details) => {
		await place(bench.panel);
		expect(await detailsOf(parameters)).toEqual(details);
	});

	it('of a cancel that may have been taken say unknown', async () => {
		const id = await place(bench.panel);
		bench.panel.fault({ kind: 'html500', when: 'after' });
		const parameters = { resource: 'order', operation: 'cancel', orderIds: id };
		expect(await detailsOf(parameters)).toEqual({
			order: id,
			panelMessage: expect.stringContaining('Whoops'),
			kind: 'html',
			outcome: 'unknown',
		});
		expect(bench.panel.count('cancel')).toBe(1);
		expect(bench.panel.cancels.size).toBe(1);
	});

	it('of an order that may exist say unknown', async () => {
		bench.panel.fault({ kind: 'resetAfter' });
		expect(await detailsOf(defaultOrder(), { link: LINK })).toEqual({
			panelMessage: null,
			kind: 'connectionLost',
			outcome: 'unknown',
		});
		expect(bench.panel.orders.size).toBe(1);
	});

	it('of a refill are those of each id in a batch', async () => {
		const [done] = await placeFinished(bench.panel, 1);
		const run = await bench.run(
			{ resource: 'refill', operation: 'create', orderIds: `${done} 999` },
			{ onError: 'continueRegularOutput' },
		);
		expect(run.json).toMatchObject([
			{ order: done, refill: '1' },
			{ details: { order: '999', kind: 'orderId', outcome: 'notPlaced' } },
		]);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
	});
});
