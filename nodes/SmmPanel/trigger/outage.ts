/** How many times in a row a list must be less than half as long as before to be believed. */
const CONFIRMATIONS = 3;

/** Lists shorter than this may shrink freely. */
const SMALL = 10;

/**
 * How many times in a row a list has been much shorter than the known one, which counts as an outage until it is
 * confirmed; 0 if the list is to be believed.
 *
 * @param known Length of the last list that was believed, and what this function returned for the last one.
 */
export function timesShort(known: { count: number; short: number }, count: number): number {
	if (known.count < SMALL || count * 2 >= known.count) return 0;
	const short = known.short + 1;
	return short < CONFIRMATIONS ? short : 0;
}
