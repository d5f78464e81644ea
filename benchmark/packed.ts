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

/** The size of the package, and how long n8n takes to load it. */
export async function packageResult(): Promise<Result> {
	const times = Array.from({ length: PROCESSES }, () => Number(output('-e', SCRIPT)));
	const parts = Array.from({ length: PROCESSES }, partsOfRequire);
	const cpu = (part: keyof Parts) => parts.map((each) => each[part]);
	return {
		title: '`require` of both built nodes, n8n-workflow already loaded; packed size',
		runs: {},
		targets: [
			{ text: '≤ 10 ms CPU to parse and run its files', unit: 'ms', most: 10, values: cpu('own') },
			{ text: "CPU of n8n's `updateDisplayOptions`", unit: 'ms', values: cpu('n8n') },
			{ text: "CPU of Node's loader", unit: 'ms', values: cpu('loader') },
			{ text: 'time of all three', unit: 'ms', values: times },
			{ text: '≤ 150 kB', unit: 'kB', most: 150, values: [await packedSize()] },
		],
	};
}

/** Milliseconds of CPU, as split by `loading.js`. */
type Parts = Record<'own' | 'n8n' | 'loader', number>;

const partsOfRequire = (): Parts => JSON.parse(output(path.join(__dirname, 'loading.js'))) as Parts;

/** In a separate process, because Node caches what it has loaded. */
const output = (...words: string[]): string =>
	execFileSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });

async function packedSize(): Promise<number> {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-bench-'));
	try {
		return (await stat(await pack(folder))).size / 1_000;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
