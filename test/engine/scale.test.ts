import { generateServices, type Panel } from '../../sandbox/panel';
import { defaultOrder, linkItems, placeMany, triggerOn, TYPE, useBench } from './setup';

// The benchmark measures time; this test counts requests, bytes and items.
const MANY = 10_000;
const bench = useBench({ balance: '1000000.00', services: generateServices(MANY) });

/** The requests since the last call, and the bytes of their bodies. */
function traffic(panel: Panel) {
	const bytes = panel.requests.map(({ headers }) => Number(headers['content-length']));
	const seen = { requests: panel.count(), bytes: bytes.reduce((sum, each) => sum + each, 0) };
	panel.resetCounters();
	return seen;
}

/** Bytes of each body apart from the ids: `key=sandbox-key-0123456789abcdef&action=status&orders=`. */
const FRAME = 54;

describe('10,000 of each', () => {
	it('statuses take 100 requests', async () => {
		const ids = await placeMany(bench.panel, MANY);
		const run = await bench.run(
			{ resource: 'order', operation: 'getStatus', orderIds: '={{ $json.id }}' },
			{ items: ids.map((id) => ({ id })) },
		);
		expect(run.json).toHaveLength(MANY);
		// Five digits per id, and between two ids a comma, which a form encodes as %2C.
		const bytes = 100 * (FRAME + 100 * 5 + 99 * 3);
		expect(traffic(bench.panel)).toEqual({ requests: 100, bytes });
	}, 60_000);

	it('services take one request, and a search of them one a minute', async () => {
		const parameters = { resource: 'service', operation: 'getMany', returnAll: true };
		expect((await bench.run(parameters)).json).toHaveLength(MANY);
		expect(traffic(bench.panel)).toEqual({ requests: 1, bytes: 48 });

		const search = async () =>
			await bench.engine.listSearch({
				type: TYPE,
				method: 'searchServices',
				filter: 'service 99',
				credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
			});
		expect((await search()).results).toHaveLength(100);
		expect(traffic(bench.panel)).toEqual({ requests: 1, bytes: 48 });
		await search();
		expect(traffic(bench.panel).requests).toBe(0);
	}, 60_000);

	it.each([
		['open', 1, 100, 300],
		['finished but for 100', 100, 1, 2_500],
	])(
		'watched orders, %s, take as many requests as those not finished need',
		async (_, openEvery, requests, bytes) => {
			const ids = await placeMany(bench.panel, MANY);
			for (const [n, id] of ids.entries()) {
				if (n % openEvery !== 0) bench.panel.setStatus(id, 'Completed');
			}
			const onSave = jest.fn();
			const { poll, data } = triggerOn(bench, 'in memory', {
				event: 'orderStatus',
				orderIds: `${ids[0]}-${ids[MANY - 1]}`,
			});
			await poll({ onSave });
			expect(traffic(bench.panel).requests).toBe(100);
			expect(onSave).toHaveBeenCalledTimes(1);
			expect(await poll({ onSave })).toEqual([]);
			expect(traffic(bench.panel).requests).toBe(requests);
			expect(onSave).toHaveBeenCalledTimes(1);
			expect(JSON.stringify(data()).length).toBeLessThan(bytes);
		},
		60_000,
	);
});

it('orders take one request each', async () => {
	const run = await bench.run(defaultOrder(), { items: linkItems(250) });
	expect(run.json).toHaveLength(250);
	expect(bench.panel.orders.size).toBe(250);
	expect(traffic(bench.panel).requests).toBe(250);
}, 60_000);
