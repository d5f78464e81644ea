import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { startPanel, type Panel } from '../../sandbox/panel';
import type { Random } from './random';
import { blame, type Tally } from './tally';

const COUNT = 12;
const CHILD = path.join(__dirname, 'child.ts');
const TSX = path.resolve(__dirname, '../../node_modules/.bin/tsx');

/** A process is killed while it orders with duplicate keys, and another runs the same rows on the same store. */
export async function playKill(random: Random, folder: string, tally: Tally): Promise<void> {
	const panel = await startPanel({ balance: '100000.00' });
	const home = mkdtempSync(path.join(tmpdir(), 'smm-panel-kill-'));
	const store = path.join(home, 'processed.json');
	try {
		panel.fault({ kind: 'delay', ms: 5, times: Infinity });
		panel.fault({ kind: 'delay', ms: 30, times: Infinity, when: 'after', action: 'add' });
		const first = start(folder, panel, store);
		await reached(panel, random.integer(1, COUNT), first.ended);
		await new Promise((resolve) => setTimeout(resolve, random.integer(0, 30)));
		first.kill();
		await first.ended;
		panel.clearFaults();
		const rows = await start(folder, panel, store).ended;
		if (!rows) throw new Error('the second process did not finish');
		for (let row = 0; row < COUNT; row++) {
			const bought = [...panel.orders.values()].filter(({ link }) => link.endsWith(`/${row}`));
			const { order, skipped, details } = rows[row] as IDataObject & { details?: IDataObject };
			tally.orders += bought.length;
			if (details?.outcome === 'unknown') tally.unknown++;
			if (bought.length > 1)
				blame(tally, 'doubles', random.seed, `row ${row} was bought twice around a kill`);
			const isSeen = order !== undefined || skipped === true || details?.outcome === 'unknown';
			if (bought.length > 0 && !isSeen)
				blame(tally, 'lost', random.seed, `row ${row} is out of sight after a kill`);
			if (skipped === true && bought.length === 0)
				blame(tally, 'wrong', random.seed, `row ${row} was skipped and never placed`);
		}
		tally.faults.set('kill', (tally.faults.get('kill') ?? 0) + 1);
	} finally {
		await panel.close();
		rmSync(home, { recursive: true });
	}
}

/** Waits until the panel has so many orders, or the process has ended. */
async function reached(panel: Panel, count: number, ended: Promise<unknown>): Promise<void> {
	let isOver = false;
	void ended.then(() => (isOver = true));
	while (panel.orders.size < count && !isOver)
		await new Promise((resolve) => setTimeout(resolve, 2));
}

function start(folder: string, panel: Panel, store: string) {
	const child = spawn(TSX, [CHILD, folder, panel.url, panel.apiKey, store, String(COUNT)], {
		stdio: ['ignore', 'pipe', 'inherit'],
		detached: true,
	});
	let text = '';
	child.stdout.on('data', (chunk) => (text += String(chunk)));
	const ended = once(child, 'close').then(([code]) =>
		code === 0 ? (JSON.parse(text) as IDataObject[]) : null,
	);
	// The whole group, because tsx runs the program in a process of its own.
	return { ended, kill: () => process.kill(-(child.pid as number), 'SIGKILL') };
}
