import fc from 'fast-check';

import {
	moneyNumber,
	moneyText,
	perThousand,
	readMoney,
	readRate,
	toMoney,
} from '../../nodes/SmmPanel/panel/json';

describe('toMoney', () => {
	it.each([
		['1', 10n ** 15n],
		[1, 10n ** 15n],
		['0.90', 9n * 10n ** 14n],
		[' 0.27819 ', 278190000000000n],
		['5.', 5n * 10n ** 15n],
		['0', 0n],
		['0.000000000000001', 1n],
		['1.0000000000000000000', 10n ** 15n],
		[`1.${'0'.repeat(30)}`, 10n ** 15n],
		['1e3', 10n ** 18n],
		['1.5E2', 15n * 10n ** 16n],
		[' 7.00001 ', 7000010000000000n],
		[0.1, 10n ** 14n],
		['1E-15', 1n],
		[1e-7, 10n ** 8n],
		[1e15, 10n ** 30n],
		['1e15', 10n ** 30n],
		[0.1 + 0.2, 300_000_000_000_000n],
		[0.30000000000000004 - 0.2, 100_000_000_000_000n],
	])('reads %j exactly', (value, money) => expect(toMoney(value)).toBe(money));

	it.each([
		...['', ' ', 'free', '-1', '+1', '1,5', '1,000.00', '$1', '1 USD', '.5', 'NaN', 'Infinity'],
		...[
			'0.0000000000000001',
			'1e-16',
			'1e16',
			'1e-99',
			'1e-999999999',
			'1e999',
			-1,
			null,
			undefined,
			true,
			{},
		],
	])('is null for %j', (value) => expect(toMoney(value)).toBeNull());
});

describe('readMoney', () => {
	it.each([
		['100.84292', '100.84292'],
		['1,234.50', '1234.5'],
		['1,234,567', '1234567'],
		['-5.00', '-5'],
		[-0.25, '-0.25'],
		['+3', '3'],
		['.5', '0.5'],
		['$1,234.50', '1234.5'],
		['5 ₽', '5'],
		['0', '0'],
		[0.1 + 0.2, '0.3'],
		['99.99999999999999999', '99.999999999999999'],
	])('reads %j', (value, text) => expect(moneyText(readMoney(value) as bigint)).toBe(text));

	it.each(['', 'Unknown', '1,5', '$-5', '5 points', 'USD', null, undefined, true, [], {}])(
		'is null for %j',
		(value) => expect(readMoney(value)).toBeNull(),
	);
});

describe('money', () => {
	it.each([
		[0n, '0', 0],
		[1n, '0.000000000000001', 1e-15],
		[10n ** 15n, '1', 1],
		[9n * 10n ** 14n, '0.9', 0.9],
		[1234500000000000000n, '1234.5', 1234.5],
		[10n ** 17n, '100', 100],
	])('%s is the text %s and the number %s', (money, text, number) => {
		expect(moneyText(money)).toBe(text);
		expect(moneyNumber(money)).toBe(number);
	});

	it('is read back from its text', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (money) => {
				expect(toMoney(moneyText(money))).toBe(money);
			}),
		);
	});

	it('adds up without binary rounding', () => {
		const tenth = toMoney('0.1') as bigint;
		expect(moneyText(tenth + (toMoney('0.2') as bigint))).toBe('0.3');
	});
});

describe('perThousand', () => {
	it.each([
		['0.90', 1_000n, '0.9'],
		['0.90', 500n, '0.45'],
		['8', 10n, '0.08'],
		['1', 0n, '0'],
	])('at %s, %s cost %s', (rate, count, text) => {
		expect(moneyText(perThousand(toMoney(rate) as bigint, count))).toBe(text);
	});

	it('is rounded up, never down', () => {
		expect(perThousand(1n, 1n)).toBe(1n);
		expect(perThousand(1n, 1_000n)).toBe(1n);
		expect(perThousand(1n, 1_001n)).toBe(2n);
		expect(perThousand(0n, 5n)).toBe(0n);
	});

	it('is the price of so many at a rate per 1,000, to the last digit', () => {
		const cents = fc.bigInt({ min: 0n, max: 10n ** 9n });
		fc.assert(
			fc.property(cents, fc.bigInt({ min: 0n, max: 10n ** 9n }), (rate, count) => {
				const amount = toMoney(
					`${rate / 100000n}.${String(rate % 100000n).padStart(5, '0')}`,
				) as bigint;
				expect(perThousand(amount, count)).toBe((rate * count * 10n ** 10n) / 1000n);
			}),
		);
	});
});

describe('a rate', () => {
	it.each([
		['0.9', '0.9'],
		['0.1234567890123456', '0.123456789012346'],
		['0.1234567890123450', '0.123456789012345'],
		['1,320.27500', '1320.275'],
	])('%j counts as %s: what is finer than can be held is rounded up', (value, amount) =>
		expect(moneyText(readRate(value) as bigint)).toBe(amount),
	);

	it.each(['-1', 'free', null])('%j is not one', (value) => expect(readRate(value)).toBeNull());
});
