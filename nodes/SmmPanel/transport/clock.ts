import { sleep } from 'n8n-workflow';

/** Longest slice of a wait, in milliseconds: a timer cannot be canceled when the execution is stopped. */
const SLICE = 1_000;

/** Time and randomness for the rest of this folder; tests replace it with a clock of their own. */
export const clock = {
	/** Milliseconds that only increase, for durations within this process. */
	now: (): number => performance.now(),

	/** Milliseconds since 1970, for what outlives this process or comes from outside. This clock may be set back. */
	date: (): number => Date.now(),

	/** A random number from 0 to 1, for jitter. */
	random: (): number => Math.random(),

	/** Waits so many milliseconds, or until the execution is stopped; the caller then checks the signal. */
	async wait(ms: number, stopped?: AbortSignal): Promise<void> {
		const end = clock.now() + ms;
		let wake = () => {};
		const aborted = new Promise<void>((resolve) => (wake = resolve));
		stopped?.addEventListener('abort', wake);
		for (let left = ms; left > 0 && !stopped?.aborted; left = end - clock.now()) {
			await Promise.race([sleep(Math.min(left, SLICE)), aborted]);
		}
		stopped?.removeEventListener('abort', wake);
	},
};

export type Clock = typeof clock;
