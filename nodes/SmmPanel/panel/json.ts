import { invalid } from './failure';

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object, as a panel sends it. */
export interface JsonObject {
	[field: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Splits a text at its spaces: a short way to write a list of words. */
export const wordList = (text: string): string[] => text.split(' ');

/** The first result of `read` that is not null; null if there is none. */
export function firstOf<T, R>(values: readonly T[], read: (value: T) => R | null): R | null {
	for (const value of values) {
		const found = read(value);
		if (found !== null) return found;
	}
	return null;
}

/**
 * Makes a value when it is first needed. Patterns with Unicode classes take a millisecond each to build, and n8n loads
 * every node at its start.
 */
export function lazily<T extends object>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}

/** Pattern of a string literal. It walks in runs, so that megabytes do not exhaust the matcher's stack. */
export const STRING_LITERAL = /"[^"\\]*(?:\\[^][^"\\]*)*"/.source;

const STRING_OR_NUMBER = new RegExp(`${STRING_LITERAL}|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?`, 'g');

const quoteUnsafeInteger = (literal: string): string =>
	/^-?\d+$/.test(literal) && !Number.isSafeInteger(Number(literal)) ? `"${literal}"` : literal;

/** The byte order mark, which some editors put before a text. */
const BOM = /^\uFEFF/;

/** Deeper than any panel's answer, and far from what exhausts the stack of a recursive reader. */
const MOST_LEVELS = 100;

/** This many brackets in a row are not an answer either, and take the parser seconds. */
const TOO_DEEP = new RegExp(`[[{]{${MOST_LEVELS + 1}}`);

function isDeeper(value: Json, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const inner = Array.isArray(value) ? value : Object.values<Json>(value);
	return levels === 0 || inner.some((each) => isDeeper(each, levels - 1));
}

/**
 * Parses JSON without losing digits: an integer beyond 2^53 becomes text, because ids are opaque and may be that
 * long. Everything else is as `JSON.parse` returns it.
 *
 * @throws SyntaxError if it is not JSON, or is nested too deeply to be an answer.
 */
export function parseJson(source: string): Json {
	const text = source.replace(BOM, '');
	if (TOO_DEEP.test(text)) throw new SyntaxError(`JSON of more than ${MOST_LEVELS} levels`);
	// Only JSON is searched for integers: quoting could repair broken text, and the pattern takes minutes on a long
	// unterminated string.
	const value = JSON.parse(text) as Json;
	if (isDeeper(value, MOST_LEVELS))
		throw new SyntaxError(`JSON of more than ${MOST_LEVELS} levels`);
	if (!/\d{16}/.test(text)) return value;
	return JSON.parse(text.replace(STRING_OR_NUMBER, quoteUnsafeInteger)) as Json;
}

/** Like `parseJson`, but undefined for what is not JSON. */
export function tryJson(text: string): Json | undefined {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

const NAMES = new Set(
	wordList(
		'order orders order_id refill refill_id cancel status order_status charge remains start_count currency balance error errors message success code data result id service services service_id name type category rate min max',
	),
);

/** A value with the API's names for fields such as `Status`. An object with two spellings stays as it is. */
export function withOurNames(value: Json): Json {
	if (Array.isArray(value)) return value.map(withOurNames);
	if (!isObject(value)) return value;
	const fields = Object.entries(value);
	const own = (name: string) => (NAMES.has(name.toLowerCase()) ? name.toLowerCase() : name);
	const named = Object.fromEntries(fields.map(([name, each]) => [own(name), withOurNames(each)]));
	return Object.keys(named).length < fields.length ? value : named;
}

/** The innermost values of nested lists and objects; any other value alone. */
export const leavesOf = (value: Json | undefined): Array<Json | undefined> =>
	typeof value === 'object' && value !== null
		? Object.values<Json>(value).flatMap(leavesOf)
		: [value];

/** The form of almost every number: a shortcut that gives the same result as the rules below. */
const PLAIN = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** Decimal notation, or thousands in several groups of three or before a decimal point: unambiguous anywhere. */
const NUMBER =
	/^[+-]?(?:\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})(?:e[+-]?\d+)?$/i;

/** Digits in groups of three after dots: thousands on some panels, a fraction on others. Zero is zero on all. */
const DOTTED = /^(?!0\.0+$)\d{1,3}(?:\.\d{3})+$/;

/** No panel sends a longer number; a longer one is not parsed. */
const LONGEST = 400;

/** A currency's sign or code before or after an amount. */
const CURRENCY = /^(?:\p{Sc}|[A-Z]{3}\s) ?(?=[\d.])|(?<=\d)\s?(?:\p{Sc}|\s[A-Z]{3})$/u;

/**
 * The decimal text of a number, without its currency and its thousands' commas; null for nothing or for a word such
 * as "Unknown". "1.000 VND" is no number: there, the dot may separate thousands.
 */
function decimalIn(value: Json | undefined): string | null {
	const text = toText(value) ?? '';
	if (PLAIN.test(text)) return text;
	if (text.length > LONGEST) return null;
	const amount = text.replace(CURRENCY, '');
	if (amount !== text && DOTTED.test(amount)) return null;
	return NUMBER.test(amount) ? amount.replace(/,/g, '') : null;
}

/** A number that a panel may have sent as text; null for nothing or for a word such as "Unknown". */
export function toNumber(value: Json | undefined): number | null {
	if (typeof value === 'number') return value;
	const text = decimalIn(value);
	return text === null ? null : Number(text);
}

/** Thousands in groups of three, separated by commas or spaces. */
const GROUPED = /^\d{1,3}(?:[, \u00a0\u202f]\d{3}){1,9}$/;

/** A count, which is never a fraction: a thousand for "1,000", but null for "1.000", which may be one or a thousand. */
export function toCount(value: Json | undefined): number | null {
	const text = typeof value === 'string' ? value.trim() : '';
	if (GROUPED.test(text)) return Number(text.replace(/\D/g, ''));
	return DOTTED.test(text) ? null : toNumber(value);
}

/**
 * A text, number or flag as a lowercase word for lookup. Lists and objects are never converted: a panel's object
 * may have a field `toString`, which would break `String`.
 */
export function toWord(value: Json | undefined): string {
	return typeof value === 'object' ? '' : String(value).trim().toLowerCase();
}

/** A text for comparison: lower case without accents, so `é` is `e`, `й` is `и` and `ł` is `l`. */
export const folded = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.normalize('NFC')
		.toLowerCase()
		.replace(/[đıł]/g, (letter) => ({ đ: 'd', ı: 'i' })[letter] ?? 'l');

const ON = new Set(wordList('true 1 yes y on enabled'));
const OFF = new Set(wordList('false 0 no n off disabled'));

/** A flag in any form that panels use (true, 1, "1", "true"); null for anything else. */
export function toFlag(value: Json | undefined): boolean | null {
	if (typeof value === 'boolean') return value;
	const word = toWord(value);
	return ON.has(word) || (OFF.has(word) ? false : null);
}

/** A number of 0 or more; null for anything else. */
export function toSize(value: Json | undefined): number | null {
	const number = toNumber(value);
	return number !== null && number >= 0 ? number : null;
}

/** What `toSize` and `toFlag` accept, in words. */
export const A_SIZE = 'a number of 0 or more';
export const A_FLAG = 'true or false';

/**
 * The value of a parameter, as `read` returns it. A value that it does not accept is an error and is never ignored.
 *
 * @param wanted What `read` accepts, in words.
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

/** Like `setting`; undefined where nothing is filled in. */
export const optionalSetting = <T>(
	label: string,
	value: unknown,
	read: (value: Json) => T | null,
	wanted: string,
): T | undefined =>
	value === undefined || value === null || value === ''
		? undefined
		: setting(label, value, read, wanted);

const YES = new Set(wordList('success succeeded successful ok true 1 yes done'));
const NO = new Set(wordList('error fail failed false 0 no'));

/** Whether a word or flag means success. */
export const saysYes = (value: Json | undefined): boolean => YES.has(toWord(value));

/** Whether a word or flag means failure. */
export const saysNo = (value: Json | undefined): boolean => NO.has(toWord(value));

/** A text or number as trimmed text; null for anything else and for empty text. */
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
 * An amount from a number or decimal text; null if it is neither, negative, or too fine to hold. A number is
 * rounded to the 15 digits that a double holds reliably: 0.1 + 0.2 is 0.3.
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

/** Excess digits that a panel's amount may have beyond what can be held; they are cut off. */
const EXCESS = new RegExp(`^(\\d*\\.\\d{${DECIMALS}})\\d+$`);

/**
 * An amount in a reply: text or number, possibly negative, possibly with thousands in groups of three. Null for
 * nothing, or for a word such as "Unknown".
 */
export function readMoney(value: Json | undefined): Money | null {
	const text = decimalIn(value);
	if (text === null) return null;
	const digits = text.replace(/^[+-]/, '').replace(/^\./, '0.').replace(EXCESS, '$1');
	const amount = toMoney(digits);
	return text.startsWith('-') && amount !== null ? -amount : amount;
}

/**
 * The rate of a service in a reply, rounded up if it is too fine to hold: the computed cost must not be below what
 * the panel charges. Null if it is missing or negative.
 */
export function readRate(value: Json | undefined): Money | null {
	const rate = readMoney(value);
	if (rate === null || rate < 0n) return null;
	return /\.\d{15}0*[1-9]/.test(decimalIn(value) ?? '') ? rate + 1n : rate;
}

/** The absolute value of an amount. */
export const sizeOf = (money: Money): Money => (money < 0n ? -money : money);

/** An amount as a number, for output. */
export const moneyNumber = (money: Money): number => Number(moneyText(money));

/** An amount as decimal text without trailing zeros. */
export function moneyText(money: Money): string {
	if (money < 0n) return `-${moneyText(-money)}`;
	const digits = money.toString().padStart(DECIMALS + 1, '0');
	const whole = digits.slice(0, -DECIMALS);
	const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
	return fraction ? `${whole}.${fraction}` : whole;
}

/** The price of a quantity at a rate per 1,000, rounded up to the unit. */
export const perThousand = (rate: Money, count: bigint): Money => (rate * count + 999n) / 1000n;
