import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A program of this folder in its own process. It answers one request at a time. */
export class Process {
	private constructor(private readonly child: ChildProcess) {}

	/**
	 * Starts a program and waits for its first message.
	 *
	 * @param setup Passed to the program as JSON in its first argument.
	 * @param flags Additional Node options.
	 */
	static async start<Ready>(
		program: string,
		setup: object,
		flags: string[] = [],
	): Promise<[Process, Ready]> {
		const child = fork(path.join(__dirname, program), [JSON.stringify(setup)], {
			execArgv: ['--require', 'tsx/cjs', '--expose-gc', ...flags],
		});
		const started = new Process(child);
		return [started, await started.answer<Ready>()];
	}

	async ask<Answer>(question: string): Promise<Answer> {
		const answer = this.answer<Answer>();
		this.child.send(question);
		return await answer;
	}

	/** Disconnects from the process, which then exits. */
	async stop(): Promise<void> {
		if (!this.child.connected) return;
		const gone = once(this.child, 'exit');
		this.child.disconnect();
		await gone;
	}

	private async answer<Answer>(): Promise<Answer> {
		const { child } = this;
		return await new Promise((resolve, reject) => {
			const died = () => reject(new Error(`'${child.spawnargs.at(-1)}' ended early`));
			child.once('exit', died);
			child.once('message', (message) => {
				child.off('exit', died);
				resolve(message as Answer);
			});
		});
	}
}

/** The other side: answers requests until the parent disconnects. */
export async function answer<Setup>(
	begin: (setup: Setup) => Promise<[ready: unknown, reply: (question: string) => unknown]>,
): Promise<void> {
	process.once('disconnect', () => process.exit());
	try {
		const [ready, reply] = await begin(JSON.parse(process.argv[2]) as Setup);
		process.on('message', (question: string) => {
			Promise.resolve(reply(question)).then((said) => process.send?.(said), fail);
		});
		process.send?.(ready);
	} catch (error) {
		fail(error);
	}
}

function fail(error: unknown): void {
	console.error(error);
	process.exit(1);
}
