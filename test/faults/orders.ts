import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { EngineRun } from '../../sandbox/engine';
import type { Random } from './random';
import { blame, type Tally } from './tally';
import { armFaults, requestOptions, settings, type World } from './world';

/** What the runs of one execution said of an item in the end. */
interface Said {
	placed: Set<string>;
	unknown: boolean;
	notPlaced: boolean;
	skipped: boolean;
}

const linkOf = (item: number): string => `https://example.com/complete/${item}`;

/** Orders under faults: with every setting, retries, and executions at the same time. */
export async function playOrders(
	random: Random,
	{ panel, run }: World,
	tally: Tally,
): Promise<void> {
	const count = random.integer(1, 8);
	const items = Array.from({ length: count }, (_, row) => ({ row, link: linkOf(row) }));
	const isKeyed = random.chance(0.5);
	const parameters = {
		resource: 'order',
		operation: 'create',
		service: { __rl: true, mode: 'id', value: '3' },
		link: '={{ $json.link }}',
		quantity: 100,
		...(isKeyed && { duplicateKey: '={{ "row " + $json.row }}' }),
		options: { concurrency: random.pick([1, 1, 10]) },
		requestOptions,
	} as INodeParameters;
	armFaults(random, panel, 'add', tally);

	const executions = isKeyed ? random.integer(1, 3) : 1;
	const runs = await Promise.all(
		Array.from({ length: executions }, async () => {
			const chosen = settings(random);
			let last = await run(parameters, { items, ...chosen });
			for (let press = random.integer(0, 2); press > 0 && last.error; press--) {
				if (random.chance(0.3)) panel.clearFaults();
				last = await run(parameters, { items, ...chosen, retryOf: last });
			}
			return last;
		}),
	);
	if (isKeyed && random.chance(0.5)) {
		panel.clearFaults();
		runs.push(await run(parameters, { items, onError: 'continueRegularOutput' }));
	}
	judge(random.seed, panel.orders, runs, count, tally);
}

/** Holds what was said against the panel's ledger. */
function judge(
	seed: number,
	ledger: ReadonlyMap<string, { id: string; link: string }>,
	runs: EngineRun[],
	count: number,
	tally: Tally,
): void {
	const said = runs.map((run) => saidIn(run, count));
	for (let item = 0; item < count; item++) {
		const bought = [...ledger.values()]
			.filter(({ link }) => link === linkOf(item))
			.map(({ id }) => id);
		const placed = new Set(said.flatMap((each) => [...each[item].placed]));
		const isUnknown = said.some((each) => each[item].unknown);
		tally.orders += bought.length;
		if (isUnknown) tally.unknown++;
		if (bought.length > 1)
			blame(tally, 'doubles', seed, `item ${item} was bought as ${bought.join(' and ')}`);
		for (const id of bought) {
			if (!placed.has(id) && !isUnknown)
				blame(tally, 'lost', seed, `order ${id} of item ${item} was not told of`);
		}
		for (const id of placed) {
			if (!bought.includes(id))
				blame(tally, 'wrong', seed, `item ${item} is said to be order ${id}`);
		}
		if (said.some((each) => each[item].skipped) && bought.length === 0) {
			blame(tally, 'wrong', seed, `item ${item} was skipped and never placed`);
		}
		const isDenied = said.length === 1 && said[0][item].notPlaced && !isUnknown;
		if (isDenied && bought.length > 0)
			blame(tally, 'wrong', seed, `item ${item} is said not to be placed`);
	}
}

function saidIn(run: EngineRun, count: number): Said[] {
	const said = Array.from({ length: count }, (): Said => ({
		placed: new Set(),
		unknown: false,
		notPlaced: false,
		skipped: false,
	}));
	for (const item of [...run.items, ...run.errorItems]) {
		const one = said[indexOf(item)];
		const { order, skipped, details } = item.json as IDataObject & { details?: IDataObject };
		if (order !== undefined && !details) one.placed.add(String(order));
		if (skipped === true) one.skipped = true;
		if (details?.outcome === 'unknown') one.unknown = true;
		if (details?.outcome === 'notPlaced') one.notPlaced = true;
	}
	if (!run.error) return said;
	// The error that stops a workflow tells in words what became of every order.
	const text = `${run.error.message}\n${run.error.description ?? ''}`;
	for (const [, item, order] of text.matchAll(/item (\d+) is order (\w+)/g))
		said[Number(item)].placed.add(order);
	const unknown = /Outcome unknown[^:]*: items? ([^.]+)\./.exec(text)?.[1] ?? '';
	for (const [, from, to = from] of unknown.matchAll(/(\d+)(?: to (\d+))?/g)) {
		for (let item = Number(from); item <= Number(to); item++) said[item].unknown = true;
	}
	for (const one of said) one.notPlaced = one.placed.size === 0 && !one.unknown;
	return said;
}

const indexOf = ({ pairedItem }: INodeExecutionData): number =>
	(pairedItem as { item: number }).item;
