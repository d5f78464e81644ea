import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ROOT } from '../sandbox/n8n/folders';
import { pack } from '../sandbox/n8n/pack';

const SCRIPT = `
require('n8n-workflow');
const began = performance.now();
require('./dist/nodes/SmmPanel/SmmPanel.node.js');
require('./dist/nodes/SmmPanel/SmmPanelTrigger.node.js');
console.log(performance.now() - began);
`;

/** Milliseconds for the `require` of both built nodes in a fresh process, with n8n-workflow loaded already. */
export function requireTime(): number {
	return Number(execFileSync(process.execPath, ['-e', SCRIPT], { cwd: ROOT, encoding: 'utf8' }));
}

/** Size of the package as it is published, in kB. */
export async function packedSize(): Promise<number> {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-bench-'));
	try {
		return (await stat(await pack(folder))).size / 1_000;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
