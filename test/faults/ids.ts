import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { LIST_REFUSALS, type Panel } from '../../sandbox/panel';
import type { Random } from './random';
import { blame, type Tally } from './tally';
import { armFaults, requestOptions, settings, type World } from './world';

const OPERATIONS = [
	{ resource: 'order', operation: 'getStatus', action: 'status' },
	{ resource: 'refill', operation: 'create', action: 'refill' },
	{ resource: 'order', operation: 'cancel', action: 'cancel' },
] as const;

/** Statuses, refills and cancels under faults and dialects: every id is answered or reported, and none mixed up. */
export async function playIds(random: Random, { panel, run }: World, tally: Tally): Promise<void> {
	const { resource, operation, action } = random.pick(OPERATIONS);
	const count = random.pick([1, 2, 5, 120, 250]);
	const ids = await enter(panel, count, action === 'refill' ? 'Completed' : 'Pending');
	panel.dialect({
		multiStatus: random.pick(['keyed', 'array', 'arrayWithoutIds', 'keyedArray']),
		multiRows: random.pick(['array', 'array', 'keyed']),
		batches: random.chance(0.9),
		oddIds: random.pick(['rows', 'rows', 'refused']),
		listRefusal: random.pick(LIST_REFUSALS),
		cancelIds: random.pick(['orders', 'orders', 'order']),
		cancelValue: random.pick(['one', 'order', 'true', 'word', 'status', 'nested', 'list']),
		startName: random.pick(['start_count', 'start_counter']),
		unknownFor: random.chance(0.05) ? 1 : 0,
		reversed: random.chance(0.5),
		unknownIds: random.pick(['error', 'text', 'absent']),
		rowErrors: random.pick(['nested', 'flat']),
		answeredIds: random.pick([100, 100, 50]),
		oneIdBare: random.chance(0.3),
		numbers: random.pick(['text', 'number']),
	});
	armFaults(random, panel, action, tally);
	// A retry requests a refill or cancel again, and the panel refuses it because it is already done.
	const chosen = { ...settings(random), ...(action !== 'status' && { retryOnFail: false }) };
	const asked = [...ids, ...(random.chance(0.3) ? ['999'] : [])];
	const result = await run(
		{
			resource,
			operation,
			orderIds: '={{ $json.id }}',
			options: { concurrency: random.pick([1, 4, 10]) },
			requestOptions,
		} as INodeParameters,
		{ items: asked.map((id) => ({ id })), ...chosen },
	);
	const answered = new Map<string, IDataObject>();
	for (const { json } of [...result.items, ...result.errorItems]) {
		const details = (json.details ?? json) as IDataObject;
		const id = String(details.order);
		if (answered.has(id)) blame(tally, 'wrong', random.seed, `order ${id} was answered twice`);
		answered.set(id, json);
		const isRow = json.details === undefined;
		if (isRow && action === 'status' && json.remains !== panel.orders.get(id)?.remains) {
			blame(tally, 'wrong', random.seed, `order ${id} has the answer of another`);
		}
		if (isRow && action === 'refill' && panel.refills.get(String(json.refill))?.order !== id) {
			blame(tally, 'wrong', random.seed, `the refill of order ${id} is another's`);
		}
	}
	if (result.error) return;
	for (const id of asked) {
		if (!answered.has(id))
			blame(tally, 'lost', random.seed, `order ${id} was neither answered nor reported`);
	}
	const done =
		action === 'refill' ? panel.refills : action === 'cancel' ? panel.cancels : new Map();
	for (const { order } of done.values() as IterableIterator<{ order: string }>) {
		const details = answered.get(order)?.details as IDataObject | undefined;
		if (details?.outcome === 'notPlaced')
			blame(tally, 'wrong', random.seed, `the ${action} of order ${order} is denied`);
	}
}

/** Creates orders, each identified by what remains. */
async function enter(panel: Panel, count: number, status: string): Promise<string[]> {
	const body = new URLSearchParams({
		key: panel.apiKey,
		action: 'add',
		service: '3',
		link: 'https://example.com/complete',
		quantity: '1000',
	});
	await fetch(panel.url, { method: 'POST', body });
	const [first] = panel.orders.values();
	const ids = Array.from({ length: count }, (_, n) => String(Number(first.id) + n));
	for (const [n, id] of ids.entries()) {
		panel.orders.set(id, { ...first, id });
		panel.setStatus(id, status, { remains: n + 1 });
	}
	panel.resetCounters();
	return ids;
}
