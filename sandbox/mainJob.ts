/**
 * `npm start`: the main job on n8n's engine, against the sandbox panel. Turns the rows of a spreadsheet into
 * orders, and polls their statuses until every order has finished.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Engine, loadPackage, type EngineRun } from './engine';
import { AUTOMATIC } from './orderForm';
import { startPanel } from './panel';

const ROOT = path.resolve(__dirname, '..');
const SHEET = path.join(ROOT, 'examples', 'orders.csv');
const TYPE = 'n8n-nodes-smm-panel.smmPanel';

/** Minutes between two polls, and the most polls before it gives up. */
const PERIOD = 30;
const MOST_LOOKS = 100;

async function main(): Promise<void> {
	const rows = parse(readFileSync(SHEET), {
		columns: true,
		skip_empty_lines: true,
	}) as IDataObject[];
	const panel = await startPanel();
	const engine = await Engine.start({
		...(await loadPackage(ROOT)),
		credentialData: { smmPanelApi: { url: panel.url, apiKey: panel.apiKey } },
	});
	const run = async (parameters: INodeParameters, items: IDataObject[]) =>
		succeeded(await engine.run({ type: TYPE, parameters, items }));
	try {
		console.log(`Panel at ${panel.url}, balance ${panel.balance()} USD`);
		const before = Number(panel.balance());
		const placed = await run(
			{
				resource: 'order',
				operation: 'create',
				fields: AUTOMATIC,
				includeInputFields: true,
			},
			rows,
		);
		console.log(`Placed ${placed.length} orders from ${path.relative(ROOT, SHEET)}`);

		const statuses = { resource: 'order', operation: 'getStatus', orderIds: '={{ $json.order }}' };
		let orders = await run(statuses, placed);
		for (let look = 1; orders.some(({ finished }) => !finished); look++) {
			if (look > MOST_LOOKS) throw new Error('Some orders never finish');
			panel.advance(PERIOD * 60_000);
			orders = await run(statuses, placed);
			const finished = orders.filter((order) => order.finished).length;
			console.log(`After ${look * PERIOD} minutes: ${finished} of ${orders.length} finished`);
		}
		console.table(
			Object.fromEntries(
				placed.map(({ row, service, order }, index) => {
					const { status, charge } = orders[index];
					return [`row ${String(row)}`, { service, order, status, charge }];
				}),
			),
		);
		const [account] = await run({ resource: 'account', operation: 'getBalance' }, [{}]);
		const cost = (before - Number(account.balance)).toFixed(5);
		console.log(
			`Cost ${cost} ${String(account.currency)}, after refunds for what was not delivered`,
		);
		console.log(`Requests: ${requestsOf(panel.requests)}`);
	} finally {
		await engine.close();
		await panel.close();
	}
}

function succeeded({ error, json }: EngineRun): IDataObject[] {
	if (error) throw new Error([error.message, error.description].filter(Boolean).join('\n'));
	return json;
}

function requestsOf(requests: ReadonlyArray<{ action: string }>): string {
	const counts = new Map<string, number>();
	for (const { action } of requests) counts.set(action, (counts.get(action) ?? 0) + 1);
	return [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
