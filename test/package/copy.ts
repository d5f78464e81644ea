import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import { ROOT } from '../../sandbox/n8n/folders';

const PARTS = [
	...['credentials', 'dist', 'docs', 'icons', 'nodes'],
	...['CHANGELOG.md', 'LICENSE', 'README.md', 'index.js', 'package.json', 'package-lock.json'],
	'.npmrc',
];

/** A copy of this package, for tests to break. */
export interface Copy {
	folder: string;
	write(file: string, text: string): Promise<void>;
	/** Replaces a text, which must occur. */
	replace(file: string, text: string, by: string): Promise<void>;
	remove(file: string): Promise<void>;
	/** Sets keys in its package.json. */
	manifest(keys: object): Promise<void>;
	/** Commits its docs, and tags the commit as the release of a version. */
	release(version: string): Promise<void>;
}

/** Copies this package with its current build, and removes the copy after `use`. */
export async function withCopy<T>(use: (copy: Copy) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-copy-'));
	const at = (file: string) => path.join(folder, file);
	const read = async (file: string) => await readFile(at(file), 'utf8');
	const write = async (file: string, text: string) => {
		await mkdir(path.dirname(at(file)), { recursive: true });
		await writeFile(at(file), text);
	};
	const git = async (...words: string[]) =>
		await command('git', ['-c', 'user.name=n', '-c', 'user.email=n@localhost', ...words], {
			cwd: folder,
		});
	try {
		for (const part of PARTS) await cp(path.join(ROOT, part), at(part), { recursive: true });
		await symlink(path.join(ROOT, 'node_modules'), at('node_modules'), 'junction');
		return await use({
			folder,
			write,
			async replace(file, text, by) {
				const before = await read(file);
				if (!before.includes(text)) throw new Error(`${file} has no "${text}"`);
				await write(file, before.replaceAll(text, by));
			},
			remove: async (file) => await rm(at(file)),
			async manifest(keys) {
				const manifest = JSON.parse(await read('package.json')) as object;
				await write('package.json', JSON.stringify({ ...manifest, ...keys }, null, 2));
			},
			async release(version) {
				await git('init', '--quiet');
				await git('add', 'docs');
				await git('commit', '--quiet', '--message', version);
				await git('tag', `v${version}`);
			},
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
