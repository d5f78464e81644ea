import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// One for the process, because n8n reads the variable once and keeps the path.
let folder: string | undefined;
let before: string | undefined;
let users = 0;

/** Points n8n at a temporary user folder, so that it does not touch the developer's. */
export function takeUserFolder(): void {
	if (users === 0) before = process.env.N8N_USER_FOLDER;
	users += 1;
	folder ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	mkdirSync(folder, { recursive: true });
	process.env.N8N_USER_FOLDER = folder;
}

/** Removes the temporary user folder when its last user releases it. */
export function releaseUserFolder(): void {
	users -= 1;
	if (users > 0 || folder === undefined) return;
	rmSync(folder, { recursive: true, force: true });
	if (before === undefined) delete process.env.N8N_USER_FOLDER;
	else process.env.N8N_USER_FOLDER = before;
}
