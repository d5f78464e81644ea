import { type Json, toNumber } from './json';

/**
 * Amounts of money for comparisons and sums, in whole units of 10^-15 of the currency: decimal text has no
 * exact binary form, and limits must hold to the last digit.
 */
export type Money = bigint;

const DECIMALS = 15;

/**
 * An amount from a number or decimal text; null when it is neither, negative, or finer than can be held. Of a
 * number the 15 digits count that a binary number is sure to hold: 0.1 + 0.2 is 0.3.
 */
export function toMoney(value: unknown): Money | null {
	const exact = typeof value === 'number' ? Number(value.toPrecision(15)) : value;
	const match = /^(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(String(exact ?? '').trim());
	if (!match) return null;
	const [, whole, fraction = '', exponent = '0'] = match;
	const decimals = fraction.length - Number(exponent);
	const digits = BigInt(whole + fraction);
	if (decimals < -DECIMALS || decimals > 2 * DECIMALS) return null;
	const scale = DECIMALS - decimals;
	if (scale >= 0) return digits * 10n ** BigInt(scale);
	const unit = 10n ** BigInt(-scale);
	return digits % unit === 0n ? digits / unit : null;
}

/** Digits that an amount of a panel may have in excess of what can be held; they are cut off. */
const EXCESS = new RegExp(`^(\\d*\\.\\d{${DECIMALS}})\\d+$`);

const plain = (value: Json | undefined): string => String(value).trim().replace(/,/g, '');

/**
 * An amount in a reply: as text or number, also below zero, and with thousands in groups of three. Null for
 * nothing, or for a word such as "Unknown".
 */
export function readMoney(value: Json | undefined): Money | null {
	if (toNumber(value) === null) return null;
	const [, sign, digits] = /^([+-]?)(.*)$/.exec(plain(value)) ?? [];
	const amount = toMoney(digits.replace(/^\./, '0.').replace(EXCESS, '$1'));
	return sign === '-' && amount !== null ? -amount : amount;
}

/**
 * The rate of a service in a reply, rounded up where it is finer than can be held: what an order costs must not
 * come out below what the panel charges. Null for none, or one below zero.
 */
export function readRate(value: Json | undefined): Money | null {
	const rate = readMoney(value);
	if (rate === null || rate < 0n) return null;
	return /\.\d{15}0*[1-9]/.test(plain(value)) ? rate + 1n : rate;
}

/** How much an amount is, above zero or below. */
export const sizeOf = (money: Money): Money => (money < 0n ? -money : money);

/** An amount as a number, for an output. */
export const moneyNumber = (money: Money): number => Number(moneyText(money));

/** An amount as decimal text without needless zeros. */
export function moneyText(money: Money): string {
	if (money < 0n) return `-${moneyText(-money)}`;
	const digits = money.toString().padStart(DECIMALS + 1, '0');
	const whole = digits.slice(0, -DECIMALS);
	const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
	return fraction ? `${whole}.${fraction}` : whole;
}

/** The price of so many at a rate per 1,000, rounded up to the unit. */
export const perThousand = (rate: Money, count: bigint): Money => (rate * count + 999n) / 1000n;
