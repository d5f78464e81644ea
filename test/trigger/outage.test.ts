import { timesShort } from '../../nodes/SmmPanel/trigger/source';

it.each([
	// A small list is believed at any length.
	[9, 0, 0, 0],
	[10, 0, 4, 1],
	[10, 0, 5, 0],
	[11, 1, 5, 2],
	// The third short list in a row is believed.
	[10, 2, 0, 0],
	[10, 2, 10, 0],
])('after a list of %i and %i short ones, one of %i makes %i', (known, times, count, next) =>
	expect(timesShort(known, times, count)).toBe(next),
);
