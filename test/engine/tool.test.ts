import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { Engine } from '../../sandbox/engine';
import { SmmPanelApi } from '../../credentials/SmmPanelApi.credentials';
import { LINK, TYPE, useBench } from './setup';

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
	const values: INodeParameters = {
		resource: 'order',
		operation: 'create',
		dataMode: 'defineBelow',
		orderType: 'default',
		...parameters,
	};
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(
			values,
			property,
			node,
			{ ...description, name: type } as typeof description,
			values,
		);
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

it('refuses to map columns in a tool, whose input a model writes to', async () => {
	const type = `${TYPE}Tool`;
	const engine = await Engine.start({
		nodes: { [type]: new SmmPanel() },
		credentials: { smmPanelApi: new SmmPanelApi() },
		credentialData: { smmPanelApi: { url: bench.panel.url, apiKey: bench.panel.apiKey } },
	});
	const run = await engine.run({
		type,
		parameters: { resource: 'order', operation: 'create', dataMode: 'autoMapInputData' },
		items: [{ service: 3, link: LINK, quantity: 100 }],
	});
	await engine.close();
	expect(run.status).toBe('error');
	expect(bench.panel.count('add')).toBe(0);
});
