/** `examples/order-the-rest-elsewhere.json` in a real n8n, with two panels. */
import { DataTable, type Row } from '../../sandbox/n8n/dataTables';
import { TRACKED_TABLE } from '../../sandbox/n8n/examples';
import { ended, errorOf, run, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import { type Panel, startPanel } from '../../sandbox/panel';
import { type ChatHost, saveOnTwoPanels, startChatHost } from './bot';
import { until } from './until';

let host: ChatHost;
let other: Panel;
let workflow: SavedWorkflow;
let orders: DataTable;

beforeAll(async () => {
	host = await startChatHost();
	other = await startPanel();
	workflow = await saveOnTwoPanels(host, 'order-the-rest-elsewhere.json', other);
	await runOnce();
	orders = (await DataTable.find(host.rest, TRACKED_TABLE))!;
	const fallbacks = (await DataTable.find(host.rest, 'SMM fallbacks'))!;
	await fallbacks.insert([
		{ service: '1', to_service: '3', to_panel: 'B' },
		{ service: '3', panel: 'B', to_service: '4', to_panel: 'A' },
		{ service: '4', to_service: '1', to_panel: null },
		{ service: '5', to_service: '999', to_panel: 'A' },
	]);
});
afterAll(async () => {
	await host?.close();
	await other?.close();
});
afterEach(async () => {
	host.panel.clearFaults();
	other.clearFaults();
	// Hides the rows of this test from the next.
	await orders.update('rest', null, { rest: '-' });
	await orders.update('rest', '', { rest: '-' });
	for (const panel of [host.panel, other]) panel.orders.clear();
	host.sent();
});

const runOnce = async (): Promise<void> =>
	expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');

let next = 100;
/** An order that a panel did not deliver, as the tracking workflow leaves its row. */
async function lost(more: Row = {}): Promise<string> {
	const order = String(next++);
	await orders.insert([
		{
			order,
			service: '1',
			link: `https://example.com/${order}`,
			status: 'Canceled',
			finished: true,
			remains: 100,
			...more,
		},
	]);
	return order;
}

const rowOf = async (order: string): Promise<Row> =>
	(await orders.rows()).find((row) => row.order === order)!;
const ledger = ({ orders: all }: Panel) =>
	[...all.values()].map(({ service, link, quantity }) => `${service} ${link} ${quantity}`);

it('creates its tables on its first run, and runs without errors on the next', async () => {
	await runOnce();
	await expect(orders.rows()).resolves.toEqual([]);
});

it('orders the remainder on the other panel once, and reports it', async () => {
	const order = await lost({ status: 'Partial', remains: 70 });
	await runOnce();
	expect(ledger(other)).toEqual([`3 https://example.com/${order} 70`]);
	const [id] = other.orders.keys();
	expect(await rowOf(order)).toMatchObject({ rest: id });
	expect(await rowOf(id)).toMatchObject({
		panel: 'B',
		service: '3',
		link: `https://example.com/${order}`,
		first_order: order,
		attempt: 1,
		finished: false,
		status: null,
	});
	expect(host.sent()).toEqual([
		`Ordered elsewhere: 1\n${order}: Partial, 70 left, ordered as ${id} on panel B, service 3`,
	]);
	await runOnce();
	expect(other.orders.size).toBe(1);
	expect(host.sent()).toEqual([]);
});

it('goes on with the replacement, three times at most', async () => {
	const first = await lost();
	for (let attempt = 1; attempt <= 4; attempt++) {
		await runOnce();
		const all = await orders.rows();
		const replaced = all.filter((row) => row.first_order === first);
		expect(replaced).toHaveLength(Math.min(attempt, 3));
		const ended = { status: 'Canceled', finished: true, remains: 100 - attempt * 10 };
		if (attempt < 4) await orders.update('id', replaced.at(-1)!.id, ended);
	}
	const link = `https://example.com/${first}`;
	expect(ledger(other)).toEqual([`3 ${link} 100`]);
	expect(ledger(host.panel)).toEqual([`4 ${link} 90`, `1 ${link} 80`]);
});

it('leaves orders alone that are complete, unfinished or without a fallback', async () => {
	await lost({ remains: null });
	await lost({ remains: 0 });
	await lost({ service: '8' });
	await lost({ status: 'Completed' });
	await lost({ status: 'In progress', finished: false });
	await lost({ panel: 'B' });
	await lost({ rest: 'unknown' });
	await runOnce();
	expect(host.panel.orders.size + other.orders.size).toBe(0);
	expect(host.sent()).toEqual([]);
});

it('tells apart orders of two panels with the same id', async () => {
	const order = await lost();
	await orders.insert([{ ...(await lostRow(order)), panel: 'B', service: '3' }]);
	await runOnce();
	expect(other.orders.size).toBe(1);
	expect(host.panel.orders.size).toBe(1);
});

const lostRow = async (order: string): Promise<Row> => {
	const { link, status, finished, remains } = await rowOf(order);
	return { order, link, status, finished, remains };
};

it('never orders elsewhere, or again, an order in doubt', async () => {
	const order = await lost();
	other.fault({ kind: 'resetAfter', action: 'add' });
	await runOnce();
	await runOnce();
	expect(other.orders.size).toBe(1);
	expect(host.panel.orders.size).toBe(0);
	expect(await rowOf(order)).toMatchObject({ rest: 'unknown' });
	expect(host.sent()).toEqual([expect.stringMatching(/unknown whether the order was placed/)]);
	// Cleared by mistake: the duplicate key still records it.
	await orders.update('order', order, { rest: null });
	await runOnce();
	expect(other.orders.size).toBe(1);
});

it('gives up after a refusal, retries after an outage, and reports each once', async () => {
	const refused = await lost({ service: '5' });
	const hindered = await lost();
	other.fault({ kind: 'reply', action: 'add', body: '{"error":"Not enough funds"}', times: 2 });
	await runOnce();
	expect(host.sent().join()).toMatch(/Not enough funds/);
	await runOnce();
	expect(host.sent()).toEqual([]);
	expect(await rowOf(refused)).toMatchObject({ rest: 'not placed' });
	expect(await rowOf(hindered)).toMatchObject({ rest: '' });
	await runOnce();
	expect(await rowOf(hindered)).toMatchObject({ rest: [...other.orders.keys()][0] });
});

it.each([
	['sent, and not taken', 'before', 0],
	['taken', 'after', 1],
] as const)('orders nothing twice after kill -9 when the order is %s', async (_, when, placed) => {
	const order = await lost();
	const before = other.count('add');
	other.fault({ kind: 'hang', action: 'add', when });
	await run(host.rest, workflow);
	await until(
		() => (when === 'after' ? other.orders.size : other.count('add') - before),
		(count) => count === 1,
	);
	await host.server.kill();
	other.clearFaults();
	await host.server.startAgain();
	await host.rest.logIn();
	await runOnce();
	await runOnce();
	expect(other.orders.size).toBe(placed);
	expect(host.panel.orders.size).toBe(0);
	expect(await rowOf(order)).toMatchObject({
		rest: 'unknown',
		rest_note: expect.stringMatching(/duplicate key/),
	});
});
