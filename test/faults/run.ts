import { execFile } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');
const TSX = path.join(ROOT, 'node_modules/.bin/tsx');

/** Runs a campaign in a separate process, and returns its exit code and its output. */
export async function campaign(...args: string[]): Promise<{ code: number; text: string }> {
	return await new Promise((resolve) => {
		execFile(TSX, [path.join(__dirname, 'main.ts'), ...args], (error, stdout, stderr) => {
			resolve({ code: error ? Number(error.code ?? 1) : 0, text: `${stdout}${stderr}` });
		});
	});
}
