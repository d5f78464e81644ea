import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { INPUT_NAME, NODE_NAME, type EngineRun, type RunOptions } from '../../sandbox/engine';
import type { Panel } from '../../sandbox/panel';
import { orderForm } from '../../sandbox/orderForm';
import type { Random } from './random';
import { blame, count, type Tally } from './tally';
import { armFaults, armOutage, atRequest, requestOptions, settings, type World } from './world';

/** What an execution said in the end of a row. */
interface Said {
	placed: Set<string>;
	unknown: boolean;
	notPlaced: boolean;
	skipped: boolean;
	/** Items that came out for it. */
	items: number;
}

/** An execution, after its last try. */
interface Execution {
	run: EngineRun;
	/** Whether the last try was stopped from outside, so that n8n's log is all that is left of it. */
	stopped: boolean;
}

/** The rows of a play, and what is known of it beforehand. */
interface Play {
	seed: number;
	/** The row of each item; with duplicate keys a row may be there twice. */
	rows: number[];
	/** Most orders that the limit for the run allows. */
	most: number;
}

type Row = { row: number; link: string };

/** A line of the log about an order that was placed, or may have been. */
const IN_LOG = /order (?:(\w+) placed|may have been placed) .*for item (\d+) /;

/** What 100 pieces of service 3 cost. */
const CHARGE = 0.125;

/** Milliseconds that requests may stay in flight, on a busy machine. */
const SETTLED_WITHIN = 10_000;
/** Turns of the event loop in which the node says what became of its last request. */
const TURNS = 20;

const linkOf = (row: number): string => `https://example.com/complete/${row}`;

/** Orders under faults: with every setting, retries, stops, and executions at the same time. */
export async function playOrders(random: Random, world: World, tally: Tally): Promise<void> {
	const { panel, run } = world;
	const isKeyed = random.chance(0.5);
	const isSingle = !isKeyed && random.chance(0.2);
	const size = isSingle ? 1 : random.integer(1, 8);
	const rows = Array.from({ length: size }, (_, n) =>
		isKeyed && n > 0 && random.chance(0.15) ? random.integer(0, n - 1) : n,
	);
	const items: Row[] = rows.map((row) => ({ row, link: linkOf(row) }));
	const width = random.pick([1, 1, 10]);
	const most = !isKeyed && !isSingle && random.chance(0.3) ? random.integer(1, size) : Infinity;
	const parameters = {
		resource: 'order',
		operation: 'create',
		service: { __rl: true, mode: 'id', value: '3' },
		fields: orderForm({ link: '={{ $json.link }}', quantity: 100 }),
		...(isKeyed && { duplicateKey: '={{ "row " + $json.row }}' }),
		...(most < Infinity && { safeguards: { maxTotalCharge: most * CHARGE } }),
		options: { concurrency: width },
		requestOptions,
	} as INodeParameters;
	armFaults(random, panel, most < Infinity && random.chance(0.2) ? 'services' : 'add', tally);
	if (random.chance(0.15)) await armOutage(random, world, 'add', tally);

	const execute = async (): Promise<Execution> => {
		const chosen: Partial<RunOptions> = {
			...settings(random),
			...(isSingle && random.chance(0.5) && { lane: 'routing' as const }),
		};
		const stop = random.chance(0.15) ? armStop(random, world, tally) : undefined;
		const isResumed = random.chance(0.7);
		let last = await run(parameters, { items, ...chosen, signal: stop });
		// Looked at before anything else can pass: a Stop that comes after the end changes nothing.
		if (stop?.aborted) {
			if (!isResumed) return { run: last, stopped: true };
			// What n8n keeps of an execution that ran out of time is tried again from where it was.
			last = await run(parameters, { items, ...chosen, retryOf: resumable(last, items) });
		}
		for (let press = random.integer(0, 2); press > 0 && last.error; press--) {
			if (random.chance(0.3)) panel.clearFaults();
			if (random.chance(0.3)) await world.door?.open();
			last = await run(parameters, { items, ...chosen, retryOf: last });
		}
		return { run: last, stopped: false };
	};
	const executions = await Promise.all(
		Array.from({ length: isKeyed ? random.integer(1, 3) : 1 }, execute),
	);
	await settled(random.seed, executions, panel);
	if (isKeyed && random.chance(0.5)) {
		panel.clearFaults();
		await world.door?.open();
		const last = await run(parameters, { items, onError: 'continueRegularOutput' });
		executions.push({ run: last, stopped: false });
	}
	judge({ seed: random.seed, rows, most }, panel.orders, executions, tally);
}

/**
 * Waits until what was in flight when executions were stopped has come to an end.
 *
 * @throws Error when the panel is still at work after seconds: nothing can be said of such a run.
 */
async function settled(seed: number, executions: Execution[], panel: Panel): Promise<void> {
	const deadline = Date.now() + SETTLED_WITHIN;
	while (inFlight(panel) > 0) {
		if (Date.now() > deadline)
			throw new Error(`seed ${seed}: not settled, ${inFlight(panel)} requests are in flight`);
		await sleep(5);
	}
	// The node has its answer or none by now, and waits for nothing: a few turns, however long they take, are enough.
	const isTold = () => {
		const logs = executions.filter(({ stopped }) => stopped).flatMap(({ run }) => run.logs);
		const told = logs.filter(({ message }) => IN_LOG.test(message)).length;
		return logs.length === 0 || told >= panel.orders.size;
	};
	for (let turn = 0; turn < TURNS && !isTold(); turn++) await sleep(5);
}

/** Requests that the panel has not answered yet, and that nobody has given up. */
function inFlight(panel: Panel): number {
	panel.resetCounters();
	return panel.mostInFlight;
}

/** Presses Stop shortly after some order was sent. */
function armStop(random: Random, { panel }: World, tally: Tally): AbortSignal {
	const stop = new AbortController();
	const delay = random.integer(0, 6);
	count(tally, 'stop');
	atRequest(panel, 'add', random.integer(1, 6), () => setTimeout(() => stop.abort(), delay));
	return stop.signal;
}

/** A stopped run with the node still to be executed, and in its context what was there at that moment. */
function resumable(run: EngineRun, items: Row[]): EngineRun {
	const { contextData } = run.data.executionData ?? {};
	const todo = {
		node: { name: NODE_NAME },
		data: { main: [items.map((json, item) => ({ json, pairedItem: { item } }))] },
		source: { main: [{ previousNode: INPUT_NAME }] },
	};
	const executionData = { ...run.data.executionData, contextData, nodeExecutionStack: [todo] };
	return { ...run, status: 'canceled', data: { ...run.data, executionData } as never };
}

/** Holds what was said against the panel's ledger. */
function judge(
	{ seed, rows, most }: Play,
	ledger: ReadonlyMap<string, { id: string; link: string }>,
	executions: Execution[],
	tally: Tally,
): void {
	const said = executions.map((execution) => saidIn(execution, rows));
	for (const row of new Set(rows)) {
		const all = said.map((each) => each.get(row) as Said);
		const bought = [...ledger.values()]
			.filter(({ link }) => link === linkOf(row))
			.map(({ id }) => id);
		const placed = new Set(all.flatMap((each) => [...each.placed]));
		const isUnknown = all.some(({ unknown }) => unknown);
		tally.orders += bought.length;
		if (isUnknown) tally.unknown++;
		if (bought.length > 1)
			blame(tally, 'doubles', seed, `row ${row} was bought as ${bought.join(' and ')}`);
		for (const id of bought) {
			if (!placed.has(id) && !isUnknown)
				blame(tally, 'lost', seed, `order ${id} of row ${row} was not told of`);
		}
		for (const id of placed) {
			if (!bought.includes(id)) blame(tally, 'wrong', seed, `row ${row} is said to be order ${id}`);
		}
		if (all.some(({ skipped }) => skipped) && bought.length === 0)
			blame(tally, 'wrong', seed, `row ${row} was skipped and never placed`);
		const isDenied = all.length === 1 && all[0].notPlaced && !isUnknown;
		if (isDenied && bought.length > 0)
			blame(tally, 'wrong', seed, `row ${row} is said not to be placed`);
		const asked = rows.filter((each) => each === row).length;
		executions.forEach(({ run, stopped }, n) => {
			if (!run.error && !stopped && all[n].items !== asked)
				blame(tally, 'lost', seed, `row ${row} came out as ${all[n].items} of ${asked} items`);
		});
	}
	if (ledger.size > most)
		blame(tally, 'wrong', seed, `${ledger.size} orders cost more than the limit for ${most}`);
}

/** What an execution said of each row. */
function saidIn({ run, stopped }: Execution, rows: number[]): Map<number, Said> {
	const said = new Map(
		rows.map((row): [number, Said] => [
			row,
			{ placed: new Set(), unknown: false, notPlaced: false, skipped: false, items: 0 },
		]),
	);
	const ofItem = (item: number | string) => said.get(rows[Number(item)]) as Said;
	if (stopped) {
		for (const { message } of run.logs) {
			const [, order, item] = IN_LOG.exec(message) ?? [];
			if (order) ofItem(item).placed.add(order);
			else if (item) ofItem(item).unknown = true;
		}
		return said;
	}
	for (const item of [...run.items, ...run.errorItems]) {
		const one = ofItem(indexOf(item));
		const { order, skipped, details } = item.json as IDataObject & { details?: IDataObject };
		one.items++;
		if (order !== undefined && !details) one.placed.add(String(order));
		if (skipped === true) one.skipped = true;
		if (details?.outcome === 'unknown') one.unknown = true;
		if (details?.outcome === 'notPlaced') one.notPlaced = true;
	}
	if (!run.error) return said;
	// The error that stops a workflow tells in words what became of every order.
	const text = `${run.error.message}\n${run.error.description ?? ''}`;
	for (const [, item, order] of text.matchAll(/item (\d+) is order (\w+)/g))
		ofItem(item).placed.add(order);
	const unknown = /Outcome unknown[^:]*: items? ([^.]+)\./.exec(text)?.[1] ?? '';
	for (const [, from, to = from] of unknown.matchAll(/(\d+)(?: to (\d+))?/g)) {
		for (let item = Number(from); item <= Number(to); item++) ofItem(item).unknown = true;
	}
	for (const one of said.values()) one.notPlaced = one.placed.size === 0 && !one.unknown;
	return said;
}

const indexOf = ({ pairedItem }: INodeExecutionData): number =>
	(pairedItem as { item: number }).item;
