import fc from 'fast-check';

import { readList } from '../../nodes/SmmPanel/trigger/list';

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
		['order,note\n1,[x]\n2,{y}', ['1', '2']],
		['note,order,x\na, 1 ,b\nc\nd,2', ['1', '2']],
		['note,order\n"a ""q"", b",1\n"c\nd",2', ['1', '2']],
		['note,order\n"a",1\n"",2\n"""",3', ['1', '2', '3']],
		[',\norder,x\n1,2', ['1']],
		[', \norder,x\n1,2', ['1']],
		['order,x\n1,\n2,b', ['1', '2']],
		['order,x\n1,"', ['1']],
		...['order_id', 'orderId', 'Order ID', 'order-ids', 'ID', 'ids', 'Orders', 'Bestellung'].map(
			(head): [string, string[]] => [`\uFEFF${head}\n1\na1b2\n`, ['1', 'a1b2']],
		),
		['abc\ndef', ['abc', 'def']],
		['a1b2\n5', ['a1b2', '5']],
	])('is read from %j', (text, ids) => expect(readList(text, 'order')).toEqual(ids));

	it.each([
		['', 'it is empty'],
		[' \n', 'it is empty'],
		['<!doctype html><p>1</p>', 'it is a web page'],
		['{"a":', 'it is not valid JSON'],
		['[]', 'it holds no ids'],
		['[{"id":1}]', 'it holds no ids'],
		['{"a":1,"b":{}}', 'it holds no ids'],
		[',,\n,', 'it holds no ids'],
		['a,b\n1', "it has no column 'order', but 'a', 'b'"],
		['"1""2"\n3', `it holds '1"2', which is no id`],
		['"5" tall\n6', `it holds '"5" tall', which is no id`],
		['4 5'.repeat(99), `it holds '${'4 5'.repeat(17).slice(0, 50)}', which is no id`],
		['order_id\n', 'it holds no ids'],
		['reference', 'it holds no ids'],
		['Please log in\n5', "it holds 'Please log in', which is no id"],
		['1\0\n\0', 'it is not text in UTF-8'],
		['\uFFFD\uFFFD1\0\n\0', 'it is not text in UTF-8'],
		['\x1f\uFFFD\b\0\0', 'it is not text in UTF-8'],
		[`${'a'.repeat(99_999)},b\n1,2`, `it has no column 'order', but '${'a'.repeat(199)}`],
		['row,id\n1,2', "it has no column 'order', but 'row', 'id'"],
		['Please log in', "it holds 'Please log in', which is no id"],
	])('is refused: %j', (text, reason) => expect(readList(text, 'order')).toEqual({ reason }));

	it.each([
		['a cell of megabytes', `order,note\n1,"${'a'.repeat(9e6)}"`],
		['a cell of megabytes of quotes', `order,note\n1,"${'""'.repeat(4e6)}"`],
		['a quote that is not closed for megabytes', `order,note\n1,"${'a'.repeat(9e6)}`],
	])('is read with %s', (_name, text) => expect(readList(text, 'order')).toEqual(['1']));

	it('may hold 100,000 ids, each counted once', () => {
		const ids = Array.from({ length: 100_000 }, (_, n) => String(n));
		expect(readList([...ids, '5'].join('\n'), 'order')).toHaveLength(100_000);
		const reason = 'it holds 100001 ids, 100000 at most can be watched';
		expect(readList([...ids, 'a1'].join('\n'), 'order')).toEqual({ reason });
	});

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
