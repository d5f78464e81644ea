import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { unpack, type PackedIds } from '../../nodes/SmmPanel/trigger/idSet';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import type { SeenStatuses } from '../../nodes/SmmPanel/trigger/statusWatch';
import { look, told, trigger, type Heard, type Sight, type Wishes, type Word } from './orders';

const FINAL = ['Completed', 'Partial', 'Canceled'];
const STATUSES = ['Pending', 'In progress', 'Halted', ...FINAL];
const IDS = ['23501', '23502', '23503', 'a1b2', '12-34'];

/** A trigger as simple as can be: the status of each order in the looks that count, one after the other. */
class Model {
	constructor(
		private readonly wishes: Wishes,
		/** `?` for an id that the panel did not know; nothing for one never heard of. */
		readonly seen = new Map<string, string>(),
	) {}

	apply({ ids, heard, outage }: Sight): string[] {
		const watched = outage ? [...new Set([...this.seen.keys(), ...ids])] : ids;
		const events = watched.flatMap((id) => this.hear(id, heard.get(id)));
		for (const id of this.seen.keys()) if (!watched.includes(id)) this.seen.delete(id);
		return events;
	}

	private hear(id: string, now: Heard | undefined): string[] {
		if (now === undefined || now === null || now === 'fault') return [];
		const last = this.seen.get(id);
		if (now === '?') {
			if (last !== undefined) return [];
			this.seen.set(id, now);
			return this.wishes.unknownIds ? [`${id}: unknown`] : [];
		}
		this.seen.set(id, now);
		const { statuses, alreadyFinished } = this.wishes;
		const finished = FINAL.includes(now);
		const wanted =
			statuses.includes('any') ||
			statuses.includes(now) ||
			(finished && statuses.includes('finished'));
		if (!wanted || last === now) return [];
		if (last !== undefined && last !== '?') return [`${id}: ${last} > ${now}`];
		return finished && alreadyFinished ? [`${id}: null > ${now}`] : [];
	}
}

let workflows = 0;
let time = 0;
// A poll begins a minute after the one before has ended.
beforeEach(() => jest.spyOn(clock, 'now').mockImplementation(() => (time += 60_000)));
afterEach(() => jest.restoreAllMocks());

const anyWishes: fc.Arbitrary<Wishes> = fc.record({
	statuses: fc.oneof(
		fc.constantFrom<string[]>(['any'], ['finished']),
		fc.subarray(['finished', 'Pending', 'In progress', 'Halted', 'Completed', 'Partial']),
	),
	alreadyFinished: fc.boolean(),
	unknownIds: fc.boolean(),
});

/** What a look does not bring: ids that were not asked for, ids whose request failed, a list of ids. */
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

/** One thing that happens in a run of the model. */
const step = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant('move' as const),
			id: fc.constantFrom(...IDS),
			to: fc.oneof(
				{ weight: 6, arbitrary: fc.constantFrom<Word>(...STATUSES) },
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
);

/** What the panel and the list are, and how a poll sees them. */
class World {
	private readonly panel = new Map<string, Word>(IDS.map((id) => [id, 'Pending']));
	private finished = new Set<string>();

	constructor(public ids: string[]) {}

	/** Moves an order on; what has finished stays, though the panel may not tell of it for a while. */
	move(id: string, to: Word): void {
		if (this.finished.has(id)) return;
		this.panel.set(id, to);
		if (FINAL.includes(to ?? '')) this.finished.add(id);
	}

	/** @param known The ids that are remembered when the look begins. */
	see({ deaf, faults, outage }: Gaps, known: string[]): Sight {
		const isOut = outage && known.length > 0;
		const ids = isOut ? known : this.ids;
		const heard = ids.filter((id) => !deaf.includes(id));
		return {
			ids,
			outage: isOut,
			heard: new Map(heard.map((id) => [id, faults.includes(id) ? 'fault' : this.panel.get(id)!])),
		};
	}
}

const ALL: Gaps = { deaf: [], faults: [], outage: false };

/** The ids that are remembered in static data. */
const knownIn = (data: IDataObject): string[] => {
	const state = data.watch as { seen: SeenStatuses } | undefined;
	const orders = (state?.seen.orders ?? {}) as Record<string, PackedIds>;
	return Object.values(orders).flatMap((packed) => [...unpack(packed)]);
};

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a trigger emits what a simple model does, over any looks, failures, restarts and lists', () => {
	it('with its state in memory, where polls overlap and answers come in any order', async () => {
		await fc.assert(
			fc.asyncProperty(anyWishes, fc.array(step, { maxLength: 50 }), async (wishes, steps) => {
				const { state, start } = trigger(`in memory ${++workflows}`);
				const world = new World(IDS.slice(0, 3));
				let model = new Model(wishes);
				let begun = 0;
				let applied = 0;
				let flying: Array<{ poll: ReturnType<typeof start>; sight: Sight; number: number }> = [];
				let saved: { data: IDataObject; seen: Map<string, string> };
				const save = () => (saved = { data: copy(state.data), seen: new Map(model.seen) });

				const begin = (see: Gaps) => {
					const sight = world.see(see, knownIn(state.data));
					flying.push({ poll: start(), sight, number: ++begun });
				};
				const end = async (which: number) => {
					const [{ poll, sight, number }] = flying.splice(which, 1);
					poll.end(look(sight, wishes));
					const items = await poll.items;
					const expected = number < applied ? [] : model.apply(sight);
					applied = Math.max(applied, number);
					expect(told(items).sort()).toEqual(expected.sort());
					expect(items).not.toEqual([]);
					// n8n writes the state to its database when something is given out.
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
							const before = copy(state.data);
							const [{ poll }] = flying.splice(which, 1);
							poll.end(new Error('the panel is down'));
							await expect(poll.items).rejects.toThrow('the panel is down');
							expect(state.data).toEqual(before);
						}
					} else if (each.do === 'restart') {
						flying = [];
						state.process++;
						state.data = copy(saved!.data);
						model = new Model(wishes, new Map(saved!.seen));
						await activate();
					}
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('with a durable state, of which each poll gets a copy that is committed or lost', async () => {
		await fc.assert(
			fc.asyncProperty(
				anyWishes,
				fc.array(step, { maxLength: 50, size: 'max' }),
				async (wishes, steps) => {
					const { state, start } = trigger(`durable ${++workflows}`);
					const world = new World(IDS.slice(0, 3));
					let model = new Model(wishes);
					let committed = new Map<string, string>();
					let begun = 0;
					let applied = 0;
					/** What was left when there were news last, and the polls that had begun by then. */
					let news = { after: '', begun: 0 };
					let flying: Array<() => Promise<void>> = [];

					const begin = (see: Gaps, isCommitted: boolean) => {
						const number = ++begun;
						const snapshot = copy(state.data);
						const seed = JSON.stringify(snapshot);
						const sight = world.see(see, knownIn(snapshot));
						const poll = start(snapshot);
						flying.push(async () => {
							poll.end(look(sight, wishes));
							const items = await poll.items;
							const isCopy = news.after !== seed && number <= news.begun;
							if (number < applied || isCopy) {
								expect([items, JSON.stringify(snapshot)]).toEqual([null, seed]);
								return;
							}
							const after = new Model(wishes, new Map(model.seen));
							expect(told(items).sort()).toEqual(after.apply(sight).sort());
							applied = number;
							news = items ? { after: JSON.stringify(snapshot), begun } : { after: '', begun: 0 };
							// News that were not committed never were. Without news the process knows what was seen.
							if (isCommitted || !items) model = after;
							if (!isCommitted) return;
							state.data = copy(snapshot);
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
							state.process++;
							model = new Model(wishes, new Map(committed));
						}
					}
				},
			),
			{ numRuns: 1_000 },
		);
	});
});
