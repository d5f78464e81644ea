import { setTimeout as sleep } from 'node:timers/promises';

import { INPUT_NAME, NODE_NAME, type EngineRun, type RunOptions } from '../../sandbox/engine';
import { contractDialect, type Panel } from '../../sandbox/panel';
import { judge, show, type Evidence } from './judge';
import { planOf, type Plan, type Row } from './plan';
import type { Random } from './random';
import { IN_LOG, type Execution } from './said';
import { count, type Tally } from './tally';
import { armFaults, armOutage, armThrows, atRequest, settings, type World } from './world';

/** How long requests may stay in flight on a busy machine, in milliseconds. */
const SETTLED_WITHIN = 10_000;
/** Polls in which the node can report the outcome of its last request. */
const TURNS = 20;

/** Orders under faults, with any settings, retries, stops, and concurrent executions. */
export async function playOrders(random: Random, world: World, tally: Tally): Promise<void> {
	const { panel } = world;
	const plan = planOf(random, panel, tally);
	const { isKeyed, rows } = plan;
	const asksFirst = plan.parameters.safeguards !== undefined && random.chance(0.2);
	armFaults(random, panel, asksFirst ? random.pick(['services', 'balance']) : 'add', tally);
	if (random.chance(0.15)) await armOutage(random, world, 'add', tally);

	const stops: AbortSignal[] = [];
	const executions = await Promise.all(
		Array.from({ length: isKeyed ? random.integer(1, 3) : 1 }, () => {
			const stop = random.chance(0.12) ? armStop(random, world, tally) : undefined;
			if (stop) stops.push(stop);
			return execute(random, world, plan, tally, stop);
		}),
	);
	await settled(random.seed, executions, panel);
	const requests = panel.requests.filter(({ action }) => action === 'add');
	const boughtBefore = panel.orders.size;
	const evidence = {
		seed: random.seed,
		plan,
		executions,
		ledger: panel.orders,
		boughtBefore,
		requests: [...requests],
		isDoubtful: world.door !== undefined || stops.length > 0,
	};
	if (!isKeyed || random.chance(0.4)) return end(evidence, tally);
	panel.clearFaults();
	panel.dialect(contractDialect());
	await world.door?.open();
	const run = await world.run(plan.parameters, {
		items: itemsOf(rows),
		onError: 'continueRegularOutput',
	});
	end({ ...evidence, last: { runs: [run], stopped: false } }, tally);
}

function end(evidence: Evidence, tally: Tally): void {
	if (tally.isShown) show(evidence);
	judge(evidence, tally);
}

const itemsOf = (rows: Row[], padding = '') =>
	rows.map((row) => ({ ...row, key: `${padding}${row.key}${padding}` }));

/** One execution, possibly stopped, with failures inside n8n, and retried. */
async function execute(
	random: Random,
	{ panel, door, run }: World,
	{ rows, isKeyed, mends, parameters }: Plan,
	tally: Tally,
	stop?: AbortSignal,
): Promise<Execution> {
	const items = itemsOf(rows, random.chance(0.1) ? ' ' : '');
	const { safeguards, dryRun } = parameters;
	const isRouted = rows.length === 1 && !isKeyed && !safeguards && !dryRun && random.chance(0.5);
	const chosen: Partial<RunOptions> = {
		items,
		...settings(random),
		...(isRouted && { lane: 'routing' }),
	};
	const throws = random.chance(0.25) && !isRouted ? armThrows(random, tally) : [];
	const isResumed = random.chance(0.7);
	const runs = [await run(parameters, { ...chosen, signal: stop, throws })];
	const last = () => runs[runs.length - 1];
	// Check immediately: a Stop that comes after the end changes nothing.
	if (stop?.aborted) {
		if (!isResumed) return { runs, stopped: true };
		// A timed-out execution is retried from the data that n8n stored.
		runs.push(await run(parameters, { ...chosen, retryOf: resumable(last(), items) }));
	}
	// After an error that 'Continue' handled, Retry has nothing to run.
	const isOpen = () => last().error && last().data.executionData?.nodeExecutionStack.length;
	for (let press = random.integer(0, 2); press > 0 && isOpen(); press--) {
		if (random.chance(0.3) && mends) panel.clearFaults();
		if (random.chance(0.3)) await door?.open();
		runs.push(await run(parameters, { ...chosen, retryOf: last() }));
	}
	return { runs, stopped: false };
}

/**
 * Waits until the requests that were in flight when executions were stopped have ended.
 *
 * @throws Error if the panel is still busy after some seconds, because such a run cannot be judged.
 */
async function settled(seed: number, executions: Execution[], panel: Panel): Promise<void> {
	const deadline = Date.now() + SETTLED_WITHIN;
	while (panel.inFlight > 0) {
		if (Date.now() > deadline)
			throw new Error(`seed ${seed}: not settled, ${panel.inFlight} requests are in flight`);
		await sleep(5);
	}
	// The node has its answers by now and waits for nothing, so a few polls are enough, however long they take.
	const isTold = () => {
		const stopped = executions.filter((execution) => execution.stopped);
		const logs = stopped.flatMap(({ runs }) => runs.flatMap((run) => run.logs));
		const told = logs.filter(({ message }) => IN_LOG.test(message)).length;
		return stopped.length === 0 || told >= panel.orders.size;
	};
	for (let turn = 0; turn < TURNS && !isTold(); turn++) await sleep(5);
}

/** Presses Stop shortly after one of the orders was sent. */
function armStop(random: Random, { panel }: World, tally: Tally): AbortSignal {
	const stop = new AbortController();
	const delay = random.integer(0, 6);
	count(tally, 'stop');
	atRequest(panel, 'add', random.integer(1, 6), () => setTimeout(() => stop.abort(), delay));
	return stop.signal;
}

/** A stopped run with the node still to be executed, and with the context of that moment. */
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
