import fc from 'fast-check';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer } from '../../nodes/SmmPanel/panel/answers';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import {
	orderStatus,
	type LookAtOrders,
	type SeenOrders,
} from '../../nodes/SmmPanel/trigger/orderStatus.event';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

const STATUSES = ['Pending', 'In progress', 'Completed', 'Partial', 'Canceled'];
const FINAL = ['Completed', 'Partial', 'Canceled'];
const IDS = ['23501', '23502', '23503', 'a1b2'];

/** A trigger on n8n's static data, whose looks are handed to it and answer when told. */
function trigger(workflow: string) {
	const state: { data: IDataObject; writes: number } = { data: {}, writes: 0 };
	const context = {
		getMode: () => 'trigger',
		getNode: () => ({ id: 'trigger' }),
		getWorkflow: () => ({ id: workflow }),
		getWorkflowStaticData: () => state.data,
	} as unknown as IPollFunctions;
	/** Starts a poll whose look ends when `end` is called. */
	const start = () => {
		let end: (look: LookAtOrders | Error) => void = () => {};
		const look = new Promise<LookAtOrders>((resolve, reject) => {
			end = (result) => (result instanceof Error ? reject(result) : resolve(result));
		});
		const event: WatchedEvent<SeenOrders, LookAtOrders> = {
			...orderStatus,
			source: () => 'test',
			observe: async () => await look,
		};
		const items = watch(context, event).then(
			(output) => output?.[0].map(({ json }) => json) ?? null,
		);
		return { end, items };
	};
	return { state, start };
}

/** What the panel says of an id, or that it says nothing. */
const answerOf = (status: string | null): Answer | undefined =>
	status === null
		? undefined
		: status === '?'
			? new PanelFailure('orderId', { message: 'unknown' })
			: { status, charge: '1' };

const look = (
	ids: string[],
	world: Map<string, string>,
	heard: (id: string) => boolean,
	wishes: Partial<LookAtOrders> = {},
): LookAtOrders => ({
	watched: { ids, short: 0 },
	answers: new Map(
		ids.flatMap((id) => {
			const answer = heard(id) ? answerOf(world.get(id) ?? '?') : undefined;
			return answer ? [[id, answer] as const] : [];
		}),
	),
	next: null,
	at: '2026-01-01T00:00:00.000Z',
	statuses: ['any'],
	alreadyFinished: false,
	unknownIds: false,
	...wishes,
});

/** What the model says of a trigger: the status of each order at the last look that counted. */
class Model {
	seen = new Map<string, string>();

	apply(ids: string[], world: Map<string, string>, heard: (id: string) => boolean): string[] {
		const events: string[] = [];
		for (const id of ids) {
			const now = heard(id) ? world.get(id) : undefined;
			const last = this.seen.get(id);
			if (now === undefined || FINAL.includes(last ?? '')) continue;
			if (last !== undefined && last !== now) events.push(`${id}: ${last} > ${now}`);
			this.seen.set(id, now);
		}
		for (const id of [...this.seen.keys()]) if (!ids.includes(id)) this.seen.delete(id);
		return events;
	}
}

const told = (items: IDataObject[] | null) =>
	(items ?? []).map(
		({ order, previousStatus, status }) =>
			`${String(order)}: ${String(previousStatus)} > ${String(status)}`,
	);

let workflows = 0;

/** One thing that happens in a run of the model. */
const step = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('move' as const),
			id: fc.constantFrom(...IDS),
			to: fc.constantFrom(...STATUSES),
		}),
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('poll' as const), deaf: fc.subarray(IDS) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('overlap' as const),
			move: fc.constantFrom(...IDS),
			to: fc.constantFrom(...STATUSES),
			slowFirst: fc.boolean(),
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

/** Moves an order on; what has finished stays. */
function move(world: Map<string, string>, id: string, to: string): void {
	if (!FINAL.includes(world.get(id) ?? '')) world.set(id, to);
}

describe.each(['in memory', 'durable'] as const)('a trigger whose state is kept %s', (engine) => {
	it('emits what a simple model does, over any looks, failures, overlaps, restarts and lists', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const world = new Map(IDS.map((id) => [id, 'Pending']));
				const { state, start } = trigger(`model ${++workflows}`);
				const model = new Model();
				let ids = IDS.slice(0, 3);
				let saved = '{}';
				let savedModel = new Map<string, string>();
				const save = () => {
					saved = JSON.stringify(state.data);
					savedModel = new Map(model.seen);
				};
				const poll = async (heard: (id: string) => boolean) => {
					const one = start();
					one.end(look(ids, world, heard));
					return await one.items;
				};
				// n8n saves the state once after activation.
				await poll(() => true);
				model.apply(ids, world, () => true);
				save();

				for (const each of steps) {
					if (each.do === 'move') move(world, each.id, each.to);
					else if (each.do === 'watch') ids = each.ids;
					else if (each.do === 'restart') {
						state.data = JSON.parse(saved) as IDataObject;
						model.seen = new Map(savedModel);
					} else if (each.do === 'fail') {
						const before = JSON.stringify(state.data);
						const one = start();
						one.end(new Error('the panel is down'));
						await expect(one.items).rejects.toThrow('the panel is down');
						expect(JSON.stringify(state.data)).toBe(before);
					} else if (each.do === 'poll') {
						const heard = (id: string) => !each.deaf.includes(id);
						const items = await poll(heard);
						expect(told(items)).toEqual(model.apply(ids, world, heard));
						if (items || engine === 'durable') save();
					} else {
						// Two looks under way at once: the later one sees a further move; whichever ends first.
						const [early, late] = [start(), start()];
						const first = look(ids, world, () => true);
						const worldBefore = new Map(world);
						move(world, each.move, each.to);
						const second = look(ids, world, () => true);
						const heard = () => true;
						if (each.slowFirst) {
							late.end(second);
							expect(told(await late.items)).toEqual(model.apply(ids, world, heard));
							early.end(first);
							expect(await early.items).toBeNull();
						} else {
							early.end(first);
							expect(told(await early.items)).toEqual(model.apply(ids, worldBefore, heard));
							late.end(second);
							expect(told(await late.items)).toEqual(model.apply(ids, world, heard));
						}
						save();
					}
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('compare', () => {
	const world = (entries: Record<string, string>) => new Map(Object.entries(entries));
	const all = () => true;
	const compare = (
		before: SeenOrders | undefined,
		now: Record<string, string>,
		wishes: Partial<LookAtOrders> = {},
	) => orderStatus.compare(before, look(Object.keys(now), world(now), all, wishes));

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
});

describe('watch', () => {
	it('writes nothing when nothing changed', async () => {
		const { state, start } = trigger('no write');
		const poll = async () => {
			const one = start();
			one.end(look(['1'], new Map([['1', 'Pending']]), () => true));
			await one.items;
		};
		await poll();
		const written = state.data.watch;
		await poll();
		expect(state.data.watch).toBe(written);
	});
});
