/** Money as an integer, in 1/100000 of the currency, so that sums are exact. */
export type Units = bigint;

const DECIMALS = 5;
const SCALE = 10n ** BigInt(DECIMALS);

/**
 * Converts decimal text such as `'0.27819'` to units.
 * Throws a RangeError for anything but a plain decimal with at most five places.
 */
export function toUnits(text: string): Units {
	const match = /^(-?)(\d+)(?:\.(\d{1,5}))?$/.exec(text);
	if (!match) throw new RangeError(`Not a decimal with at most ${DECIMALS} places: '${text}'`);
	const [, sign, whole, fraction = ''] = match;
	const units = BigInt(whole) * SCALE + BigInt(fraction.padEnd(DECIMALS, '0'));
	return sign ? -units : units;
}

/** Converts units to decimal text with two to five places: `'1000.00'`, `'0.27819'`. */
export function toText(units: Units): string {
	const size = units < 0n ? -units : units;
	const fraction = String(size % SCALE)
		.padStart(DECIMALS, '0')
		.replace(/0{1,3}$/, '');
	return `${units < 0n ? '-' : ''}${size / SCALE}.${fraction}`;
}

/** `units × part ÷ whole`, rounded half up; `part` and `whole` are non-negative integers. */
export function share(units: Units, part: number, whole: number): Units {
	const divisor = BigInt(whole);
	return (units * BigInt(part) * 2n + divisor) / (divisor * 2n);
}
