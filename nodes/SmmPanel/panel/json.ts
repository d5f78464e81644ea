import { invalid } from './failure';

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object, as a panel sends it. */
export interface JsonObject {
	[field: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Pattern of a string literal. It walks in runs, so that megabytes do not exhaust the matcher's stack. */
export const STRING_LITERAL = /"[^"\\]*(?:\\[^][^"\\]*)*"/.source;

const STRING_OR_NUMBER = new RegExp(`${STRING_LITERAL}|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?`, 'g');

const quoteUnsafeInteger = (literal: string): string =>
	/^-?\d+$/.test(literal) && !Number.isSafeInteger(Number(literal)) ? `"${literal}"` : literal;

/** Deeper than any panel's answer. What reads a value by recursion would exhaust the stack far below. */
const MOST_LEVELS = 100;

/** So many brackets in a row are no answer either, and take the parser seconds. */
const TOO_DEEP = new RegExp(`[[{]{${MOST_LEVELS + 1}}`);

function isDeeper(value: Json, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const inner = Array.isArray(value) ? value : Object.values<Json>(value);
	return levels === 0 || inner.some((each) => isDeeper(each, levels - 1));
}

/**
 * Parses JSON without losing digits: an integer beyond 2^53 becomes text, because ids are opaque and may be
 * that long. Everything else is as `JSON.parse` gives it.
 *
 * @throws SyntaxError when the text is not JSON, or nests too deep to be an answer.
 */
export function parseJson(text: string): Json {
	if (TOO_DEEP.test(text)) throw new SyntaxError(`JSON of more than ${MOST_LEVELS} levels`);
	// Only JSON is searched for integers: quoting could mend a broken text, and the pattern takes
	// minutes over a long string that breaks off.
	const value = JSON.parse(text) as Json;
	if (isDeeper(value, MOST_LEVELS))
		throw new SyntaxError(`JSON of more than ${MOST_LEVELS} levels`);
	if (!/\d{16}/.test(text)) return value;
	return JSON.parse(text.replace(STRING_OR_NUMBER, quoteUnsafeInteger)) as Json;
}

/** Plain decimal notation, or thousands in groups of three before a decimal point: unambiguous anywhere. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+\.\d+)(?:e[+-]?\d+)?$/i;

/** Digits behind a dot in groups of three: thousands on some panels, a fraction on others. Zero is zero on all. */
const DOTTED = /^(?!0\.0+$)\d{1,3}(?:\.\d{3})+$/;

/** No number of a panel is longer; a long one is not looked at. */
const LONGEST = 400;

const FLAGS: Readonly<Record<string, boolean>> = {
	true: true,
	'1': true,
	yes: true,
	false: false,
	'0': false,
	no: false,
};

/** A number that a panel may have sent as text; null for nothing or for a word such as "Unknown". */
export function toNumber(value: Json | undefined): number | null {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string') return null;
	const text = value.trim();
	return text.length <= LONGEST && NUMBER.test(text) ? Number(text.replace(/,/g, '')) : null;
}

/** A count, which is never a fraction: null where "1.000" may be one or a thousand. */
export const toCount = (value: Json | undefined): number | null =>
	typeof value === 'string' && DOTTED.test(value.trim()) ? null : toNumber(value);

/**
 * A text, number or flag as one word to look up, whatever its case. Lists and objects are never looked into:
 * an object of a panel may have a field `toString`, which would break `String`.
 */
export function toWord(value: Json | undefined): string {
	return typeof value === 'object' ? '' : String(value).trim().toLowerCase();
}

/** A flag in any of the ways panels write it (true, 1, "1", "true"); null where it is none of them. */
export function toFlag(value: Json | undefined): boolean | null {
	const word = toWord(value);
	return Object.hasOwn(FLAGS, word) ? FLAGS[word] : null;
}

/** What a number and a flag have to be, in words. */
export const A_SIZE = 'a number from 0 upwards';
export const A_FLAG = 'true or false';

/**
 * What a parameter is set to, as `read` takes it. What it cannot take is no reason to go on without it.
 *
 * @param wanted What `read` takes, in words.
 * @param where What else the message says, such as of which item.
 * @throws PanelFailure of kind `parameter` where `read` gives null.
 */
export function setting<T>(
	label: string,
	value: unknown,
	read: (value: Json) => T | null,
	wanted: string,
	where = '',
): T {
	const held = read(value as Json);
	if (held !== null) return held;
	throw invalid(
		`'${label}' holds ${JSON.stringify(value) ?? 'nothing'} instead of ${wanted}${where}`,
		`Set '${label}' to ${wanted}, or remove it.`,
	);
}

const YES = new Set(['success', 'succeeded', 'successful', 'ok', 'true', '1', 'yes', 'done']);
const NO = new Set(['error', 'fail', 'failed', 'false', '0', 'no']);

/** Whether a word or flag says that what was asked went well. */
export const saysYes = (value: Json | undefined): boolean => YES.has(toWord(value));

/** Whether a word or flag says that what was asked did not go well. */
export const saysNo = (value: Json | undefined): boolean => NO.has(toWord(value));

/** Text of a text or number with blanks taken off its ends; null for anything else and for nothing. */
export function toText(value: unknown): string | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	return String(value).trim() || null;
}

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
