import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { command } from './command';
import { ROOT } from './folders';

interface Manifest {
	name: string;
	version: string;
	files: string[];
	dependencies?: Record<string, string>;
	[key: string]: unknown;
}

export const PACKAGE_NAME = 'n8n-nodes-smm-panel';

const read = async (file: string): Promise<Manifest> =>
	JSON.parse(await readFile(file, 'utf8')) as Manifest;

const write = async (file: string, manifest: object): Promise<void> =>
	await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);

/**
 * Packs a built package into a folder, as `npm publish` would.
 *
 * @param source The package's folder; default: this one.
 * @param version Packs the same files under another version.
 * @returns The path of the tarball.
 */
export async function pack(
	folder: string,
	{ source = ROOT, version }: { source?: string; version?: string } = {},
): Promise<string> {
	await mkdir(folder, { recursive: true });
	const stage = version ? await stageAs(source, version) : undefined;
	try {
		const report = await command('npm', ['pack', '--json', '--pack-destination', folder], {
			cwd: stage ?? source,
		});
		const [{ filename }] = JSON.parse(report) as Array<{ filename: string }>;
		return path.join(folder, filename);
	} finally {
		if (stage) await rm(stage, { recursive: true, force: true });
	}
}

/** A copy of the files to pack, with another version in its manifest. */
async function stageAs(source: string, version: string): Promise<string> {
	const stage = await mkdtemp(path.join(tmpdir(), 'smm-panel-pack-'));
	const manifest = await read(path.join(source, 'package.json'));
	for (const name of [...manifest.files, 'index.js', 'README.md', 'LICENSE']) {
		await cp(path.join(source, name), path.join(stage, name), { recursive: true });
	}
	await write(path.join(stage, 'package.json'), { ...manifest, version });
	return stage;
}

/**
 * Installs a tarball where n8n keeps community packages, with the same result as n8n's own installation
 * (`CommunityPackagesService.downloadPackage`): the unpacked files, a manifest without the dependencies that
 * n8n provides, and an entry in the manifest of the folder above.
 *
 * @returns The installed version.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<string> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const target = path.join(nodes, 'node_modules', PACKAGE_NAME);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await command('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], { cwd: nodes });
	const own = path.join(target, 'package.json');
	const manifest = await read(own);
	if (manifest.dependencies) throw new Error('A package with dependencies: these would be missing');
	for (const key of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete manifest[key];
	}
	await write(own, manifest);
	await write(path.join(nodes, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE_NAME]: manifest.version },
	});
	return manifest.version;
}
