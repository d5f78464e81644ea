import { PanelFailure } from '../panel/failure';
import { BoundedMap } from './boundedMap';
import type { Clock } from './clock';

/** How many requests may start in what time. */
export interface Pace {
	/** Requests a minute to this panel; 0 is no limit. */
	perMinute: number;
	/** n8n's own batching: after so many requests, a pause of so many milliseconds. */
	batch?: { size: number; pause: number };
	/** When there is no time left to start any, as `clock.now()` gives it; never unless given. */
	end?: number;
}

/** Most panels whose pace is kept at once. */
const MOST_PANELS = 1_000;

/**
 * When the next request to a panel may start, by panel, for as long as that is to come. Kept for the whole
 * process, because the panel counts the requests of all nodes, lanes and executions that use its key.
 */
export const nextStart = new BoundedMap<string, number>(MOST_PANELS);

/**
 * Makes the function that waits until the next request may start. `panel` names whose limit it is. The function
 * throws a PanelFailure of kind `notSent`, and takes no turn, when it would be after the end.
 */
export function pacer(
	panel: string,
	{ perMinute, batch, end = Infinity }: Pace,
	clock: Clock,
	stopped?: AbortSignal,
) {
	let started = 0;
	let pauses = 0;
	return async (): Promise<void> => {
		// What is stopped will not be sent, and must not take turns from later executions.
		if (stopped?.aborted) return;
		if (batch && batch.size > 0 && started > 0 && started % batch.size === 0) {
			pauses = Math.max(clock.now(), pauses) + batch.pause;
		}
		started++;
		await clock.wait(pauses - clock.now(), stopped);
		if (stopped?.aborted) return;
		// A turn is taken after the pause and not before: turns that pass during it would all be used at its end.
		const now = clock.now();
		const start = perMinute > 0 ? Math.max(now, nextStart.get(panel) ?? 0) : now;
		if (start > end)
			throw new PanelFailure('notSent', { message: 'there was no time left for it' });
		if (perMinute <= 0) return;
		for (const [other, next] of nextStart) if (next <= now) nextStart.delete(other);
		nextStart.set(panel, start + 60_000 / perMinute);
		await clock.wait(start - now, stopped);
	};
}
