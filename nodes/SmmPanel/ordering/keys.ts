import type { IExecuteFunctions } from 'n8n-workflow';

import { invalid, PanelFailure } from '../panel/failure';
import { notSentAfter } from '../transport/ask';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { isTool, type Job } from '../transport/job';
import {
	endOf,
	isInDoubt,
	log,
	openOrders,
	placedOf,
	messageOf,
	type Claim,
	type Order,
	type Placed,
	type Run,
	type Skipped,
} from './run';

/** Keys that n8n's store keeps for a node, and orders that this process remembers; the oldest are dropped first. */
export const MOST_KEYS = 10_000;

/** Minimum time between two writes of placed orders, in milliseconds. */
const WRITE_EVERY = 1_000;

/** Keys claimed before the store is trimmed to the latest again: each trim rewrites the whole store. */
const CUT_EVERY = 1_000;

/** Entries that the store may hold in the meantime: twenty runs of the most keys, with two entries each. */
const ROOM = 40 * MOST_KEYS;

/** How long an order without a clear answer is not sent again for a model, in milliseconds. */
const DOUBTED_FOR = 3_600_000;

/** n8n's store of processed data of one node; every call reads and rewrites all of it, without a lock. */
interface Store {
	/** Identifies the store within the process: the workflow and the node. */
	name: string;
	/** Adds entries, drops the oldest beyond `most`, and returns which were there before. */
	record(entries: string[], most: number): Promise<{ processed: unknown[] }>;
	remove(entries: string[]): Promise<void>;
}

/** What this process knows of a store. */
interface Shared {
	/** The last use of the store: each waits for the one before, because n8n's store loses overlapping writes. */
	last: Promise<unknown>;
	/** Entries to remove with the next write; they outlive a failed write. */
	toRemove: string[];
	/** Claims that are not settled, and keys claimed since the store was trimmed. */
	unsettled: number;
	claimed: number;
}

const stores = new BoundedMap<string, Shared>(MOST_KEYS);

/** An order placed under a key: its ID, and when. */
type Earlier = Pick<Placed, 'order' | 'placedAt'>;

/** What the store or this process knows about a key: nothing, that its order was placed, or that it is open. */
type KeyState = 'new' | 'placed' | 'open';

/** The orders that this process placed under a key, by store and key; and the key of each order ID. */
const placedByKey = new BoundedMap<string, Earlier>(MOST_KEYS);
const ownerOfId = new BoundedMap<string, string>(MOST_KEYS);

/** When orders for a model were sent that still have no clear answer, by what was sent. */
const doubted = new BoundedMap<string, number>(MOST_KEYS);

/**
 * The entry next to a key that says that its order is under way. A process that dies leaves it behind, and then the
 * key is open: nobody knows the outcome of its order. Recording "placed" instead would need a read-only lookup in the
 * store, which n8n does not offer to all contexts.
 */
const underWay = (key: string): string => `${key}\u0000under way`;

/**
 * Claims the keys of all open orders before any is sent. An order whose key was ordered before is skipped; one
 * whose key is open is refused; of equal orders with one key, only the first is sent.
 *
 * A model's order is claimed by what it sends: see `claimForModel`.
 */
export async function claimKeys(run: Run): Promise<void> {
	if (run.isDryRun) return;
	if (isTool(run.job.node)) claimForModel(run);
	const orders = ordersByKey(run);
	if (orders.size === 0) return;
	if (orders.size > MOST_KEYS)
		throw invalid(
			`this run has ${orders.size} different duplicate keys, but only ${MOST_KEYS} are kept`,
			"Send fewer items at a time, for example with n8n's 'Loop Over Items'.",
		);
	const claim = new KeyClaim(storeOf(run.job), run.panel);
	run.claim = claim;
	const states = await claim.open(orders);
	for (const [key, order] of orders) {
		if (states.get(key) === 'placed') order.outcome = skipped(key, claim.placedBefore(key));
		else if (states.get(key) === 'open') order.outcome = openKey(key);
	}
}

/** The first open order of each key. The others repeat it, or are refused if they are not equal to it. */
function ordersByKey(run: Run): Map<string, Order> {
	const keyed = openOrders(run).filter(({ key }) => key !== undefined);
	const firsts = new Map([...keyed].reverse().map((order) => [order.key as string, order]));
	const clashes = new Set<string>();
	for (const order of keyed) {
		const key = order.key as string;
		const first = firsts.get(key) as Order;
		if (order.request !== first.request) clashes.add(key);
		else if (order !== first) order.repeats = first;
	}
	for (const key of clashes) {
		const orders = keyed.filter((order) => order.key === key);
		for (const order of orders) order.outcome = clashing(key, orders);
		firsts.delete(key);
	}
	return firsts;
}

/**
 * Keeps orders in doubt from being sent again for a model. A model that gets no answer tends to ask again, in a call
 * that n8n does not connect with the one before, perhaps while the order is still on its way. So an order is in doubt
 * in all of a process from before it is sent until its outcome is known, for an hour at most.
 */
function claimForModel(run: Run): void {
	for (const order of openOrders(run)) {
		const since = doubted.get(order.request) ?? -Infinity;
		if (clock.now() - since < DOUBTED_FOR)
			order.outcome = new PanelFailure('sentBefore', {
				message:
					'the same order was sent within the last hour and has no clear answer yet, so it was not sent again',
			});
		else {
			doubted.set(order.request, clock.now());
			run.inDoubt.push(order);
		}
	}
}

/** The keys of one run in n8n's store, from before the first order is sent until all outcomes are known. */
class KeyClaim implements Claim {
	private orders: ReadonlyMap<string, Order> = new Map();
	private readonly shared: Shared;
	private lastWrite = clock.now();
	private writing: Promise<void> = Promise.resolve();

	constructor(
		private readonly store: Store,
		private readonly panel: string,
	) {
		this.shared = stores.get(store.name) ?? {
			last: Promise.resolve(),
			toRemove: [],
			unsettled: 0,
			claimed: 0,
		};
		stores.set(store.name, this.shared);
	}

	/** The order that this process placed under a key, if it remembers it. */
	placedBefore(key: string): Earlier | undefined {
		return placedByKey.get(this.nameOf(key));
	}

	/** Records the keys and tells what was known of each. @throws PanelFailure when the store cannot be used. */
	async open(orders: ReadonlyMap<string, Order>): Promise<Map<string, KeyState>> {
		this.shared.unsettled++;
		this.shared.claimed += orders.size;
		try {
			return await this.use(async (store) => await this.record(store, [...orders.keys()], orders));
		} catch (error) {
			// Nothing will be sent. Only the run's new keys are released: other runs may have ordered under the rest.
			this.release(this.orders.keys());
			this.orders = new Map();
			throw storeFailed(messageOf(error));
		}
	}

	private async record(
		store: Store,
		keys: string[],
		orders: ReadonlyMap<string, Order>,
	): Promise<Map<string, KeyState>> {
		await this.flush(store);
		const { processed } = await store.record(
			keys.flatMap((key) => [key, underWay(key)]),
			ROOM,
		);
		const before = new Set(processed);
		const stateOf = (key: string): KeyState => {
			if (!before.has(key)) return 'new';
			return before.has(underWay(key)) && !this.placedBefore(key) ? 'open' : 'placed';
		};
		const states = new Map(keys.map((key) => [key, stateOf(key)]));
		const isNew = (key: string) => states.get(key) === 'new';
		this.orders = new Map([...orders].filter(([key]) => isNew(key)));
		for (const key of this.orders.keys()) this.forget(key);
		// A removal that failed, or only seemed to, must not remove what is claimed again now.
		this.shared.toRemove = this.shared.toRemove.filter((entry) => !isNew(entry.split('\u0000')[0]));
		// Removed at once: otherwise the key of a placed order would look open to another process.
		const placed = keys.filter((key) => states.get(key) === 'placed');
		this.shared.toRemove.push(...placed.map(underWay));
		await this.flush(store);
		return states;
	}

	noteOutcome(order: Order): void {
		const key = order.key as string;
		const placed = placedOf(order);
		const id = isInDoubt(order) ? order.outcome.order : placed?.order;
		if (id === undefined) return;
		const name = `${this.panel} ${id}`;
		if (!ownerOfId.has(name)) ownerOfId.set(name, this.nameOf(key));
		if (!placed) return;
		placedByKey.set(this.nameOf(key), { order: id, placedAt: placed.placedAt });
		this.shared.toRemove.push(underWay(key));
		if (clock.now() - this.lastWrite < WRITE_EVERY) return;
		this.lastWrite = clock.now();
		// Written soon, so that a process that dies leaves few keys open. A failed write is repeated at the end.
		this.writing = this.writing.then(async () => await this.write()).catch(() => undefined);
	}

	otherKeyOf({ key }: Order, id: string): string | undefined {
		const owner = ownerOfId.get(`${this.panel} ${id}`);
		if (owner === undefined || owner === this.nameOf(key as string)) return undefined;
		return `the duplicate key '${owner.slice(owner.indexOf('\n') + 1)}'`;
	}

	async settle(): Promise<void> {
		for (const [key, order] of this.orders) {
			const isSent = placedOf(order) !== undefined || isInDoubt(order);
			if (!isSent) this.release([key]);
		}
		await this.writing;
		try {
			await this.write();
		} finally {
			this.shared.unsettled--;
		}
		await this.use(async (store) => await this.cut(store));
	}

	private release(keys: Iterable<string>): void {
		for (const key of keys) this.shared.toRemove.push(key, underWay(key));
	}

	/** Trims the store to the latest keys, unless entries still to be removed would push out others. */
	private async cut(store: Store): Promise<void> {
		const { unsettled, toRemove, claimed } = this.shared;
		if (unsettled > 0 || toRemove.length > 0 || claimed < CUT_EVERY) return;
		this.shared.claimed = 0;
		await store.record([], MOST_KEYS);
	}

	/** The store decides: a key that it does not hold may be ordered again. */
	private forget(key: string): void {
		const earlier = this.placedBefore(key);
		placedByKey.delete(this.nameOf(key));
		if (earlier) ownerOfId.delete(`${this.panel} ${earlier.order}`);
	}

	private nameOf(key: string): string {
		return `${this.store.name}\n${key}`;
	}

	private async write(): Promise<void> {
		await this.use(async (store) => await this.flush(store));
	}

	private async flush(store: Store): Promise<void> {
		const { toRemove } = this.shared;
		const count = toRemove.length;
		if (count === 0) return;
		await store.remove(toRemove.slice());
		toRemove.splice(0, count);
	}

	private async use<T>(work: (store: Store) => Promise<T>): Promise<T> {
		const mine = this.shared.last.then(async () => await work(this.store));
		this.shared.last = mine.catch(() => undefined);
		return await mine;
	}
}

/**
 * Ends a run, whatever happened in it: every order gets an outcome, and the keys and doubts of orders that were
 * certainly not sent are released.
 */
export async function settle(run: Run): Promise<void> {
	const { orders, claim } = run;
	const end = endOf(run);
	for (const order of orders) {
		if (end && !order.repeats) order.outcome ??= notSentAfter(end);
	}
	for (const order of orders) {
		if (order.repeats) order.outcome ??= repeated(order.key as string, order.repeats);
	}
	for (const order of run.inDoubt) {
		if (!isInDoubt(order)) doubted.delete(order.request);
	}
	try {
		await claim?.settle();
	} catch (error) {
		// The orders are not lost, and the next run in this process writes the keys.
		log(run, 'warn', `n8n could not save the duplicate keys: ${messageOf(error)}`);
	}
}

/** The outcome of an order whose key was ordered before. */
function skipped(duplicateKey: string, earlier: Earlier | undefined): Skipped {
	if (earlier) {
		const { order, placedAt } = earlier;
		return { skipped: true, duplicateKey, order, placedAt };
	}
	return {
		skipped: true,
		duplicateKey,
		order: null,
		placedAt: null,
		message:
			"Ordered before. Look up the order's ID in the panel's list of orders: this n8n process does not know it.",
	};
}

/** The outcome of an order with the key of an earlier order of the run. */
function repeated(key: string, first: Order): Skipped | PanelFailure {
	const { outcome } = first;
	if (outcome && 'skipped' in outcome) return outcome;
	const placed = placedOf(first);
	if (placed) return skipped(key, placed);
	if (isInDoubt(first)) return openKey(key);
	return new PanelFailure('notSent', {
		message: `it has the duplicate key of item ${first.item}, which was not placed`,
	});
}

const openKey = (key: string): PanelFailure =>
	new PanelFailure('duplicate', {
		message: `the duplicate key '${key}' is in use by a run that has not finished, or that ended before it knew whether its order was placed`,
	});

const clashing = (key: string, orders: readonly Order[]): PanelFailure =>
	invalid(
		`items ${orders.map(({ item }) => item).join(', ')} are different orders with the same duplicate key, '${key}'`,
		"Use a different 'Duplicate Key' for each order, such as the row's ID and the date.",
	);

/** n8n's store did not say whether the keys were ordered before, so nothing is sent, and nothing is known. */
const storeFailed = (reason: string): PanelFailure =>
	new PanelFailure('duplicate', {
		message: `nothing was sent, because n8n could not look up the duplicate keys: ${reason}`,
		hint: "Run the workflow again once n8n's database responds. Keep 'Duplicate Key', because the order may have been placed before.",
	});

/** n8n's store of processed data for this node; n8n offers it to workflows, but not to direct tool calls. */
function storeOf({ context, node }: Job): Store {
	const { helpers } = context as IExecuteFunctions;
	if (typeof helpers.checkProcessedAndRecord !== 'function') {
		throw invalid(
			"'Duplicate Key' cannot be used here: n8n keeps no data for a tool that is called directly",
			"Save the workflow and run it as a workflow, or clear 'Duplicate Key'.",
		);
	}
	return {
		name: `${context.getWorkflow().id ?? ''}:${node.id}`,
		record: async (entries, maxEntries) =>
			await helpers.checkProcessedAndRecord(entries, 'node', { mode: 'entries', maxEntries }),
		remove: async (entries) => await helpers.removeProcessed(entries, 'node', { mode: 'entries' }),
	};
}
