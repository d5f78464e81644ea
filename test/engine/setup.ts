import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { SmmPanelApi } from '../../credentials/SmmPanelApi.credentials';
import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelTrigger } from '../../nodes/SmmPanel/SmmPanelTrigger.node';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import {
	Engine,
	stored,
	type EngineRun,
	type Lane,
	type PollOptions,
	type RunOptions,
} from '../../sandbox/engine';
import { orderForm } from '../../sandbox/orderForm';
import { startPanel, type Panel, type PanelOptions } from '../../sandbox/panel';
import { FIELDS } from '../panel/contract';

export const TYPE = 'n8n-nodes-smm-panel.smmPanel';
export const TRIGGER = `${TYPE}Trigger`;
export const LINK = 'https://example.com/complete';
/** The number of services in the sandbox's catalogue. Types that it does not list have one service each after these. */
export const LISTED = 21;
export const LANES: Lane[] = ['bulk', 'routing'];
/** A node's setting "On Error: Continue". */
export const GO_ON = { onError: 'continueRegularOutput' } as const;

/** A service, picked by its id. */
export const byId = (service: string | number) => ({
	__rl: true,
	mode: 'id',
	value: String(service),
});

/** What the tests of a file share: one engine, and a new panel for each test. */
export interface Bench {
	engine: Engine;
	panel: Panel;
	/** The waits of the node, in milliseconds. They take no time. */
	waits: number[];
	/** Runs the node against the panel, or with the credential in the options. */
	run: (parameters: INodeParameters, options?: Partial<RunOptions>) => Promise<EngineRun>;
	/** Closes the panel and starts one with an empty ledger. */
	renew: () => Promise<Panel>;
}

/** Sets up a bench for the tests of a file. */
export function useBench(options?: PanelOptions): Bench {
	const bench = { waits: [] as number[] } as Bench;
	bench.run = async (parameters, runOptions = {}) =>
		await bench.engine.run({
			type: TYPE,
			parameters,
			credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
			...runOptions,
		});
	bench.renew = async () => {
		await bench.panel?.close();
		return (bench.panel = await startPanel(options));
	};
	beforeAll(async () => {
		bench.engine = await Engine.start({
			nodes: { [TYPE]: new SmmPanel(), [TRIGGER]: new SmmPanelTrigger() },
			credentials: { smmPanelApi: new SmmPanelApi() },
			credentialData: { smmPanelApi: { url: '', apiKey: '' } },
		});
	});
	beforeEach(async () => {
		await bench.renew();
		bench.waits.length = 0;
		jest.spyOn(clock, 'wait').mockImplementation(async (ms) => {
			if (ms > 0) bench.waits.push(ms);
		});
		jest.spyOn(clock, 'random').mockReturnValue(0);
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await bench.panel.close();
	});
	afterAll(async () => await bench.engine.close());
	return bench;
}

/** Which of n8n's engines keeps the state of a trigger. */
export type Keeping = 'in memory' | 'durable';

export const copy = (data: IDataObject) => JSON.parse(JSON.stringify(data)) as IDataObject;

/** A trigger with its state, stored as one of n8n's engines does. `poll` returns the items' json. */
export function triggerOn(bench: Bench, keeping: Keeping, parameters: IDataObject) {
	let data: IDataObject = {};
	const poll = async (more: Partial<PollOptions> = {}) => {
		// The durable engine passes a copy, and stores it only if the poll succeeds.
		const staticData = keeping === 'durable' ? copy(data) : data;
		const before = JSON.stringify(staticData);
		const output = await bench.engine.poll({
			type: TRIGGER,
			parameters: parameters as INodeParameters,
			credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
			staticData,
			...more,
		});
		// Unchanged data is not written, because another poll may have written meanwhile.
		if (JSON.stringify(staticData) !== before) data = staticData;
		return (output?.[0] ?? []).map(({ json }) => json);
	};
	return { poll, data: () => data };
}

/**
 * Delays the panel's first answers until all those requests have been sent, however busy the machine is, so that
 * concurrent requests count as in flight together.
 */
export const hold = (panel: Panel, answers: number): void =>
	void panel.fault({ kind: 'delay', ms: 300, times: answers });

/** A URL at which nothing listens, because its server has just closed. */
export async function closedAddress(): Promise<string> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return `http://127.0.0.1:${port}`;
}

/** Places an order on the panel directly, and returns its id. */
export async function place(panel: Panel, fields: Record<string, string> = {}): Promise<string> {
	const known = new Set(panel.orders.keys());
	const body = new URLSearchParams({
		key: panel.apiKey,
		action: 'add',
		service: '3',
		link: LINK,
		quantity: '100',
		...fields,
	});
	await fetch(panel.url, { method: 'POST', body });
	panel.resetCounters();
	const [id] = [...panel.orders.keys()].filter((order) => !known.has(order));
	return id;
}

/** Creates finished orders, and returns their ids. */
export async function placeFinished(panel: Panel, count: number): Promise<string[]> {
	const ids = await placeMany(panel, count);
	for (const id of ids) panel.setStatus(id, 'Completed');
	return ids;
}

/** Creates any number of running orders: one is placed, and the others are copies of it. */
export async function placeMany(panel: Panel, count: number): Promise<string[]> {
	const first = await place(panel);
	const order = panel.orders.get(first)!;
	const ids = Array.from({ length: count }, (_, n) => String(Number(first) + n));
	for (const id of ids.slice(1)) panel.orders.set(id, { ...order, id });
	return ids;
}

/** The fields of the requests, without the key. */
export function sent(panel: Panel, action?: string): Array<Record<string, string>> {
	return panel.requests
		.filter((request) => action === undefined || request.action === action)
		.map(({ fields }) =>
			Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'key')),
		);
}

/** Message and description of the error that stopped a run. */
export function words({ error }: EngineRun): string {
	return [error?.message, error?.description].join('\n');
}

/** Parameters of an order. `given` has fields of the order's form and other parameters of the node. */
export function order(service: string | number, given: IDataObject, required?: string[]) {
	const [fields, more] = [true, false].map((isField) =>
		Object.fromEntries(Object.entries(given).filter(([name]) => name in FIELDS === isField)),
	);
	return {
		resource: 'order',
		operation: 'create',
		service: byId(service),
		fields: orderForm(fields as IDataObject, required),
		...more,
	} as INodeParameters;
}

/** Parameters of an order of the type Default, in the mode `defineBelow`. */
export const defaultOrder = (more: IDataObject = {}): INodeParameters =>
	order(3, { link: '={{ $json.link }}', quantity: 100, ...more });

/** The output for an order of the type Default. */
export const placed = (
	id: number | string,
	link: unknown = LINK,
	quantity: number | null = 100,
) => ({
	order: String(id),
	service: '3',
	link,
	quantity,
});

/** Input items with one link each. */
export const linkItems = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ row: n, link: `https://example.com/complete/${n}` }));

/** Everything that can be read from a run, including hidden fields and causes. */
export function everythingOf(run: EngineRun): string {
	return [
		stored(run.data),
		JSON.stringify(run.logs),
		JSON.stringify(run.after),
		inspect(run.error, { depth: 20, showHidden: true, maxStringLength: null }),
		inspect(run.items, { depth: 20, showHidden: true, maxStringLength: null }),
		inspect(run.errorItems, { depth: 20, showHidden: true, maxStringLength: null }),
	].join('\n');
}
