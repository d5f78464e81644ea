import fc from 'fast-check';

import { PanelFailure, type FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { orderStatus } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import type { LookAtStatuses, SeenStatuses } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { look, sightOf, told, trigger, type Wishes, type Word } from './orders';

const STATUSES = ['Pending', 'In progress', 'Halted', 'Completed', 'Partial', 'Canceled'];

describe('compare', () => {
	const compare = (
		before: SeenStatuses | undefined,
		now: Record<string, Word>,
		wishes: Partial<Wishes> = {},
		at?: string,
	) => orderStatus.compare(before, look({ ...sightOf(now), at }, wishes));

	it('remembers what it sees first, and says nothing', () => {
		expect(compare(undefined, { '1': 'Completed', '2': 'Pending' })).toEqual({
			items: [],
			seen: { orders: { '=Completed': ['1'], '=Pending': ['2'] }, next: null, short: 0 },
		});
	});

	it('gives out what had finished already, if asked to', () => {
		const { items } = compare(
			undefined,
			{ '1': 'Completed', '2': 'Pending' },
			{ alreadyFinished: true },
		);
		expect(items).toEqual([
			{
				order: '1',
				status: 'Completed',
				previousStatus: null,
				finished: true,
				charge: 1,
				start_count: null,
				remains: null,
				currency: null,
				detectedAt: '2026-01-01T00:00:00.000Z',
			},
		]);
	});

	it.each([
		[['finished'], ['2', '3']],
		[['any'], ['1', '2', '3']],
		[['Partial'], ['3']],
		[
			['In progress', 'Completed'],
			['1', '2'],
		],
		[[], []],
	])('gives out the statuses %j', (statuses, expected) => {
		const before = compare(undefined, { '1': 'Pending', '2': 'Pending', '3': 'Pending' }).seen;
		const { items } = compare(
			before,
			{ '1': 'IN_PROGRESS', '2': 'Completed', '3': 'partial' },
			{ statuses },
		);
		expect(items.map(({ order }) => order)).toEqual(expected);
	});

	const at = (time: string) => `2026-01-01T${time}Z`;

	it('reports an unknown id once, an hour after it was first unknown, and follows it when the panel knows it', () => {
		const wishes = { unknownIds: true };
		let seen: SeenStatuses | undefined;
		const next = (word: Word, time: string) => {
			const now = compare(seen, { '1': word }, wishes, at(time));
			seen = JSON.parse(JSON.stringify(now.seen)) as SeenStatuses;
			return now.items;
		};
		expect(next('?', '09:00:00.500')).toEqual([]);
		expect(next('?', '09:59:59.999')).toEqual([]);
		expect(next(null, '10:00:00.000')).toEqual([]);
		expect(next('?', '10:00:00.500')).toMatchObject([{ order: '1', status: null, unknown: true }]);
		expect(next('?', '12:00:00.000')).toEqual([]);
		expect(next('Pending', '12:01:00.000')).toEqual([]);
		expect(next('?', '14:00:00.000')).toEqual([]);
		expect(next('?', '16:00:00.000')).toEqual([]);
		expect(next('Completed', '16:01:00.000')).toMatchObject([{ previousStatus: 'Pending' }]);
	});

	it('counts the hour anew when the clock was set back, and not below nothing', () => {
		const wishes = { unknownIds: true };
		let { seen } = compare(undefined, { '1': '?' }, wishes, at('20:00:00'));
		const told = ['10:00:00', '10:59:00', '11:00:00'].map((time) => {
			const now = compare(seen, { '1': '?' }, wishes, at(time));
			seen = now.seen;
			return now.items.length;
		});
		expect(told).toEqual([0, 0, 1]);
	});

	it.each([' ? ', '', ' ', '?told', '=', '?0', '__proto__', 'constructor'])(
		'takes the status %j of a panel for no mark of its own',
		(word) => {
			const before = JSON.parse(
				JSON.stringify(compare(undefined, { '1': word, '2': 'Pending' }).seen),
			) as SeenStatuses;
			expect(orderStatus.isSeen(before)).toBe(true);
			const known = word.trim() !== '';
			expect(compare(before, { '1': '?' }, { unknownIds: true }, at('23:00:00')).items).toEqual([]);
			expect(told(compare(before, { '1': 'Pending', '2': 'Pending' }).items)).toEqual(
				known ? [`1: ${word.trim()} > Pending`] : [],
			);
		},
	);

	it('keeps the status of an order that the panel forgets for a while', () => {
		const before = compare(undefined, { '1': 'Pending' }).seen;
		const during = compare(before, { '1': '?' }).seen;
		expect(compare(during, { '1': 'Completed' }).items).toMatchObject([
			{ previousStatus: 'Pending', status: 'Completed' },
		]);
	});

	it('forgets what is not watched any more', () => {
		const before = compare(undefined, { '1': 'Pending', '2': 'Pending' }).seen;
		expect(compare(before, { '2': 'Pending' }).seen.orders).toEqual({ '=Pending': ['2'] });
	});

	it('takes an answer without a status for none', () => {
		const before = compare(undefined, { '1': 'Pending' }).seen;
		const during = compare(before, { '1': null });
		expect(during).toEqual({ items: [], seen: before });
		expect(compare(undefined, { '1': null }, { alreadyFinished: true }).items).toEqual([]);
	});

	it('takes an id that was left out for unknown only beside others, and no other words for it', () => {
		const failed = (kind: FailureKind) => new PanelFailure(kind, { message: kind });
		const of = (kind: FailureKind, heard: string[]) =>
			orderStatus.compare(undefined, {
				...look({ ids: ['1'], heard: new Map(), outage: false }),
				answers: new Map([['1', failed(kind)]]),
				heard: new Set(heard),
			}).seen.orders;
		const unheard = { '': ['1'] };
		expect(of('missing', ['1'])).not.toEqual(unheard);
		expect(of('orderId', ['1'])).not.toEqual(unheard);
		expect(of('missing', [])).toEqual(unheard);
		for (const kind of ['refused', 'batchRefused', 'maintenance', 'ambiguous', 'quantity'] as const)
			expect(of(kind, ['1'])).toEqual(unheard);
	});

	it('remembers an order in 24 bytes and its id, and all that is kept once with twenty of them', () => {
		fc.assert(
			fc.property(
				fc.dictionary(
					fc.oneof(fc.uuid(), fc.nat(99_999).map(String)),
					fc.constantFrom(...STATUSES, '?'),
					{
						minKeys: 20,
						maxKeys: 200,
					},
				),
				(world) => {
					const { seen } = compare(undefined, world);
					const room = Object.keys(world).reduce((sum, id) => sum + id.length + 24, 0);
					expect(
						JSON.stringify({ watch: { version: 2, source: 'f'.repeat(16), seen } }).length,
					).toBeLessThanOrEqual(room);
				},
			),
		);
	});
});

describe('a poll', () => {
	it('shows the newest order that would be told of, or else the newest', async () => {
		const { state, start } = trigger('a sample');
		const poll = async (seen: LookAtStatuses, more?: Parameters<typeof start>[1]) => {
			const one = start(state.data, more);
			one.end(seen);
			return await one.items;
		};
		const world = { '1': 'Completed', '2': 'Partial', '3': 'Pending', '4': '?', '5': null };
		const show = async (statuses: string[]) =>
			told(await poll(look(sightOf(world), { statuses }), { mode: 'manual' }));
		expect(await show(['finished'])).toEqual(['2: null > Partial']);
		expect(await show(['Completed'])).toEqual(['1: null > Completed']);
		expect(await show(['Canceled'])).toEqual(['3: null > Pending']);
		await expect(poll(look(sightOf({ '4': '?' })), { mode: 'manual' })).rejects.toThrow(
			'there is nothing to show',
		);
	});

	it('keeps an id that was added while a poll was under way whose list could not be read', async () => {
		const { state, start } = trigger('an outage');
		const given = async (poll: ReturnType<typeof start>, seen: LookAtStatuses) => {
			poll.end(seen);
			return told(await poll.items);
		};
		await given(start(), look(sightOf({ '1': 'Pending' })));
		const [early, late] = [start(), start()];
		await given(early, look(sightOf({ '1': 'Pending', '2': 'Pending' })));
		await given(late, look({ ...sightOf({ '1': 'Pending' }), outage: true }));
		expect(state.data.watch).toMatchObject({ seen: { orders: { '=Pending': ['1-2'] } } });
		expect(await given(start(), look(sightOf({ '1': 'Pending', '2': 'Partial' })))).toEqual([
			'2: Pending > Partial',
		]);
	});
});
