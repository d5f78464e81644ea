import fc from 'fast-check';

import { pack, unpack } from '../../nodes/SmmPanel/trigger/idSet';
import { expandRanges, readList } from '../../nodes/SmmPanel/trigger/list';

const anyId = fc.oneof(
	fc.integer({ min: 1, max: 5_000 }).map(String),
	fc.bigInt({ min: 10n ** 15n, max: 10n ** 25n }).map(String),
	fc.uuid(),
	fc.stringMatching(/^[0-9a-f]{12}$/),
	fc.constantFrom('0', '007', '12-34', '-5', '1e3'),
);

describe('packed ids', () => {
	it('are the same ids when unpacked', () => {
		fc.assert(
			fc.property(fc.uniqueArray(anyId, { maxLength: 200 }), (ids) => {
				expect([...unpack(JSON.parse(JSON.stringify(pack(ids))))].sort()).toEqual([...ids].sort());
			}),
		);
	});

	it('take at most 24 bytes and the id an order, and a dense list far less', () => {
		fc.assert(
			fc.property(fc.uniqueArray(anyId, { minLength: 1, maxLength: 200 }), (ids) => {
				const room = ids.reduce((sum, id) => sum + id.length + 24, 0);
				expect(JSON.stringify(pack(ids)).length).toBeLessThanOrEqual(room);
			}),
		);
		const dense = Array.from({ length: 10_000 }, (_, n) => String(23_501 + n));
		expect(pack(dense)).toEqual(['23501-33500']);
		const gaps = dense.filter((_, n) => n % 1_000 !== 7);
		expect(JSON.stringify(pack(gaps)).length).toBeLessThan(200);
	});
});

describe('ranges', () => {
	it('are expanded, and other ids stay', () => {
		expect(expandRanges(['5', '23501-23503', '12-34-56', 'a-b', '23502'])).toEqual([
			'5',
			'23501',
			'23502',
			'23503',
			'12-34-56',
			'a-b',
		]);
	});

	it.each(['5-1', '1-100001', '1-999999999999999'])('refuse %s', (range) => {
		expect(expandRanges([range])).toEqual({ tooLong: range });
	});
});

describe('a list at an address', () => {
	it.each([
		['1\n2\r\n3', ['1', '2', '3']],
		['\uFEFF1\n\n 2 \n', ['1', '2']],
		['order\n1\n2\n1', ['1', '2']],
		['row,Order ,status\n7,23501,open\n8,23502,"a, ""b""\nc"\n9,,x', ['23501', '23502']],
		['row;order\n7;23501\n8;"23502"', ['23501', '23502']],
		['row\torder\n7\t23501', ['23501']],
		['[1,"2",90071992547409931]', ['1', '2', '90071992547409931']],
		['[{"ORDER":1},{"order":"2"},{"id":3}]', ['1', '2']],
		['order\r1\r2\r', ['1', '2']],
		['"order"\t"x"\n"1"\t"a\tb"\n', ['1']],
		['order,x\n1,"not closed\n2,b', ['1', '2']],
		['order,size\n1,5" tall\n2,"5" tall', ['1', '2']],
		[
			'12-34\nc0ffee00-dead-4bee-8fab-1234567890ab',
			['12-34', 'c0ffee00-dead-4bee-8fab-1234567890ab'],
		],
		['{"count":2,"data":[{"order":1},{"order":2}]}', ['1', '2']],
	])('is read from %j', (text, ids) => expect(readList(text, 'order')).toEqual(ids));

	it.each([
		['', 'it is empty'],
		[' \n', 'it is empty'],
		['<!doctype html><p>1</p>', 'it is a web page'],
		['{"a":', 'it is not valid JSON'],
		['[]', 'it holds no ids'],
		['[{"id":1}]', 'it holds no ids'],
		['row,id\n1,2', "it has no column 'order', but 'row', 'id'"],
		['Please log in', "it holds 'Please log in', which is no id"],
	])('is refused: %j', (text, reason) => expect(readList(text, 'order')).toEqual({ reason }));

	it.each([
		['a cell of megabytes', `order,note\n1,"${'a'.repeat(9e6)}"`],
		['a cell of megabytes of quotes', `order,note\n1,"${'""'.repeat(4e6)}"`],
		['a quote that is not closed for megabytes', `order,note\n1,"${'a'.repeat(9e6)}`],
	])('is read with %s', (_name, text) => expect(readList(text, 'order')).toEqual(['1']));

	it('is ids or a reason, whatever the text', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.string({ unit: fc.constantFrom('"', ',', '\n', '1', ';', 'order') }),
				),
				(text) => {
					const list = readList(text, 'order');
					if ('reason' in list) expect(list.reason).toMatch(/^it /);
					else expect(list.every((id) => id !== '' && !/[\s,]/.test(id))).toBe(true);
				},
			),
			{ numRuns: 1_000 },
		);
	});
});
