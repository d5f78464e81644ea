import * as fc from 'fast-check';
import { startPanel } from '../../sandbox/panel';
import { units } from './helpers';

type Step =
	| { kind: 'add'; service: number; quantity: number; link: string; runs: number }
	| { kind: 'cancel'; which: number }
	| { kind: 'refill'; which: number }
	| { kind: 'force'; which: number; status: string }
	| { kind: 'time'; minutes: number };

const which = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('add' as const),
			service: fc.constantFrom(1, 3, 4, 5, 6, 7),
			quantity: fc.integer({ min: 1, max: 12_000 }),
			link: fc.constantFrom(
				'a.example/complete',
				'a.example/partial',
				'a.example/cancel',
				'a.example',
			),
			runs: fc.integer({ min: 1, max: 3 }),
		}),
	},
	fc.record({ kind: fc.constant('cancel' as const), which }),
	fc.record({ kind: fc.constant('refill' as const), which }),
	fc.record({
		kind: fc.constant('force' as const),
		which,
		status: fc.constantFrom('Partial', 'Canceled', 'Refunded', 'Completed', 'Processing'),
	}),
	fc.record({ kind: fc.constant('time' as const), minutes: fc.nat(40) }),
);

test('balance and spent always add up to the initial balance, and balance is never negative', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.nat(4_000_000), async (steps, cents) => {
			const start = `${Math.floor(cents / 100_000)}.${String(cents % 100_000).padStart(5, '0')}`;
			const panel = await startPanel({ balance: start });
			try {
				for (const item of steps) {
					const ids = [...panel.orders.keys()];
					const id = 'which' in item ? (ids[item.which % (ids.length || 1)] ?? '1') : '';
					const post = (fields: Record<string, string>) =>
						fetch(panel.url, {
							method: 'POST',
							body: new URLSearchParams({ key: panel.apiKey, ...fields }),
						});
					if (item.kind === 'add') {
						const { kind, ...rest } = item;
						const pairs = Object.entries(rest).map(([name, value]) => [name, String(value)]);
						await post({ action: kind, ...Object.fromEntries(pairs) });
					} else if (item.kind === 'time') panel.advance(item.minutes * 60_000);
					else if (item.kind === 'force') {
						if (ids.length > 0) panel.setStatus(id, item.status);
					} else await post({ action: item.kind, orders: id });

					const sum = [...panel.orders.values()].reduce(
						(total, order) => total + units(order.charge) - units(order.refunded),
						0n,
					);
					expect(units(panel.spent())).toBe(sum);
					expect(units(panel.balance()) + sum).toBe(units(start));
					expect(units(panel.balance()) >= 0n).toBe(true);
					for (const order of panel.orders.values()) {
						expect(units(order.refunded) <= units(order.charge)).toBe(true);
					}
				}
			} finally {
				await panel.close();
			}
		}),
		{ numRuns: 30 },
	);
});
