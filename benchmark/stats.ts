/** The median; for an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return Number.isInteger(middle)
		? (sorted[middle - 1] + sorted[middle]) / 2
		: sorted[Math.floor(middle)];
}

/** A number with two decimals below 10, one below 100, and none from there on. Integers have no decimals. */
export function short(value: number): string {
	if (Number.isInteger(value)) return value.toLocaleString('en');
	const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
	return value.toLocaleString('en', {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});
}

/** "1.20 × (1.18–1.31)". */
export function spread(values: readonly number[], unit: string): string {
	const [least, most] = [Math.min(...values), Math.max(...values)].map(short);
	const middle = [short(median(values)), unit].filter(Boolean).join(' ');
	return least === most ? middle : `${middle} (${least}–${most})`;
}
