import type { Call } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { Fields } from '../panel/order';
import type { Reply } from '../panel/reply';
import { BoundedMap } from './boundedMap';
import type { Clock } from './clock';

/** Sends one request. Without a reply it throws a PanelFailure, and never anything else. */
export type Send = (fields: Fields) => Promise<Reply>;

/**
 * Sends a request and reads its reply; sends it again where that is safe and may help. A failure is returned and not
 * thrown, so that no caller loses the results of other requests. `ended` is called before each try, and returns the
 * failure of another request after which this one is no longer sent.
 */
export type Ask = <T>(
	fields: Fields,
	read: (reply: Reply) => T,
	ended?: () => PanelFailure | undefined,
) => Promise<T | PanelFailure>;

/** Waits before each retry, in milliseconds: about a minute in all, the span of most rate limits. */
const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/** Maximum jitter of a wait, so that requests that failed together are not retried together. */
const JITTER = 0.5;

/** Maximum time spent waiting between tries of one request, in milliseconds. */
const MAX_WAIT = 120_000;

/**
 * Whether a request may be retried. A read may be, whenever it can help. A write may be only after a rate limit or a
 * refused connection: then it certainly was not done.
 */
function mayRepeat(call: Call, failure: PanelFailure): boolean {
	if (!call.writes) return failure.retryable;
	return failure.certain && ['rateLimit', 'connectionRefused'].includes(failure.kind);
}

export interface AskOptions {
	call: Call;
	send: Send;
	/** Waits until the next request may start. Throws a PanelFailure if there is no time left for it. */
	pace: () => Promise<void>;
	clock: Clock;
	/** Aborted when the execution is stopped. */
	stopped?: AbortSignal;
	/** Maximum time spent waiting between tries, in milliseconds; two minutes by default. */
	maxWait?: number;
}

/** Makes an `Ask`. Where `Retry-After`, or the sum of the waits, exceeds `maxWait`, the failure stands. */
export function makeAsk({ call, send, pace, clock, stopped, maxWait = MAX_WAIT }: AskOptions): Ask {
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
			// A `Retry-After` of 0, or a date in the past, does not mean that an immediate retry is welcome.
			const wait = Math.max(WAITS[tries], (result.retryAfter ?? 0) * 1_000);
			if (waited + wait > maxWait) return result;
			// Longer, never shorter than the panel asked for.
			const jitter = clock.random() * Math.min(JITTER * wait, maxWait - waited - wait);
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
		// A bug in reading must not lose what the panel did, nor what other requests returned.
		return new PanelFailure('unexpectedReply', {
			message: `the panel's answer could not be read (${(error as Error).message})`,
			retryable: false,
		});
	}
}

/** Failures without an answer in a row after which the panel counts as down. */
const DOUBTS = 2;

/** Opens when requests are no longer worth sending, judged by the results so far. */
export class CircuitBreaker {
	private doubts = 0;
	/** Why no more requests are worth sending; undefined while they are. */
	ended?: PanelFailure;

	/** Records how a request ended: a failure, or anything else for an answer. */
	note(result: unknown): void {
		if (!(result instanceof PanelFailure)) this.doubts = 0;
		else if (result.reach === 'all') this.ended ??= result;
		else if (result.reach === 'one') this.doubts = 0;
		else if (++this.doubts >= DOUBTS) this.ended ??= result;
	}

	/** Opens the breaker, whatever is still returned. */
	stop(reason: PanelFailure): void {
		this.ended ??= reason;
	}
}

/** The failure of a request that is not sent because an earlier failure would repeat. */
export function notSentAfter(earlier: PanelFailure): PanelFailure {
	return new PanelFailure('notSent', {
		message: `it was not sent, because of an earlier failure: ${earlier.message}`,
		panelMessage: earlier.panelMessage ?? undefined,
		hint: earlier.hint,
	});
}

/** How many requests may start in a period. */
export interface Pace {
	/** Requests per minute to this panel; 0 means no limit. */
	perMinute: number;
	/** n8n's own batching: a pause of so many milliseconds after so many requests. */
	batch?: { size: number; pause: number };
	/** When it is too late to start a request, as `clock.now()` gives it; never by default. */
	end?: number;
}

/** Maximum panels whose pace is kept at once. */
const MOST_PANELS = 1_000;

/**
 * When the next request to a panel may start, by panel, while that is in the future. Kept for the whole process,
 * because the panel counts the requests of all nodes, lanes and executions that use its key.
 */
export const nextStart = new BoundedMap<string, number>(MOST_PANELS);

/**
 * Makes the function that waits until the next request may start. `panel` identifies the limit. If that would be
 * after the end, the function throws a PanelFailure of kind `notSent` and takes no turn.
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
		// A stopped execution sends nothing and must not take turns from later ones.
		if (stopped?.aborted) return;
		if (batch && batch.size > 0 && started > 0 && started % batch.size === 0) {
			pauses = Math.max(clock.now(), pauses) + batch.pause;
		}
		started++;
		await clock.wait(pauses - clock.now(), stopped);
		if (stopped?.aborted) return;
		// A turn is taken after the pause, not before: turns that pass during it would all be used at its end.
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
