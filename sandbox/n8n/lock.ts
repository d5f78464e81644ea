import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Locks a folder for this process, because two servers on one database would corrupt it.
 *
 * @returns A function that releases it.
 * @throws Error if another running process holds it.
 */
export async function lock(folder: string): Promise<() => Promise<void>> {
	await mkdir(folder, { recursive: true });
	const file = path.join(folder, 'running.pid');
	const owner = Number(await readFile(file, 'utf8').catch(() => ''));
	if (owner && owner !== process.pid && isAlive(owner)) {
		throw new Error(`The editor of ${folder} is open already (process ${owner}).`);
	}
	await writeFile(file, String(process.pid));
	return async () => await rm(file, { force: true });
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
