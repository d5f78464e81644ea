import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { type JsonObject, type Money, toMoney } from '../../nodes/SmmPanel/panel/json';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import {
	serviceChange,
	type ObservedServices,
} from '../../nodes/SmmPanel/trigger/serviceChange.event';
import { catalogueOf, realistic } from './catalogue';
import { AT, watching } from './watching';

const ALL = ['added', 'returned', 'limits', 'rate', 'flags', 'removed', 'type'];

interface Settings {
	changes: string[];
	/** In percent. */
	least: number;
}

/** The observation of a catalogue in a panel's format. Services of the category `other` are not watched. */
function observed(
	rows: JsonObject[],
	{ changes, least }: Partial<Settings> = {},
): ObservedServices {
	const text = JSON.stringify(rows);
	const services = rows.length > 0 ? readServices({ status: 200, text }) : [];
	return {
		services: services.filter(({ row }) => row.category !== 'other'),
		ids: new Set(services.map(({ row }) => String(row.service))),
		changes: changes ?? ALL,
		leastPercent: toMoney(least ?? 0) as Money,
		at: AT,
	};
}

const row = (service: number, more: JsonObject = {}): JsonObject => ({
	service,
	name: `Service ${service}`,
	type: 'Default',
	category: 'watched',
	rate: '1.00',
	min: '10',
	max: '1000',
	refill: true,
	cancel: false,
	...more,
});

const told = (items: IDataObject[]) =>
	items.map(({ service, event, changed }) =>
		[service, event, ...[...(changed as string[])].sort()].join(' '),
	);

// The model keeps a service's last known values, except that its rate is the last reported one.

/** A service in the panel's answer; null for fields that it leaves out. */
interface Said {
	rate: number | null;
	min: number | null;
	type: string | null;
	refill: boolean | null;
	isWatched: boolean;
}

type World = Map<number, Said>;

class Model {
	private readonly here = new Map<number, Said>();
	private readonly gone = new Map<number, Said>();
	private total = 0;
	private short = 0;
	constructor(private readonly settings: Settings) {}

	apply(world: World): string[] {
		if (this.total > 0) {
			if (world.size === 0) return [];
			const isShort = this.total >= 10 && world.size < this.total / 2;
			this.short = isShort ? this.short + 1 : 0;
			if (isShort && this.short < 3) return [];
		}
		const isFirst = this.total === 0;
		this.total = world.size;
		this.short = 0;
		const events = [...world].flatMap(([id, said]) => (said.isWatched ? this.meet(id, said) : []));
		for (const [id, last] of this.here) {
			if (world.get(id)?.isWatched) continue;
			this.here.delete(id);
			if (world.has(id)) continue;
			this.gone.set(id, last);
			events.push(`${id} removed`);
		}
		for (const id of this.gone.keys()) if (world.has(id)) this.gone.delete(id);
		if (isFirst) return [];
		return events.filter((each) => {
			const [, event] = each.split(' ');
			return event === 'changed' || this.settings.changes.includes(event);
		});
	}

	private meet(id: number, said: Said): string[] {
		const last = this.here.get(id) ?? this.gone.get(id);
		const isBack = !this.here.has(id) && last && this.settings.changes.includes('returned');
		if (!last) {
			this.here.set(id, { ...said });
			return [`${id} added`];
		}
		const now = { ...last };
		const fields: string[] = [];
		const hear = <F extends 'rate' | 'min' | 'type' | 'refill'>(field: F, change: string) => {
			if (said[field] === null || said[field] === last[field]) return;
			const isWanted = isBack || this.settings.changes.includes(change);
			if (last[field] !== null) {
				const from = last.rate as number;
				const distance = (Math.abs((said.rate as number) - from) / from) * 100;
				if (field === 'rate' && isWanted && !isBack && distance < this.settings.least) return;
				if (isWanted) fields.push(field);
			}
			now[field] = said[field];
		};
		hear('min', 'limits');
		hear('rate', 'rate');
		hear('refill', 'flags');
		hear('type', 'type');
		this.here.set(id, now);
		if (isBack) return [[id, 'returned', ...fields].join(' ')];
		return fields.length > 0 ? [[id, 'changed', ...fields].join(' ')] : [];
	}
}

/** The catalogue in the panel's format. */
const sent = (world: World): JsonObject[] =>
	[...world].map(([id, { rate, min, type, refill, isWatched }]) =>
		row(id, {
			rate: rate === null ? 'free' : (rate / 100).toFixed(2),
			min: min === null ? null : String(min),
			type,
			refill,
			category: isWatched ? 'watched' : 'other',
		}),
	);

const IDS = Array.from({ length: 14 }, (_, n) => n + 1);

const anySaid: fc.Arbitrary<Said> = fc.record({
	rate: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 90, max: 112 }) }, fc.constant(null)),
	min: fc.constantFrom(10, 10, 20, null),
	type: fc.constantFrom('Default', 'Default', 'Package', null),
	refill: fc.constantFrom(true, true, false, null),
	isWatched: fc.constantFrom(true, true, true, true, false),
});

const step = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constant('say' as const),
			id: fc.constantFrom(...IDS),
			said: anySaid,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('remove' as const), id: fc.constantFrom(...IDS) }),
	},
	{ weight: 5, arbitrary: fc.record({ do: fc.constant('poll' as const) }) },
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('outage' as const),
			left: fc.integer({ min: 0, max: 7 }),
			times: fc.integer({ min: 1, max: 4 }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const) }) },
);

const anySettings: fc.Arbitrary<Settings> = fc.record({
	changes: fc.oneof(fc.constant(ALL), fc.subarray(ALL)),
	least: fc.constantFrom(0, 1, 5, 10),
});

it('reports the same as a simple model, for any catalogues and outages', async () => {
	const first = fc.subarray(IDS, { minLength: 1 });
	await fc.assert(
		fc.asyncProperty(
			first,
			anySettings,
			fc.array(step, { maxLength: 60 }),
			async (ids, settings, steps) => {
				const { poll, data } = watching(serviceChange);
				const model = new Model(settings);
				const usual = { rate: 100, min: 10, type: 'Default', refill: true, isWatched: true };
				const world: World = new Map(ids.map((id) => [id, { ...usual }]));
				const see = async (seen: World) =>
					expect(told(await poll(observed(sent(seen), settings))).sort()).toEqual(
						model.apply(seen).sort(),
					);
				await see(world);
				for (const each of steps) {
					if (each.do === 'say') world.set(each.id, each.said);
					else if (each.do === 'remove') world.delete(each.id);
					else if (each.do === 'poll') await see(world);
					else if (each.do === 'outage') {
						for (let n = 0; n < each.times; n++) await see(new Map([...world].slice(0, each.left)));
					} else {
						const before = JSON.stringify(data);
						await expect(poll(new Error('down'))).rejects.toThrow('down');
						expect(JSON.stringify(data)).toBe(before);
					}
				}
			},
		),
		{ numRuns: 200 },
	);
});

describe('a rate', () => {
	it('is compared with the last reported one, so that slow rises are reported too', async () => {
		const { poll } = watching(serviceChange);
		const tell = async (rate: string) => await poll(observed([row(1, { rate })], { least: 10 }));
		await tell('1.00');
		for (const rate of ['1.03', '1.06', '1.0999']) expect(await tell(rate)).toEqual([]);
		expect(await tell('1.10')).toMatchObject([
			{ changed: ['rate'], before: { rate: 1 }, after: { rate: 1.1 }, changePercent: 10 },
		]);
		expect(await tell('1.20')).toEqual([]);
		expect(await tell('0.99')).toMatchObject([{ before: { rate: 1.1 }, changePercent: -10 }]);
	});

	it('does not lose its slow rise to other changes', async () => {
		const { poll } = watching(serviceChange);
		const tell = async (rate: string, min: string) =>
			await poll(observed([row(1, { rate, min })], { least: 10 }));
		await tell('1.00', '10');
		expect(await tell('1.06', '20')).toMatchObject([
			{ changed: ['min'], before: { rate: 1 }, after: { rate: 1.06 }, changePercent: 6 },
		]);
		expect(await tell('1.12', '20')).toMatchObject([{ changed: ['rate'], changePercent: 12 }]);
	});

	it.each([
		['0.1', '0.11', 10, 10],
		['0.7', '0.77', 10, 10],
		['1.1', '1.21', 10, 10],
		['0.00700', '0.007', 0, null],
		['0', '0.5', 50, null],
		['1', '0', 100, -100],
		['0.000000000001', '0.000000000002', 100, 100],
	])('from %s to %s is measured without rounding', async (from, to, least, percent) => {
		const { poll } = watching(serviceChange);
		await poll(observed([row(1, { rate: from })], { least }));
		const items = await poll(observed([row(1, { rate: to })], { least }));
		if (Number(from) === Number(to)) expect(items).toEqual([]);
		else expect(items).toMatchObject([{ changePercent: percent }]);
	});
});

it('of a service that is listed twice is the higher one, and a negative one is none', async () => {
	const { poll } = watching(serviceChange);
	const twice = [row(1, { rate: '1' }), row(1, { rate: '2', min: '5' }), row(1, { rate: '-9' })];
	const same = [row(2, { min: '1' }), row(2, { min: '2' })];
	const orders = [twice, twice.slice().reverse()].flatMap((one) => [
		[...one, ...same],
		[...same.slice().reverse(), ...one],
	]);
	for (const rows of orders) expect(await poll(observed(rows))).toEqual([]);
	const [item] = await poll(
		observed([row(1, { rate: '-1' }), ...same, row(1, { rate: '3', min: '5' })]),
	);
	expect(item).toMatchObject({ service: '1', before: { rate: 2 }, after: { rate: 3 } });
	expect(await poll(observed([row(1, { rate: '-1', min: '5' }), ...same]))).toEqual([]);
});

describe('an item', () => {
	const given = async (before: JsonObject[], ...later: JsonObject[][]) => {
		const { poll } = watching(serviceChange);
		await poll(observed(before));
		let items: IDataObject[] = [];
		for (const each of later) items = await poll(observed(each));
		return items;
	};
	const shown = { rate: 1, min: 10, max: 1000, type: 'Default', refill: true, cancel: false };

	it('has the values before and after', async () => {
		expect(await given([row(1)], [row(1, { rate: '1.25', max: '500', cancel: '1' })])).toEqual([
			{
				service: '1',
				name: 'Service 1',
				category: 'watched',
				event: 'changed',
				changed: ['rate', 'max', 'cancel'],
				before: shown,
				after: { ...shown, rate: 1.25, max: 500, cancel: true },
				changePercent: 25,
				detectedAt: AT,
			},
		]);
	});

	it('of an added, removed or returned service has the values that exist', async () => {
		expect(await given([row(1)], [row(1), row(2)])).toMatchObject([
			{ service: '2', event: 'added', before: null, after: shown, changePercent: null },
		]);
		expect(await given([row(1), row(2)], [row(1)])).toMatchObject([
			{ service: '2', name: 'Service 2', event: 'removed', before: shown, after: null },
		]);
		expect(await given([row(1), row(2)], [row(1)], [row(2, { rate: '2' }), row(1)])).toMatchObject([
			{ service: '2', event: 'returned', changed: ['rate'], before: shown, changePercent: 100 },
		]);
	});

	it('is not emitted for another spelling, a field left out, or another order of services', async () => {
		const spelled = { type: 'default', refill: '1', cancel: 0, rate: 1, min: 10 };
		expect(await given([row(1), row(2)], [row(2), row(1, spelled)])).toEqual([]);
		const bare = { service: 1, name: 'Service 1', category: 'watched' };
		expect(await given([row(1)], [bare])).toEqual([]);
		expect(await given([bare], [row(1)])).toEqual([]);
	});

	it('is not emitted for a service that no longer matches the filter but is still sold', async () => {
		expect(await given([row(1), row(2)], [row(1), row(2, { category: 'other' })])).toEqual([]);
	});
});

describe('what is remembered', () => {
	it('takes at most 80 bytes a service of 10,000', async () => {
		const { poll, data } = watching(serviceChange);
		const rows = realistic(10_000);
		await poll(observed(rows));
		const bytes = (text: string) => Buffer.byteLength(text);
		expect(bytes(JSON.stringify(data))).toBeLessThanOrEqual(10_000 * 80);
		const { services } = (data.watch as unknown as { seen: { services: unknown[] } }).seen;
		const largest = Math.max(...services.map((each) => bytes(JSON.stringify(each)) + 1));
		expect(largest).toBeLessThanOrEqual(80);
		expect(await poll(observed(rows))).toEqual([]);
	});

	it('takes at most 80 bytes a service, whatever its name', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 200 }), fc.uuid()), {
					minLength: 1,
					maxLength: 20,
				}),
				(names) => {
					const rows = names.map(([name, service]) => row(1, { service, name }));
					const { seen } = serviceChange.compare(undefined, observed(rows));
					for (const each of seen.services) {
						expect(Buffer.byteLength(JSON.stringify(each)) + 1).toBeLessThanOrEqual(80);
					}
				},
			),
		);
	});

	it('holds the beginning of a long type, and only the types that are there', async () => {
		const { poll, data } = watching(serviceChange);
		const typed = (type: string) => observed([row(1, { type })]);
		await poll(typed('a'));
		for (const type of ['b', 'c', 'd'.repeat(9_999)])
			expect(await poll(typed(type))).toHaveLength(1);
		expect(await poll(typed('d'.repeat(9_999)))).toEqual([]);
		expect(JSON.stringify(data).length).toBeLessThan(300);
	});

	it('is not written without a change, nor in a manual poll', async () => {
		const { poll, data } = watching(serviceChange);
		const rows = catalogueOf(30);
		await poll(observed(rows));
		const written = data.watch;
		await poll({ ...observed([...rows].reverse()), at: '2026-01-02T00:00:00.000Z' });
		await poll(observed([]));
		expect(await poll(observed(rows), 'manual')).toMatchObject([
			{ service: '1', event: 'changed', changed: ['min', 'max'], changePercent: 0 },
		]);
		expect(data.watch).toBe(written);
	});

	it('is reported as removed at once when a short list is confirmed, and returns with its old values', async () => {
		const { poll } = watching(serviceChange);
		const rows = catalogueOf(30);
		await poll(observed(rows));
		expect(await poll(observed(rows.slice(0, 5)))).toEqual([]);
		expect(await poll(observed(rows.slice(0, 5)))).toEqual([]);
		expect(await poll(observed(rows.slice(0, 5)))).toHaveLength(25);
		const back = await poll(observed(rows));
		expect(back).toHaveLength(25);
		expect(back.every(({ event, changed }) => event === 'returned' && String(changed) === '')).toBe(
			true,
		);
	});

	it('cannot be shown in a manual poll if no service matches, which the error says', async () => {
		const { poll } = watching(serviceChange);
		await expect(poll(observed([row(1, { category: 'other' })]), 'manual')).rejects.toThrow(
			'there is nothing to show',
		);
	});
});
