import fc from 'fast-check';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer } from '../../nodes/SmmPanel/panel/answers';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { unpack, type PackedIds } from '../../nodes/SmmPanel/trigger/idSet';
import { orderStatus } from '../../nodes/SmmPanel/trigger/orderStatus.event';
import type { LookAtStatuses, SeenStatuses } from '../../nodes/SmmPanel/trigger/statusWatch';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

const FINAL = ['Completed', 'Partial', 'Canceled'];
const STATUSES = ['Pending', 'In progress', 'Halted', ...FINAL];
const IDS = ['23501', '23502', '23503', 'a1b2', '12-34'];

/** A trigger on n8n's static data, whose looks are handed to it and answer when told. */
function trigger(workflow: string) {
	const state: { data: IDataObject; process: number } = { data: {}, process: 1 };
	/** Starts a poll whose look ends when `end` is called. */
	const start = (
		data = state.data,
		{ mode = 'trigger', source = 'test' }: { mode?: string; source?: string } = {},
	) => {
		let end: (look: LookAtStatuses | Error) => void = () => {};
		const look = new Promise<LookAtStatuses>((resolve, reject) => {
			end = (result) => (result instanceof Error ? reject(result) : resolve(result));
		});
		const event: WatchedEvent<SeenStatuses, LookAtStatuses> = {
			...orderStatus,
			source: () => source,
			observe: async () => await look,
		};
		const context = {
			getMode: () => mode,
			getNode: () => ({ id: 'trigger', name: 'Trigger', type: 'trigger', typeVersion: 1 }),
			// What the node holds in memory is gone with the process.
			getWorkflow: () => ({ id: `${workflow}, process ${state.process}` }),
			getWorkflowStaticData: () => data,
		} as unknown as IPollFunctions;
		const items = watch(context, event).then(
			(output) => output?.[0].map(({ json }) => json) ?? null,
		);
		return { end, items };
	};
	return { state, start };
}

/** What the panel holds of an id: a status, that it does not know it, or an answer without a status. */
type Word = string | '?' | null;

/** What a look brought of an id; `fault` when its request failed. */
type Heard = Word | 'fault';

const FAULT = new PanelFailure('httpError', { message: 'the panel answered with HTTP 500' });

function answerOf(heard: Heard): Answer {
	if (heard === 'fault') return FAULT;
	if (heard === '?') return new PanelFailure('orderId', { message: 'unknown' });
	return { ...(heard !== null && { status: heard }), charge: '1' };
}

interface Wishes {
	statuses: string[];
	alreadyFinished: boolean;
	unknownIds: boolean;
}

/** What is seen when a look is taken: of these ids, this. */
interface Sight {
	ids: string[];
	heard: Map<string, Heard>;
	/** The list of ids could not be read, and `ids` are those known when the look began. */
	outage: boolean;
}

const look = (sight: Sight, wishes: Partial<Wishes> = {}): LookAtStatuses => ({
	watched: { ids: sight.ids, short: 0, outage: sight.outage },
	answers: new Map([...sight.heard].map(([id, heard]) => [id, answerOf(heard)])),
	next: null,
	at: '2026-01-01T00:00:00.000Z',
	statuses: ['any'],
	alreadyFinished: false,
	unknownIds: false,
	...wishes,
});

/** All ids of a world, everything of which is heard. */
const sightOf = (world: Record<string, Word>): Sight => ({
	ids: Object.keys(world),
	heard: new Map(Object.entries(world)),
	outage: false,
});

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

const told = (items: IDataObject[] | null) =>
	(items ?? []).map(({ order, previousStatus, status, unknown }) =>
		unknown
			? `${String(order)}: unknown`
			: `${String(order)}: ${String(previousStatus)} > ${String(status)}`,
	);

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

describe('compare', () => {
	const compare = (
		before: SeenStatuses | undefined,
		now: Record<string, Word>,
		wishes: Partial<Wishes> = {},
	) => orderStatus.compare(before, look(sightOf(now), wishes));

	it('remembers what it sees first, and says nothing', () => {
		expect(compare(undefined, { '1': 'Completed', '2': 'Pending' })).toEqual({
			items: [],
			seen: { orders: { Completed: ['1'], Pending: ['2'] }, next: null, short: 0 },
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

	it('reports an unknown id once, if asked to, and follows it when the panel knows it', () => {
		const wishes = { unknownIds: true };
		const first = compare(undefined, { '1': '?' }, wishes);
		expect(first.items).toMatchObject([{ order: '1', status: null, unknown: true }]);
		const second = compare(first.seen, { '1': '?' }, wishes);
		expect(second.items).toEqual([]);
		const third = compare(second.seen, { '1': 'Pending' }, wishes);
		expect(third.items).toEqual([]);
		expect(compare(third.seen, { '1': 'Completed' }, wishes).items).toMatchObject([
			{ previousStatus: 'Pending' },
		]);
	});

	it('keeps the status of an order that the panel forgets for a while', () => {
		const before = compare(undefined, { '1': 'Pending' }).seen;
		const during = compare(before, { '1': '?' }).seen;
		expect(compare(during, { '1': 'Completed' }).items).toMatchObject([
			{ previousStatus: 'Pending', status: 'Completed' },
		]);
	});

	it('forgets what is not watched any more', () => {
		const before = compare(undefined, { '1': 'Pending', '2': 'Pending' }).seen;
		expect(compare(before, { '2': 'Pending' }).seen.orders).toEqual({ Pending: ['2'] });
	});

	it('takes an answer without a status for none', () => {
		const before = compare(undefined, { '1': 'Pending' }).seen;
		const during = compare(before, { '1': null });
		expect(during).toEqual({ items: [], seen: before });
		expect(compare(undefined, { '1': null }, { alreadyFinished: true }).items).toEqual([]);
	});

	it('takes a refusal in unknown words for an unknown id, unless it is one of a whole request', () => {
		const words = () => new PanelFailure('refused', { message: 'Pedido não encontrado' });
		const of = (answers: Array<[string, Answer]>) =>
			orderStatus.compare(undefined, {
				...look({ ids: answers.map(([id]) => id), heard: new Map(), outage: false }),
				answers: new Map(answers),
				unknownIds: true,
			}).items;
		expect(of([['1', words()]])).toMatchObject([{ order: '1', unknown: true }]);
		expect(
			of([
				['1', words()],
				['2', words()],
			]),
		).toHaveLength(2);
		const whole = words();
		expect(
			of([
				['1', whole],
				['2', whole],
			]),
		).toEqual([]);
	});

	it('remembers an order in 24 bytes and its id, and all that is kept once with twenty of them', () => {
		fc.assert(
			fc.property(
				fc.dictionary(
					fc.oneof(fc.uuid(), fc.nat(99_999).map(String)),
					fc.constantFrom(...STATUSES),
					{
						minKeys: 20,
						maxKeys: 200,
					},
				),
				(world) => {
					const { seen } = compare(undefined, world);
					const room = Object.keys(world).reduce((sum, id) => sum + id.length + 24, 0);
					expect(
						JSON.stringify({ watch: { version: 1, source: 'f'.repeat(16), seen } }).length,
					).toBeLessThanOrEqual(room);
				},
			),
		);
	});
});

describe('watch', () => {
	const pending = look(sightOf({ '1': 'Pending' }));
	const completed = look(sightOf({ '1': 'Completed' }));
	const given = () => {
		const { state, start } = trigger(`watch ${++workflows}`);
		const poll = async (seen: LookAtStatuses, more?: Parameters<typeof start>[1]) => {
			const one = start(state.data, more);
			one.end(seen);
			return await one.items;
		};
		return { state, poll };
	};

	it('keeps one key, with a version, and no address', async () => {
		const { state, poll } = given();
		await poll(pending, { source: 'url https://example.com/list?secret=1' });
		expect(state.data).toEqual({
			watch: {
				version: 1,
				source: expect.stringMatching(/^[0-9a-f]{16}$/),
				seen: expect.anything(),
			},
		});
	});

	it('writes nothing when nothing changed', async () => {
		const { state, poll } = given();
		await poll(pending);
		const written = state.data.watch;
		await poll({ ...pending, at: '2026-01-02T00:00:00.000Z' });
		expect(state.data.watch).toBe(written);
	});

	it('starts anew with another source', async () => {
		const { poll } = given();
		await poll(pending);
		expect(await poll(completed, { source: 'another' })).toBeNull();
		expect(await poll(pending)).toBeNull();
		expect(told(await poll(completed))).toEqual(['1: Pending > Completed']);
	});

	it('starts anew from a state of another version, or of another form', async () => {
		for (const odd of [{ version: 2 }, 'text', null, 5, []]) {
			const { state, poll } = given();
			await poll(pending);
			state.data.watch =
				odd !== null && typeof odd === 'object' && !Array.isArray(odd)
					? { ...(state.data.watch as IDataObject), ...odd }
					: odd;
			expect(await poll(completed)).toBeNull();
			expect(state.data.watch).toMatchObject({ version: 1 });
		}
	});

	it('changes nothing by hand, and shows the same whatever was seen', async () => {
		const { state, poll } = given();
		expect(told(await poll(completed, { mode: 'manual' }))).toEqual(['1: null > Completed']);
		expect(state.data).toEqual({});
		await poll(pending);
		const before = copy(state.data);
		expect(told(await poll(completed, { mode: 'manual' }))).toEqual(['1: null > Completed']);
		expect(state.data).toEqual(before);
		expect(told(await poll(completed))).toEqual(['1: Pending > Completed']);
	});

	it('shows the newest order that would be told of, or else the newest', async () => {
		const { poll } = given();
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
		const { state, start } = trigger(`watch ${++workflows}`);
		const given = async (poll: ReturnType<typeof start>, seen: LookAtStatuses) => {
			poll.end(seen);
			return told(await poll.items);
		};
		await given(start(), pending);
		const [early, late] = [start(), start()];
		await given(early, look(sightOf({ '1': 'Pending', '2': 'Pending' })));
		await given(late, look({ ...sightOf({ '1': 'Pending' }), outage: true }));
		expect(knownIn(state.data)).toEqual(['1', '2']);
		expect(await given(start(), look(sightOf({ '1': 'Pending', '2': 'Partial' })))).toEqual([
			'2: Pending > Partial',
		]);
	});

	it('goes on from a quiet look that n8n did not keep, until there are news', async () => {
		const { state, start } = trigger(`watch ${++workflows}`);
		const poll = async (status: string) => {
			const one = start(copy(state.data));
			one.end(look(sightOf({ '1': status }), { statuses: ['Pending'] }));
			return told(await one.items);
		};
		const first = start();
		first.end(pending);
		await first.items;
		expect(await poll('In progress')).toEqual([]);
		expect(await poll('Pending')).toEqual(['1: In progress > Pending']);
		expect(await poll('Pending')).toEqual([]);
	});

	it('drops a look that began before one that was applied', async () => {
		const { state, start } = trigger(`watch ${++workflows}`);
		const [early, late] = [start(), start()];
		late.end(completed);
		expect(await late.items).toBeNull();
		const before = copy(state.data);
		early.end(pending);
		expect(await early.items).toBeNull();
		expect(state.data).toEqual(before);
	});
});
