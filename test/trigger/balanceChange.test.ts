import fc from 'fast-check';

import type { Money } from '../../nodes/SmmPanel/panel/json';
import {
	balanceChange,
	type ObservedBalance,
	type Threshold,
} from '../../nodes/SmmPanel/trigger/balanceChange.event';
import { AT, watching } from './watching';

/** An amount in hundredths of the currency. */
const cents = (count: number): Money => BigInt(count) * 10n ** 13n;

/** A threshold of 10.00, rearmed at 11.00. */
const TEN: Threshold = { below: cents(1000), rearm: cents(1100), alreadyLow: false };

const observed = (
	count: number,
	threshold: Threshold | null = TEN,
	currency: string | null = 'USD',
): ObservedBalance => ({ balance: cents(count), currency, threshold, at: AT });

/** The simplest trigger, with amounts in hundredths. */
class Model {
	private last?: number;
	private currency: string | null = null;
	private isArmed: boolean;
	constructor(private readonly mode: Threshold | null) {
		this.isArmed = mode?.alreadyLow ?? false;
	}

	apply(now: number, currency: string | null): string[] {
		if (this.currency !== null && currency !== null && currency !== this.currency) {
			this.last = undefined;
			this.isArmed = false;
		}
		const { last } = this;
		this.last = now;
		this.currency = currency ?? this.currency;
		if (!this.mode) return last === undefined || last === now ? [] : [`${last} > ${now}`];
		const isLow = now < 1000;
		const news = isLow && this.isArmed ? [`${last ?? null} > ${now}`] : [];
		if (isLow) this.isArmed = false;
		else if (last === undefined || now >= 1100) this.isArmed = true;
		return news;
	}
}

it.each([
	['below a threshold', TEN],
	['below a threshold, or low already', { ...TEN, alreadyLow: true }],
	['changed at all', null],
])('%s: reports the same as a simple model', async (_name, threshold) => {
	const amount = fc.oneof(
		fc.integer({ min: 980, max: 1120 }),
		fc.constantFrom(999, 1000, 1001, 1099, 1100, -500, 0),
	);
	const anyCurrency = fc.constantFrom<string | null>('USD', 'USD', 'USD', 'USD', null, 'EUR');
	const step = fc.record({ amount, currency: anyCurrency, fails: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
			const { poll, data } = watching(balanceChange);
			const model = new Model(threshold);
			for (const { amount: now, currency, fails } of steps) {
				const before = JSON.stringify(data);
				if (fails) {
					await expect(poll(new Error('down'))).rejects.toThrow('down');
					expect(JSON.stringify(data)).toBe(before);
					continue;
				}
				const items = await poll(observed(now, threshold, currency));
				const hundredths = (value: unknown) =>
					value === null ? null : Math.round(Number(value) * 100);
				expect(
					items.map((item) => `${hundredths(item.before)} > ${hundredths(item.after)}`),
				).toEqual(model.apply(now, currency));
			}
		}),
		{ numRuns: 200 },
	);
});

it('reports each fall once, and the next one only after a rise above the margin', async () => {
	const { poll } = watching(balanceChange);
	const tell = async (count: number) => (await poll(observed(count))).length;
	expect(await tell(1500)).toBe(0);
	expect(await tell(1000)).toBe(0);
	expect(await tell(999)).toBe(1);
	expect(await tell(500)).toBe(0);
	expect(await tell(1050)).toBe(0);
	expect(await tell(999)).toBe(0);
	expect(await tell(1100)).toBe(0);
	expect(await tell(999)).toBe(1);
});

it('emits the balance before and after, and the exact difference', async () => {
	const { poll } = watching(balanceChange);
	await poll({ ...observed(1010), balance: 10_100_000_000_000_001n });
	expect(await poll(observed(980))).toEqual([
		{
			before: 10.100000000000001,
			after: 9.8,
			change: -0.300000000000001,
			currency: 'USD',
			threshold: 10,
			detectedAt: AT,
		},
	]);
});

it('does not report a low first balance until it rose and fell', async () => {
	const { poll, seen } = watching(balanceChange);
	expect(await poll(observed(500))).toEqual([]);
	expect(seen()).toEqual({ balance: '5', currency: 'USD', armed: false });
	expect(await poll(observed(400))).toEqual([]);
	await poll(observed(2000));
	expect(await poll(observed(400))).toMatchObject([{ before: 20, after: 4, change: -16 }]);
});

it('writes nothing when nothing changed', async () => {
	const { poll, data } = watching(balanceChange);
	await poll(observed(1500));
	const written = data.watch;
	await poll({ ...observed(1500), at: '2026-01-02T00:00:00.000Z' });
	await poll(observed(1500, TEN, null));
	expect(data.watch).toBe(written);
});

it('shows the balance in a manual poll, and changes nothing', async () => {
	const { poll, data } = watching(balanceChange);
	expect(await poll(observed(-250), 'manual')).toEqual([
		{ before: -2.5, after: -2.5, change: 0, currency: 'USD', threshold: 10, detectedAt: AT },
	]);
	expect(data).toEqual({});
});
