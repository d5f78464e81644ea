import fc from 'fast-check';

import { idIn } from '../../nodes/SmmPanel/panel/placed';
import { readList } from '../../nodes/SmmPanel/trigger/list';

const lost = (cell: string, row: number) =>
	`row ${row} holds '${cell}', which is not an ID but may stand for one`;

const idsOf = (text: string) => {
	const list = readList(text, 'order');
	return 'reason' in list ? list : list.ids;
};

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
		['{"errors":[],"data":[1,2]}', ['1', '2']],
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
		['a1b2\n5\n5010e8735104', ['a1b2', '5', '5010e8735104']],
	])('is read from %j', (text, ids) => expect(idsOf(text)).toEqual(ids));

	it.each([
		['', 'it is empty'],
		[' \n', 'it is empty'],
		['<!doctype html><p>1</p>', 'it is a web page'],
		['{"a":', 'it is not valid JSON'],
		['[]', 'it contains no IDs'],
		['{"columns":["order"],"data":[1,2]}', "it contains several lists: 'columns', 'data'"],
		['[{"id":1}]', 'it contains no IDs'],
		['{"a":1,"b":{}}', 'it contains no IDs'],
		[',,\n,', 'it contains no IDs'],
		['a,b\n1', "it has no column 'order'; its columns are 'a', 'b'"],
		['abc\ndef', 'it contains no IDs'],
		['order,x\nN/A,1\n2026-11-26,2', 'it contains no IDs'],
		['"1""2"\n3', lost('1"2', 1)],
		['"5" tall\n6', lost('"5" tall', 1)],
		['4 5'.repeat(99), lost('4 5'.repeat(17).slice(0, 50), 1)],
		['5\n\n2.35E+10\n6', lost('2.35E+10', 3)],
		...[
			...['2.35E+10', '2,35e10', '2E10', '1e+5', '23.501', '1.234.567', '23,501', '1 234 567'],
			...["23'501", '23501.0', '23501 23502'],
		].map((cell): [string, string] => [`order;x\n5;a\n\n${cell};b`, lost(cell, 4)]),
		['[{"order":5},{"id":7},{"order":"1E+21"}]', lost('1E+21', 3)],
		['[5,1e21]', lost('1e+21', 2)],
		['order_id\n', 'it contains no IDs'],
		['reference', 'it contains no IDs'],
		['Please log in\n5', lost('Please log in', 1)],
		['1\0\n\0', 'it is not text in UTF-8'],
		['\uFFFD\uFFFD1\0\n\0', 'it is not text in UTF-8'],
		['\x1f\uFFFD\b\0\0', 'it is not text in UTF-8'],
		[
			`${'a'.repeat(99_999)},b\n1,2`,
			`it has no column 'order'; its columns are '${'a'.repeat(199)}`,
		],
		['row,id\n1,2', "it has no column 'order'; its columns are 'row', 'id'"],
		['Please log in', lost('Please log in', 1)],
		['order\n23501\u200b', lost('23501\u200b', 2)],
		['order\n２３５０１', lost('２３５０１', 2)],
		['order\n23,501', lost('23,501', 2)],
		['٢٣\n5', lost('٢٣', 1)],
		['link,order\na,b,23501', lost('a,b,23501', 2)],
	])('is refused: %j', (text, reason) => expect(readList(text, 'order')).toEqual({ reason }));

	it.each([
		...['N/A', '#REF!', '#N/A', '-', 'TBD', '1.5', '-1', '0', '2026-11-26', '26.11.2026 10:00'],
		...['11/26/2026', '2026-11-26T10:00:00Z', 'not yet', 'nil_5'.repeat(50)],
	])('leaves out %j, and counts it', (cell) => {
		const left = [{ text: cell, row: 4 }];
		const quoted = JSON.stringify(cell);
		const read = { ids: ['5', 'a1b2'], ignored: left };
		expect(readList(`x;order\n1;5\n\n2;${quoted}\n3;\n4;a1b2`, 'order')).toEqual(read);
		expect(readList(`order\n5\na1b2\n${cell}`, 'order')).toEqual(read);
		expect(readList(`["5",null,"a1b2",${quoted}]`, 'order')).toEqual(read);
	});

	it('may have more cells behind its columns, where that of the ids comes first or they are empty', () => {
		expect(idsOf('order,note\n5,a,b')).toEqual(['5']);
		expect(idsOf('note,order\na,5,,')).toEqual(['5']);
	});

	it.each([
		['a cell of megabytes', `order,note\n1,"${'a'.repeat(9e6)}"`],
		['a cell of megabytes of quotes', `order,note\n1,"${'""'.repeat(4e6)}"`],
		['a quote that is not closed for megabytes', `order,note\n1,"${'a'.repeat(9e6)}`],
	])('is read with %s', (_name, text) => expect(idsOf(text)).toEqual(['1']));

	it.each([
		['one id', '1\n', ['1']],
		['two ids in quotes', '"1"\n"2"\r\n', ['1', '2']],
		['no id', 'N/A\n', { reason: 'it contains more than 100000 cells that are not IDs' }],
		['blank lines', '\n\r', { reason: 'it is empty' }],
		['delimiters', ',', { reason: 'it contains no IDs' }],
		['quotes', '"', { reason: 'it contains no IDs' }],
		['quoted cells', '"",', { reason: 'it contains no IDs' }],
		['one id, with the line ends of Windows', '1\r\n', ['1']],
	])('is read where a megabyte repeats %s', (_name, part, expected) => {
		expect(idsOf(part.repeat(1e6 / part.length))).toEqual(expected);
	});

	it('may hold 100,000 ids, each counted once', () => {
		const ids = Array.from({ length: 100_000 }, (_, n) => String(n + 1));
		expect(idsOf([...ids, '5'].join('\n'))).toHaveLength(100_000);
		const reason = 'it contains more than 100000 IDs';
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
					if ('reason' in list) expect(list.reason).toMatch(/^(it|row \d+ holds '[^]+',) /);
					else expect(list.ids.filter((id) => idIn(id) === null)).toEqual([]);
				},
			),
			{ numRuns: 400 },
		);
	});
});
