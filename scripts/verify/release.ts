import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import { ROOT } from '../../sandbox/n8n/folders';
import { pack } from '../../sandbox/n8n/pack';

export interface Manifest {
	name: string;
	version: string;
	homepage: string;
	scripts?: Record<string, string>;
	peerDependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
	[key: string]: unknown;
}

/** A package about to be published: its source, and what a user would get. */
export interface Release {
	/** The folder that it was packed from. */
	source: string;
	/** The folder with the unpacked tarball. */
	unpacked: string;
	/** The manifest in the tarball. */
	manifest: Manifest;
}

/** Packs a built package, unpacks the tarball next to n8n-workflow as n8n would, and cleans up after `use`. */
export async function withRelease<T>(
	source: string,
	use: (release: Release) => Promise<T>,
): Promise<T> {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-verify-'));
	try {
		const tarball = await pack(folder, { source });
		await command('tar', ['-xzf', tarball, '-C', folder], { cwd: folder });
		await mkdir(path.join(folder, 'node_modules'));
		const peer = path.join('node_modules', 'n8n-workflow');
		await symlink(path.join(ROOT, peer), path.join(folder, peer), 'junction');
		const unpacked = path.join(folder, 'package');
		const manifest = await readJson<Manifest>(path.join(unpacked, 'package.json'));
		return await use({ source, unpacked, manifest });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const load = createRequire(__filename);

/** The node or credential that a built file declares. */
export function typeIn<T>(file: string): T {
	const [Type] = Object.values(load(file) as Record<string, new () => T>);
	return new Type();
}

export const readJson = async <T>(file: string): Promise<T> =>
	JSON.parse(await readFile(file, 'utf8')) as T;

/** The files below a folder, as sorted paths with slashes; none if there is no such folder. */
export async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	return entries
		.filter((entry) => !entry.isDirectory())
		.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
		.map((file) => file.split(path.sep).join('/'))
		.sort();
}
