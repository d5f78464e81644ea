import fc from 'fast-check';

import { readIdRanges, readIds } from '../../nodes/SmmPanel/panel/ids';
import { failureOf } from './helpers';

const ids = (value: unknown) => readIds(value, 'Order IDs');

describe('readIds', () => {
	it.each([
		['23501', ['23501']],
		[23501, ['23501']],
		[0, ['0']],
		[9007199254740991, ['9007199254740991']],
		['1,2, 3;4\n5\t6\r\n7 8', ['1', '2', '3', '4', '5', '6', '7', '8']],
		[',, 1 ;\n', ['1']],
		[
			[1, '2,3', ['4', [5]]],
			['1', '2', '3', '4', '5'],
		],
		['["a1","b2"]', ['a1', 'b2']],
		['[1, 2]', ['1', '2']],
		['[1][2]"3"', ['1', '2', '3']],
		["'1', '2'", ['1', '2']],
		['1,1,2,1', ['1', '2']],
		[
			[2, '1', '2', 1],
			['2', '1'],
		],
		['12345678901234567890', ['12345678901234567890']],
		['0170adc834d2', ['0170adc834d2']],
		['550e8400-e29b-41d4-a716-446655440000', ['550e8400-e29b-41d4-a716-446655440000']],
		[[1, null, undefined, ''], ['1']],
	])('reads %j', (value, expected) => expect(ids(value)).toEqual(expected));

	it('reads a bigint with all its digits', () => {
		expect(ids(90071992547409931n)).toEqual(['90071992547409931']);
		expect(ids([90071992547409931n, 5])).toEqual(['90071992547409931', '5']);
	});

	it.each([[''], ['  ,\n'], ['[]'], ['""'], [[]], [[[], null, '']], [null], [undefined]])(
		'refuses nothing: %j',
		(value) => {
			expect(failureOf(() => ids(value))).toMatchObject({
				kind: 'parameter',
				certain: true,
				message: "'Order IDs' is empty",
				hint: "Enter at least one ID in 'Order IDs'. Separate several with commas, spaces or new lines.",
			});
		},
	);

	it.each([
		[2 ** 53, '9007199254740992', 'Numbers this long lose digits. Enter the ID as text.'],
		[1.5, '1.5', 'An ID is text with letters or digits, or a whole number.'],
		[NaN, 'NaN', 'An ID is text with letters or digits, or a whole number.'],
		['-', '"-"', 'An ID is text with letters or digits, or a whole number.'],
		[true, 'true', 'An ID is text with letters or digits, or a whole number.'],
		[{ order: 1 }, '{"order":1}', 'An ID is text with letters or digits, or a whole number.'],
		['1\u200b', '"1\uFFFD"', expect.stringMatching(/invisible characters/) as string],
	])('refuses %j, alone or in a list', (value, shown, hint) => {
		for (const given of [value, [value], ['1', [value]]]) {
			expect(failureOf(() => ids(given))).toMatchObject({
				kind: 'parameter',
				message: `'Order IDs' holds ${shown}, which is not an ID`,
				hint,
			});
		}
	});

	it.each(['23501-23503', '5, 1-2', ['7', '8-9']])('refuses the range in %j', (value) => {
		expect(failureOf(() => ids(value))).toMatchObject({
			kind: 'parameter',
			message: expect.stringMatching(
				/holds the range \d+-\d+, but ranges can be used only to read statuses/,
			),
		});
	});

	it('returns any list of ids, joined in any way and given in any form', () => {
		const id = fc
			.stringMatching(/^[0-9a-zA-Z][0-9a-zA-Z_-]{0,19}$/)
			.filter((each) => !/^\d+-\d+$/.test(each));
		const list = fc.uniqueArray(id, { minLength: 1, maxLength: 50 });
		const separator = fc.constantFrom(',', ' ', '\n', ', ', ';', '\r\n', '\t', ' ;, ');
		fc.assert(
			fc.property(list, separator, (each, between) => {
				expect(ids(each.join(between))).toEqual(each);
				expect(ids(each)).toEqual(each);
				expect(ids(JSON.stringify(each))).toEqual(each);
				expect(ids([...each, ...each])).toEqual(each);
			}),
		);
	});
});

describe('readIdRanges', () => {
	const ranges = (value: unknown) => readIdRanges(value, 'Order IDs');

	it.each<[unknown, string[]]>([
		['5 23501-23503, 12-34-56 a-b 23502', ['5', '23501', '23502', '23503', '12-34-56', 'a-b']],
		['1 - 3\n7–8', ['1', '2', '3', '7', '8']],
		[
			['1-2', 5],
			['1', '2', '5'],
		],
	])('reads %j', (value, expected) => expect(ranges(value)).toEqual(expected));

	it.each(['5-1', '1-100001', '1-999999999999999', '5 900001-1000000'])('refuses %s', (value) => {
		expect(failureOf(() => ranges(value))).toMatchObject({
			kind: 'parameter',
			message: `'Order IDs' holds the range ${value.split(' ').at(-1)}, which is too long or ends before it begins`,
		});
	});

	it('takes 100,000 ids, wherever they begin', () => {
		for (const range of ['1-100000', '900001-1000000']) expect(ranges(range)).toHaveLength(100_000);
	});
});
