import type { Call } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { Fields } from '../panel/order';
import type { Reply } from '../panel/reply';
import { BoundedMap } from './boundedMap';
import type { Clock } from './clock';

/** Sends one request. Throws a PanelFailure, and never anything else, when there is no reply. */
export type Send = (fields: Fields) => Promise<Reply>;

/**
 * Sends a request and reads its reply; sends it again where that is safe and may help. A failure is returned and not
 * thrown, so that no caller can forget the requests beside it. `ended` is asked before each try, and gives the failure
 * of another request after which this one is no longer sent.
 */
export type Ask = <T>(
	fields: Fields,
	read: (reply: Reply) => T,
	ended?: () => PanelFailure | undefined,
) => Promise<T | PanelFailure>;

/** Waits before each further try, in milliseconds: about a minute in all, the span of most rate limits. */
const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/** What a wait is stretched by at most, so that requests that failed together do not come back together. */
const JITTER = 0.5;

/** Longest time spent waiting before further tries of one request, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Whether a request may be sent again. What only reads may be, whenever it can help. What does something may
 * be only after a rate limit or a refused connection: then it certainly has not been done.
 */
function mayRepeat(call: Call, failure: PanelFailure): boolean {
	if (!call.writes) return failure.passing;
	return failure.certain && ['rateLimit', 'connectionRefused'].includes(failure.kind);
}

export interface AskOptions {
	call: Call;
	send: Send;
	/** Waits until the next request may start. Throws a PanelFailure when there is no time left for it. */
	pace: () => Promise<void>;
	clock: Clock;
	/** Aborted when the execution is stopped. */
	stopped?: AbortSignal;
	/** Longest time spent waiting before further tries, in milliseconds; two minutes unless given. */
	patience?: number;
}

/** Makes an `Ask`. Where `Retry-After`, or the sum of the waits, is beyond the patience, the failure stands. */
export function asker({ call, send, pace, clock, stopped, patience = PATIENCE }: AskOptions): Ask {
	return async (fields, read, ended) => {
		let waited = 0;
		let last: PanelFailure | undefined;
		for (let tries = 0; ; tries++) {
			const late = await attempt(pace);
			if (late instanceof PanelFailure) return last ?? late;
			if (stopped?.aborted) {
				return new PanelFailure('notSent', {
					message: 'the execution was stopped before it was sent',
				});
			}
			const reason = ended?.();
			if (reason) return last ?? notSentAfter(reason);
			const result = await attempt(async () => read(await send(fields)));
			if (!(result instanceof PanelFailure) || !mayRepeat(call, result)) return result;
			if (tries >= WAITS.length) return result;
			// A `Retry-After` of nothing, or a date gone by, is no leave to ask again at once.
			const wait = Math.max(WAITS[tries], (result.retryAfter ?? 0) * 1_000);
			if (waited + wait > patience) return result;
			// Longer, and never shorter than the panel asked for.
			const jitter = clock.random() * Math.min(JITTER * wait, patience - waited - wait);
			waited += wait + jitter;
			last = result;
			await clock.wait(wait + jitter, stopped);
		}
	};
}

async function attempt<T>(work: () => Promise<T>): Promise<T | PanelFailure> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof PanelFailure) return error;
		// A fault in reading must not take along what the panel did, nor what other requests brought.
		return new PanelFailure('unexpectedReply', {
			message: `the panel's answer could not be read (${(error as Error).message})`,
			passing: false,
		});
	}
}

/** Failures without an answer that may follow each other before the panel counts as down. */
const DOUBTS = 2;

/** Opens when requests are no longer worth sending, judged by those that came back. */
export class CircuitBreaker {
	private doubts = 0;
	/** Why no more requests are worth sending; undefined while they are. */
	ended?: PanelFailure;

	/** Takes in how a request ended: a failure, or anything else for an answer. */
	note(result: unknown): void {
		if (!(result instanceof PanelFailure)) this.doubts = 0;
		else if (result.reach === 'all') this.ended ??= result;
		else if (result.reach === 'one') this.doubts = 0;
		else if (++this.doubts >= DOUBTS) this.ended ??= result;
	}

	/** Sends no more, whatever comes back. */
	stop(reason: PanelFailure): void {
		this.ended ??= reason;
	}
}

/** The failure of what is not sent because an earlier request failed in a way that would repeat. */
export function notSentAfter(earlier: PanelFailure): PanelFailure {
	return new PanelFailure('notSent', {
		message: `it was not sent, because of an earlier failure: ${earlier.message}`,
		panelMessage: earlier.panelMessage ?? undefined,
		hint: earlier.hint,
	});
}

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
			throw new PanelFailure('notSent', { message: 'there was no time left to request it' });
		if (perMinute <= 0) return;
		for (const [other, next] of nextStart) if (next <= now) nextStart.delete(other);
		nextStart.set(panel, start + 60_000 / perMinute);
		await clock.wait(start - now, stopped);
	};
}
