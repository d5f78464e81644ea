import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import { ROOT } from '../../sandbox/n8n/folders';
import { pack } from '../../sandbox/n8n/pack';

/** The tag of the newest release before this commit, if there is one. */
export function lastRelease(): string | undefined {
	const words = ['describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD~1'];
	try {
		return execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
	} catch {
		return undefined;
	}
}

/**
 * Builds a release from its tag with the current tools, and packs it into a folder. Returns the tarball's path.
 *
 * @param version Packs it under another version.
 */
export async function packRelease(tag: string, folder: string, version?: string): Promise<string> {
	const source = path.join(folder, 'source');
	const archive = path.join(folder, 'source.tar');
	await mkdir(source, { recursive: true });
	try {
		await command('git', ['archive', '--output', archive, tag], { cwd: ROOT });
		await command('tar', ['-xf', archive, '-C', source], { cwd: folder });
		await symlink(path.join(ROOT, 'node_modules'), path.join(source, 'node_modules'), 'junction');
		await command('npm', ['run', 'build'], { cwd: source });
		return await pack(path.join(folder, tag), { source, version });
	} finally {
		await rm(source, { recursive: true, force: true });
		await rm(archive, { force: true });
	}
}
