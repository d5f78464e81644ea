/** Overlapping, lost and copied polls of one watcher; `model.test.ts` combines them at random. */
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

/** An event that observes a word, and reports a changed one. A capital is not reported; `!` is even at first. */
const event: WatchedEvent<string, string> = {
	source: () => 'is handed to the poll',
	isState: (value) => typeof value === 'string',
	observe: async () => await Promise.reject(new Error('is handed what there is to see')),
	compare: (seen, now) => {
		const isNews = now === '!' || (seen !== undefined && !/[A-Z]/.test(now));
		return { items: isNews && seen !== now ? [{ seen, now }] : [], seen: now };
	},
	sample: (now) => {
		if (now) return { now };
		throw new Error('nothing to show');
	},
};

/** A trigger whose polls observe a word, and return the items as text. */
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
	it('remembers the first observation, and reports changes since the last one', async () => {
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

	it('writes only a changed state', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const kept = data.watch;
		expect(await poll(data, 'a')).toBeNull();
		expect(data.watch).toBe(kept);
	});

	it('starts over with another source', async () => {
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
	])('starts over with %s instead of a state, warns once, and emits nothing', async (_, change) => {
		const { poll, begin, warned } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		data.watch = change(data.watch as IDataObject) as IDataObject;
		const second = begin(data);
		expect(second.known()).toBeUndefined();
		// This word is an event even without a state.
		expect(await second.end('!')).toBeNull();
		expect(stateIn(data)).toBe('!');
		expect(await poll(data, '!')).toBeNull();
		expect(warned).toEqual([expect.stringContaining('starts over')]);
	});

	it.each([null, 'text', 5, true, [[]]])(
		'starts over with %j instead of its static data, warns once, and continues',
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

	it('shows a sample in a manual poll, and does not store it', async () => {
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
	it('drop the one that began before the last applied one', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const slow = begin(data);
		expect(await poll(data, 'b')).toBe('a>b');
		expect(await slow.end('a')).toBeNull();
		expect(stateIn(data)).toBe('b');
	});

	it('compare with the state when they end, not when they began', async () => {
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

describe('a poll that gets a copy of the state from before the latest events', () => {
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

	it('emits the events again after 45 seconds, because n8n has not stored them', async () => {
		const { poll, stale } = await afterNews();
		time += 45_000;
		expect(await poll(stale, 'b')).toBe('a>b');
		expect(stateIn(stale)).toBe('b');
	});

	it('is judged by when it began, however long it takes', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const stale = copyOf(data);
		await poll(data, 'b');
		const slow = begin(stale);
		time += 60_000;
		expect(await slow.end('b')).toBeNull();
	});

	it('continues as usual if the state is current', async () => {
		const { poll } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		expect(await poll(data, 'b')).toBe('a>b');
		expect(await poll(copyOf(data), 'c')).toBe('b>c');
	});
});

describe('a poll without events that n8n does not store', () => {
	it('is remembered all the same, at first and later', async () => {
		const { poll, begin } = trigger();
		// n8n stores none of these states.
		expect(await poll({}, 'a')).toBeNull();
		expect(begin({}).known()).toBe('a');
		expect(await poll({}, 'A')).toBeNull();
		expect(await poll({}, 'b')).toBe('A>b');
	});

	it('is forgotten if n8n has stored something newer', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		await poll(copyOf(data), 'B');
		expect(await poll(copyOf(data), 'c')).toBe('B>c');
		time += 60_000;
		// n8n stored the events and a later poll, so the stored state counts.
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
		// n8n stored the second one after all, but late.
		(data.watch as IDataObject).seen = 'C';
		expect(begin(data).known()).toBe('D');
	});

	it('is remembered for the last eight states', async () => {
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

	it('is forgotten if n8n has stored the same state', async () => {
		const { poll, begin } = trigger();
		const data: IDataObject = {};
		await poll(data, 'a');
		const old = copyOf(data);
		await poll(data, 'B');
		expect(await poll(data, 'B')).toBeNull();
		// The older state is no longer overridden; n8n is not expected to return to it.
		expect(begin(old).known()).toBe('a');
	});

	it('remains the base for events that n8n may fail to store', async () => {
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
