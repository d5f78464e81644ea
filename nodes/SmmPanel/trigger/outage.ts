/** A list that is less than half as long as before is believed when it was so this many times in a row. */
const CONFIRMATIONS = 3;

/** Shorter lists than this may shrink as they like. */
const SMALL = 10;

/**
 * How many times in a row a list has been much shorter than what is known, which is an outage until it is
 * confirmed; 0 when the list is to be believed.
 *
 * @param known Entries of the last list that was believed, and what this gave for the last one.
 */
export function timesShort(known: { count: number; short: number }, count: number): number {
	if (known.count < SMALL || count * 2 >= known.count) return 0;
	const short = known.short + 1;
	return short < CONFIRMATIONS ? short : 0;
}
