import type { INodeType } from 'n8n-workflow';

import { core } from './core';
import { markAsLoaded } from './nodeTypes';
import type { EnginePackage } from './types';

/**
 * Loads a built package with n8n's own loader, by the `n8n` key of its package.json.
 *
 * @param dir the folder of package.json
 * @returns its node types, named `<package>.<node>` as in an installed package, and its credential types
 * @throws what n8n throws if a file is missing or exports no class of its name
 */
export async function loadPackage(dir: string): Promise<EnginePackage> {
	const loader = new core.PackageDirectoryLoader(dir);
	await loader.loadAll();
	const nodes = Object.entries(loader.nodeTypes).map(([name, loaded]) => {
		const type = loaded.type as INodeType;
		markAsLoaded(type);
		return [`${loader.packageName}.${name}`, type] as const;
	});
	const credentials = Object.entries(loader.credentialTypes).map(
		([name, { type }]) => [name, type] as const,
	);
	return { nodes: Object.fromEntries(nodes), credentials: Object.fromEntries(credentials) };
}
