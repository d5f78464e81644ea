import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ROOT } from '../sandbox/n8n/folders';
import { pack } from '../sandbox/n8n/pack';
import type { Result } from './results';

const PROCESSES = 11;

const SCRIPT = `
require('n8n-workflow');
const began = performance.now();
require('./dist/nodes/SmmPanel/SmmPanel.node.js');
require('./dist/nodes/SmmPanel/SmmPanelTrigger.node.js');
console.log(performance.now() - began);
`;

/** What the package weighs, for a disk and for the start of n8n. */
export async function packageResult(): Promise<Result> {
	const times = Array.from({ length: PROCESSES }, requireTime);
	return {
		title: '`require` of both built nodes, n8n-workflow already loaded; packed size',
		runs: {},
		targets: [
			{ text: '≤ 10 ms', unit: 'ms', most: 10, values: times },
			{ text: '≤ 150 kB', unit: 'kB', most: 150, values: [await packedSize()] },
		],
	};
}

/** In a process of its own, because Node keeps what it has loaded; in milliseconds. */
const requireTime = (): number =>
	Number(execFileSync(process.execPath, ['-e', SCRIPT], { cwd: ROOT, encoding: 'utf8' }));

async function packedSize(): Promise<number> {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-bench-'));
	try {
		return (await stat(await pack(folder))).size / 1_000;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
