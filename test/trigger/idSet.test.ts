import fc from 'fast-check';

import { pack, packedSize, unpack } from '../../nodes/SmmPanel/trigger/idSet';

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
				const packed = JSON.parse(JSON.stringify(pack(ids))) as string[];
				expect([...unpack(packed)].sort()).toEqual([...ids].sort());
				expect(packedSize(packed)).toBe(ids.length);
			}),
		);
	});

	it('are returned in order, the numeric ones first, and take little space', () => {
		const packed = pack(['b', '3', '1', '007', '2', '9']);
		expect(packed).toEqual(['1-3,9', 'b,007']);
		expect([...unpack(packed)]).toEqual(['1', '2', '3', '9', 'b', '007']);
		expect([...unpack(pack([]))]).toEqual([]);
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
