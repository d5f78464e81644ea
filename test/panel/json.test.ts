import fc from 'fast-check';

import { parseJson } from '../../nodes/SmmPanel/panel/json';

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

	it('leaves digits in texts, fractions and exponents alone', () => {
		const text = String.raw`{"a":"90071992547409931","b":"x\"90071992547409931","c":0.12345678901234567,"d":1e20,"90071992547409931":1}`;
		expect(parseJson(text)).toEqual(JSON.parse(text));
	});

	it('is JSON.parse for everything else', () => {
		fc.assert(
			fc.property(fc.json(), (text) => {
				fc.pre(!/\d{16}/.test(text));
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
			{ numRuns: 500 },
		);
	});

	it('keeps every id of a list, however long', () => {
		const ids = fc.array(fc.bigInt({ min: 10n ** 16n, max: 10n ** 22n }), { minLength: 1 });
		fc.assert(
			fc.property(ids, (list) => {
				expect(parseJson(`[${list.join(', ')}]`)).toEqual(list.map(String));
			}),
		);
	});

	it('reads a text of megabytes', () => {
		const long = 'a"\\'.repeat(1_000_000);
		expect(parseJson(JSON.stringify({ id: long, order: '1'.repeat(20) }))).toEqual({
			id: long,
			order: '1'.repeat(20),
		});
	});

	it.each(['', '{', '{"order": 235', '<html>', '90071992547409931x'])(
		'throws a SyntaxError for %j',
		(text) => {
			expect(() => parseJson(text)).toThrow(SyntaxError);
		},
	);
});
