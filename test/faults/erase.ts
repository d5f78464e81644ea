import { orderForm } from '../../sandbox/orderForm';
import { blame, count, type Tally } from './tally';
import type { World } from './world';

/** Orders that are placed, and then other keys that are refused: as many as the node stores. */
const PLACED = 400;
const REFUSED = 10_000;

/** Keys of orders that were never placed must not evict those of placed orders from n8n's store. */
export async function playErasure(
	seed: number,
	{ panel, run }: World,
	tally: Tally,
): Promise<void> {
	const parameters = {
		resource: 'order',
		operation: 'create',
		service: { __rl: true, mode: 'id', value: '3' },
		fields: orderForm({ link: '={{ $json.link }}', quantity: 100 }),
		duplicateKey: '={{ $json.key }}',
		options: { concurrency: 10 },
	};
	const rows = (name: string, size: number) =>
		Array.from({ length: size }, (_, n) => ({
			link: `https://example.com/complete/${n}`,
			key: `${name} ${n}`,
		}));
	count(tally, 'keys refused by the thousand');
	await run(parameters, { items: rows('placed', PLACED) });
	const bought = panel.orders.size;
	const refusal = { kind: 'reply', body: '{"error":"Invalid API key"}', times: Infinity } as const;
	const heal = panel.fault(refusal);
	await run(parameters, { items: rows('refused', REFUSED), onError: 'continueRegularOutput' });
	heal();
	const again = await run(parameters, {
		items: rows('placed', PLACED),
		onError: 'continueRegularOutput',
	});
	tally.orders += bought;
	if (bought !== PLACED) throw new Error(`seed ${seed}: ${bought} of ${PLACED} orders were placed`);
	if (panel.orders.size > bought)
		blame(tally, 'doubles', seed, `${panel.orders.size - bought} of ${bought} were bought again`);
	const skipped = again.json.filter((json) => json.skipped === true).length;
	if (skipped !== PLACED)
		blame(tally, 'wrong', seed, `${skipped} of ${PLACED} placed orders were skipped`);
	const some = await run(parameters, { items: rows('refused', 3) });
	if (some.json.filter(({ order }) => order !== undefined).length !== 3)
		blame(tally, 'locked', seed, 'refused keys could not be ordered afterwards');
}
