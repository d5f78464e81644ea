import { createRequire } from 'node:module';
import path from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	Engine,
	loadPackage,
	ProcessedData,
	useProcessedData,
	type RunOptions,
} from '../../sandbox/engine';
import { startPanel, type Fault, type Panel } from '../../sandbox/panel';
import type { Random } from './random';
import type { Tally } from './tally';

const TYPE = 'n8n-nodes-smm-panel.smmPanel';
const load = createRequire(__filename);

/** The built package on n8n's engine, a fresh panel and a fresh store. */
export interface World {
	engine: Engine;
	panel: Panel;
	run: (parameters: INodeParameters, options: Partial<RunOptions>) => ReturnType<Engine['run']>;
}

/** Starts the engine with a built package. Nothing that it waits for takes any time. */
export async function startEngine(folder: string): Promise<Engine> {
	const { clock } = load(path.join(folder, 'dist/nodes/SmmPanel/transport/clock.js')) as {
		clock: { wait: (ms: number) => Promise<void> };
	};
	clock.wait = async () => {};
	return await Engine.start(await loadPackage(folder));
}

/** Runs `play` in a world of its own. */
export async function inWorld(
	engine: Engine,
	play: (world: World) => Promise<void>,
): Promise<void> {
	const panel = await startPanel({ balance: '100000.00' });
	await useProcessedData(new ProcessedData());
	const credentialData = { url: panel.url, apiKey: panel.apiKey };
	try {
		await play({
			engine,
			panel,
			run: async (parameters, options) =>
				await engine.run({ type: TYPE, parameters, credentialData, ...options }),
		});
	} finally {
		await panel.close();
	}
}

/** Milliseconds after which the node gives up on a panel that hangs. */
export const TIMEOUT = 40;

const KINDS: ReadonlyArray<Partial<Fault> & Pick<Fault, 'kind'>> = [
	{ kind: 'status429', when: 'before' },
	{ kind: 'rateLimitText', when: 'before' },
	{ kind: 'status500', when: 'before' },
	{ kind: 'status500', when: 'after' },
	{ kind: 'html500', when: 'before' },
	{ kind: 'html500', when: 'after' },
	{ kind: 'html403', when: 'before' },
	{ kind: 'html200', when: 'after' },
	{ kind: 'resetBefore' },
	{ kind: 'resetAfter' },
	{ kind: 'truncated', when: 'after' },
	{ kind: 'truncated', when: 'after', complete: true },
	{ kind: 'empty', when: 'after' },
	{ kind: 'empty', when: 'before' },
	{ kind: 'notJson', when: 'after' },
	{ kind: 'hang', when: 'before' },
	{ kind: 'hang', when: 'after' },
	{ kind: 'redirect', when: 'before' },
	{ kind: 'reply', body: '{"error":"Bad link"}' },
	{ kind: 'reply', body: '{"error":"Not enough funds on balance"}' },
	{ kind: 'reply', body: '{"error":"Invalid API key"}', status: 401 },
];

/** Arms up to three faults, at any position and for any number of requests. */
export function armFaults(random: Random, panel: Panel, action: string, tally: Tally): void {
	const places = random.integer(0, 3);
	for (let n = 0; n < places; n++) {
		const fault = random.pick(KINDS);
		const name = fault.when ? `${fault.kind} ${fault.when}` : fault.kind;
		tally.faults.set(name, (tally.faults.get(name) ?? 0) + 1);
		panel.fault({
			...fault,
			action,
			skip: random.integer(0, 6),
			times: random.pick([1, 1, 2, 10]),
		});
	}
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
