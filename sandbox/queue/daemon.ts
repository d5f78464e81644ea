import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const WITHIN = 30_000;
const STOP_WITHIN = 10_000;

/** A server for one test run, which ends with it. */
export interface Daemon {
	readonly port: number;
	stop(): Promise<void>;
}

/**
 * Starts a program and waits until its output says that it is ready.
 *
 * @param signal The signal that stops it.
 * @throws Error with its output, if it exits first or is not ready in time.
 */
export async function startDaemon(
	program: string,
	words: string[],
	isReady: RegExp,
	signal: NodeJS.Signals,
	options: SpawnOptions = {},
): Promise<() => Promise<void>> {
	const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let written = '';
	const take = (chunk: Buffer) => (written += chunk.toString());
	child.stdout?.on('data', take);
	child.stderr?.on('data', take);
	const killAtExit = () => child.kill('SIGKILL');
	process.once('exit', killAtExit);
	const ended = new Promise<void>((resolve) => {
		child.once('error', (error) => resolve(void (written += error.message)));
		child.once('exit', () => resolve());
	}).then(() => void process.off('exit', killAtExit));
	const stop = async () => await end(child, signal, ended);
	const deadline = Date.now() + WITHIN;
	while (!isReady.test(written)) {
		const isOver = child.exitCode !== null || child.pid === undefined;
		if (isOver || Date.now() > deadline) {
			await stop();
			throw new Error(`'${program}' did not start:\n${written.slice(-2000)}`);
		}
		await sleep(50);
	}
	return stop;
}

async function end(
	child: ChildProcess,
	signal: NodeJS.Signals,
	ended: Promise<void>,
): Promise<void> {
	child.kill(signal);
	const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
	await ended;
	clearTimeout(timer);
}
