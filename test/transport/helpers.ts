import type { ILoadOptionsFunctions } from 'n8n-workflow';

import {
	PanelFailure,
	type FailureFacts,
	type FailureKind,
} from '../../nodes/SmmPanel/panel/failure';
import type { Reply } from '../../nodes/SmmPanel/panel/reply';
import type { Clock } from '../../nodes/SmmPanel/transport/clock';

/** Runs everything that does not wait for time to pass. */
export const idle = async (): Promise<void> =>
	await new Promise((resolve) => setImmediate(resolve));

interface Sleeper {
	at: number;
	wake: () => void;
}

/** A fake clock. Time passes only in `run`, which jumps to the next sleeper when nothing else is left to do. */
export class FakeClock implements Clock {
	/** Every requested wait, in milliseconds. */
	readonly waits: number[] = [];
	private time = 0;
	private readonly sleepers: Sleeper[] = [];

	/** The random number; 0 unless a test sets it. */
	chance = 0;

	now = (): number => this.time;

	date = (): number => this.time;

	random = (): number => this.chance;

	wait = async (ms: number, stopped?: AbortSignal): Promise<void> => {
		if (!(ms > 0) || stopped?.aborted) return;
		this.waits.push(ms);
		let wake = () => {};
		const awake = new Promise<void>((resolve) => (wake = resolve));
		const sleeper = { at: this.time + ms, wake };
		const place = this.sleepers.findIndex(({ at }) => at > sleeper.at);
		this.sleepers.splice(place < 0 ? this.sleepers.length : place, 0, sleeper);
		stopped?.addEventListener('abort', wake);
		await awake;
		stopped?.removeEventListener('abort', wake);
	};

	async run<T>(work: Promise<T>): Promise<T> {
		let settled = false;
		const settle = () => (settled = true);
		work.then(settle, settle);
		for (;;) {
			await idle();
			if (settled) return await work;
			const next = this.sleepers.shift();
			if (!next) throw new Error('Nothing is left to wait for, and the work is not done');
			this.time = Math.max(this.time, next.at);
			next.wake();
		}
	}
}

export const failure = (kind: FailureKind, facts: Partial<FailureFacts> = {}): PanelFailure =>
	new PanelFailure(kind, { message: `a failure of kind ${kind}`, ...facts });

export const reply = (body: unknown, more: Partial<Reply> = {}): Reply => ({
	status: 200,
	text: typeof body === 'string' ? body : JSON.stringify(body),
	...more,
});

let names = 0;

/** A name that no other test uses, because rate limiters are shared per panel in the process. */
export const freshPanel = (): string => `panel ${++names}`;

export const noPace = async (): Promise<void> => {};

/** The editor's context for a node with its own credential, whose panel answers each request with `body`. */
export const editorOf = (credential: string, body: string) => {
	const send = jest.fn(async () => ({ body, headers: {}, statusCode: 200 }));
	const context = {
		getNode: () => ({ name: 'n', credentials: { smmPanelApi: { id: credential } } }),
		getCredentials: async () => ({ url: `https://${credential}.example`, apiKey: '0123456789' }),
		helpers: { httpRequestWithAuthentication: send },
	} as unknown as ILoadOptionsFunctions;
	return { context, send };
};
