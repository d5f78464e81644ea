import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until a condition holds, and returns the value. On a timeout, rejects with the last value. */
export async function until<T>(
	look: () => T | Promise<T>,
	holds: (found: T) => boolean,
	within = 40_000,
): Promise<T> {
	const deadline = Date.now() + within;
	for (;;) {
		const found = await look();
		if (holds(found)) return found;
		if (Date.now() > deadline) throw new Error(`Still so: ${JSON.stringify(found, null, 1)}`);
		await sleep(100);
	}
}
