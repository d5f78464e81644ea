import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import type { Release } from './release';

/** Runs in a separate process, because it is an ES module. Throws what the analysis finds. */
async function analyse(folder: string, part: 'source' | 'tarball'): Promise<[]> {
	await command('node', [path.join(__dirname, 'analyse.mjs'), folder, part], {
		cwd: folder,
		// With the NODE_ENV of a test, the plugin's rules for nodes would apply to every file.
		variables: { NODE_ENV: 'production' },
	});
	return [];
}

/** n8n's analysis of the source, ignoring inline disables. */
export const sourceAnalysis = async ({ source }: Release) => await analyse(source, 'source');

/** n8n's analysis of the files that a user gets, ignoring inline disables. */
export const tarballAnalysis = async ({ unpacked }: Release) => await analyse(unpacked, 'tarball');
