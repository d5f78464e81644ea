/** Tampered states. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { balanceChange } from '../../nodes/SmmPanel/trigger/balanceChange.event';
import { orderStatus, refillStatus } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { serviceChange } from '../../nodes/SmmPanel/trigger/serviceChange.event';
import { polling } from './polling';

const service = (id: number, name: string) => ({ service: id, name, rate: '0.90', refill: true });

const ROWS: Record<string, unknown> = {
	1: { status: 'Completed' },
	2: { status: 'Pending', refill: 2 },
	3: { error: 'Incorrect order ID' },
};

const HOUR = 3_600_000;

let time = 0;

const respond = ({ action }: IDataObject): unknown => {
	time += 60_000;
	if (action === 'balance') return { balance: '1.00', currency: 'USD' };
	if (action === 'services') return [service(1, 'Followers'), service(2, 'Likes')];
	return action === 'status'
		? ROWS
		: [
				{ refill: 1, status: 'Rejected' },
				{ refill: 2, status: 'Pending' },
			];
};

/** The four events, with settings that let a first poll report something. */
const EVENTS: Record<string, () => ReturnType<typeof polling>> = {
	orderStatus: () => polling(orderStatus, { orderIds: '1-3', ...ALL }, respond),
	refillStatus: () => polling(refillStatus, { refillIds: '1-2', ...ALL }, respond),
	balanceChange: () =>
		polling(balanceChange, { threshold: 10, 'options.includeAlreadyLow': true }, respond),
	serviceChange: () => polling(serviceChange, { serviceChanges: ['rate', 'added'] }, respond),
};
const ALL = {
	statuses: ['any'],
	'options.includeAlreadyFinished': true,
	'options.reportUnknown': true,
};

beforeEach(() => {
	time = Date.parse('2026-01-01T00:00:00Z');
	jest.spyOn(clock, 'date').mockImplementation(() => time);
});
afterEach(() => jest.restoreAllMocks());

/** Every path in a value, as a list of keys. */
const placesIn = (value: unknown): string[][] => [
	[],
	...(typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((rest) => [key, ...rest]))
		: []),
];

/** A copy of a value with `by` at a path, or without that path if `by` is undefined. */
function changed(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
	if (key === undefined) return by;
	const copy = (Array.isArray(value) ? [...value] : { ...Object(value) }) as Record<
		string,
		unknown
	>;
	copy[key] = changed(copy[key], rest, by);
	return JSON.parse(JSON.stringify(copy));
}

const odd = fc.oneof(
	fc.jsonValue(),
	fc.constantFrom<unknown>(
		undefined,
		null,
		-1,
		1.5,
		'',
		'?',
		'1-999999999999999',
		'5-1',
		'x',
		[],
		{},
	),
	fc.constantFrom<unknown>(['1-900000000'], ['1', '2', 3], { '?!': ['1'] }, { Pending: ['1'] }),
);

describe.each(Object.keys(EVENTS))('%s', (event) => {
	it('works with any changed state, or starts over with one warning and without an event', async () => {
		const { poll: first, data } = EVENTS[event]();
		await first();
		const real = data.watch;
		const seenAt = time;
		// Right after the state was written, or so late that only the first poll can report an unknown id.
		const pause = fc.constantFrom(0, 2 * HOUR);
		const place = fc.constantFrom(...placesIn(real));
		await fc.assert(
			fc.asyncProperty(place, odd, pause, async (place, by, paused) => {
				time = seenAt + paused;
				const { poll, data: damaged, warned } = EVENTS[event]();
				const state = changed(real, place, by);
				if (state !== undefined) damaged.watch = state as IDataObject;
				const items = await poll();
				// A damaged state that is readable may cause events; after starting over there are none.
				if (warned.length > 0) {
					expect(warned).toEqual([expect.stringContaining('starts over')]);
					expect(items).toEqual([]);
				}
				await poll();
				expect(await poll()).toEqual([]);
				expect(warned.length).toBeLessThanOrEqual(1);
				expect(damaged.watch).toMatchObject({ version: 2, source: (real as IDataObject).source });
			}),
			{ numRuns: 200 },
		);
	});

	it('reads a real state', async () => {
		const { poll, data, warned } = EVENTS[event]();
		await poll();
		const again = EVENTS[event]();
		again.data.watch = JSON.parse(JSON.stringify(data.watch)) as IDataObject;
		expect(await again.poll()).toEqual([]);
		expect([...warned, ...again.warned]).toEqual([]);
	});
});

it('starts over with more IDs than a list can have, however they are divided', async () => {
	const { poll: first, data } = EVENTS.orderStatus();
	await first();
	const orders = { '=Pending': ['1-150000'], '=In progress': ['150001-200001'] };
	const { poll, data: damaged, warned } = EVENTS.orderStatus();
	damaged.watch = changed(data.watch, ['seen', 'orders'], orders) as IDataObject;
	expect(await poll()).toEqual([]);
	expect(warned).toEqual([expect.stringContaining('starts over')]);
});
