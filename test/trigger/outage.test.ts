import { timesShort } from '../../nodes/SmmPanel/trigger/source';

it.each([
	// Of a small list any length is believed.
	[{ count: 9, short: 0 }, 0, 0],
	[{ count: 10, short: 0 }, 4, 1],
	[{ count: 10, short: 0 }, 5, 0],
	[{ count: 11, short: 1 }, 5, 2],
	// The third time in a row.
	[{ count: 10, short: 2 }, 0, 0],
	[{ count: 10, short: 2 }, 10, 0],
])('of %j a list of %i has been much too short %i times', (known, count, times) =>
	expect(timesShort(known, count)).toBe(times),
);
