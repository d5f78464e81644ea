/** `examples/reorder-from-spreadsheet.json` in a real n8n, with a Data Table instead of the Google Sheet. */
import type { DataTable, Row } from '../../sandbox/n8n/dataTables';
import { createOrdersTable, readOrders } from '../../sandbox/n8n/examples';
import { onDataTable } from '../../sandbox/n8n/exchange';
import { ended, errorOf, outputOf, run, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import { type Host, startHost } from './host';
import { checkLedger, newRow, saveReorder } from './reorder';

let host: Host;
let table: DataTable;
let workflow: SavedWorkflow;

beforeAll(async () => (host = await startHost()));
afterAll(async () => await host?.close());
afterEach(async () => {
	host.panel.clearFaults();
	checkLedger(host, await table.rows());
});

/** A separate table for a test, and the workflow that works on it. */
async function given(rows: Row[]): Promise<void> {
	host.panel.orders.clear();
	table = await createOrdersTable(host.rest, `Orders ${Math.random()}`, rows);
	workflow = await saveReorder(host, onDataTable(table.id));
}

/** Runs the workflow once, and returns its error message. */
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

it('notes why a row was not placed, goes on, and tries it again', async () => {
	await given([newRow(1, { quantity: '1' }), newRow(2)]);
	await expect(runOnce()).resolves.toBe('');
	const [refused, placed] = await table.rows();
	expect(refused).toMatchObject({
		order_id: null,
		order_state: '',
		order_note: expect.stringMatching(
			/^The order was not placed: .*minimal 50"\. It orders 1, and service 1 takes at least 50/,
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

it('stops at a failure that every row would meet, and leaves the others alone', async () => {
	await given([newRow(1), newRow(2)]);
	host.panel.fault({
		kind: 'reply',
		action: 'add',
		body: '{"error":"Not enough funds on balance"}',
	});
	await expect(runOnce()).resolves.toBe('');
	await expect(states()).resolves.toEqual(['', '']);
	const [refused, untouched] = await table.rows();
	expect(refused.order_note).toMatch(/^The order was not placed: .*Not enough funds/);
	expect(untouched.order_time).toBeNull();
	await expect(runOnce()).resolves.toBe('');
	await expect(states()).resolves.toEqual(['ordered', 'ordered']);
});

it('blocks a row whose outcome is unknown until the user has checked', async () => {
	await given([newRow(1), newRow(2)]);
	host.panel.fault({ kind: 'resetBefore', action: 'add' });
	await runOnce();
	await expect(states()).resolves.toEqual(['unknown', '']);
	expect((await table.rows())[0].order_note).toMatch(
		/^It is unknown whether the order was placed: [^.]*\. Look .* set attempt to 2 \(then 3 …\)\.$/,
	);
	await runOnce();
	await expect(states()).resolves.toEqual(['unknown', 'ordered']);

	// Cleared by mistake: the duplicate key still records that the order may exist.
	await table.update('row', '1', { order_state: null });
	await runOnce();
	await expect(states()).resolves.toEqual(['unknown', 'ordered']);
	expect((await table.rows())[0].order_note).toMatch(/duplicate key/);

	// The user found no such order on the panel.
	await table.update('row', '1', { order_state: null, attempt: '2' });
	await runOnce();
	await expect(states()).resolves.toEqual(['ordered', 'ordered']);
});

it('blocks a row that was charged without an answer', async () => {
	await given([newRow(1)]);
	host.panel.fault({ kind: 'resetAfter', action: 'add' });
	await runOnce();
	await runOnce();
	expect(host.panel.orders.size).toBe(1);
	await expect(states()).resolves.toEqual(['unknown']);
});

it('recovers an id that could not be written back, by its key', async () => {
	await given([newRow(1)]);
	await runOnce();
	const [{ order_id }] = await table.rows();
	await table.update('row', '1', { order_id: null, order_state: null });
	await runOnce();
	expect(await table.rows()).toMatchObject([{ order_id, order_state: 'ordered' }]);
	expect(host.panel.orders.size).toBe(1);
});

it('orders each row once when two runs overlap', async () => {
	await given([1, 2, 3, 4].map((row) => newRow(row)));
	host.panel.fault({ kind: 'delay', action: 'add', ms: 300, times: 8 });
	const ids = await Promise.all([run(host.rest, workflow), run(host.rest, workflow)]);
	const both = await Promise.all(ids.map(async (id) => await ended(host.rest, id)));
	expect(both.flatMap((each) => outputOf(each, 'Create Order'))).not.toEqual([]);
	await runOnce();
	expect(host.panel.orders.size).toBe(4);
	const rows = await table.rows();
	expect(rows.map(({ order_id }) => order_id)).toEqual(rows.map(() => expect.any(String)));
});
