export type ClockKind = 'manual' | 'real';

/** Sandbox time in ms since the panel started. */
export interface Clock {
	now(): number;
	/** Adds to the time of either kind of clock. Throws a RangeError for a negative number. */
	advance(ms: number): void;
}

/** `speed`: sandbox seconds in a real second, for the `real` clock only. */
export function createClock(kind: ClockKind, speed: number): Clock {
	const started = performance.now();
	let added = 0;
	return {
		now: () => added + (kind === 'real' ? (performance.now() - started) * speed : 0),
		advance(ms) {
			if (!(ms >= 0)) throw new RangeError(`The clock cannot move by ${ms} ms`);
			added += ms;
		},
	};
}
