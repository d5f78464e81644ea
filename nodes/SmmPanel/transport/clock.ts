import { sleep } from 'n8n-workflow';

/** Time, as the rest of this folder sees it; tests put a clock of their own in its place. */
export const clock = {
	/** Milliseconds since 1970. */
	now: (): number => Date.now(),

	/** Waits so many milliseconds, or until the execution is stopped; who waits looks at the signal then. */
	async wait(ms: number, stopped?: AbortSignal): Promise<void> {
		if (ms <= 0 || stopped?.aborted) return;
		if (!stopped) return await sleep(ms);
		let wake = () => {};
		const aborted = new Promise<void>((resolve) => (wake = resolve));
		stopped.addEventListener('abort', wake);
		await Promise.race([sleep(ms), aborted]);
		stopped.removeEventListener('abort', wake);
	},
};

export type Clock = typeof clock;
