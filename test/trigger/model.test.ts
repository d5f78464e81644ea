import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { orderStatus } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { polling } from './polling';
import {
	KINDS,
	lookAt,
	marksIn,
	told,
	type Heard,
	type Sight,
	type Settings,
	type Word,
} from './statuses';
import { copyOf, watching } from './watching';

const IDS = ['23501', '23502', '23503', 'a1b2', '12-34'];

const HOUR = 3_600_000;

/** The state of an id: its status, or the time since it is unknown to the panel, or null once that is reported. */
type Known = string | number | null;

/** The simplest trigger: it compares each id's status in consecutive applied polls. */
class Model {
	constructor(
		private readonly final: readonly string[],
		private readonly settings: Settings,
		readonly seen = new Map<string, Known>(),
	) {}

	apply({ ids, answered, outage, at }: Sight): string[] {
		const watched = outage ? [...new Set([...this.seen.keys(), ...ids])] : ids;
		const events = watched.flatMap((id) => this.hear(id, answered.get(id), Date.parse(at!)));
		for (const id of this.seen.keys()) if (!watched.includes(id)) this.seen.delete(id);
		return events;
	}

	private hear(id: string, now: Heard | undefined, at: number): string[] {
		if (now === undefined || now === null || now === 'fault') return [];
		const last = this.seen.get(id);
		if (now === '?') {
			if (typeof last === 'string' || last === null) return [];
			const isLong = at - (last ?? at) >= HOUR;
			this.seen.set(id, isLong ? null : (last ?? at));
			return isLong && this.settings.unknownIds ? [`${id}: unknown`] : [];
		}
		this.seen.set(id, now);
		const { statuses, alreadyFinished } = this.settings;
		const finished = this.final.includes(now);
		const wanted =
			statuses.includes('any') ||
			statuses.includes(now) ||
			(finished && statuses.includes('finished'));
		if (!wanted || last === now) return [];
		if (typeof last === 'string') return [`${id}: ${last} > ${now}`];
		return finished && alreadyFinished ? [`${id}: null > ${now}`] : [];
	}
}

let time = 0;
// Each reading of the clock is a minute after the previous one.
beforeEach(() => jest.spyOn(clock, 'now').mockImplementation(() => (time += 60_000)));
afterEach(() => jest.restoreAllMocks());

const anySettings = (words: readonly string[]): fc.Arbitrary<Settings> =>
	fc.record({
		statuses: fc.oneof(
			fc.constantFrom<string[]>(['any'], ['finished']),
			fc.subarray(['finished', ...words]),
		),
		alreadyFinished: fc.boolean(),
		unknownIds: fc.boolean(),
	});

/** What a poll misses: ids that are not requested, ids whose request fails, the list of ids. */
interface Gaps {
	deaf: string[];
	faults: string[];
	outage: boolean;
}

const gaps = {
	deaf: fc.subarray(IDS),
	faults: fc.subarray(IDS),
	outage: fc.boolean(),
};

/** The steps of a run of the model. */
const steps = (words: readonly string[]) =>
	fc.array(
		fc.oneof(
			{
				weight: 6,
				arbitrary: fc.record({
					do: fc.constant('move' as const),
					id: fc.constantFrom(...IDS),
					to: fc.oneof(
						{ weight: 6, arbitrary: fc.constantFrom<Word>(...words) },
						{ weight: 1, arbitrary: fc.constantFrom<Word>('?', null) },
					),
				}),
			},
			{ weight: 4, arbitrary: fc.record({ do: fc.constant('poll' as const), ...gaps }) },
			{ weight: 3, arbitrary: fc.record({ do: fc.constant('begin' as const), ...gaps }) },
			{
				weight: 3,
				arbitrary: fc.record({
					do: fc.constant('end' as const),
					which: fc.nat(3),
					fails: fc.boolean(),
				}),
			},
			{
				weight: 1,
				arbitrary: fc.record({
					do: fc.constant('watch' as const),
					ids: fc.subarray(IDS, { minLength: 1 }),
				}),
			},
			{ weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
		),
		{ maxLength: 50, size: 'max' },
	);

/** The panel and the list of ids, and what a poll sees of them. */
class World {
	private readonly panel = new Map<string, Word>(IDS.map((id) => [id, 'Pending']));
	private finished = new Set<string>();
	private time = Date.parse('2026-01-01T00:00:00Z');

	constructor(
		private readonly final: readonly string[],
		public ids: string[],
	) {}

	/** Changes the status of an id, unless it is final. */
	move(id: string, to: Word): void {
		if (this.finished.has(id)) return;
		this.panel.set(id, to);
		if (this.final.includes(to ?? '')) this.finished.add(id);
	}

	/** @param known The ids in the state when the poll begins. */
	see({ deaf, faults, outage }: Gaps, known: string[]): Sight {
		const isOut = outage && known.length > 0;
		this.time += HOUR / 2;
		const ids = isOut ? known : this.ids;
		const answered = ids.filter((id) => !deaf.includes(id));
		return {
			ids,
			outage: isOut,
			at: new Date(this.time).toISOString(),
			answered: new Map(
				answered.map((id) => [id, faults.includes(id) ? 'fault' : this.panel.get(id)!]),
			),
		};
	}
}

type Steps = ReturnType<typeof steps> extends fc.Arbitrary<infer List> ? List : never;

const ALL: Gaps = { deaf: [], faults: [], outage: false };

const knownIn = (data: IDataObject) => marksIn(data).map(([, id]) => id);

describe.each(KINDS)(
	'a trigger of an $id emits what a simple model does, over any looks, failures, restarts and lists',
	({ id, event, final, open }) => {
		const words = [...final, ...open];
		const worldOf = () => new World(final, IDS.slice(0, 3));
		const modelOf = (settings: Settings, seen?: Map<string, Known>) =>
			new Model(final, settings, seen);
		const holds = async (run: (settings: Settings, history: Steps) => Promise<void>) =>
			await fc.assert(fc.asyncProperty(anySettings(words), steps(words), run), { numRuns: 250 });

		it('with its state in memory, overlapping polls, and answers in any order', async () => {
			await holds(async (settings, steps) => {
				let watcher = watching(event);
				let data: IDataObject = {};
				const world = worldOf();
				let model = modelOf(settings);
				let begun = 0;
				let applied = 0;
				let flying: Array<{
					poll: ReturnType<typeof watcher.begin>;
					sight: Sight;
					number: number;
				}> = [];
				let saved: { data: IDataObject; seen: Map<string, Known> };
				const save = () => (saved = { data: copyOf(data), seen: new Map(model.seen) });

				const begin = (see: Gaps) => {
					const sight = world.see(see, knownIn(data));
					flying.push({ poll: watcher.begin(data), sight, number: ++begun });
				};
				const end = async (which: number) => {
					const [{ poll, sight, number }] = flying.splice(which, 1);
					const items = await poll.end(lookAt(id, sight, settings));
					const expected = number < applied ? [] : model.apply(sight);
					applied = Math.max(applied, number);
					expect(told(items).sort()).toEqual(expected.sort());
					expect(items).not.toEqual([]);
					// n8n writes the state to its database if the poll emits something.
					if (items) save();
				};
				const activate = async () => {
					begin(ALL);
					await end(flying.length - 1);
					save();
				};

				await activate();
				for (const each of steps) {
					if (each.do === 'move') world.move(each.id, each.to);
					else if (each.do === 'watch') world.ids = each.ids;
					else if (each.do === 'begin') begin(each);
					else if (each.do === 'poll') {
						begin(each);
						await end(flying.length - 1);
					} else if (each.do === 'end' && flying.length > 0) {
						const which = each.which % flying.length;
						if (!each.fails) await end(which);
						else {
							const before = copyOf(data);
							const [{ poll }] = flying.splice(which, 1);
							const failing = poll.end(new Error('the panel is down'));
							await expect(failing).rejects.toThrow('the panel is down');
							expect(data).toEqual(before);
						}
					} else if (each.do === 'restart') {
						flying = [];
						watcher = watching(event);
						data = copyOf(saved!.data);
						model = modelOf(settings, new Map(saved!.seen));
						await activate();
					}
				}
			});
		});

		it('with a durable state, of which each poll gets a copy that is committed or lost', async () => {
			await holds(async (settings, steps) => {
				let watcher = watching(event);
				let data: IDataObject = {};
				const world = worldOf();
				let model = modelOf(settings);
				let committed = new Map<string, Known>();
				let begun = 0;
				let applied = 0;
				/** The state after the last poll, if it emitted events, and the number of polls that had begun by then. */
				let news = { after: '', begun: 0 };
				let flying: Array<() => Promise<void>> = [];

				const begin = (see: Gaps, isCommitted: boolean) => {
					const number = ++begun;
					const snapshot = copyOf(data);
					const seed = JSON.stringify(snapshot);
					const sight = world.see(see, knownIn(snapshot));
					const poll = watcher.begin(snapshot);
					flying.push(async () => {
						const items = await poll.end(lookAt(id, sight, settings));
						const isCopy = news.after !== seed && number <= news.begun;
						if (number < applied || isCopy) {
							expect([items, JSON.stringify(snapshot)]).toEqual([null, seed]);
							return;
						}
						const after = modelOf(settings, new Map(model.seen));
						expect(told(items).sort()).toEqual(after.apply(sight).sort());
						applied = number;
						news = items ? { after: JSON.stringify(snapshot), begun } : { after: '', begun: 0 };
						// Events that were not committed do not count. Without events, the process remembers what it saw.
						if (isCommitted || !items) model = after;
						if (!isCommitted) return;
						data = copyOf(snapshot);
						committed = new Map(model.seen);
					});
				};
				for (const each of steps) {
					if (each.do === 'move') world.move(each.id, each.to);
					else if (each.do === 'watch') world.ids = each.ids;
					else if (each.do === 'begin') begin(each, each.deaf.length % 2 === 0);
					else if (each.do === 'poll') {
						begin(each, true);
						await flying.pop()!();
					} else if (each.do === 'end' && flying.length > 0) {
						const [end] = flying.splice(each.which % flying.length, 1);
						await end();
					} else if (each.do === 'restart') {
						flying = [];
						applied = 0;
						news = { after: '', begun: 0 };
						watcher = watching(event);
						model = modelOf(settings, new Map(committed));
					}
				}
			});
		});
	},
);

/** How a panel answers a poll. Names that end in `Down` give no status of any order. */
const MOODS: Record<string, (ids: string[], rows: Record<string, unknown>) => unknown> = {
	rows: (_, rows) => rows,
	array: (_, rows) => Object.entries(rows).map(([order, row]) => ({ ...Object(row), order })),
	halfOfTheRows: (ids, rows) =>
		Object.fromEntries(ids.filter((_id, n) => n % 2 === 0).map((id) => [id, rows[id]])),
	noLists: (ids, rows) => (ids.length > 1 ? { error: 'Order not found.', status: '104' } : rows),
	noListsInOtherWords: (ids, rows) => (ids.length > 1 ? { error: 'Cóż' } : rows),
	oneOddId: (ids, rows) =>
		ids.length > 1 && ids.some((id) => id.endsWith('7')) ? { error: 'invalid_order' } : rows,
	wordsInRows: (ids) => Object.fromEntries(ids.map((id) => [id, { error: 'Cóż' }])),
	otherWordsDown: () => ({ error: 'Cóż' }),
	keyDown: () => ({ error: 'Invalid API key' }),
	emptyListDown: () => [],
	emptyObjectDown: () => ({}),
	pageDown: () => '<html>',
};

it('reports each change once, however the panel refuses, and no known order as unknown', async () => {
	const poll = fc.record({
		mood: fc.constantFrom(...Object.keys(MOODS)),
		moves: fc.array(
			fc.tuple(fc.nat(), fc.constantFrom('Pending', 'In progress', 'Halted', 'Partial')),
		),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(1, 2, 101, 250),
			fc.array(poll, { maxLength: 8 }),
			async (count, polls) => {
				let now = Date.parse('2026-01-01T00:00:00Z');
				jest.spyOn(clock, 'date').mockImplementation(() => now);
				jest.spyOn(clock, 'now').mockImplementation(() => now);
				jest.spyOn(clock, 'wait').mockResolvedValue();
				const ids = Array.from({ length: count }, (_, n) => String(n + 1));
				// The panel does not know one order in ten.
				const panel = new Map(ids.filter((id) => !id.endsWith('3')).map((id) => [id, 'Pending']));
				const moods = new Set(polls.map((each) => each.mood));
				let mood = '';
				const { poll, data, bodies, warned } = polling(
					orderStatus,
					{ orderIds: `1-${count}`, statuses: ['any'], 'options.reportUnknown': true },
					({ order, orders }) => {
						const asked = String(order ?? orders).split(',');
						const rowOf = (id: string) =>
							panel.has(id) ? { status: panel.get(id) } : { error: 'Incorrect order ID' };
						return MOODS[mood](asked, Object.fromEntries(asked.map((id) => [id, rowOf(id)])));
					},
				);
				const known = new Map<string, string>();
				const reported = new Set<string>();
				const apply = (items: IDataObject[]) => {
					for (const { order, status, previousStatus, unknown } of items) {
						const id = String(order);
						if (unknown) {
							expect([known.has(id), reported.has(id)]).toEqual([false, false]);
							// An order that the answers keep leaving out may be reported as unknown.
							expect(panel.has(id) && !moods.has('halfOfTheRows')).toBe(false);
							reported.add(id);
							continue;
						}
						expect([previousStatus, status]).toEqual([known.get(id), panel.get(id)]);
						expect(status).not.toBe(previousStatus);
						known.set(id, String(status));
					}
				};
				/** Adds ids that the state has for the first time. */
				const remember = () => {
					for (const [mark, id] of marksIn(data))
						if (mark.startsWith('=') && !known.has(id)) known.set(id, mark.slice(1));
				};
				const all = polls.concat([1, 2, 3].map(() => ({ mood: 'noLists', moves: [] })));
				for (const { mood: next, moves } of all) {
					mood = next;
					for (const [n, to] of moves) {
						const id = ids[n % count];
						if (panel.has(id) && panel.get(id) !== 'Partial') panel.set(id, to);
					}
					const [before, from, lines] = [JSON.stringify(data), bodies().length, warned.length];
					const result = await poll().catch((error: Error) => error);
					// A poll sends no request if all orders have finished.
					const isDown = mood.endsWith('Down') && bodies().length > from;
					expect(result instanceof Error).toBe(isDown);
					if (isDown) expect(JSON.stringify(data)).toBe(before);
					else apply(result as IDataObject[]);
					remember();
					const singles = bodies()
						.slice(from)
						.filter(({ order }) => order);
					expect(singles.length).toBeLessThanOrEqual(101);
					expect(warned.length - lines).toBeLessThanOrEqual(1);
					now += HOUR;
				}
				// The last three polls requested all unfinished orders one by one, so the state matches the panel.
				expect([...known].sort()).toEqual([...panel].sort());
			},
		),
		{ numRuns: 60 },
	);
});
