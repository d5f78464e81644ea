import fc from 'fast-check';

import { BoundedMap } from '../../nodes/SmmPanel/transport/boundedMap';

it('holds what was set last, each key once', () => {
	const keys = fc.array(fc.integer({ min: 0, max: 8 }));
	fc.assert(
		fc.property(keys, fc.integer({ min: 1, max: 5 }), (sets, most) => {
			const map = new BoundedMap<number, number>(most);
			sets.forEach((key, n) => map.set(key, n));
			const youngest = [...new Set([...sets].reverse())].slice(0, most).reverse();
			expect([...map]).toEqual(youngest.map((key) => [key, sets.lastIndexOf(key)]));
		}),
	);
});

it('forgets what is deleted', () => {
	const map = new BoundedMap<string, number>(2).set('a', 1).set('b', 2);
	map.delete('a');
	expect([...map.set('c', 3)]).toEqual([
		['b', 2],
		['c', 3],
	]);
	expect([map.has('a'), map.get('b'), map.size]).toEqual([false, 2, 2]);
});
