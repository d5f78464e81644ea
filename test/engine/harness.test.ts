/** Errors of the harness that the other tests here would not notice. */
import type { INodeParameters } from 'n8n-workflow';
import { join } from 'node:path';

import { loadPackage, stored } from '../../sandbox/engine';
import { defaultOrder, hold, linkItems, order, placeMany, useBench } from './setup';

const bench = useBench();

it.each([
	['bulk', 1],
	['routing', 2],
] as const)('takes the lane that is asked for: %s', async (lane, requests) => {
	const items = (await placeMany(bench.panel, 2)).map((id) => ({ id }));
	const parameters = { resource: 'order', operation: 'getStatus', orderIds: '={{ $json.id }}' };
	expect((await bench.run(parameters, { lane, items })).json).toHaveLength(2);
	expect(bench.panel.count()).toBe(requests);
});

it('does not start a node without a required value', async () => {
	const parameters = { ...order(3, {}), service: '' } as INodeParameters;
	await expect(bench.run(parameters)).rejects.toThrow(/issues/);
});

it('stores the snapshot of a run at the moment it was stopped', async () => {
	hold(bench.panel, 1);
	const controller = new AbortController();
	bench.panel.fault({ kind: 'delay', match: () => (controller.abort(), false) });
	const items = linkItems(1);
	const run = await bench.run(defaultOrder(), { items, signal: controller.signal });
	const before = stored(run.data);
	while (!run.logs.some(({ level }) => level === 'warn'))
		await new Promise((resolve) => setImmediate(resolve));
	expect([run.status === 'success', stored(run.data)]).toEqual([false, before]);
});

it('does not change a run by retrying it, and separates the logs of concurrent runs', async () => {
	bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', skip: 1 });
	const failed = await bench.run(defaultOrder(), { items: linkItems(2) });
	const before = stored(failed.data);
	const [retried, other] = await Promise.all([
		bench.run(defaultOrder(), { retryOf: failed }),
		bench.run({ resource: 'account', operation: 'getBalance' }),
	]);
	expect([retried.status, stored(failed.data)]).toEqual(['success', before]);
	const own = [retried, other].map(({ logs }) =>
		logs.filter(({ message }) => /order/.test(message)),
	);
	expect(own.map(({ length }) => length)).toEqual([1, 0]);
});

it("n8n's loader keeps the hints for its AI builder", async () => {
	const { nodes } = await loadPackage(join(__dirname, '../..'));
	for (const type of ['smmPanel', 'smmPanelTrigger']) {
		const { builderHint } = nodes[`n8n-nodes-smm-panel.${type}`].description;
		expect(builderHint).toMatchObject({ searchHint: expect.stringMatching(/SMM panel/i) });
	}
	const hints = JSON.stringify(nodes['n8n-nodes-smm-panel.smmPanel'].description.properties);
	expect(hints.match(/"propertyHint"/g)).toHaveLength(2);
});
