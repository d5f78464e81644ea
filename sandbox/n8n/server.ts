import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { environment, type Ports } from './environment';
import type { Runtime } from './install';
import { HOST } from './ports';

/** The first start creates the database, which is slow on a busy machine. */
const START_WITHIN = 180_000;
const STOP_WITHIN = 10_000;
/** How often n8n is started after it was killed. */
const MOST_STARTS = 3;
const LOG_KEPT = 200_000;

export interface ServerOptions {
	/** A worker takes executions from a queue, and serves no REST API, only a health check. */
	as?: 'start' | 'worker';
	/** Settings of n8n as environment variables, in addition to the sandbox's own. */
	settings?: Record<string, string>;
}

/** One n8n server with its own user folder. It can be started again after it was stopped or killed. */
export class N8nServer {
	readonly url: string;
	private child?: ChildProcess;
	private ended: Promise<void> = Promise.resolve();
	private written = '';

	constructor(
		private readonly runtime: Runtime,
		readonly userFolder: string,
		private readonly ports: Ports,
		private readonly options: ServerOptions = {},
	) {
		this.url = `http://${HOST}:${ports.web}`;
	}

	/** The end of n8n's output, over all its starts. */
	get log(): string {
		return this.written;
	}

	/** Resolves when n8n no longer runs, for whatever reason. */
	async whenEnded(): Promise<void> {
		await this.ended;
	}

	/** Starts n8n and waits until it answers. If it does not, rejects with its output. */
	async start(): Promise<void> {
		if (this.child) throw new Error('This n8n is running already');
		const { as = 'start', settings = {} } = this.options;
		const child = spawn(this.runtime.node, [this.runtime.n8n, as], {
			env: environment(this.userFolder, this.ports, settings),
			stdio: ['ignore', 'pipe', 'pipe'],
			// A separate process group, so that the processes that n8n starts are killed with it.
			detached: true,
		});
		this.child = child;
		const take = (chunk: Buffer) => {
			this.written = (this.written + chunk.toString()).slice(-LOG_KEPT);
		};
		child.stdout?.on('data', take);
		child.stderr?.on('data', take);
		const killAtExit = () => killGroup(child);
		process.once('exit', killAtExit);
		this.ended = new Promise<void>((resolve) => {
			child.once('error', () => resolve());
			child.once('exit', () => resolve());
		}).then(() => {
			// Processes that n8n started would outlive it.
			killGroup(child);
			process.off('exit', killAtExit);
			this.child = undefined;
		});
		const deadline = Date.now() + START_WITHIN;
		while (!(await this.answers())) {
			if (!this.child) throw new Error(`n8n ended while it started:\n${this.log.slice(-3000)}`);
			if (Date.now() > deadline) {
				await this.kill();
				throw new Error(`n8n did not start in time:\n${this.log.slice(-3000)}`);
			}
			await sleep(200);
		}
	}

	/**
	 * Starts n8n after a `kill`, and retries as a supervisor would: n8n 2.41 may exit while it recovers an
	 * execution that was killed before it had begun, and start the next time.
	 */
	async startAgain(): Promise<void> {
		for (let tries = 1; ; tries++) {
			try {
				return await this.start();
			} catch (error) {
				if (tries === MOST_STARTS || !/ended while it started/.test(String(error))) throw error;
			}
		}
	}

	/** Asks n8n to exit, and kills it if it does not. */
	async stop(): Promise<void> {
		this.child?.kill('SIGTERM');
		const timer = setTimeout(() => this.child && killGroup(this.child), STOP_WITHIN);
		await this.ended;
		clearTimeout(timer);
	}

	/** `kill -9` for n8n and all processes that it started, as in a power cut. */
	async kill(): Promise<void> {
		if (this.child) killGroup(this.child);
		await this.ended;
	}

	private async answers(): Promise<boolean> {
		try {
			const ready = await fetch(`${this.url}/healthz/readiness`);
			if (this.options.as === 'worker') return ready.ok;
			// Readiness only covers the database; the REST API follows a little later.
			const settings = ready.ok && (await fetch(`${this.url}/rest/settings`));
			const type = settings && settings.ok && settings.headers.get('content-type');
			return Boolean(type && type.includes('json'));
		} catch {
			return false;
		}
	}
}

function killGroup({ pid }: ChildProcess): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has already exited.
	}
}
