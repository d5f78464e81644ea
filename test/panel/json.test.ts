import fc from 'fast-check';

import { isObject, parseJson } from '../../nodes/SmmPanel/panel/json';

/** The expected reading of a value with bigints: text where a number would lose digits. */
function expected(value: unknown): unknown {
	if (typeof value === 'bigint') {
		return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
	}
	// JSON writes a large double as an integer.
	if (typeof value === 'number' && /^-?\d{16,}$/.test(String(value))) {
		return Number.isSafeInteger(value) ? value : String(value);
	}
	if (Object.is(value, -0)) return 0;
	if (Array.isArray(value)) return value.map(expected);
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, expected(inner)]));
}

/** Writes a value with bigints as JSON, with blanks wherever JSON allows them. */
function written(value: unknown, blank: string): string {
	const list = (parts: string[]) => `${blank}${parts.join(`${blank},${blank}`)}${blank}`;
	if (typeof value === 'bigint') return String(value);
	if (Array.isArray(value)) return `[${list(value.map((inner) => written(inner, blank)))}]`;
	if (!isObject(value)) return JSON.stringify(value);
	const fields = Object.entries(value).map(
		([name, inner]) => `${JSON.stringify(name)}${blank}:${blank}${written(inner, blank)}`,
	);
	return `{${list(fields)}}`;
}

const digits = fc.stringMatching(/^[\\"0-9,:[\]{} .eE-]{0,40}$/);
const bigs = fc.oneof(
	fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
	fc.bigInt({ min: 2n ** 53n - 20n, max: 2n ** 53n + 20n }),
	fc.bigInt({ min: -(2n ** 53n) - 20n, max: -(2n ** 53n) + 20n }),
);
const valuesWithBigs = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		bigs,
		fc.oneof(digits, fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })),
		fc.constantFrom(null, true, false),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(
			fc.oneof(
				digits.filter((name) => name !== '__proto__'),
				fc.bigInt({ min: 0n, max: 10n ** 25n }).map(String),
			),
			tie('value'),
			{ maxKeys: 4, noNullPrototype: true },
		),
	),
})).value;

describe('parseJson', () => {
	it('turns integers beyond 2^53 into text with all their digits, in any place', () => {
		const text =
			'{"order":90071992547409931,"list":[-12345678901234567890, 9007199254740991],"a":{"b":1234567890123456}}';
		expect(parseJson(text)).toEqual({
			order: '90071992547409931',
			list: ['-12345678901234567890', 9007199254740991],
			a: { b: 1234567890123456 },
		});
	});

	it.each([
		['9007199254740991', 9007199254740991],
		['9007199254740992', '9007199254740992'],
		['-9007199254740991', -9007199254740991],
		['-9007199254740992', '-9007199254740992'],
		['999999999999999', 999999999999999],
		['1000000000000000', 1000000000000000],
		[' 90071992547409931 ', '90071992547409931'],
		['[90071992547409931]', ['90071992547409931']],
		['{"a" :\t90071992547409931\n}', { a: '90071992547409931' }],
	])('reads %s as %j', (text, value) => expect(parseJson(text)).toEqual(value));

	it.each([
		String.raw`{"a":"90071992547409931","b":"x\"90071992547409931","c":"\\","d":"90071992547409931"}`,
		String.raw`["90071992547409931\\", "90071992547409931\"", "\u0031234567890123456789"]`,
		'{"90071992547409931":1}',
		'{"a":0.12345678901234567,"b":12345678901234567.5,"c":-12345678901234567.25}',
		'{"a":12345678901234567e2,"b":1e20,"c":12345678901234567E+2,"d":1.5e-7,"e":12345678901234567e-3}',
		'[1e12345678901234567890]',
	])('leaves digits in texts, names, fractions and exponents alone: %s', (text) => {
		expect(parseJson(text)).toEqual(JSON.parse(text));
	});

	it('reads any value exactly, wherever its long integers are', () => {
		fc.assert(
			fc.property(valuesWithBigs, fc.constantFrom('', ' ', '\n\t'), (value, blank) => {
				expect(parseJson(written(value, blank))).toEqual(expected(value));
			}),
			{ numRuns: 500 },
		);
	});

	it('is JSON.parse for everything without long integers', () => {
		fc.assert(
			fc.property(fc.json(), (text) => {
				fc.pre(!/\d{16}/.test(text));
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
			{ numRuns: 200 },
		);
	});

	it('throws a SyntaxError, and nothing else, exactly where JSON.parse does', () => {
		const token = fc.constantFrom(
			...['{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '-', '0', '.', 'e', ' ', 'null'],
			...['12345678901234567890', '90071992547409931', '01234567890123456789'],
		);
		const isJson = (text: string) => {
			try {
				JSON.parse(text);
				return true;
			} catch {
				return false;
			}
		};
		const texts = fc.oneof(
			fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join('')),
			fc.string({ maxLength: 30 }),
		);
		fc.assert(
			fc.property(texts, (text) => {
				if (isJson(text)) expect(() => parseJson(text)).not.toThrow();
				else expect(() => parseJson(text)).toThrow(SyntaxError);
			}),
			{ numRuns: 1_000 },
		);
	});

	it.each([
		'',
		' ',
		'{',
		'{"order": 235',
		'<html>',
		'90071992547409931x',
		'{"order": 01234567890123456789}',
		'{12345678901234567890: 1}',
		'{"order": 12345678901234567890',
		'"12345678901234567890',
		'[12345678901234567890,]',
	])('throws a SyntaxError for %j', (text) => {
		expect(() => parseJson(text)).toThrow(SyntaxError);
	});

	it('reads a text of megabytes', () => {
		const long = 'a"\\'.repeat(300_000);
		expect(parseJson(JSON.stringify({ id: long, order: '1'.repeat(20) }))).toEqual({
			id: long,
			order: '1'.repeat(20),
		});
	});

	it('throws a SyntaxError for a long text that breaks off', () => {
		const text = `{"id":12345678901234567890,"desc":"${String.raw`\"x`.repeat(300_000)}`;
		expect(() => parseJson(text)).toThrow(SyntaxError);
	});

	it('throws a SyntaxError if the nesting is too deep', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(parseJson(nested(100))).toEqual(JSON.parse(nested(100)));
		expect(() => parseJson(nested(101))).toThrow(SyntaxError);
		const fields = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
		expect(parseJson(fields(100))).toEqual(JSON.parse(fields(100)));
		expect(() => parseJson(fields(101))).toThrow(SyntaxError);
		expect(() => parseJson(fields(101))).toThrow('JSON of more than 100 levels');
		expect(() => parseJson(nested(1_000_000))).toThrow(SyntaxError);
	});
});

describe('isObject', () => {
	it.each([[{}], [{ a: 1 }], [Object.create(null)]])('is true for %j', (value) =>
		expect(isObject(value)).toBe(true),
	);
	it.each([[[]], [null], [undefined], [''], ['{}'], [0], [true]])('is false for %j', (value) =>
		expect(isObject(value)).toBe(false),
	);
});
