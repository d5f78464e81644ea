import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../nodes/SmmPanel/panel/answers';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { finalStatuses } from '../../nodes/SmmPanel/panel/status';
import {
	orderStatus,
	refillStatus,
	type LookAtStatuses,
} from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { statusProperties } from '../../nodes/SmmPanel/trigger/statusWatch.parameters';
import { AT, watching } from './watching';

const IDS = ['101', '102', 'a1b2'];

/** Words of refills: those that end one, and those that do not, though they end an order. */
const FINAL = ['Completed', 'Rejected', 'Failed', 'Canceled'];
const OPEN = ['Pending', 'In progress', 'Awaiting', 'Partial', 'Aguardando'];

/** What a look brings of a refill: a status, that it is unknown, a failure, or nothing. */
type Heard = string | '?' | '!' | null;

function answerOf(heard: string): Answer {
	if (heard === '?') return new PanelFailure('refillId', { message: 'Refill not found' });
	if (heard === '!') return new PanelFailure('httpError', { message: 'HTTP 500' });
	return { status: heard };
}

type Wishes = Pick<LookAtStatuses, 'statuses' | 'alreadyFinished' | 'unknownIds'>;

function look(heard: Record<string, Heard>, wishes: Partial<Wishes> = {}): LookAtStatuses {
	const answered = Object.entries(heard).filter(([, word]) => word !== null);
	return {
		watched: { ids: Object.keys(heard), short: 0 },
		answers: new Map(answered.map(([id, word]) => [id, answerOf(word as string)])),
		heard: new Set(answered.filter(([, word]) => word !== '!').map(([id]) => id)),
		next: null,
		at: AT,
		statuses: ['any'],
		alreadyFinished: false,
		unknownIds: false,
		...wishes,
	};
}

const told = (items: IDataObject[]) =>
	items.map(({ refill, previousStatus, status, finished, unknown }) =>
		[refill, unknown ? '?' : `${String(previousStatus)} > ${String(status)}`, finished].join(' '),
	);

/** What is to be told of one refill, from all that was heard of it, one look after the other. */
function* story(id: string, heard: Heard[], wishes: Wishes): Generator<string[]> {
	let last: string | undefined;
	for (const word of heard) {
		const events: string[] = [];
		if (word !== null && word !== '!' && word !== '?') {
			const finished = FINAL.includes(word);
			const isNews = last === undefined ? finished && wishes.alreadyFinished : word !== last;
			const isWanted = ['any', word, ...(finished ? ['finished'] : [])].some((each) =>
				wishes.statuses.includes(each),
			);
			if (isNews && isWanted) events.push(`${id} ${last ?? 'null'} > ${word} ${finished}`);
			last = word;
		}
		yield events;
	}
}

const anyHeard = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom<Heard>(...FINAL, ...OPEN) },
	{ weight: 2, arbitrary: fc.constantFrom<Heard>('?', '!', null) },
);

const anyWishes: fc.Arbitrary<Wishes> = fc.record({
	statuses: fc.oneof(
		fc.constant(['any']),
		fc.constant(['finished']),
		fc.subarray([...FINAL, ...OPEN]),
	),
	alreadyFinished: fc.boolean(),
	unknownIds: fc.boolean(),
});

it('tells of each refill what a simple model does', async () => {
	const looks = fc.array(fc.tuple(anyHeard, anyHeard, anyHeard, fc.boolean()), { maxLength: 20 });
	await fc.assert(
		fc.asyncProperty(looks, anyWishes, async (all, wishes) => {
			const { poll, data } = watching(refillStatus);
			const kept = all.filter(([, , , fails]) => !fails);
			const stories = IDS.map((id, n) =>
				story(
					id,
					kept.map((each) => each[n] as Heard),
					wishes,
				),
			);
			for (const [a, b, c, fails] of all) {
				if (fails) {
					const before = JSON.stringify(data);
					await expect(poll(new Error('down'))).rejects.toThrow('down');
					expect(JSON.stringify(data)).toBe(before);
					continue;
				}
				const items = await poll(look({ [IDS[0]]: a, [IDS[1]]: b, [IDS[2]]: c }, wishes));
				const expected = stories.flatMap((each) => each.next().value as string[]);
				expect(told(items).sort()).toEqual(expected.sort());
			}
		}),
		{ numRuns: 1_000 },
	);
});

it('gives out refills, and remembers them by status', async () => {
	const { poll, seen, data } = watching(refillStatus);
	await poll(look({ '101': 'Pending', '102': 'Pending' }));
	expect(seen()).toEqual({ refills: { '=Pending': ['101-102'] }, next: null, short: 0 });
	expect(await poll(look({ '101': 'Pending', '102': 'REJECTED' }))).toEqual([
		{
			refill: '102',
			status: 'Rejected',
			previousStatus: 'Pending',
			finished: true,
			detectedAt: AT,
		},
	]);
	const written = data.watch;
	expect(await poll(look({ '101': 'pending', '102': 'Rejected' }))).toEqual([]);
	expect(data.watch).toBe(written);
});

it('has the shape of the event of orders, where a word means the same for both', () => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom('Pending', 'Completed', 'Failed')),
			fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom('Pending', 'Completed', '?', '!')),
			(before, now) => {
				const ofRefills = refillStatus.compare(
					refillStatus.compare(undefined, look(before)).seen,
					look(now, { unknownIds: true }),
				);
				const ofOrders = orderStatus.compare(
					orderStatus.compare(undefined, look(before)).seen,
					look(now, { unknownIds: true }),
				);
				const asRefills = ofOrders.items.map(({ order, ...rest }) => {
					for (const field of ['charge', 'start_count', 'remains', 'currency']) delete rest[field];
					return { refill: order, ...rest };
				});
				expect(ofRefills.items).toEqual(asRefills);
				const { orders, ...rest } = ofOrders.seen;
				expect(ofRefills.seen).toEqual({ refills: orders, ...rest });
			},
		),
	);
});

it('shows the newest refill by hand, or says what to do', async () => {
	const { poll, data } = watching(refillStatus);
	expect(await poll(look({ '101': 'Rejected', '102': '?' }), 'manual')).toMatchObject([
		{ refill: '101', status: 'Rejected' },
	]);
	await expect(poll(look({ '102': '?' }), 'manual')).rejects.toMatchObject({
		message: 'The panel knows none of the watched refills, so there is nothing to show',
		description: expect.stringContaining("'Refill IDs'"),
	});
	expect(data).toEqual({});
});

it.each(['order', 'refill'] as const)('lets each status be chosen that is final: %s', (thing) => {
	const { options = [] } = statusProperties(thing).find(({ name }) => name === 'statuses')!;
	const names = options.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(finalStatuses(thing)));
	expect(names.slice(2)).toEqual([...names.slice(2)].sort());
});
