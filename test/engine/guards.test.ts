import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { orderForm } from '../../sandbox/orderForm';
import { NODE_NAME } from '../../sandbox/engine/workflow';
import { ProcessedData, useProcessedData, type EngineRun } from '../../sandbox/engine';
import {
	byId,
	defaultOrder,
	GO_ON,
	linkItems,
	order,
	placed,
	sent,
	useBench,
	words,
} from './setup';

const bench = useBench();
let store: ProcessedData;

beforeEach(async () => {
	store = new ProcessedData();
	await useProcessedData(store);
});

const keyed = (more: IDataObject = {}) =>
	defaultOrder({ duplicateKey: '={{ "row " + $json.row }}', ...more });
const orders = ({ json }: EngineRun) => json.map(({ order }) => order);
const errors = (run: EngineRun) => run.json.map(({ details }) => details as IDataObject);
const guarded = ({ dryRun, ...safeguards }: IDataObject, more: IDataObject = {}) =>
	defaultOrder({ safeguards, ...(dryRun !== undefined && { dryRun }), ...more });
const linkOf = (row: number) => `https://example.com/complete/${row}`;

const skipped = (duplicateKey: string, order: string | null) => ({
	skipped: true,
	duplicateKey,
	order,
	placedAt: order === null ? null : expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
});

describe('a duplicate key', () => {
	it('is ordered once, and skipped in later executions', async () => {
		const first = await bench.run(keyed(), { items: linkItems(3) });
		expect(orders(first)).toEqual(['23501', '23502', '23503']);
		const second = await bench.run(keyed(), { items: linkItems(4) });
		expect(second.json).toEqual([
			...['23501', '23502', '23503'].map((order, row) => skipped(`row ${row}`, order)),
			placed(23504, linkOf(3)),
		]);
		expect(bench.panel.orders.size).toBe(4);
	});

	it('keeps the input fields of a skipped item, or drops the item, depending on the options', async () => {
		await bench.run(keyed(), { items: linkItems(1) });
		const kept = await bench.run(keyed({ includeInputFields: true }), {
			items: linkItems(1),
		});
		expect(kept.json).toEqual([
			{ row: 0, link: 'https://example.com/complete/0', ...skipped('row 0', '23501') },
		]);
		const dropped = await bench.run(keyed({ options: { dropSkipped: true } }), {
			items: linkItems(1),
		});
		expect(dropped.items).toEqual([]);
	});

	it('is one record and one release of the store, however many orders', async () => {
		jest.spyOn(clock, 'now').mockReturnValue(0);
		await bench.run(keyed(), { items: linkItems(200) });
		expect(store.writes).toBeLessThanOrEqual(5);
		expect(bench.panel.orders.size).toBe(200);
	});

	it('is unknown, neither sent nor skipped, when an order got no clear answer', async () => {
		bench.panel.fault({ kind: 'resetAfter', action: 'add' });
		await bench.run(keyed(), { items: linkItems(1) });
		expect(bench.panel.orders.size).toBe(1);
		const again = await bench.run(keyed(), {
			items: linkItems(1),
			onError: 'continueRegularOutput',
		});
		expect(errors(again)[0]).toMatchObject({ kind: 'duplicate', outcome: 'unknown' });
		expect(bench.panel.orders.size).toBe(1);
	});

	it('that is open stops the run before anything is sent, with Stop Workflow', async () => {
		bench.panel.fault({ kind: 'resetAfter', action: 'add' });
		await bench.run(keyed(), { items: linkItems(1) });
		bench.panel.resetCounters();
		const again = await bench.run(keyed(), { items: linkItems(3) });
		expect(words(again)).toContain("the duplicate key 'row 0'");
		expect(bench.panel.count('add')).toBe(0);
		const after = await bench.run(keyed(), { items: linkItems(3).slice(1) });
		expect(orders(after)).toEqual(['23502', '23503']);
	});

	it('is ordered once by twenty executions at the same time', async () => {
		const runs = await Promise.all(
			Array.from(
				{ length: 20 },
				async () =>
					await bench.run(keyed(), { items: linkItems(10), onError: 'continueRegularOutput' }),
			),
		);
		expect(bench.panel.orders.size).toBe(10);
		const placed = runs.flatMap((run) => orders(run).filter((order) => order !== undefined));
		expect(new Set(placed).size).toBe(10);
		for (const run of runs) expect(run.json).toHaveLength(10);
	});

	it('returns the placed order on a retry, and not a skipped item', async () => {
		bench.panel.fault({ kind: 'html500', action: 'add', when: 'before', skip: 1 });
		const run = await bench.run(keyed(), { items: linkItems(3), retryOnFail: true, maxTries: 2 });
		expect(words(run)).toContain('item 0 is order 23501');
		const button = await bench.run(keyed(), {
			items: linkItems(3),
			retryOf: run,
			onError: 'continueRegularOutput',
		});
		expect(button.json[0]).toEqual(placed(23501, linkOf(0)));
		expect(errors(button)[1]).toMatchObject({ outcome: 'unknown' });
		expect(button.json[2]).toEqual(placed(23502, linkOf(2)));
		expect(bench.panel.orders.size).toBe(2);
	});

	it('that will be skipped counts neither towards the limit of the run nor against the balance', async () => {
		await bench.run(keyed(), { items: linkItems(3) });
		const safeguards = { maxTotalCharge: 0.125, checkBalance: true };
		const run = await bench.run(keyed({ safeguards }), { items: linkItems(4) });
		expect(run.json.map(({ skipped: is, order }) => is ?? order)).toEqual([
			true,
			true,
			true,
			'23504',
		]);
	});

	it('is free again when a safeguard refused its order, or could not be kept', async () => {
		const over = await bench.run(keyed({ safeguards: { maxCharge: 0.1 } }), {
			items: linkItems(2),
			onError: 'continueRegularOutput',
		});
		expect(errors(over).map(({ kind }) => kind)).toEqual(['limit', 'limit']);
		bench.panel.fault({ kind: 'html500', action: 'services', times: Infinity });
		const blind = await bench.run(keyed({ safeguards: { maxCharge: 1 } }), {
			items: linkItems(2),
		});
		expect(words(blind)).toContain('The order was not placed: the services could not be read');
		bench.panel.clearFaults();
		const again = await bench.run(keyed({ safeguards: { maxCharge: 1 } }), {
			items: linkItems(2),
		});
		expect(orders(again)).toEqual(['23501', '23502']);
	});

	it('is refused in a run with more keys than are kept, and nothing is sent', async () => {
		const run = await bench.run(keyed(), { items: linkItems(10_001) });
		expect(words(run)).toContain('10001 different duplicate keys, but only 10000 are kept');
		expect(words(run)).toContain('Loop Over Items');
		expect(bench.panel.requests).toEqual([]);
	});

	it('is free again when n8n could not sign the request, which is no doubt', async () => {
		const broken = await bench.run(keyed(), {
			items: linkItems(2),
			throws: [{ at: 'credentials', skip: 2, times: 9 }],
			...GO_ON,
		});
		expect(errors(broken)).toMatchObject([{ outcome: 'notPlaced' }, { outcome: 'notPlaced' }]);
		expect(bench.panel.count('add')).toBe(0);
		expect(orders(await bench.run(keyed(), { items: linkItems(2) }))).toEqual(['23501', '23502']);
	});

	it('that n8n could not look up may have been ordered before', async () => {
		const throws = [{ at: 'store' as const }];
		const run = await bench.run(keyed(), { items: linkItems(1), throws, ...GO_ON });
		expect(errors(run)).toMatchObject([{ kind: 'duplicate', outcome: 'unknown' }]);
		expect(run.json[0].message).toContain("Keep 'Duplicate Key'");
		expect(bench.panel.count('add')).toBe(0);
	});

	it('is refused if n8n stores no data, and nothing is sent', async () => {
		const run = await bench.run(keyed(), { items: linkItems(1), lane: 'routing' });
		expect(words(run)).toContain("'Duplicate Key' cannot be used here");
		expect(words(run)).toContain("run it as a workflow, or clear 'Duplicate Key'");
		expect(bench.panel.requests).toEqual([]);
	});
});

describe('safeguards', () => {
	const refusedBy = async (parameters: INodeParameters, items: IDataObject[] = linkItems(1)) => {
		const run = await bench.run(parameters, { items });
		expect(bench.panel.count('add')).toBe(0);
		return words(run);
	};

	it('refuse an order above the highest charge, to the last digit', async () => {
		// Service 3 costs 1.25 per 1,000, so 100 cost 0.125.
		expect(await refusedBy(guarded({ maxCharge: 0.12499 }))).toContain(
			'it costs 0.125, above the max charge of 0.12499',
		);
		const run = await bench.run(guarded({ maxCharge: 0.125 }), { items: linkItems(1) });
		expect(run.json).toEqual([placed(23501, linkOf(0))]);
	});

	it('refuse a run above the max charge of all: nothing with Stop, what fits with Continue', async () => {
		expect(await refusedBy(guarded({ maxTotalCharge: 0.375 }), linkItems(4))).toContain(
			'which brings this execution to 0.5, above the max total charge of 0.375',
		);
		const run = await bench.run(guarded({ maxTotalCharge: 0.375 }), {
			items: linkItems(4),
			onError: 'continueRegularOutput',
		});
		expect(orders(run)).toEqual(['23501', '23502', '23503', undefined]);
		expect(errors(run)[3]).toMatchObject({ kind: 'limit', outcome: 'notPlaced' });
	});

	it.each(['checkBalance', 'maxCharge', 'maxTotalCharge', 'checkService'])(
		'say that nothing was placed if %s cannot be checked without an answer',
		async (name) => {
			const action = name === 'checkBalance' ? 'balance' : 'services';
			bench.panel.fault({ kind: 'html500', action, times: Infinity });
			const value = name.startsWith('max') ? 5 : true;
			const run = await bench.run(guarded({ [name]: value }), {
				items: linkItems(2),
				onError: 'continueRegularOutput',
			});
			expect(errors(run).map(({ outcome }) => outcome)).toEqual(['notPlaced', 'notPlaced']);
			expect(run.json[1].error).toContain(
				`The order was not placed: the ${action} could not be read: `,
			);
			expect(bench.panel.count('add')).toBe(0);
		},
	);

	it('take a calculated limit as its exact decimal: 0.1 + 0.2 is 0.3', async () => {
		bench.panel.services.find(({ service }) => service === 3)!.rate = '3';
		const run = await bench.run(guarded({ maxCharge: '={{ 0.1 + 0.2 }}' }), {
			items: linkItems(1),
		});
		expect(orders(run)).toEqual(['23501']);
	});

	it('ask for catalogue and balance once in a run', async () => {
		const all = { maxCharge: 5, maxTotalCharge: 50, checkService: true, checkBalance: true };
		await bench.run(guarded(all), { items: linkItems(20) });
		expect([
			bench.panel.count('services'),
			bench.panel.count('balance'),
			bench.panel.count('add'),
		]).toEqual([1, 1, 20]);
	});

	it('ask for nothing when they are not set', async () => {
		await bench.run(defaultOrder(), { items: linkItems(2) });
		expect(bench.panel.requests.map(({ action }) => action)).toEqual(['add', 'add']);
	});

	it('refuse what the balance is not enough for, and send nothing at all', async () => {
		const run = await bench.run(guarded({ checkBalance: true }, { quantity: 100000 }), {
			items: linkItems(9),
			onError: 'continueRegularOutput',
		});
		expect(bench.panel.count('add')).toBe(0);
		expect(errors(run)).toHaveLength(9);
		expect(run.json[0].error).toContain(
			'the orders of this run cost 1125 USD, and the balance is 1000',
		);
	});

	it('check that the service exists, takes the fields and the quantity', async () => {
		const check = (more: IDataObject) => guarded({ checkService: true }, more);
		expect(await refusedBy(check({ service: byId(999) }))).toContain(
			'the panel has no service 999',
		);
		expect(await refusedBy(check({ service: byId(2) }))).toContain(
			"Service 2 takes Custom Comments: fill in 'Comments'. It has no quantity.",
		);
		expect(await refusedBy(check({ quantity: 9 }))).toContain(
			'it orders 9, and service 3 takes at least 10 and at most 100000',
		);
		const two = order(2, { link: '={{ $json.link }}', comments: 'one\ntwo' }, []);
		expect(await refusedBy({ ...two, safeguards: { checkService: true } })).toContain(
			'it orders 2, and service 2 takes at least 10 and at most 1500',
		);
	});

	it('refuse an order whose price cannot be known, when a limit is set', async () => {
		const subscription = order(20, { username: 'nasa', min: 10, max: 50, delay: 0 }, []);
		expect(await refusedBy({ ...subscription, safeguards: { maxCharge: 100 } })).toContain(
			"its price cannot be determined, and a limit is set: a subscription without 'New Posts' has no end",
		);
	});

	it.each<[IDataObject, string]>([
		[{ maxCharge: 'many' }, '\'Max Charge\' holds "many"'],
		[{ maxCharge: '' }, '\'Max Charge\' holds ""'],
		[{ maxTotalCharge: -1 }, "'Max Total Charge' holds -1"],
		[{ maxCharge: '={{ $json.none }}' }, "'Max Charge' holds nothing"],
	])('refuse an invalid limit: %j', async (limit, says) => {
		expect(await refusedBy(guarded(limit))).toContain(`${says} instead of a number of 0 or more`);
	});

	it.each([
		['dryRun', 'Dry Run'],
		['checkService', 'Check Service'],
		['checkBalance', 'Check Balance'],
	])('refuse a %s that is neither on nor off', async (name, label) => {
		expect(await refusedBy(guarded({ [name]: '={{ $json.none }}' }))).toMatch(
			new RegExp(`'${label}' holds nothing.* instead of true or false`),
		);
	});

	it('output in a dry run what would be ordered and its cost, and order nothing', async () => {
		const run = await bench.run(guarded({ dryRun: true }), { items: linkItems(2) });
		expect(run.json[0]).toEqual({
			dryRun: true,
			service: '3',
			link: 'https://example.com/complete/0',
			quantity: 100,
			expectedCharge: 0.125,
			currency: 'USD',
		});
		expect(bench.panel.count('add')).toBe(0);
		expect(sent(bench.panel).map(({ action }) => action)).toEqual(['services', 'balance']);
	});

	it('show the total of a dry run and the balance', async () => {
		const { data } = await bench.run(defaultOrder({ dryRun: true }), { items: linkItems(2) });
		expect(data.resultData.runData[NODE_NAME][0].hints).toEqual([
			{
				message:
					'Dry run: nothing is ordered. 2 orders would cost 0.25 USD; the balance is 1000 USD.',
				location: 'outputPane',
			},
		]);
	});

	it.each<[string, INodeParameters, string, number]>([
		['an unknown service', { service: byId(999) }, 'serviceId', 1],
		['too few', { fields: orderForm({ link: 'x', quantity: 1 }) }, 'quantity', 1],
		['a missing field', { service: byId(2) }, 'parameter', 1],
		[
			'what is beyond the balance',
			{ fields: orderForm({ link: 'x', quantity: 100000 }) },
			'funds',
			9,
		],
	])('tell in a dry run of %s, without any other safeguard', async (_, more, kind, items) => {
		const run = await bench.run(
			{ ...defaultOrder({ dryRun: true }), ...more },
			{ items: linkItems(items), onError: 'continueRegularOutput' },
		);
		expect(errors(run)[0]).toMatchObject({ kind, outcome: 'notPlaced' });
		expect(bench.panel.count('add')).toBe(0);
	});

	it('report in a dry run what they would refuse', async () => {
		const run = await bench.run(guarded({ dryRun: true, maxTotalCharge: 0.125 }), {
			items: linkItems(2),
			onError: 'continueRegularOutput',
		});
		expect(run.json[0]).toMatchObject({ dryRun: true, expectedCharge: 0.125 });
		expect(errors(run)[1]).toMatchObject({ kind: 'limit', outcome: 'notPlaced' });
		expect(bench.panel.count('add')).toBe(0);
	});

	it('estimate exactly the charge that the panel takes', async () => {
		const item = linkItems(1);
		const [rehearsed] = (
			await bench.run(guarded({ dryRun: true }, { runs: 2, interval: 5 }), { items: item })
		).json;
		await bench.run(defaultOrder({ runs: 2, interval: 5 }), { items: item });
		expect(Number(bench.panel.spent())).toBe(rehearsed.expectedCharge);
	});

	it('count what an earlier try of the execution has placed towards the total', async () => {
		bench.panel.fault({ kind: 'reply', action: 'add', skip: 2, body: '{"error":"Bad link"}' });
		const first = await bench.run(guarded({ maxTotalCharge: 0.375 }), { items: linkItems(3) });
		expect(words(first)).toContain('item 1 is order 23502');
		const again = await bench.run(guarded({ maxTotalCharge: 0.375 }), {
			items: linkItems(3),
			retryOf: first,
		});
		expect(orders(again)).toEqual(['23501', '23502', '23503']);
		expect(bench.panel.orders.size).toBe(3);
	});

	it('refuse a limit for the run where each item is a run of its own', async () => {
		const run = await bench.run(guarded({ maxTotalCharge: 50 }), {
			items: linkItems(1),
			lane: 'routing',
		});
		expect(words(run)).toContain("'Max Total Charge' does not work here");
		expect(bench.panel.count('add')).toBe(0);
	});

	it.each([
		['Dry Run', { dryRun: '={{ $json.row === 1 }}' }],
		['Check Balance', { checkBalance: true }],
	])('refuse %s where each item is a run of its own', async (label, safeguards) => {
		const run = await bench.run(guarded(safeguards), { items: linkItems(2), lane: 'routing' });
		expect(words(run)).toContain(`'${label}' does not work here`);
		expect(bench.panel.count('add')).toBe(0);
	});

	it('hold in the routing lane as well', async () => {
		const run = await bench.run(guarded({ maxCharge: 0.1 }), {
			items: linkItems(1),
			lane: 'routing',
		});
		expect(words(run)).toContain('it costs 0.125, above the max charge of 0.1');
		expect(bench.panel.count('add')).toBe(0);
	});
});
