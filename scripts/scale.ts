/** The figures of docs/scale.md that the benchmark does not measure: `npx tsx scripts/scale.ts` after a build. */
import path from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Engine, loadPackage } from '../sandbox/engine';
import { orderForm } from '../sandbox/orderForm';
import { FINISHED_AT, type Panel, startPanel } from '../sandbox/panel';

const TYPE = 'n8n-nodes-smm-panel.smmPanel';
const ORDERS = 10_000;
const ORDER = {
	resource: 'order',
	operation: 'create',
	service: { __rl: true, mode: 'id', value: '1' },
	fields: orderForm({ link: '={{ $json.link }}', quantity: 100 }),
};

const links = (count: number, name: string): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ link: `https://example.com/${name}-${n}` }));

const say = (what: string, value: string) => console.log(`${what.padEnd(64)} ${value}`);

/** Creates open orders with gaps between their ids, because a panel has other customers too. */
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
	const panel = await startPanel({ balance: '1000000.00' });
	const engine = await Engine.start({
		...(await loadPackage(path.resolve(__dirname, '..'))),
		credentialData: { smmPanelApi: { url: panel.url, apiKey: panel.apiKey } },
	});
	const timed = async (parameters: INodeParameters, items: IDataObject[]) => {
		// Open orders cost the sandbox panel time at each request.
		panel.advance(FINISHED_AT);
		const started = performance.now();
		const run = await engine.run({ type: TYPE, parameters, items });
		if (run.status !== 'success') throw run.error;
		return { json: run.json, seconds: (performance.now() - started) / 1000 };
	};
	try {
		const ids = await enter(panel, ORDERS, 1);
		const status = { resource: 'order', operation: 'getStatus', orderIds: '={{ $json.id }}' };
		const items = ids.map((id) => ({ id }));
		const { json } = await timed(status, items);
		const bytes = JSON.stringify(json).length / ORDERS;
		say('output of one status', `${bytes.toFixed(0)} bytes of JSON`);

		await timed(ORDER, links(100, 'warm'));
		panel.fault({ kind: 'delay', action: 'add', ms: 300, times: 200 });
		const slow = await timed(ORDER, links(100, 'slow'));
		say('100 orders, a panel that takes 300 ms', `${slow.seconds.toFixed(1)} s`);
		const options = { concurrency: 4 };
		const four = await timed({ ...ORDER, options }, links(100, 'four'));
		say('the same, four in flight', `${four.seconds.toFixed(1)} s`);
		panel.clearFaults();

		for (const step of [1, 7]) {
			const open = await enter(panel, ORDERS, step);
			const staticData: IDataObject = {};
			await engine.poll({
				type: `${TYPE}Trigger`,
				parameters: { event: 'orderStatus', watch: 'ids', orderIds: open.join(',') },
				staticData,
			});
			const state = JSON.stringify(staticData).length / 1024;
			say(`state of ${ORDERS} open orders, ids ${step} apart`, `${state.toFixed(1)} KiB`);
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
