import { spawn } from 'node:child_process';

export interface CommandOptions {
	cwd: string;
	/** Directories to put in front of PATH. */
	path?: string[];
	/** Added to the environment of this process. */
	variables?: Record<string, string>;
	/** Removes what npm and jest set for this process, so that the program runs as from a user's shell. */
	clean?: boolean;
}

const PATH_SEPARATOR = process.platform === 'win32' ? ';' : ':';

/**
 * Runs a program and returns what it wrote to stdout. If it fails, rejects with the end of everything that
 * it wrote.
 */
export async function command(
	program: string,
	words: string[],
	{ cwd, path = [], variables = {}, clean = false }: CommandOptions,
): Promise<string> {
	const PATH = [...path, process.env.PATH].join(PATH_SEPARATOR);
	const inherited = Object.entries(process.env).filter(
		([name]) => !clean || !/^(npm_|JEST_|NODE_ENV$)/i.test(name),
	);
	const env = { ...Object.fromEntries(inherited), ...variables, PATH };
	// On Windows, npm is a shell script.
	const shell = process.platform === 'win32';
	const child = spawn(program, words, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let all = '';
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		all += chunk.toString();
	});
	child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
	const endWithThis = () => child.kill('SIGKILL');
	process.once('exit', endWithThis);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	}).finally(() => process.off('exit', endWithThis));
	if (code === 0) return stdout;
	throw new Error(`'${program} ${words.join(' ')}' failed (${code}):\n${all.slice(-2000)}`);
}
