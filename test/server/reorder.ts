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

/** The example as it is published, its Google Sheets nodes exchanged. */
export async function saveReorder(host: Host, stand: Stand): Promise<SavedWorkflow> {
	const file = exchange(await readExample('reorder-from-spreadsheet.json'), sheetsOn(stand));
	return await createWorkflow(host.rest, withCredential(file, host.credential));
}

/** The same, published, and started by its schedule every few seconds instead of minutes. */
export async function scheduleReorder(host: Host, stand: Stand): Promise<SavedWorkflow> {
	const file = exchange(await readExample('reorder-from-spreadsheet.json'), sheetsOn(stand));
	const saved = await createWorkflow(host.rest, withCredential(hurried(file), host.credential));
	await activate(host.rest, saved);
	return saved;
}

/** A workflow whose schedule starts it every few seconds. */
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

/** A row that the user has just written. No two rows have the same link, so that each order tells its row. */
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

/** What stands in the place of an id that nobody knows any more. */
export const LOOK_UP = 'placed before, look it up';

/** Whether the workflow has nothing to do for a row any more: it has its order's id, or says what to check. */
export const isSettled = ({ order_id, order_state }: Row): boolean =>
	Boolean(order_id) || Boolean(order_state);

/** The ids of a workflow's executions that have ended, the youngest first. */
export async function endedRuns({ rest }: Host, workflow: SavedWorkflow): Promise<string[]> {
	const all = await executionsOf(rest, workflow);
	return all.filter(({ status }) => status === 'success' || status === 'error').map(({ id }) => id);
}

/**
 * Holds the panel's ledger to the rows.
 *
 * - No row has two orders.
 * - The order of a row is known by its id, or the row tells the user to look for it.
 * - An id in a row is that of its order.
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
