import fc from 'fast-check';

import { toFlag, toNumber, toText } from '../../nodes/SmmPanel/panel/json';
import { hostileJson } from './helpers';

describe('toNumber', () => {
	it.each([
		['0.27819', 0.27819],
		[' 157 ', 157],
		[3572, 3572],
		[0, 0],
		['0', 0],
		['-1', -1],
		['+1', 1],
		['5.', 5],
		['1,234.50', 1234.5],
		['1,234,567.5', 1234567.5],
		['1,234,567', 1234567],
		['1e3', 1000],
		['1E-3', 0.001],
		['.5', 0.5],
		['1,234', null],
		['0,27', null],
		['1,23.5', null],
		['1234,567.5', null],
		['.', null],
		['-', null],
		['1 000', null],
		['0x10', null],
		['Infinity', null],
		['12 USD', 12],
		['USD 12.5', 12.5],
		['$12', 12],
		['12 €', 12],
		['12 usd', null],
		['1.000 VND', null],
		['$', null],
		['Unknown', null],
		['', null],
		[' ', null],
		[null, null],
		[undefined, null],
		[true, null],
		[{}, null],
		[[5], null],
	])('reads %j as %j', (value, number) => expect(toNumber(value as never)).toBe(number));

	it('reads back any number that was written as text', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
				expect(toNumber(number)).toBe(number);
				expect(toNumber(String(number))).toBe(number + 0);
			}),
		);
	});
});

describe('toFlag', () => {
	it.each([
		[true, true],
		[1, true],
		['1', true],
		['true', true],
		[' True ', true],
		['YES', true],
		['On', true],
		['Y', true],
		['enabled', true],
		[false, false],
		[0, false],
		['0', false],
		['FALSE', false],
		['no', false],
		['off', false],
		['N', false],
		['disabled', false],
		[null, null],
		[undefined, null],
		['', null],
		['maybe', null],
		[2, null],
		[{}, null],
		[[1], null],
		['constructor', null],
		['__proto__', null],
		[{ toString: 1 }, null],
	])('reads %j as %j', (value, flag) => expect(toFlag(value as never)).toBe(flag));

	it('is true, false or null for any JSON', () => {
		fc.assert(
			fc.property(hostileJson, (value) => expect([true, false, null]).toContain(toFlag(value))),
			{ numRuns: 200 },
		);
	});
});

describe('toText', () => {
	it.each([
		[' a ', 'a'],
		[7, '7'],
		[0, '0'],
		['0170adc834d2', '0170adc834d2'],
		['', null],
		['  ', null],
		[null, null],
		[undefined, null],
		[true, null],
		[{}, null],
		[['a'], null],
	])('reads %j as %j', (value, text) => expect(toText(value)).toBe(text));
});
