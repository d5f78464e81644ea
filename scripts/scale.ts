/** The figures of docs/scale.md, measured with the sandbox: `npx tsx scripts/scale.ts` after a build. */
import path from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Engine, loadPackage, ProcessedData, useProcessedData } from '../sandbox/engine';
import { FINISHED_AT, type Panel, startPanel } from '../sandbox/panel';

const TYPE = 'n8n-nodes-smm-panel.smmPanel';
const ORDERS = 10_000;
const KEYS = 2_000;
const ORDER = {
	resource: 'order',
	operation: 'create',
	service: { __rl: true, mode: 'id', value: '1' },
	link: '={{ $json.link }}',
	quantity: 100,
};

const links = (count: number, name: string): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ link: `https://example.com/${name}-${n}` }));

const say = (what: string, value: string) => console.log(`${what.padEnd(64)} ${value}`);

/** Enters orders that are open, with a step between their ids: others order on the panel as well. */
async function enter(panel: Panel, count: number, step: number): Promise<string[]> {
	const { url, apiKey: key } = panel;
	const link = 'https://example.com/open';
	const fields = { key, action: 'add', service: '1', link, quantity: '100' };
	await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
	const order = [...panel.orders.values()].at(-1)!;
	const ids = Array.from({ length: count }, (_, n) => String(Number(order.id) + n * step));
	for (const id of ids) panel.orders.set(id, { ...order, id });
	panel.resetCounters();
	return ids;
}

async function main(): Promise<void> {
	await useProcessedData(new ProcessedData());
	const panel = await startPanel({ balance: '1000000.00' });
	const engine = await Engine.start({
		...(await loadPackage(path.resolve(__dirname, '..'))),
		credentialData: { smmPanelApi: { url: panel.url, apiKey: panel.apiKey } },
	});
	const timed = async (parameters: INodeParameters, items: IDataObject[]) => {
		// Orders that are open cost the sandbox's panel time at each request.
		panel.advance(FINISHED_AT);
		panel.resetCounters();
		const started = performance.now();
		const run = await engine.run({ type: TYPE, parameters, items });
		const ms = performance.now() - started;
		if (run.status !== 'success') throw run.error;
		return { ms, json: run.json, requests: panel.count() };
	};
	try {
		const ids = await enter(panel, ORDERS, 1);
		const status = { resource: 'order', operation: 'getStatus', orderIds: '={{ $json.id }}' };
		const items = ids.map((id) => ({ id }));
		await timed(status, items);
		const read = await timed(status, items);
		const bytes = JSON.stringify(read.json).length / ORDERS;
		say(`status of ${ORDERS} orders`, `${read.requests} requests, ${read.ms.toFixed(0)} ms`);
		say('output of one status', `${bytes.toFixed(0)} bytes of JSON`);

		await timed(ORDER, links(100, 'warm'));
		const add = await timed(ORDER, links(1_000, 'fast'));
		say('1,000 orders, a panel that answers at once', `${add.ms.toFixed(0)} ms`);
		panel.fault({ kind: 'delay', action: 'add', ms: 300, times: 200 });
		const slow = await timed(ORDER, links(100, 'slow'));
		say('100 orders, a panel that takes 300 ms', `${(slow.ms / 1000).toFixed(1)} s`);
		const options = { concurrency: 4 };
		const four = await timed({ ...ORDER, options }, links(100, 'four'));
		say('the same, four in flight', `${(four.ms / 1000).toFixed(1)} s`);
		panel.clearFaults();

		const duplicateKey = '={{ $json.link }}';
		const keyed = { ...ORDER, duplicateKey };
		await timed(keyed, links(KEYS, 'key'));
		const more = await timed(keyed, links(1, 'one-more'));
		say(`one order with a key, ${KEYS} keys kept`, `${more.ms.toFixed(0)} ms`);

		for (const step of [1, 7]) {
			const open = await enter(panel, ORDERS, step);
			const staticData: IDataObject = {};
			const poll = async () =>
				await engine.poll({
					type: `${TYPE}Trigger`,
					parameters: { event: 'orderStatus', watch: 'ids', orderIds: open.join(',') },
					staticData,
				});
			await poll();
			panel.resetCounters();
			const started = performance.now();
			await poll();
			const ms = performance.now() - started;
			const state = JSON.stringify(staticData).length / 1024;
			say(
				`poll of ${ORDERS} open orders, ids ${step} apart`,
				`${panel.count()} requests, ${ms.toFixed(0)} ms, state ${state.toFixed(1)} KiB`,
			);
		}
	} finally {
		await engine.close();
		await panel.close();
	}
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
