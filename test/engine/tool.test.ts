import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelApi } from '../../credentials/SmmPanelApi.credentials';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { Engine, type Lane } from '../../sandbox/engine';
import { defaultOrder, LANES, LINK, TYPE, useBench, words } from './setup';

const bench = useBench();
const { description } = new SmmPanel();

/** Names of the parameters that n8n shows for an order of the type Default. */
function shown(type: string, parameters: INodeParameters = {}): string[] {
	const node: INode = {
		id: '1',
		name: 'SMM Panel',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const own = { ...description, name: type } as typeof description;
	const given = { resource: 'order', operation: 'create', ...parameters };
	// What the editor keeps of a node: the values of what it shows, and nothing of what it does not.
	const values = NodeHelpers.getNodeParameters(own.properties, given, true, false, node, own) ?? {};
	const isShown = (property: INodeProperties) =>
		property.type !== 'hidden' && NodeHelpers.displayParameter(values, property, node, own, values);
	return [...new Set(description.properties.filter(isShown).map(({ name }) => name))];
}

describe('the form of an order', () => {
	it('offers the automatic mapping in a workflow', () => {
		expect(shown(TYPE)).toEqual(
			expect.arrayContaining(['dataMode', 'service', 'orderType', 'link', 'quantity', 'runs']),
		);
		expect(shown(TYPE, { dataMode: 'autoMapInputData' })).not.toContain('link');
	});

	it('does not offer it to an AI tool', () => {
		const names = shown(`${TYPE}Tool`);
		expect(names).not.toContain('dataMode');
		expect(names).toEqual(
			expect.arrayContaining(['service', 'orderType', 'link', 'quantity', 'options']),
		);
	});

	it.each([
		['subscriptions', ['username', 'min', 'max', 'delay', 'posts'], ['link', 'quantity', 'runs']],
		['package', ['link'], ['quantity', 'comments', 'username']],
		['customComments', ['link', 'comments'], ['quantity']],
		['webTraffic', ['country', 'device', 'typeOfTraffic'], ['googleKeyword', 'referringUrl']],
	])('shows the fields of the type %s', (orderType, fields, others) => {
		const names = shown(TYPE, { orderType, typeOfTraffic: '3' });
		expect(names).toEqual(expect.arrayContaining(fields));
		for (const name of others) expect(names).not.toContain(name);
	});

	it('shows what goes with a type of traffic', () => {
		expect(shown(TYPE, { orderType: 'webTraffic', typeOfTraffic: '1' })).toContain('googleKeyword');
		expect(shown(TYPE, { orderType: 'webTraffic', typeOfTraffic: '2' })).toContain('referringUrl');
	});
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

	it('refuses to map columns, because the model writes to them', async () => {
		const run = await call({
			resource: 'order',
			operation: 'create',
			dataMode: 'autoMapInputData',
		});
		expect(run.status).toBe('error');
		expect(bench.panel.count('add')).toBe(0);
	});

	describe.each(LANES)('in the %s lane', (lane) => {
		const order = (name: string) => defaultOrder({ link: `${LINK}/${lane}-${name}` });
		const calls = async (name: string) => await call(order(name), lane);

		it('says everything in the message, which is all that an agent hands on', async () => {
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
			const parameters = { ...order('within'), quantity: 1000 };
			expect((await call(parameters, lane)).json).toEqual([{ order: '23501' }]);
		});

		it('has low limits from the start: 1,000 pieces and a charge of 5', async () => {
			const many = await call(defaultOrder({ quantity: 1001 }), lane);
			expect(words(many)).toContain('it orders 1001, above the highest quantity of 1000');
			expect(words(many)).toContain('It is safe to retry this order.');
			const dear = await call(defaultOrder({ quantity: 5000, toolMaxQuantity: 100000 }), lane);
			expect(words(dear)).toContain('it costs 6.25, above the highest charge of 5');
			expect(bench.panel.count('add')).toBe(0);
		});

		it('counts the runs of a drip-feed', async () => {
			const run = await call(defaultOrder({ quantity: 600, runs: 2 }), lane);
			expect(words(run)).toContain('it orders 1200, above the highest quantity of 1000');
		});

		it('does not send again what is in doubt, for an hour', async () => {
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
			expect((await calls('doubt')).json).toEqual([{ order: '23502' }]);
		});

		it('does not send twice what is asked for twice at once', async () => {
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

		it('is heedless of dry runs', async () => {
			bench.panel.fault({ kind: 'resetAfter', action: 'add' });
			await calls('dry');
			const run = await call({ ...order('dry'), safeguards: { dryRun: true } }, lane);
			expect(run.json).toEqual([expect.objectContaining({ dryRun: true })]);
		});
	});
});
