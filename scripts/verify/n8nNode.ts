/**
 * Lints and builds the package with n8n's own tool, as n8n asks authors to do: `npm run n8n-node`, after `npm run build`.
 *
 * The tool requires an ESLint configuration and a tsconfig that cover the whole folder, and ignores files outside its
 * own build. So it runs on a copy of the published files, and its build must equal ours.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import { ROOT } from '../../sandbox/n8n/folders';
import { installProgram, installRuntime } from '../../sandbox/n8n/install';
import { filesIn } from './release';

const SOURCE = ['credentials', 'icons', 'nodes', 'package.json', 'README.md', 'tsconfig.json'];
/** The exact configuration that the tool requires. */
const ESLINT = "import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n";
const TSCONFIG = {
	extends: './base.json',
	compilerOptions: { outDir: 'dist', rootDir: '.', types: [] },
	include: ['credentials', 'nodes', 'nodes/**/*.node.json'],
};

async function main(): Promise<void> {
	const runtime = await installRuntime(console.log);
	const tool = await installProgram(path.join(__dirname, 'n8n-node'), runtime);
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-n8n-node-'));
	const at = (name: string) => path.join(folder, name);
	try {
		for (const name of SOURCE) await cp(path.join(ROOT, name), at(name), { recursive: true });
		await cp(at('tsconfig.json'), at('base.json'));
		await writeFile(at('tsconfig.json'), JSON.stringify(TSCONFIG));
		await writeFile(at('eslint.config.mjs'), ESLINT);
		await symlink(path.join(tool, 'node_modules'), at('node_modules'), 'junction');
		const run = path.join(tool, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
		for (const task of ['lint', 'build']) {
			await command(runtime.node, [run, task], { cwd: folder, clean: true });
			console.log(`✓ n8n-node ${task}`);
		}
		await compare(path.join(ROOT, 'dist'), at('dist'));
		console.log('✓ it builds what is published');
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Throws unless two builds contain the same files with the same code. */
async function compare(ours: string, theirs: string): Promise<void> {
	const [files, others] = [await filesIn(ours), await filesIn(theirs)];
	const differ = new Set([...files, ...others]);
	for (const file of files.filter((each) => others.includes(each))) {
		const [own, other] = await Promise.all(
			[ours, theirs].map(async (folder) => await readFile(path.join(folder, file), 'utf8')),
		);
		// TypeScript reformats the JSON files that it copies.
		if (own === other || (file.endsWith('.json') && sameJson(own, other))) differ.delete(file);
	}
	if (differ.size > 0) throw new Error(`n8n-node builds other files: ${[...differ].join(', ')}`);
}

const sameJson = (one: string, other: string): boolean =>
	JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));

void main();
