import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { startPanel, type Panel } from '../../sandbox/panel';
import type { Random } from './random';
import { blame, count, type Tally } from './tally';

const ROWS = 12;
/** Milliseconds that the panel needs for an order, so that there is something to be killed in. */
const BEFORE = 5;
const AFTER = 20;
const CHILD = path.join(__dirname, 'child.ts');

/**
 * A process is killed while it orders with duplicate keys, perhaps the next one as well, and then one runs to
 * its end with the same rows on the same store.
 */
export async function playKill(random: Random, folder: string, tally: Tally): Promise<void> {
	const panel = await startPanel({ balance: '100000.00' });
	const home = mkdtempSync(path.join(tmpdir(), 'smm-panel-kill-'));
	const store = path.join(home, 'processed.json');
	try {
		panel.fault({ kind: 'delay', ms: BEFORE, times: Infinity });
		panel.fault({ kind: 'delay', ms: AFTER, times: Infinity, when: 'after', action: 'add' });
		for (let kills = random.integer(1, 3); kills > 0; kills--) {
			const process = start(folder, panel, store);
			await process.ready;
			await sleep(random.integer(0, (BEFORE + AFTER + 5) * ROWS));
			process.kill();
			await process.ended;
			count(tally, 'kill');
		}
		// What the killed process sent last may still be on its way through the panel.
		await sleep(BEFORE + AFTER);
		panel.clearFaults();
		const rows = await start(folder, panel, store).ended;
		if (!rows) throw new Error('the last process did not finish');
		judge(random.seed, panel, rows, tally);
	} finally {
		await panel.close();
		rmSync(home, { recursive: true });
	}
}

function judge(seed: number, panel: Panel, rows: IDataObject[], tally: Tally): void {
	for (let row = 0; row < ROWS; row++) {
		const bought = [...panel.orders.values()].filter(({ link }) => link.endsWith(`/${row}`));
		const { order, skipped, details } = rows[row] as IDataObject & { details?: IDataObject };
		const isUnknown = details?.outcome === 'unknown';
		tally.orders += bought.length;
		if (isUnknown) tally.unknown++;
		if (bought.length > 1)
			blame(tally, 'doubles', seed, `row ${row} was bought twice around a kill`);
		if (bought.length > 0 && order === undefined && skipped !== true && !isUnknown)
			blame(tally, 'lost', seed, `row ${row} is out of sight after a kill`);
		if (skipped === true && bought.length === 0)
			blame(tally, 'wrong', seed, `row ${row} was skipped and never placed`);
	}
}

function start(folder: string, panel: Panel, store: string) {
	// Not by the command tsx, which runs the program in a process of its own.
	const args = ['--import', 'tsx', CHILD, folder, panel.url, panel.apiKey, store, String(ROWS)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let text = '';
	child.stdout.on('data', (chunk) => (text += String(chunk)));
	const ended = once(child, 'close').then(([code]) =>
		code === 0 ? (JSON.parse(text.slice(text.indexOf('\n'))) as IDataObject[]) : null,
	);
	return {
		ready: Promise.race([once(child.stdout, 'data'), ended]),
		ended,
		kill: () => child.kill('SIGKILL'),
	};
}
