import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { INodeType } from 'n8n-workflow';

import { readJson, typeIn, type Release } from './release';

interface Codex {
	node: string;
	nodeVersion: string;
	codexVersion: string;
	categories: string[];
	resources: Record<string, Array<{ url: string }>>;
}

/** The versions in the changelog, newest first. */
export async function versions({ unpacked }: Release): Promise<string[]> {
	const changelog = await readFile(path.join(unpacked, 'CHANGELOG.md'), 'utf8');
	return [...changelog.matchAll(/^## (\d+\.\d+\.\d+\S*)/gm)].map(([, version]) => version);
}

/** The manifest, its lock file and the changelog name the same version. */
export async function version(release: Release): Promise<string[]> {
	const { source, manifest } = release;
	const lock = await readJson<{ version: string; packages: Record<string, { version: string }> }>(
		path.join(source, 'package-lock.json'),
	);
	const [youngest] = await versions(release);
	return Object.entries({
		'package-lock.json': lock.version,
		'the package in package-lock.json': lock.packages[''].version,
		'CHANGELOG.md': youngest,
	})
		.filter(([, found]) => found !== manifest.version)
		.map(([where, found]) => `package.json has ${manifest.version}, ${where} has ${found}`);
}

/** The categories of n8n's node creator: https://docs.n8n.io/integrations/creating-nodes/build/reference/node-codex-files/ */
const CATEGORIES = [
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

/** Next to each node is a codex file that names the node, its version and pages of this package. */
export async function codex({ unpacked, manifest }: Release): Promise<string[]> {
	const complaints = manifest.n8n.nodes.map(async (node) => {
		const file = path.join(unpacked, node);
		const { name, version } = typeIn<INodeType>(file).description;
		const found = await readJson<Codex>(file.replace(/\.js$/, '.json'));
		const expected = {
			node: `${manifest.name}.${name}`,
			nodeVersion: Number([version].flat().at(-1)).toFixed(1),
			codexVersion: '1.0',
		};
		const urls = Object.values(found.resources).flatMap((pages) => pages.map(({ url }) => url));
		return [
			...Object.entries(expected)
				.filter(([key, value]) => found[key as keyof Codex] !== value)
				.map(([key, value]) => `its codex does not have ${key} "${value}"`),
			...(found.categories.length > 0 ? [] : ['its codex has no category']),
			...found.categories
				.filter((category) => !CATEGORIES.includes(category))
				.map((category) => `its codex has the category "${category}", which n8n does not know`),
			...urls
				.filter((url) => !url.startsWith(manifest.homepage))
				.map((url) => `its codex points to ${url}, and not to ${manifest.homepage}`),
		].map((complaint) => `${node}: ${complaint}`);
	});
	return (await Promise.all(complaints)).flat();
}
