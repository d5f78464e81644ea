/** What one watcher knows of overlapping, lost and copied polls; `model.test.ts` puts these together at random. */
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import type { WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';
import { copyOf, watching } from './watching';

let time = 0;

beforeEach(() => {
	time = 1_000_000;
	jest.spyOn(clock, 'now').mockImplementation(() => time);
});
afterEach(() => jest.restoreAllMocks());

/** What an event sees: a word. Another word than the last is news. A capital is none, and `!` is at first too. */
const event: WatchedEvent<string, string> = {
	source: () => 'is handed to the poll',
	isSeen: (value) => typeof value === 'string',
	observe: async () => await Promise.reject(new Error('is handed what there is to see')),
	compare: (seen, now) => {
		const isNews = now === '!' || (seen !== undefined && !/[A-Z]/.test(now));
		return { items: isNews && seen !== now ? [{ seen, now }] : [], seen: now };
	},
	sample: (_, now) => {
		if (now) return { now };
		throw new Error('nothing to show');
	},
};

/** A trigger whose polls see a word, and give out one word for each item. */
function trigger(place?: Parameters<typeof watching>[1]) {
	const watcher = watching(event, place);
	const begin = (...given: Parameters<typeof watcher.begin>) => {
		const { known, end } = watcher.begin(...given);
		const words = async (word: string) =>
			(await end(word))?.map(({ seen, now }) => `${String(seen)}>${String(now)}`).join() ?? null;
		return { known, end: words };
	};
	const poll = async (data: IDataObject, word: string, more = {}) =>
		await begin(data, more).end(word);
	return { begin, poll, warned: watcher.warned };
}

const stateIn = (data: IDataObject) => (data.watch as IDataObject | undefined)?.seen;

describe('one poll after the other', () => {
	it('remembers the first look, and tells of what changed since the last', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		expect(await poll(data, 'a')).toBeNull();
		expect(Object.keys(data)).toEqual(['watch']);
		expect(data.watch).toEqual({
			version: 2,
			source: expect.stringMatching(/^[0-9a-f]{16}$/),
			seen: 'a',
		});
		time += 60_000;
		const second = begin(data);
		expect(second.known()).toBe('a');
		expect(await second.end('b')).toBe('a>b');
		expect(stateIn(data)).toBe('b');
	});

	it('writes only what is another state', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const kept = data.watch;
		expect(await poll(data, 'a')).toBeNull();
		expect(data.watch).toBe(kept);
	});

	it('begins anew with another source', async () => {
		const { poll, begin, warned } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const second = begin(data, { source: 'other' });
		expect(second.known()).toBeUndefined();
		expect(await second.end('b')).toBeNull();
		expect(stateIn(data)).toBe('b');
		expect(warned).toEqual([]);
	});

	it.each<[string, (state: IDataObject) => unknown]>([
		['a form of another release', (state) => ({ ...state, version: 1 })],
		['no source', (state) => ({ ...state, source: 5 })],
		['what no look left', (state) => ({ ...state, seen: 5 })],
		...['text', null, 5, []].map((odd): [string, () => unknown] => [
			JSON.stringify(odd),
			() => odd,
		]),
	])(
		'begins anew with %s in place of the state, says so once, and gives out nothing',
		async (_, change) => {
			const { poll, begin, warned } = trigger();
			const data: IDataObject = {};
			await poll(data, 'a');
			data.watch = change(data.watch as IDataObject) as IDataObject;
			const second = begin(data);
			expect(second.known()).toBeUndefined();
			// News even to who knows nothing.
			expect(await second.end('!')).toBeNull();
			expect(stateIn(data)).toBe('!');
			expect(await poll(data, '!')).toBeNull();
			expect(warned).toEqual([expect.stringContaining('starts over')]);
		},
	);

	it.each([null, 'text', 5, true, [[]]])(
		'begins anew with %j in place of its static data, says so once, and goes on',
		async (odd) => {
			const { poll, begin, warned } = trigger();
			const data = odd as never;
			expect(await poll(data, '!')).toBeNull();
			expect(begin(data).known()).toBe('!');
			expect(await poll(data, 'b')).toBe('!>b');
			expect(await poll(data, 'b')).toBeNull();
			expect(warned).toEqual([expect.stringContaining('starts over')]);
		},
	);

	it('keeps no address, which may hold a secret', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a', { source: 'url https://example.com/list?secret=1' });
		expect(JSON.stringify(data)).not.toContain('example');
	});

	it('shows a sample by hand, and remembers nothing of it', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		expect(await poll(data, 'a', { mode: 'manual' })).toBe('undefined>a');
		expect(data).toEqual({});
		await expect(begin(data, { mode: 'manual' }).end('')).rejects.toThrow('nothing to show');
	});

	it.each([
		['the id', { workflow: 'one', node: { id: 'two', name: 'One' } }],
		['the name, as a copy', { workflow: 'one', node: { id: 'one', name: 'Two' } }],
		['the workflow', { workflow: 'two', node: { id: 'one', name: 'One' } }],
	])('knows apart triggers that differ in %s', async (_, place) => {
		const one: IDataObject = {};
		const other: IDataObject = {};
		const first = trigger({ workflow: 'one', node: { id: 'one', name: 'One' } }).begin(one);
		expect(await trigger(place).poll(other, 'a')).toBeNull();
		expect(await first.end('a')).toBeNull();
		expect([one, other].map(stateIn)).toEqual(['a', 'a']);
	});

	it('is not held up by a clock that was set back', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		expect(await poll(data, 'b')).toBe('a>b');
		const later = copyOf(data);
		(later.watch as IDataObject).seen = 'c';
		time -= 3_600_000;
		expect(await poll(later, 'd')).toBe('c>d');
	});
});

describe('polls that overlap', () => {
	it('drop the look that began before the last that was applied', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const slow = begin(data);
		expect(await poll(data, 'b')).toBe('a>b');
		expect(await slow.end('a')).toBeNull();
		expect(stateIn(data)).toBe('b');
	});

	it('compare with what is remembered when they end, not when they began', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const first = begin(data);
		const second = begin(data);
		expect(await first.end('b')).toBe('a>b');
		expect(second.known()).toBe('a');
		expect(await second.end('b')).toBeNull();
	});
});

describe('a poll that is handed a copy from before the latest news', () => {
	async function afterNews() {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const stale = copyOf(data);
		expect(await poll(data, 'b')).toBe('a>b');
		return { poll, stale };
	}

	it.each([0, 44_999])('is dropped %i ms after it', async (wait) => {
		const { poll, stale } = await afterNews();
		time += wait;
		expect(await poll(stale, 'b')).toBeNull();
		expect(stateIn(stale)).toBe('a');
	});

	it('gives out the news again after ten seconds: then n8n has not kept them', async () => {
		const { poll, stale } = await afterNews();
		time += 45_000;
		expect(await poll(stale, 'b')).toBe('a>b');
		expect(stateIn(stale)).toBe('b');
	});

	it('is judged by when it began, however long its look takes', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const stale = copyOf(data);
		await poll(data, 'b');
		const slow = begin(stale);
		time += 60_000;
		expect(await slow.end('b')).toBeNull();
	});

	it('goes on as ever when it is no copy', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		expect(await poll(data, 'b')).toBe('a>b');
		expect(await poll(copyOf(data), 'c')).toBe('b>c');
	});
});

describe('a look without news that n8n does not keep', () => {
	it('is known all the same, at first and later', async () => {
		const { poll, begin } = trigger();
		// n8n keeps none of these.
		expect(await poll({}, 'a')).toBeNull();
		expect(begin({}).known()).toBe('a');
		expect(await poll({}, 'A')).toBeNull();
		expect(await poll({}, 'b')).toBe('A>b');
	});

	it('is forgotten where n8n has kept something newer', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		await poll(copyOf(data), 'B');
		expect(await poll(copyOf(data), 'c')).toBe('B>c');
		time += 60_000;
		// The news were kept, and so was another look after them: what stands there counts.
		(data.watch as IDataObject).seen = 'z';
		expect(begin(data).known()).toBe('z');
	});

	it('is not older than what it was compared with, in a row of them', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const first = copyOf(data);
		for (const word of ['B', 'C', 'D']) await poll(copyOf(first), word);
		expect(begin(copyOf(first)).known()).toBe('D');
		// The second of them was kept after all, late.
		(data.watch as IDataObject).seen = 'C';
		expect(begin(data).known()).toBe('D');
	});

	it('is known of eight states back, and no more', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const words = 'BCDEFGHI'.split('');
		for (const word of words) await poll(copyOf(data), word);
		const known = (word: string) => {
			const old = copyOf(data);
			(old.watch as IDataObject).seen = word;
			return begin(old).known();
		};
		expect(known('a')).toBe('I');
		await poll(copyOf(data), 'J');
		expect(known('a')).toBe('a');
		expect(known('B')).toBe('J');
		expect(known('I')).toBe('J');
	});

	it('is given up when the same is seen in what n8n has kept', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const old = copyOf(data);
		await poll(data, 'B');
		expect(await poll(data, 'B')).toBeNull();
		// Nothing hides the older state any more; that n8n would go back to it is not to be expected.
		expect(begin(old).known()).toBe('a');
	});

	it('stays behind news that may fail to be kept as well', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const old = copyOf(data);
		await poll(copyOf(old), 'B');
		expect(await poll(copyOf(old), 'c')).toBe('B>c');
		time += 60_000;
		expect(await poll(copyOf(old), 'c')).toBe('B>c');
	});
});
