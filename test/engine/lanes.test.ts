import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import type { EngineRun, Lane } from '../../sandbox/engine';
import type { Panel } from '../../sandbox/panel';
import { defaultOrder, LANES, LINK, place, placeFinished, useBench } from './setup';

const bench = useBench();

interface Operation {
	name: string;
	parameters: INodeParameters;
	/** Whether the operation writes, and so is not retried on doubt. */
	does: boolean;
	/** Brings a new panel into the state that the items below need. */
	prepare: (panel: Panel) => Promise<unknown>;
	good: IDataObject[];
	/** Whether raw is compared for one id only: the panel answers batches in another form, and routing sends none. */
	rawAlone?: boolean;
	/** An item that the panel refuses, and an invalid item that the node refuses. */
	refused?: IDataObject;
	unsound?: IDataObject;
}

const ids = (resource: string, operation: string, name = 'orderIds'): INodeParameters => ({
	resource,
	operation,
	[name]: '={{ $json.ids }}',
});

async function placeRefills(panel: Panel): Promise<void> {
	for (const order of await placeFinished(panel, 2)) {
		const body = new URLSearchParams({ key: panel.apiKey, action: 'refill', order });
		await fetch(panel.url, { method: 'POST', body });
	}
	panel.resetCounters();
}

const OPERATIONS: Operation[] = [
	{
		name: 'account: getBalance',
		does: false,
		parameters: { resource: 'account', operation: 'getBalance' },
		prepare: async () => {},
		good: [{ row: 1 }, { row: 2 }],
	},
	{
		name: 'order: create',
		does: true,
		parameters: defaultOrder({ quantity: '={{ $json.quantity }}' }),
		prepare: async () => {},
		// Only one: the routing lane sends all orders at once, so their ids could be swapped.
		good: [{ row: 1, link: LINK, quantity: 100 }],
		refused: { row: 2, link: 'nonsense', quantity: 100 },
		unsound: { row: 3, link: LINK, quantity: 1.5 },
	},
	{
		name: 'order: getStatus',
		does: false,
		parameters: ids('order', 'getStatus'),
		prepare: async (panel) => {
			await place(panel);
			await place(panel, { quantity: '50', runs: '2' });
			panel.advance(15 * 60_000);
		},
		good: [
			{ row: 1, ids: '23501' },
			{ row: 2, ids: '23502, 23501', status: 'mine' },
		],
		refused: { row: 3, ids: '999' },
		unsound: { row: 4, ids: '' },
	},
	{
		name: 'order: cancel',
		does: true,
		parameters: ids('order', 'cancel'),
		prepare: async (panel) => {
			await place(panel);
			await place(panel);
		},
		good: [
			{ row: 1, ids: '23501' },
			{ row: 2, ids: 23502 },
		],
		refused: { row: 3, ids: '999' },
		unsound: { row: 4, ids: ' , ' },
	},
	{
		name: 'refill: create',
		does: true,
		parameters: ids('refill', 'create'),
		prepare: async (panel) => await placeFinished(panel, 1),
		good: [{ row: 1, ids: ['23501'] }],
		rawAlone: true,
		refused: { row: 2, ids: '999' },
		unsound: { row: 3, ids: true },
	},
	{
		name: 'refill: getStatus',
		does: false,
		parameters: ids('refill', 'getStatus', 'refillIds'),
		prepare: placeRefills,
		good: [
			{ row: 1, ids: '1' },
			{ row: 2, ids: '2 1' },
		],
		rawAlone: true,
		refused: { row: 3, ids: '999' },
		unsound: { row: 4, ids: '' },
	},
	{
		name: 'service: get',
		does: false,
		parameters: { resource: 'service', operation: 'get', service: '={{ $json.id }}' },
		prepare: async () => {},
		good: [
			{ row: 1, id: 1 },
			{ row: 2, id: '9' },
		],
		refused: { row: 3, id: '999' },
		unsound: { row: 4, id: '' },
	},
	{
		name: 'service: getMany',
		does: false,
		parameters: {
			resource: 'service',
			operation: 'getMany',
			limit: '={{ $json.row }}',
			filters: { text: '={{ $json.text }}' },
		},
		prepare: async () => {},
		good: [{ row: 1 }, { row: 2, text: 'mentions' }],
	},
];

/** What n8n passes on after a run. */
const outcomeOf = ({ status, items, errorItems, error }: EngineRun) => {
	const plain = (list: typeof items) => list.map(({ json, pairedItem }) => ({ json, pairedItem }));
	return {
		status,
		items: plain(items),
		errorItems: plain(errorItems),
		message: error?.message,
		description: error?.description,
	};
};

async function inLane(
	lane: Lane,
	operation: Operation,
	{ parameters, prepare }: { parameters: INodeParameters; prepare?: (panel: Panel) => void },
	items: IDataObject[],
	onError?: OnError,
) {
	const panel = await bench.renew();
	await operation.prepare(panel);
	prepare?.(panel);
	const run = await bench.run(
		{ ...operation.parameters, ...parameters },
		{ items, lane, ...(onError && { onError }) },
	);
	return { ...outcomeOf(run), orders: panel.orders.size, cancels: panel.cancels.size };
}

/** Runs in both lanes, expects equal results, and returns them. */
async function inBoth(
	operation: Operation,
	setting: { parameters: INodeParameters; prepare?: (panel: Panel) => void },
	items: IDataObject[],
	onError?: OnError,
) {
	const bulk = await inLane('bulk', operation, setting, items, onError);
	const routing = await inLane('routing', operation, setting, items, onError);
	expect(routing).toEqual(bulk);
	return bulk;
}

const SETTINGS: Array<[string, INodeParameters]> = [
	['simplified', {}],
	['raw', { output: 'raw' }],
	['with the input', { includeInputFields: true }],
	['raw with the input', { output: 'raw', includeInputFields: true }],
];
const CONTINUE: OnError[] = ['continueRegularOutput', 'continueErrorOutput'];

describe.each(OPERATIONS)('$name', (operation) => {
	const { refused, unsound } = operation;
	const bad = [refused, unsound].filter((item) => item !== undefined);
	const goodFor = ({ output }: INodeParameters) =>
		output === 'raw' && operation.rawAlone ? operation.good.slice(0, 1) : operation.good;

	it.each(SETTINGS)('gives the same items, %s', async (_, parameters) => {
		const good = goodFor(parameters);
		const { status, items, errorItems } = await inBoth(operation, { parameters }, good);
		expect(status).toBe('success');
		expect(errorItems).toEqual([]);
		expect(items.length).toBeGreaterThanOrEqual(good.length);
		const { includeInputFields } = parameters;
		for (const { json, pairedItem } of items) {
			const { item } = pairedItem as { item: number };
			const [row] = good.filter((each) => each.row === good[item].row);
			if (includeInputFields) expect(json.row).toBe(row.row);
			else expect(json).not.toHaveProperty('row');
		}
	});

	describe.each(CONTINUE)('%s', (onError) => {
		it.each(SETTINGS)('gives the same error items, %s', async (_, parameters) => {
			// A refused id and a good one would form a batch.
			const alone = parameters.output === 'raw' && operation.rawAlone;
			const items = alone ? bad.slice(-1) : [...operation.good, ...bad];
			const failing = alone ? items : bad;
			const { status, ...out } = await inBoth(operation, { parameters }, items, onError);
			expect(status).toBe('success');
			const failed = [...out.items, ...out.errorItems].filter(({ json }) => json.error);
			expect(failed.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
				failing.map((item) => items.indexOf(item)),
			);
			if (onError === 'continueErrorOutput') expect(out.errorItems).toEqual(failed);
		});

		it('gives the same error items when the panel refuses the key', async () => {
			const wrongKey = (panel: Panel) =>
				void panel.fault({ kind: 'reply', body: '{"error":"Invalid API key"}', times: 9 });
			const setting = { parameters: {}, prepare: wrongKey };
			const item = operation.good.slice(0, 1);
			const { items, errorItems } = await inBoth(operation, setting, item, onError);
			const [{ json }] = onError === 'continueErrorOutput' ? errorItems : items;
			expect(json.error).toContain('Invalid API key');
			expect((json.details as IDataObject).kind).toBe('apiKey');
		});
	});

	it(operation.does ? 'is not retried on doubt' : 'is retried', async () => {
		const prepare = (panel: Panel) => void panel.fault({ kind: 'html500', times: 99 });
		for (const lane of LANES) {
			const item = operation.good.slice(0, 1);
			await inLane(lane, operation, { parameters: {}, prepare }, item);
			expect(bench.panel.count()).toBe(operation.does ? 1 : 7);
		}
	});

	for (const item of bad) {
		it(`stops with the same words for ${JSON.stringify(item)}`, async () => {
			const { status, items, ...error } = await inBoth(operation, { parameters: {} }, [item]);
			expect(status).toBe('error');
			expect(items).toEqual([]);
			expect(error.message).toMatch(/ \[item 0\]$/);
			expect(error.description).toBeTruthy();
		});
	}

	it.each(['Invalid API key', 'Something never heard of'])(
		'stops with the same words when the panel says "%s"',
		async (error) => {
			const body = JSON.stringify({ error });
			const prepare = (panel: Panel) => void panel.fault({ kind: 'reply', body, times: 9 });
			const item = operation.good.slice(0, 1);
			const { message } = await inBoth(operation, { parameters: {}, prepare }, item);
			expect(message).toContain(error);
		},
	);
});

it('sends the same request in both lanes', async () => {
	const requests = [];
	const create = OPERATIONS.find(({ name }) => name === 'order: create') as Operation;
	for (const lane of LANES) {
		await inLane(lane, create, { parameters: {} }, create.good);
		const [{ method, url, contentType, fields, headers }] = bench.panel.requests;
		requests.push({ method, url, contentType, fields, accept: headers.accept });
	}
	expect(requests[0]).toEqual(requests[1]);
	expect(requests[0]).toEqual({
		method: 'POST',
		url: '/api/v2',
		contentType: 'application/x-www-form-urlencoded',
		accept: 'application/json',
		fields: {
			key: bench.panel.apiKey,
			action: 'add',
			service: '3',
			link: LINK,
			quantity: '100',
		},
	});
});

it.each(LANES)('sends nothing without input items (%s)', async (lane) => {
	const { status, items } = await bench.run(defaultOrder(), { lane, items: [] });
	expect({ status, items }).toEqual({ status: 'success', items: [] });
	expect(bench.panel.requests).toEqual([]);
});
