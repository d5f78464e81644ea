import fc from 'fast-check';

import { PanelFailure, type FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { finalStatuses } from '../../nodes/SmmPanel/panel/status';
import type { ObservedStatuses, StatusState } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { statusProperties } from '../../nodes/SmmPanel/trigger/statusWatch.parameters';
import { KINDS, lookAt, sightOf, told, type Sight, type Settings, type Word } from './statuses';
import { AT, copyOf, watching } from './watching';

describe.each(KINDS)('the status of an $id', ({ id, event, final, open, more }) => {
	const look = (sight: Sight, settings?: Partial<Settings>) => lookAt(id, sight, settings);
	const seeing = (world: Record<string, Word>, settings?: Partial<Settings>) =>
		look(sightOf(world), settings);
	const compare = (
		before: StatusState | undefined,
		now: Record<string, Word>,
		settings: Partial<Settings> = {},
		at?: string,
	) => event.compare(before, look({ ...sightOf(now), at }, settings));

	it('remembers what it sees first, and emits nothing', () => {
		expect(compare(undefined, { '1': 'Completed', '2': 'Pending', '3': 'pending' })).toEqual({
			items: [],
			seen: { [`${id}s`]: { '=Completed': ['1'], '=Pending': ['2-3'] }, next: null, short: 0 },
		});
	});

	it('emits all fields, and orders that had already finished if set', () => {
		const finished = { alreadyFinished: true };
		const { items, seen } = compare(undefined, { '1': 'COMPLETED', '2': 'Pending' }, finished);
		const item = {
			status: 'Completed',
			previousStatus: null,
			finished: true,
			...more,
			detectedAt: AT,
		};
		expect(items).toEqual([{ [id]: '1', ...item }]);
		expect(compare(seen, { '1': 'Completed', '2': 'In progress' }).items).toEqual([
			{ [id]: '2', ...item, status: 'In progress', previousStatus: 'Pending', finished: false },
		]);
	});

	it.each([
		[['finished'], ['2', ...(id === 'order' ? ['3'] : [])]],
		[['any'], ['1', '2', '3']],
		[['Partial'], ['3']],
		[['In progress', 'Completed'], [...'12']],
		[[], []],
	])('emits the statuses %j', (statuses, expected) => {
		const before = compare(undefined, { '1': 'Pending', '2': 'Pending', '3': 'Pending' }).seen;
		const now = { '1': 'IN_PROGRESS', '2': 'Completed', '3': 'partial' };
		expect(compare(before, now, { statuses }).items.map((item) => item[id])).toEqual(expected);
	});

	const at = (time: string) => `2026-01-01T${time}Z`;

	it('reports an unknown id once, an hour after it was first unknown, and follows it when the panel knows it', () => {
		let seen: StatusState | undefined;
		const next = (word: Word, time: string) => {
			const now = compare(seen, { '1': word }, { unknownIds: true }, at(time));
			seen = copyOf(now.seen);
			return now.items;
		};
		expect(next('?', '09:00:00.500')).toEqual([]);
		expect(next('?', '09:59:59.999')).toEqual([]);
		expect(next(null, '10:00:00.000')).toEqual([]);
		const nothing = Object.fromEntries(Object.keys(more).map((field) => [field, null]));
		expect(next('?', '10:00:00.500')).toEqual([
			{
				...{ [id]: '1', status: null, previousStatus: null, finished: false, ...nothing },
				...{ unknown: true, detectedAt: at('10:00:00.500') },
			},
		]);
		expect(next('?', '12:00:00.000')).toEqual([]);
		expect(next('Pending', '12:01:00.000')).toEqual([]);
		expect(next('?', '14:00:00.000')).toEqual([]);
		expect(next('?', '16:00:00.000')).toEqual([]);
		expect(next('Completed', '16:01:00.000')).toMatchObject([{ previousStatus: 'Pending' }]);
	});

	it('restarts the hour if the clock was set back, and never counts below 0', () => {
		let { seen } = compare(undefined, { '1': '?' }, { unknownIds: true }, at('20:00:00'));
		const counts = ['10:00:00', '10:59:00', '11:00:00'].map((time) => {
			const now = compare(seen, { '1': '?' }, { unknownIds: true }, at(time));
			seen = now.seen;
			return now.items.length;
		});
		expect(counts).toEqual([0, 0, 1]);
	});

	it.each([' ? ', '', ' ', '?told', '=', '?0', '__proto__', 'constructor'])(
		'does not confuse the status %j of a panel with its own marks',
		(word) => {
			const before = copyOf(compare(undefined, { '1': word, '2': 'Pending' }).seen);
			expect(event.isState(before)).toBe(true);
			expect(compare(before, { '1': '?' }, { unknownIds: true }, at('23:00:00')).items).toEqual([]);
			expect(told(compare(before, { '1': 'Pending', '2': 'Pending' }).items)).toEqual(
				word.trim() === '' ? [] : [`1: ${word.trim()} > Pending`],
			);
		},
	);

	it('keeps the beginning of a long status, and takes no other spelling for a change', () => {
		const long = 'é'.repeat(9_999);
		const seen = copyOf(compare(undefined, { '1': long, '2': 'On hold' }).seen);
		expect(JSON.stringify(seen).length).toBeLessThan(300);
		const same = { '1': `${long}!`, '2': 'ON_HOLD' };
		expect(compare(seen, same, { statuses: ['any'] }).items).toEqual([]);
		const others = { '1': `Completed${'!'.repeat(300)}`, '2': 'On hold' };
		const next = compare(seen, others, { statuses: ['any'] });
		expect(next.items).toMatchObject([{ [id]: '1', finished: false }]);
		expect(compare(next.seen, { '1': 'Completed', '2': 'x' }).items).toHaveLength(2);
	});

	it('ignores an answer without a status, and forgets ids that are no longer watched', () => {
		const before = compare(undefined, { '1': 'Pending', '2': 'Pending' }).seen;
		expect(compare(before, { '1': null, '2': null })).toEqual({ items: [], seen: before });
		expect(compare(undefined, { '1': null }, { alreadyFinished: true }).items).toEqual([]);
		expect(compare(before, { '2': 'Pending' }).seen[`${id}s`]).toEqual({ '=Pending': ['2'] });
	});

	it('treats a missing id as unknown only if others are answered, and no other error', () => {
		const markOf = (kind: FailureKind, answered: string[]) => {
			const answers = new Map([['1', new PanelFailure(kind, { message: kind })]]);
			const now = { ...seeing({ '1': null }), answers, answered: new Set(answered) };
			return Object.keys(event.compare(undefined, now).seen[`${id}s`] as object)[0];
		};
		for (const kind of ['missing', 'orderId', 'refillId'] as const)
			expect(markOf(kind, ['1'])).toMatch(/^\?./);
		expect(markOf('missing', [])).toBe('');
		for (const kind of ['refused', 'batchRefused', 'maintenance', 'ambiguous', 'quantity'] as const)
			expect(markOf(kind, ['1'])).toBe('');
	});

	it('takes at most 24 bytes plus the id for each of twenty or more, the whole state included', () => {
		const anyId = fc.oneof(fc.uuid(), fc.nat(99_999).map(String));
		const anyWord = fc.constantFrom(...final, ...open, '?');
		fc.assert(
			fc.property(fc.dictionary(anyId, anyWord, { minKeys: 20, maxKeys: 200 }), (world) => {
				const { seen } = compare(undefined, world);
				const room = Object.keys(world).reduce((sum, each) => sum + each.length + 24, 0);
				const watch = { version: 2, source: 'f'.repeat(16), seen };
				expect(JSON.stringify({ watch }).length).toBeLessThanOrEqual(room);
			}),
		);
	});

	it('shows in a manual poll the newest that would be reported, or else the newest, or says what to do', async () => {
		const { poll, data } = watching(event);
		const world = { '1': final[0], '2': final.at(-1)!, '3': 'Pending', '4': '?', '5': null };
		const show = async (statuses: string[]) =>
			told(await poll(seeing(world, { statuses }), 'manual'));
		expect(await show(['finished'])).toEqual([`2: null > ${final.at(-1)}`]);
		expect(await show([final[0]])).toEqual([`1: null > ${final[0]}`]);
		expect(await show(['Refunded'])).toEqual(['3: null > Pending']);
		await expect(poll(seeing({ '4': '?' }), 'manual')).rejects.toMatchObject({
			message: `The panel knows none of the watched ${id}s, so there is nothing to show`,
			description: expect.stringMatching(new RegExp(`ID of an? ${id} .*'${id} IDs'`, 'i')),
		});
		expect(data).toEqual({});
	});

	it('writes nothing without a change, and keeps an id that was added while a list could not be read', async () => {
		const { begin, poll, data } = watching(event);
		const both = seeing({ '1': 'Pending', '2': 'Pending' });
		await poll(seeing({ '1': 'Pending' }));
		const [early, late] = [begin(), begin()];
		await early.end(both);
		const written = data.watch;
		await late.end(look({ ...sightOf({ '1': 'pending' }), outage: true }) as ObservedStatuses);
		expect(data.watch).toBe(written);
		expect(data.watch).toMatchObject({ seen: { [`${id}s`]: { '=Pending': ['1-2'] } } });
		expect(told(await poll(seeing({ '1': 'Pending', '2': 'Partial' })))).toEqual([
			'2: Pending > Partial',
		]);
	});

	it('offers each final status, in alphabetical order', () => {
		const { options = [] } = statusProperties(id).find(({ name }) => name === 'statuses')!;
		const names = options.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(finalStatuses(id)));
		expect(names.slice(2)).toEqual([...names.slice(2)].sort());
	});
});
