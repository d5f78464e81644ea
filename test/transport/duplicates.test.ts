import { setImmediate } from 'node:timers/promises';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { DuplicateGuard, openKey, type KeyStore } from '../../nodes/SmmPanel/transport/duplicates';

/** A store as n8n's: every use reads and rewrites the whole, with time for others in between. */
class Store implements KeyStore {
	entries: string[] = [];
	records = 0;
	writes = 0;
	/** The use that dies, counted from 1: its process is gone before it writes. */
	diesAt = Infinity;
	private uses = 0;

	async record(entries: string[]) {
		this.records++;
		const before = [...this.entries];
		const processed = entries.filter((entry) => before.includes(entry));
		await this.write([...before, ...entries.filter((entry) => !before.includes(entry))]);
		return { processed };
	}

	async remove(entries: string[]) {
		await this.write(this.entries.filter((entry) => !entries.includes(entry)));
	}

	private async write(entries: string[]) {
		if (++this.uses >= this.diesAt) throw new Error('the process is gone');
		await setImmediate();
		this.entries = entries;
		this.writes++;
	}
}

let time = 0;
const clock = { now: () => time, wait: async () => {} };
let names = 0;
const guardOf = (store: KeyStore, name = `store ${++names}`) =>
	new DuplicateGuard(store, name, clock);
const states = async (store: KeyStore, keys: string[]) =>
	Object.fromEntries(await guardOf(store).claim(keys));

beforeEach(() => {
	time = 0;
});

describe('a duplicate key', () => {
	it('is new once, and placed after it was marked', async () => {
		const store = new Store();
		const guard = guardOf(store);
		expect(await guard.claim(['a', 'b'])).toEqual(
			new Map([
				['a', 'new'],
				['b', 'new'],
			]),
		);
		guard.placed('a');
		guard.release('b');
		await guard.settle();
		expect(await states(store, ['a', 'b', 'c'])).toEqual({ a: 'placed', b: 'new', c: 'new' });
	});

	it('is unknown when the run that recorded it never came to say', async () => {
		const store = new Store();
		await guardOf(store).claim(['a']);
		expect(await states(store, ['a'])).toEqual({ a: 'unknown' });
		expect(await states(store, ['a'])).toEqual({ a: 'unknown' });
	});

	it('stays placed however often it is asked for', async () => {
		const store = new Store();
		const guard = guardOf(store);
		await guard.claim(['a']);
		guard.placed('a');
		await guard.settle();
		for (let n = 0; n < 3; n++) expect(await states(store, ['a'])).toEqual({ a: 'placed' });
	});

	it('has a failure that is not certain and names it', () => {
		expect(openKey('row 7')).toMatchObject({ kind: 'duplicate', certain: false });
		expect(openKey('row 7').message).toContain("'row 7'");
		expect(openKey('row 7')).toBeInstanceOf(PanelFailure);
	});
});

describe('runs at the same time in one process', () => {
	it('order each of ten keys once, of twenty runs, and forget none', async () => {
		const store = new Store();
		const keys = Array.from({ length: 10 }, (_, n) => `key ${n}`);
		const ordered: string[] = [];
		await Promise.all(
			Array.from({ length: 20 }, async () => {
				const guard = guardOf(store, 'one node');
				for (const [key, state] of await guard.claim(keys)) {
					if (state !== 'new') continue;
					await setImmediate();
					ordered.push(key);
					guard.placed(key);
				}
				await guard.settle();
			}),
		);
		expect(ordered.sort()).toEqual(keys);
		expect(await states(store, keys)).toEqual(
			Object.fromEntries(keys.map((key) => [key, 'placed'])),
		);
	});

	it('lose keys without the lock, so that the test above can fail', async () => {
		const store = new Store();
		const claims = await Promise.all(
			Array.from({ length: 20 }, async () => await guardOf(store).claim(['a'])),
		);
		expect(claims.filter((claim) => claim.get('a') === 'new').length).toBeGreaterThan(1);
	});

	it('go on after one that failed', async () => {
		const store = new Store();
		const broken: KeyStore = {
			record: async () => await Promise.reject(new Error('no')),
			remove: async () => {},
		};
		await expect(guardOf(broken, 'shared').claim(['a'])).rejects.toThrow('no');
		expect(await guardOf(store, 'shared').claim(['a'])).toEqual(new Map([['a', 'new']]));
	});
});

describe('the writes of a run', () => {
	it('are one to record all keys, and at most one a second besides the last', async () => {
		const store = new Store();
		const guard = guardOf(store);
		const keys = Array.from({ length: 100 }, (_, n) => `key ${n}`);
		await guard.claim(keys);
		expect([store.records, store.writes]).toEqual([1, 1]);
		for (const key of keys) {
			time += 50;
			guard.placed(key);
			await setImmediate();
		}
		await guard.settle();
		expect(store.writes).toBeLessThanOrEqual(1 + 5 + 1);
		expect(store.records).toBe(1);
	});

	it('come while the run lasts, so that a process that dies leaves few keys unknown', async () => {
		const store = new Store();
		const guard = guardOf(store);
		await guard.claim(['a', 'b']);
		time += 2_000;
		guard.placed('a');
		await setImmediate();
		await setImmediate();
		await setImmediate();
		expect(await states(store, ['a', 'b'])).toEqual({ a: 'placed', b: 'unknown' });
	});

	it('are none where there is nothing to write', async () => {
		time = 5_000;
		const store = new Store();
		const guard = guardOf(store);
		await guard.claim(['a']);
		guard.placed('a');
		await setImmediate();
		expect(store.writes).toBe(1);
		await guard.settle();
		await guard.settle();
		expect(store.writes).toBe(2);
	});

	it('that fail leave the keys unknown, and say so', async () => {
		const store = new Store();
		store.diesAt = 2;
		const guard = guardOf(store);
		await guard.claim(['a']);
		guard.placed('a');
		await expect(guard.settle()).rejects.toThrow(
			'n8n could not note the duplicate keys: the process is gone',
		);
		store.diesAt = Infinity;
		expect(await states(store, ['a'])).toEqual({ a: 'unknown' });
	});

	it.each([1, 2, 3, 4])(
		'that stop at use %i leave no key new that was sent, and none placed that was not',
		async (diesAt) => {
			const store = new Store();
			const first = guardOf(store);
			await first.claim(['old']);
			first.placed('old');
			await first.settle();

			store.diesAt = 2 + diesAt;
			const sent: string[] = [];
			const guard = guardOf(store);
			try {
				for (const [key, state] of await guard.claim(['old', 'a', 'b']))
					if (state === 'new') sent.push(key);
				guard.placed('a');
				guard.release('b');
				await guard.settle();
			} catch {
				// The process is gone; what counts is what the next one finds.
			}
			store.diesAt = Infinity;
			const after = await states(store, ['old', 'a', 'b']);
			expect(after.old).not.toBe('new');
			expect(after.b).not.toBe('placed');
			if (sent.includes('a')) expect(after.a).not.toBe('new');
			else expect(after.a).not.toBe('placed');
		},
	);
});
