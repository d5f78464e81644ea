/** `examples/reorder-from-spreadsheet.json` in a real n8n, on a Data Table in place of the Google Sheet. */
import type { DataTable, Row } from '../../sandbox/n8n/dataTables';
import { createOrdersTable, readOrders } from '../../sandbox/n8n/examples';
import { onDataTable } from '../../sandbox/n8n/exchange';
import { ended, errorOf, outputOf, run, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import { type Host, startHost } from './host';
import { checkLedger, newRow, saveReorder } from './reorder';
import { SheetServer } from './sheetServer';

let host: Host;
let table: DataTable;
let workflow: SavedWorkflow;

beforeAll(async () => (host = await startHost()));
afterAll(async () => await host?.close());
afterEach(async () => {
	host.panel.clearFaults();
	checkLedger(host, await table.rows());
});

/** A table of its own for a test, and the workflow that works on it. */
async function given(rows: Row[]): Promise<void> {
	host.panel.orders.clear();
	table = await createOrdersTable(host.rest, `Orders ${Math.random()}`, rows);
	workflow = await saveReorder(host, onDataTable(table.id));
}

/** Runs the workflow once, and gives back the words that it ended with. */
const runOnce = async (): Promise<string> =>
	errorOf(await ended(host.rest, await run(host.rest, workflow)));

const states = async (): Promise<unknown[]> =>
	(await table.rows()).map(({ order_state }) => order_state || '');

it('orders every row of examples/orders.csv, once', async () => {
	const orders = await readOrders();
	await given(orders);
	await expect(runOnce()).resolves.toBe('');
	const rows = await table.rows();
	expect(rows.map(({ order_id }) => order_id)).toEqual([...host.panel.orders.keys()]);
	expect(rows).toHaveLength(orders.length);
	await expect(runOnce()).resolves.toBe('');
	expect(host.panel.orders.size).toBe(orders.length);
});

it('says why a row was not placed, goes on, and tries it again', async () => {
	await given([newRow(1, { quantity: '1' }), newRow(2)]);
	await expect(runOnce()).resolves.toBe('');
	const [refused, placed] = await table.rows();
	expect(refused).toMatchObject({
		order_id: null,
		order_state: '',
		order_note: expect.stringMatching(
			/^Not placed: The order was not placed: .*minimal 50"\. Keep/,
		),
	});
	expect(placed).toMatchObject({
		order_state: 'ordered',
		order_note: `order ${String(placed.order_id)}`,
	});

	await table.update('row', '1', { quantity: '100' });
	await expect(runOnce()).resolves.toBe('');
	await expect(states()).resolves.toEqual(['ordered', 'ordered']);
});

it('ends at a failure that every row would meet, and leaves the others alone', async () => {
	await given([newRow(1), newRow(2)]);
	host.panel.fault({
		kind: 'reply',
		action: 'add',
		body: '{"error":"Not enough funds on balance"}',
	});
	await expect(runOnce()).resolves.toMatch(/^Row 1: Not placed: .*Not enough funds/);
	await expect(states()).resolves.toEqual(['', '']);
	expect((await table.rows())[1].order_time).toBeNull();
	await expect(runOnce()).resolves.toBe('');
	await expect(states()).resolves.toEqual(['ordered', 'ordered']);
});

it('blocks a row whose outcome is unknown until the user has looked', async () => {
	await given([newRow(1), newRow(2)]);
	host.panel.fault({ kind: 'resetBefore', action: 'add' });
	await expect(runOnce()).resolves.toMatch(
		/^Row 1: It is unknown whether the order was placed: [^.]*\. Look/,
	);
	await expect(states()).resolves.toEqual(['unknown', '']);
	await expect(runOnce()).resolves.toBe('');
	await expect(states()).resolves.toEqual(['unknown', 'ordered']);

	// Emptied by mistake: the duplicate key still knows that the order may exist.
	await table.update('row', '1', { order_state: null });
	await expect(runOnce()).resolves.toMatch(/^Row 1: .*duplicate key/);
	await expect(states()).resolves.toEqual(['unknown', 'ordered']);

	// The panel has no such order.
	await table.update('row', '1', { order_state: null, attempt: '2' });
	await expect(runOnce()).resolves.toBe('');
	await expect(states()).resolves.toEqual(['ordered', 'ordered']);
});

it('blocks a row that was paid for without an answer', async () => {
	await given([newRow(1)]);
	host.panel.fault({ kind: 'resetAfter', action: 'add' });
	await expect(runOnce()).resolves.toMatch(/^Row 1: It is unknown/);
	await runOnce();
	expect(host.panel.orders.size).toBe(1);
	await expect(states()).resolves.toEqual(['unknown']);
});

it('reports a row that was left at "ordering", once, and never orders it', async () => {
	await given([newRow(1, { order_state: 'ordering' }), newRow(2)]);
	await expect(runOnce()).resolves.toMatch(/^Left at "ordering": row 1\. /);
	await expect(states()).resolves.toEqual(['check with the panel', 'ordered']);
	await expect(runOnce()).resolves.toBe('');
	expect(host.panel.orders.size).toBe(1);
});

it('orders each row once when two runs meet', async () => {
	await given([1, 2, 3, 4].map((row) => newRow(row)));
	host.panel.fault({ kind: 'delay', action: 'add', ms: 300, times: 8 });
	const ids = await Promise.all([run(host.rest, workflow), run(host.rest, workflow)]);
	const both = await Promise.all(ids.map(async (id) => await ended(host.rest, id)));
	expect(both.flatMap((each) => outputOf(each, 'Create Order'))).not.toEqual([]);
	// What the two wrote over each other is told to the user; the next run orders what is left.
	await runOnce();
	await runOnce();
	expect(host.panel.orders.size).toBe(4);
	const rows = await table.rows();
	expect(rows.map(({ order_id }) => order_id)).toEqual(rows.map(() => expect.any(String)));
});

it.each([
	['no column for the mark', [{ order_state: undefined }]],
	['two rows of one number', [{}, {}]],
])('orders nothing that it can not mark: %s', async (_case, changes) => {
	await given([]);
	const sheet = await SheetServer.start();
	try {
		// Without the column: what is undefined is not in the row.
		const rows = changes.map((change) => newRow(1, change as Row));
		sheet.rows.push(...(JSON.parse(JSON.stringify(rows)) as Row[]));
		workflow = await saveReorder(host, sheet.stand);
		await expect(runOnce()).resolves.toMatch(
			/^Row 1 was not ordered: its mark is not in the sheet/,
		);
		expect(host.panel.orders.size).toBe(changes.length - 1);
		await expect(runOnce()).resolves.toMatch(/^Row 1 was not ordered/);
		expect(host.panel.orders.size).toBe(changes.length - 1);
	} finally {
		host.panel.orders.clear();
		await sheet.close();
	}
});
