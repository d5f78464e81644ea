import { createRequire } from 'node:module';
import path from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	Engine,
	loadPackage,
	ProcessedData,
	useProcessedData,
	type RunOptions,
	type Throw,
} from '../../sandbox/engine';
import { orderForm } from '../../sandbox/orderForm';
import { startPanel, type Panel } from '../../sandbox/panel';
import { Door } from './door';
import type { Random } from './random';
import { pickReply } from './replies';
import { count, type Tally } from './tally';

const TYPE = 'n8n-nodes-smm-panel.smmPanel';
const load = createRequire(__filename);

/** The built package on n8n's engine, with a new panel and a new store. */
export interface World {
	engine: Engine;
	panel: Panel;
	/** A proxy through which the node reaches the panel; only set if needed. */
	door?: Door;
	run: (parameters: INodeParameters, options: Partial<RunOptions>) => ReturnType<Engine['run']>;
}

let worlds = 0;

/** Called each time the node waits before a retry. */
let onWait = async (): Promise<void> => {};

/** Starts the engine with a built package. Its waits take no time. */
export async function startEngine(folder: string): Promise<Engine> {
	const { clock } = load(path.join(folder, 'dist/nodes/SmmPanel/transport/clock.js')) as {
		clock: { wait: (ms: number) => Promise<void> };
	};
	clock.wait = async (ms) => {
		if (ms > 0) await onWait();
	};
	return await Engine.start(await loadPackage(folder));
}

/** Runs `play` in a new world. */
export async function inWorld(
	engine: Engine,
	play: (world: World) => Promise<void>,
): Promise<void> {
	// A unique name, so that nothing remembered by panel, key or workflow reaches the next world.
	const name = `world-${++worlds}`;
	const panel = await startPanel({ balance: '100000.00', apiKey: name });
	await useProcessedData(new ProcessedData());
	const world: World = {
		engine,
		panel,
		run: async (parameters, options) => {
			const credentialData = { url: world.door?.url ?? panel.url, apiKey: panel.apiKey };
			return await engine.run({
				type: TYPE,
				parameters,
				credentialData,
				workflowId: name,
				...options,
			});
		},
	};
	try {
		await play(world);
	} finally {
		onWait = async () => {};
		world.door?.close();
		await panel.close();
	}
}

/** Loads what only the first order loads, so that the time for it does not look like a hanging panel. */
export async function warmUp(engine: Engine): Promise<void> {
	await inWorld(engine, async ({ run }) => {
		const parameters = {
			resource: 'order',
			operation: 'create',
			service: { __rl: true, mode: 'id', value: '3' },
			fields: orderForm({
				link: 'https://example.com/complete',
				quantity: '={{ $json.quantity }}',
			}),
			duplicateKey: '={{ $json.quantity }}',
			safeguards: { maxTotalCharge: 1 },
		} as INodeParameters;
		for (let n = 0; n < 3; n++) await run(parameters, { items: [{ quantity: 100 + n }] });
	});
}

/** The node's timeout in milliseconds, for panels that hang. */
const TIMEOUT = 100;

/** Arms up to three faults, each at any position and for any number of requests. */
export function armFaults(random: Random, panel: Panel, action: string, tally: Tally): void {
	const places = random.integer(0, 3);
	for (let n = 0; n < places; n++) {
		const [name, fault] = pickReply(random, action);
		count(tally, name);
		panel.fault({
			...fault,
			action,
			skip: random.integer(0, 6),
			times: random.pick([1, 1, 2, 10]),
		});
	}
}

/** Takes the panel down from some request on, for a number of the node's waits or for good. */
export async function armOutage(
	random: Random,
	world: World,
	action: string,
	tally: Tally,
): Promise<void> {
	const door = (world.door = await Door.before(world.panel.url));
	count(tally, 'refused');
	const at = random.integer(0, 6);
	let waits = random.integer(1, 10);
	if (at === 0) door.shut();
	else atRequest(world.panel, action, at, () => door.shut());
	onWait = async () => {
		if (--waits === 0) await door.open();
	};
}

/** Makes n8n itself fail at some point of a run, for a while or for good. */
export function armThrows(random: Random, tally: Tally): Throw[] {
	const at = random.pick(['credentials', 'store', 'store', 'logger', 'parameter'] as const);
	const skip = random.integer(0, at === 'parameter' ? 40 : 6);
	const times = random.pick([1, 1, 2, Infinity]);
	return [{ at, skip, times, onThrow: () => count(tally, `throw ${at}`) }];
}

/** Calls `then` when this many requests of an action have arrived, before the last of them is answered. */
export function atRequest(panel: Panel, action: string, at: number, then: () => void): void {
	let seen = 0;
	const match = () => {
		if (++seen === at) then();
		return false;
	};
	panel.fault({ kind: 'delay', action, match });
}

/** The settings of a node that a user may choose. */
export function settings(random: Random): Partial<RunOptions> {
	return {
		onError: random.pick(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const),
		...(random.chance(0.4) && {
			retryOnFail: true,
			maxTries: random.integer(2, 3),
			waitBetweenTries: 1,
		}),
	};
}

export const requestOptions: IDataObject = { timeout: TIMEOUT };
