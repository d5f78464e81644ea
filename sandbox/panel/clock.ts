export type ClockKind = 'manual' | 'real';

/** Sandbox time in ms since the panel started. */
export interface Clock {
	now(): number;
	/** Moves either kind of clock forward. Throws a RangeError for a negative number. */
	advance(ms: number): void;
}

/** `speed`: sandbox seconds per real second, only for the `real` clock. */
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
