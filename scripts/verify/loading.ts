import { loadPackage } from '../../sandbox/engine/package';
import type { Release } from './release';

/** n8n's loader loads every node and credential of the tarball, and each credential that a node requires. */
export async function loading({ unpacked, manifest }: Release): Promise<string[]> {
	const { nodes, credentials } = await loadPackage(unpacked);
	const asked = Object.entries(nodes).flatMap(([node, { description }]) =>
		(description.credentials ?? []).map(({ name }) => ({ node, name })),
	);
	return [
		...count('nodes', manifest.n8n.nodes, nodes),
		...count('credentials', manifest.n8n.credentials, credentials),
		...asked
			.filter(({ name }) => !(name in credentials))
			.map(({ node, name }) => `${node} asks for the credential ${name}, which is not there`),
	];
}

function count(what: string, listed: string[], loaded: object): string[] {
	const names = Object.keys(loaded);
	if (names.length > 0 && names.length === listed.length) return [];
	return [`${listed.length} ${what} are listed, n8n loaded ${names.join(', ') || 'none'}`];
}
