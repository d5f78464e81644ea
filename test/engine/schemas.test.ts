/** The fields that n8n's editor shows before the first run, compared with the output of a run. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelTrigger } from '../../nodes/SmmPanel/SmmPanelTrigger.node';
import { FINISHED_AT } from '../../sandbox/panel';
import { defaultOrder, LINK, place, placeFinished, placeMany, triggerOn, useBench } from './setup';

const FOLDER = path.join(__dirname, '../../nodes/SmmPanel/__schema__/v1.0.0');
const bench = useBench();

interface Schema {
	type: string;
	properties: Record<string, { type: string }>;
	version: number;
}

const read = (name: string) =>
	JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Schema;

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

/** The type of each field, from the first row with a value. */
function typesOf(rows: IDataObject[]): Record<string, string> {
	const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return Object.fromEntries(
		names.map((name) => [
			name,
			typeOf(rows.map((row) => row[name]).find((value) => value !== null)),
		]),
	);
}

const typesIn = ({ properties }: Schema) =>
	Object.fromEntries(Object.entries(properties).map(([name, { type }]) => [name, type]));

/** Prepares the panel for an operation, and returns its parameters and item. */
const RUNS: Record<string, () => Promise<[INodeParameters, IDataObject?]>> = {
	'account/getBalance': async () => [{}],
	'order/cancel': async () => [{ orderIds: await place(bench.panel) }],
	'order/create': async () => [defaultOrder(), { link: LINK }],
	'order/getStatus': async () => {
		const orderIds = await place(bench.panel);
		bench.panel.advance(FINISHED_AT);
		return [{ orderIds }];
	},
	'refill/create': async () => [{ orderIds: (await placeFinished(bench.panel, 1))[0] }],
	'refill/getStatus': async () => [{ refillIds: await askRefill() }],
	'service/get': async () => [{ service: '3' }],
	'service/getMany': async () => [{ returnAll: true }],
};

/** Prepares the panel for an event of the trigger, and makes it happen. */
const EVENTS: Record<string, { begin?: () => Promise<IDataObject>; happen: () => void }> = {
	balanceChange: { happen: () => bench.panel.setBalance('1.5') },
	orderStatus: {
		begin: async () => ({ orderIds: (await placeMany(bench.panel, 1))[0] }),
		happen: () => bench.panel.advance(FINISHED_AT),
	},
	refillStatus: {
		begin: async () => ({ refillIds: await askRefill() }),
		happen: () => bench.panel.advance(FINISHED_AT),
	},
	serviceChange: { happen: () => (bench.panel.services[2].rate = '9.99') },
};

/** Requests the refill of an order on the panel directly, and returns the refill's id. */
async function askRefill(): Promise<string> {
	const [order] = await placeFinished(bench.panel, 1);
	const body = new URLSearchParams({ key: bench.panel.apiKey, action: 'refill', order });
	await fetch(bench.panel.url, { method: 'POST', body });
	return [...bench.panel.refills.keys()].join();
}

it('there is one for every operation and every event, and no other', () => {
	const options = ({ description }: SmmPanel | SmmPanelTrigger, name: string) =>
		description.properties
			.filter((property) => property.name === name)
			.flatMap((property) =>
				(property.options as INodePropertyOptions[]).map(({ value }) =>
					[property.displayOptions?.show?.resource?.[0], value].filter(Boolean).join('/'),
				),
			);
	const operations = options(new SmmPanel(), 'operation');
	const events = options(new SmmPanelTrigger(), 'event');
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.json'))
		.map((name) => name.replace(/\.json$/, ''));
	expect(files.sort()).toEqual([...operations, ...events].sort());
	expect(Object.keys(RUNS).sort()).toEqual(operations.sort());
	expect(Object.keys(EVENTS).sort()).toEqual(events.sort());
});

it.each(Object.keys(RUNS))('%s outputs the fields of its schema', async (name) => {
	const [resource, operation] = name.split('/');
	const [parameters, item = {}] = await RUNS[name]();
	const run = await bench.run({ resource, operation, ...parameters }, { items: [item] });
	expect(run.error).toBeUndefined();
	expect(read(name)).toMatchObject({ type: 'object', version: 1 });
	expect(typesIn(read(name))).toEqual(typesOf(run.json));
});

describe('of the trigger', () => {
	it.each(Object.keys(EVENTS))('%s outputs the fields of its schema', async (name) => {
		const { begin, happen } = EVENTS[name];
		const { poll } = triggerOn(bench, 'in memory', { event: name, ...(await begin?.()) });
		expect(await poll()).toEqual([]);
		happen();
		expect(typesIn(read(name))).toEqual(typesOf(await poll()));
	});

	it.each(Object.keys(EVENTS))('%s is the name by which the editor finds its schema', (name) => {
		const hidden = new SmmPanelTrigger().description.properties.filter(
			(property) =>
				property.name === 'operation' && property.displayOptions?.show?.event?.includes(name),
		);
		expect(hidden.map((property) => property.default)).toEqual([name]);
	});
});
