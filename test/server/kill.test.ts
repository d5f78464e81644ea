/** `kill -9` of n8n at every step of `examples/reorder-from-spreadsheet.json`, then the next scheduled run. */
import type { DataTable, Row } from '../../sandbox/n8n/dataTables';
import { createOrdersTable } from '../../sandbox/n8n/examples';
import { onDataTable } from '../../sandbox/n8n/exchange';
import type { SavedWorkflow } from '../../sandbox/n8n/workflows';
import type { Panel } from '../../sandbox/panel';
import { type Host, startHost } from './host';
import { checkLedger, endedRuns, isSettled, LOOK_UP, newRow, scheduleReorder } from './reorder';
import { SheetServer } from './sheetServer';
import { until } from './until';

/** The final state of the row that n8n was processing. */
type Fate = 'ordered' | 'unknown' | typeof LOOK_UP;

/** Resolves when the next request of this action reaches the panel. */
async function reached(panel: Panel, action: string): Promise<void> {
	const before = panel.count(action);
	await until(
		() => panel.count(action),
		(count) => count > before,
	);
}

const hangs = {
	sent: async (panel: Panel) => {
		panel.fault({ kind: 'hang', action: 'add' });
		await reached(panel, 'add');
	},
	taken: async (panel: Panel) => {
		const { size } = panel.orders;
		panel.fault({ kind: 'hang', action: 'add', when: 'after' });
		await until(
			() => panel.orders.size,
			(now) => now > size,
		);
	},
};

/**
 * Adds two rows, kills n8n at a given moment of the first, starts it again, and waits for the schedule.
 *
 * @returns The first row after that.
 */
async function killAt(
	host: Host,
	workflow: SavedWorkflow,
	sheet: { rows(): Promise<Row[]>; add(rows: Row[]): Promise<void> },
	moment: () => Promise<void>,
): Promise<Row> {
	const { length } = await sheet.rows();
	const come = moment();
	await sheet.add([newRow(length + 1), newRow(length + 2)]);
	await come;
	await host.server.kill();
	host.panel.clearFaults();

	await host.server.startAgain();
	await host.rest.logIn();
	await until(sheet.rows, (rows) => rows.every(isSettled));
	// One more run must not change settled rows.
	const { length: runs } = await endedRuns(host, workflow);
	await until(
		async () => (await endedRuns(host, workflow)).length,
		(now) => now >= runs + 2,
	);
	const rows = await sheet.rows();
	checkLedger(host, rows);
	// The second row, which n8n had not reached yet, does not wait for the first.
	expect(rows[length + 1].order_id).toEqual(expect.any(String));
	return rows[length];
}

function expectFate({ panel }: Host, row: Row, fate: Fate, orders: number): void {
	if (fate === LOOK_UP) expect(row.order_id).toBe(LOOK_UP);
	else expect(row.order_state).toBe(fate);
	expect([...panel.orders.values()].filter(({ link }) => link === row.link)).toHaveLength(orders);
}

describe('on a sheet outside of n8n', () => {
	let host: Host;
	let sheet: SheetServer;
	let workflow: SavedWorkflow;

	beforeAll(async () => {
		sheet = await SheetServer.start();
		host = await startHost();
		workflow = await scheduleReorder(host, sheet.stand);
	});

	afterAll(async () => {
		await host?.close();
		await sheet?.close();
	});

	it.each<[string, Fate, number, () => Promise<void>]>([
		['the rows are being read', 'ordered', 1, () => sheet.holdUp({ what: 'read', when: 'before' })],
		['the order is sent, and not taken', 'unknown', 0, () => hangs.sent(host.panel)],
		['the panel has taken the order', 'unknown', 1, () => hangs.taken(host.panel)],
		[
			'the id is not written yet',
			LOOK_UP,
			1,
			() => sheet.holdUp({ what: 'update', when: 'before' }),
		],
		['the id is written', 'ordered', 1, () => sheet.holdUp({ what: 'update', when: 'after' })],
	])('when %s: %s, orders: %i', async (_moment, fate, orders, moment) => {
		const rows = {
			rows: async () => structuredClone(sheet.rows),
			add: async (more: Row[]) => void sheet.rows.push(...more),
		};
		const row = await killAt(host, workflow, rows, moment);
		expectFate(host, row, fate, orders);
	});
});

describe("on n8n's own Data Table", () => {
	let host: Host;
	let table: DataTable;
	let workflow: SavedWorkflow;

	beforeAll(async () => {
		host = await startHost();
		table = await createOrdersTable(host.rest, 'Orders', [newRow(1)]);
		workflow = await scheduleReorder(host, onDataTable(table.id));
		await until(
			() => table.rows(),
			(rows) => rows.every(isSettled),
		);
	});

	afterAll(async () => await host?.close());

	it.each<[string, Fate, number, (panel: Panel) => Promise<void>]>([
		['the order is sent, and not taken', 'unknown', 0, hangs.sent],
		['the panel has taken the order', 'unknown', 1, hangs.taken],
	])('when %s: %s, orders: %i', async (_moment, fate, orders, moment) => {
		const rows = {
			rows: async () => await table.rows(),
			add: async (more: Row[]) => await table.insert(more),
		};
		const row = await killAt(host, workflow, rows, () => moment(host.panel));
		expectFate(host, row, fate, orders);
	});

	it('at any moment: five kills, some milliseconds apart', async () => {
		const { length } = await table.rows();
		let next = length + 1;
		for (let kill = 0; kill < 5; kill++) {
			await table.insert([next, next + 1, next + 2, next + 3].map((row) => newRow(row)));
			next += 4;
			const { length: orders } = [...host.panel.orders.values()];
			await until(
				() => host.panel.orders.size,
				(now) => now > orders,
			);
			await new Promise((resolve) => setTimeout(resolve, kill * 37));
			await host.server.kill();
			await host.server.startAgain();
			await host.rest.logIn();
		}
		await until(
			() => table.rows(),
			(rows) => rows.every(isSettled),
		);
		checkLedger(host, await table.rows());
	});
});
