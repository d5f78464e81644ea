import {
	NodeHelpers,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeProperties,
} from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelApi } from '../../credentials/SmmPanelApi.credentials';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { Engine, type Lane } from '../../sandbox/engine';
import { AUTOMATIC } from '../../sandbox/orderForm';
import { defaultOrder, LANES, LINK, placed, TYPE, useBench, words } from './setup';

const bench = useBench();
const { description } = new SmmPanel();

/** The parameters that n8n shows for a node with the given ones, by name. */
function shown(type: string, given: INodeParameters = { resource: 'order' }) {
	const own = { ...description, name: type } as typeof description;
	const node = { type, typeVersion: 1, parameters: {} } as INode;
	// The parameters that the editor stores: the values of what it shows, and no others.
	const values = NodeHelpers.getNodeParameters(own.properties, given, true, false, node, own) ?? {};
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(values, property, node, own, values);
	const properties = description.properties.filter(isShown);
	// Two parameters with the same name would overwrite each other.
	expect(new Set(properties.map(({ name }) => name)).size).toBe(properties.length);
	return new Map(properties.map((property) => [property.name, property]));
}

it('maps automatically in a workflow, and not in a tool', () => {
	const supported = (type: string) =>
		shown(type).get('fields')?.typeOptions?.resourceMapper?.supportAutoMap;
	expect([TYPE, `${TYPE}Tool`].map(supported)).toEqual([true, false]);
});

it('spends nothing by being added to an agent', () => {
	const tool = shown(`${TYPE}Tool`, {});
	expect(tool.get('resource')?.default).toBe('service');
	expect(tool.get('operation')?.default).toBe('getMany');
	// With two properties of that name, n8n would list each action twice.
	expect(description.properties.filter(({ name }) => name === 'resource')).toHaveLength(1);
});

it('is usable as a tool', () => {
	expect(description.usableAsTool).toBe(true);
});

describe('called by a model', () => {
	const type = `${TYPE}Tool`;
	let engine: Engine;

	beforeAll(async () => {
		engine = await Engine.start({
			nodes: { [type]: new SmmPanel() },
			credentials: { smmPanelApi: new SmmPanelApi() },
		});
	});

	afterAll(async () => await engine.close());

	const call = async (parameters: INodeParameters, lane?: Lane) =>
		await engine.run({
			type,
			parameters,
			lane,
			items: [{ service: 3, link: LINK, quantity: 100 }],
			credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
		});

	it('refuses to map columns, because the model writes them', async () => {
		const run = await call({
			resource: 'order',
			operation: 'create',
			fields: AUTOMATIC,
		});
		expect(run.status).toBe('error');
		expect(bench.panel.count('add')).toBe(0);
	});

	it.each<[IDataObject, string]>([
		[{ toolMaxCharge: "={{ $fromAI('a', '', 'number') }}" }, 'Max Charge per Call'],
		[{ toolMaxQuantity: "={{ /*n8n-auto*/ $fromAI('a') }}" }, 'Max Quantity per Call'],
		[{ safeguards: { maxCharge: "={{ $fromai('a') }}" } }, 'Safeguards'],
		[{ dryRun: "={{ $fromAI('a', '', 'boolean') }}" }, 'Dry Run'],
	])('refuses a safeguard that the model sets: %j', async (guard, label) => {
		for (const lane of LANES) {
			const run = await call(defaultOrder({ link: LINK, ...guard }), lane);
			expect(run.status).toBe('error');
			if (lane === 'bulk') expect(words(run)).toContain(`'${label}' is left to the model`);
		}
		expect(bench.panel.count('add')).toBe(0);
	});

	describe.each(LANES)('in the %s lane', (lane) => {
		const order = (name: string) => defaultOrder({ link: `${LINK}/${lane}-${name}` });
		const calls = async (name: string) => await call(order(name), lane);

		it('puts everything into the message, because an agent passes on nothing else', async () => {
			bench.panel.fault({ kind: 'resetAfter', action: 'add' });
			const { error } = await calls('message');
			expect(error?.message).toContain('It is unknown whether the order was placed');
			expect(bench.panel.orders.size).toBe(1);
			expect(error?.message).toContain('Do not retry before you have looked');
			const { error: over } = await call(defaultOrder({ quantity: 1001 }), lane);
			expect(over?.message).toContain('Do not split the order');
			expect(over?.message).toContain('It is safe to retry this order.');
		});

		it('orders within its limits', async () => {
			const parameters = defaultOrder({ quantity: 1000 });
			expect((await call(parameters, lane)).json).toEqual([placed(23501, LINK, 1000)]);
		});

		it('has low default limits: a quantity of 1,000 and a charge of 5', async () => {
			const many = await call(defaultOrder({ quantity: 1001 }), lane);
			expect(words(many)).toContain('it orders 1001, above the max quantity of 1000');
			expect(words(many)).toContain('It is safe to retry this order.');
			const dear = await call(defaultOrder({ quantity: 5000, toolMaxQuantity: 100000 }), lane);
			expect(words(dear)).toContain('it costs 6.25, above the max charge of 5');
			expect(bench.panel.count('add')).toBe(0);
		});

		it('counts the runs of a drip-feed', async () => {
			const run = await call(defaultOrder({ quantity: 600, runs: 2, interval: 5 }), lane);
			expect(words(run)).toContain('it orders 1200, above the max quantity of 1000');
		});

		it('does not send an order in doubt again for an hour', async () => {
			const start = Date.now();
			const now = jest.spyOn(clock, 'now').mockImplementation(() => start);
			bench.panel.fault({ kind: 'resetAfter', action: 'add' });
			await calls('doubt');
			now.mockImplementation(() => start + 3_599_999);
			const { error } = await calls('doubt');
			expect(error?.message).toContain('It is unknown whether the order was placed');
			expect(error?.message).toContain('so it was not sent again');
			expect(bench.panel.count('add')).toBe(1);
			now.mockImplementation(() => start + 3_600_000);
			expect((await calls('doubt')).json).toMatchObject([{ order: '23502' }]);
		});

		it('does not send concurrent equal orders twice', async () => {
			const runs = await Promise.all([calls('parallel'), calls('parallel')]);
			expect(runs.map(({ status }) => status).sort()).toEqual(['error', 'success']);
			expect(bench.panel.orders.size).toBe(1);
		});

		it.each(['refused', 'placed'])('sends again what was %s before', async (before) => {
			if (before === 'refused') {
				bench.panel.fault({ kind: 'reply', action: 'add', body: '{"error":"Bad link"}' });
			}
			await calls(before);
			expect((await calls(before)).status).toBe('success');
			expect(bench.panel.count('add')).toBe(2);
		});

		it('allows a dry run of an order in doubt', async () => {
			bench.panel.fault({ kind: 'resetAfter', action: 'add' });
			await calls('dry');
			const run = await call({ ...order('dry'), dryRun: true }, lane);
			expect(run.json).toEqual([expect.objectContaining({ dryRun: true })]);
		});
	});
});
