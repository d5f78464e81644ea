import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import type { Release } from './release';

/** In a process of its own, because it is an ES module; throws what the analysis says. */
async function analyse(folder: string, part: 'source' | 'tarball'): Promise<[]> {
	await command('node', [path.join(__dirname, 'analyse.mjs'), folder, part], {
		cwd: folder,
		// In a test, the plugin's rules for nodes would take every file for a node.
		variables: { NODE_ENV: 'production' },
	});
	return [];
}

/** n8n's analysis of the source, inline disables ignored. */
export const sourceAnalysis = async ({ source }: Release) => await analyse(source, 'source');

/** n8n's analysis of the files that a user gets, inline disables ignored. */
export const tarballAnalysis = async ({ unpacked }: Release) => await analyse(unpacked, 'tarball');
