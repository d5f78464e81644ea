import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ProcessedData,
	useProcessedData,
	type Engine,
	type RunOptions,
} from '../../sandbox/engine';
import { orderForm } from '../../sandbox/orderForm';
import { startPanel, type Panel } from '../../sandbox/panel';
import type { Random } from './random';
import { pickReply } from './replies';
import { blame, count, type Tally } from './tally';

const ROWS = 12;
/** Milliseconds that the panel takes before and after an order, so that kills hit different moments. */
const BEFORE = 5;
const AFTER = 20;
const CHILD = path.join(__dirname, 'child.ts');

/**
 * Kills a process while it orders with duplicate keys, sometimes also the next one. Then this process orders the
 * same rows on the same store.
 */
export async function playKill(
	random: Random,
	engine: Engine,
	folder: string,
	tally: Tally,
): Promise<void> {
	const panel = await startPanel({ balance: '100000.00', apiKey: `kill-${random.seed}` });
	const home = mkdtempSync(path.join(tmpdir(), 'smm-panel-kill-'));
	const store = path.join(home, 'processed.json');
	const options = optionsFor(panel);
	try {
		panel.fault({ kind: 'delay', ms: BEFORE, times: Infinity });
		panel.fault({ kind: 'delay', ms: AFTER, times: Infinity, when: 'after', action: 'add' });
		if (random.chance(0.5)) {
			const [name, fault] = pickReply(random, '');
			panel.fault({ ...fault, action: 'add', skip: random.integer(1, ROWS) });
			count(tally, name);
		}
		for (let kills = random.integer(1, 2); kills > 0; kills--) {
			await killOne(random, folder, store, options);
			count(tally, 'kill');
		}
		// The killed process's last request may still be in the panel.
		await sleep(BEFORE + AFTER);
		panel.clearFaults();
		await useProcessedData(new ProcessedData(store));
		const { json } = await engine.run(options);
		judge(random.seed, panel, json, tally);
	} finally {
		await panel.close();
		rmSync(home, { recursive: true });
	}
}

const optionsFor = ({ url, apiKey }: Panel): RunOptions => ({
	type: 'n8n-nodes-smm-panel.smmPanel',
	parameters: {
		resource: 'order',
		operation: 'create',
		service: { __rl: true, mode: 'id', value: '3' },
		fields: orderForm({
			link: '={{ "https://example.com/complete/" + $json.row }}',
			quantity: 100,
		}),
		duplicateKey: '={{ "row " + $json.row }}',
	} as INodeParameters,
	items: Array.from({ length: ROWS }, (_, row) => ({ row })),
	onError: 'continueRegularOutput',
	credentialData: { url, apiKey },
	workflowId: apiKey,
});

async function killOne(
	random: Random,
	folder: string,
	store: string,
	options: RunOptions,
): Promise<void> {
	// Not with the command tsx, which would run the program in yet another process.
	const args = ['--import', 'tsx', CHILD, folder, store, JSON.stringify(options)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = once(child, 'close');
	await Promise.race([once(child.stdout, 'data'), ended]);
	await sleep(random.integer(0, (BEFORE + AFTER + 5) * ROWS));
	child.kill('SIGKILL');
	await ended;
}

function judge(seed: number, panel: Panel, rows: IDataObject[], tally: Tally): void {
	for (let row = 0; row < ROWS; row++) {
		const bought = [...panel.orders.values()]
			.filter(({ link }) => link.endsWith(`/${row}`))
			.map(({ id }) => id);
		const { order, skipped, details } = rows[row] as IDataObject & { details?: IDataObject };
		const isUnknown = details?.outcome === 'unknown';
		tally.orders += bought.length;
		if (isUnknown) tally.unknown++;
		if (bought.length > 1)
			blame(tally, 'doubles', seed, `row ${row} was bought twice around a kill`);
		if (bought.length > 0 && !order && skipped !== true && !isUnknown)
			blame(tally, 'lost', seed, `row ${row} is out of sight after a kill`);
		if (skipped === true && bought.length === 0)
			blame(tally, 'wrong', seed, `row ${row} was skipped and never placed`);
		if (order && !details && !bought.includes(String(order)))
			blame(tally, 'wrong', seed, `row ${row} is said to be order ${String(order)}`);
	}
}
