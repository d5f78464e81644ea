import { timesShort } from '../../nodes/SmmPanel/trigger/source';

it.each([
	// A small list is believed at any length.
	[{ count: 9, short: 0 }, 0, 0],
	[{ count: 10, short: 0 }, 4, 1],
	[{ count: 10, short: 0 }, 5, 0],
	[{ count: 11, short: 1 }, 5, 2],
	// The third short list in a row is believed.
	[{ count: 10, short: 2 }, 0, 0],
	[{ count: 10, short: 2 }, 10, 0],
])('of %j a list of %i has been much too short %i times', (known, count, times) =>
	expect(timesShort(known, count)).toBe(times),
);
