import type { Row } from '../../sandbox/n8n/dataTables';
import { readExample } from '../../sandbox/n8n/examples';
import { exchange, sheetsOn, type Stand, withCredential } from '../../sandbox/n8n/exchange';
import {
	activate,
	createWorkflow,
	executionsOf,
	type SavedWorkflow,
	type WorkflowFile,
} from '../../sandbox/n8n/workflows';
import type { Host } from './host';

const SECONDS = 3;

/** The example as published, with its Google Sheets nodes replaced. */
export async function saveReorder(host: Host, stand: Stand): Promise<SavedWorkflow> {
	const file = exchange(await readExample('reorder-from-spreadsheet.json'), sheetsOn(stand));
	return await createWorkflow(host.rest, withCredential(file, host.credential));
}

/** The same, published, with a schedule of seconds instead of minutes. */
export async function scheduleReorder(host: Host, stand: Stand): Promise<SavedWorkflow> {
	const file = exchange(await readExample('reorder-from-spreadsheet.json'), sheetsOn(stand));
	const saved = await createWorkflow(host.rest, withCredential(hurried(file), host.credential));
	await activate(host.rest, saved);
	return saved;
}

/** A copy of the workflow that its schedule starts every few seconds. */
export const hurried = (file: WorkflowFile): WorkflowFile => ({
	...file,
	nodes: file.nodes.map((node) =>
		node.type === 'n8n-nodes-base.scheduleTrigger'
			? {
					...node,
					parameters: {
						rule: { interval: [{ field: 'seconds', secondsInterval: SECONDS }] },
					},
				}
			: node,
	),
});

/** A row that the user has just written. Each row has its own link, so that an order identifies its row. */
export const newRow = (row: number, more: Row = {}): Row => ({
	row: String(row),
	service: '1',
	link: `https://example.com/post-${row}`,
	quantity: '100',
	attempt: null,
	order_id: null,
	order_state: null,
	order_note: null,
	order_time: null,
	...more,
});

/** Written instead of an id that is no longer known. */
export const LOOK_UP = 'placed before, look it up';

/** Whether the workflow is done with a row: it has its order's id, or says what to check. */
export const isSettled = ({ order_id, order_state }: Row): boolean =>
	Boolean(order_id) || Boolean(order_state);

/** The ids of a workflow's ended executions, newest first. */
export async function endedRuns({ rest }: Host, workflow: SavedWorkflow): Promise<string[]> {
	const all = await executionsOf(rest, workflow);
	return all.filter(({ status }) => status === 'success' || status === 'error').map(({ id }) => id);
}

/**
 * Checks the rows against the panel's ledger.
 *
 * - No row has two orders.
 * - An order is known by the id in its row, or the row tells the user to look it up.
 * - An id in a row is that of the row's order.
 */
export function checkLedger({ panel }: Host, rows: Row[]): void {
	const orders = [...panel.orders.values()];
	const problems = rows.flatMap((row) => {
		const own = orders.filter(({ link }) => link === row.link);
		const ids = own.map(({ id }) => id);
		const isReported = row.order_state === 'unknown' || row.order_id === LOOK_UP;
		if (ids.length > 1) return [{ row, ids, problem: 'ordered more than once' }];
		if (row.order_id && row.order_id !== LOOK_UP && !ids.includes(String(row.order_id))) {
			return [{ row, ids, problem: 'has an id that is not its own' }];
		}
		if (ids.length === 1 && !row.order_id && !isReported) {
			return [{ row, ids, problem: 'is paid, and nobody is told' }];
		}
		return [];
	});
	expect(problems).toEqual([]);
	const links = new Set(rows.map(({ link }) => link));
	expect(orders.filter(({ link }) => !links.has(link))).toEqual([]);
}
