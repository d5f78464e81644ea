import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

import { command, type CommandOptions } from '../../sandbox/n8n/command';
import { ROOT } from '../../sandbox/n8n/folders';

interface Step {
	run?: string;
	env?: Record<string, string>;
}

/** The environment of a job, simulating GitHub's. */
export interface Job extends CommandOptions {
	/** The values of expressions, such as `secrets.NPM_TOKEN`. */
	values?: Record<string, string>;
}

/** The commands of a job of publish.yml, in order. */
export async function stepsOf(job: string): Promise<Step[]> {
	const text = await readFile(path.join(ROOT, '.github', 'workflows', 'publish.yml'), 'utf8');
	const { jobs } = parse(text) as { jobs: Record<string, { steps: Step[] }> };
	return jobs[job].steps.filter(({ run }) => run);
}

/** Runs the commands of a job as GitHub does. */
export async function runSteps(steps: Step[], { values = {}, ...options }: Job): Promise<void> {
	for (const { run = '', env = {} } of steps) {
		const own = Object.entries(env).map(([name, value]) => [
			name,
			value.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => values[expression] ?? ''),
		]);
		const variables = { ...options.variables, ...(Object.fromEntries(own) as object) };
		await command('bash', ['-ec', run], { ...options, variables, clean: true });
	}
}

/** Checks out the repository as GitHub does, but with uncommitted changes, and with `node_modules` linked. */
export async function checkOut(folder: string): Promise<void> {
	await command('git', ['clone', '--quiet', ROOT, folder], { cwd: ROOT });
	const words = ['ls-files', '-z', '--modified', '--others', '--exclude-standard'];
	const changed = (await command('git', words, { cwd: ROOT })).split('\0').filter(Boolean);
	for (const file of changed.filter((each) => existsSync(path.join(ROOT, each)))) {
		await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
		await cp(path.join(ROOT, file), path.join(folder, file));
	}
	await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}
