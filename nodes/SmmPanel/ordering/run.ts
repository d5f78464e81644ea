import type { Json, JsonObject } from '../panel/json';
import { PanelFailure, type FailureFacts, type FailureKind } from '../panel/failure';
import type { Limits, Offer } from '../panel/limits';
import type { Fields } from '../panel/order';
import type { Row } from '../panel/rows';
import { isTool, type Job } from '../transport/job';

/** A placed order: its id, the panel's reply as sent, and when, as an ISO date and time. */
export interface Placed {
	order: string;
	raw: JsonObject;
	placedAt: string;
}

/**
 * An item whose key was ordered before, with the earlier order's ID and its time as an ISO date and time; both are null
 * if this process does not know them, and `message` then says where to look.
 */
export interface Skipped {
	skipped: true;
	duplicateKey: string;
	order: string | null;
	placedAt: string | null;
	message?: string;
}

/** The result of an item: its order, why there is none, or what a dry run would have ordered. */
export type Outcome = Placed | Skipped | { dryRun: Row } | PanelFailure;

/** What is known about the order of one item. Each step adds to it; an outcome, once set, stands. */
export interface Order {
	readonly item: number;
	/** The checked fields of its `add`. */
	fields: Fields;
	/** Identifies what is sent and to which account: equal for equal orders. */
	request: string;
	/** The key that keeps it from being ordered twice, across executions. */
	key?: string;
	/**
	 * How the execution remembers it. A run has the same items in each try, so an item stands for its order whatever its
	 * fields are now: `{{ $now }}` in one of them does not make another order. For a tool, each call of a model is item
	 * 0, so there the order itself counts.
	 */
	memoryKey: string;
	/** The earlier order of this run with the same key; this one shares its outcome. */
	repeats?: Order;
	limits?: Limits;
	offer?: Offer;
	outcome?: Outcome;
}

/** What an execution remembers of an order: placed, or sent with an outcome that is not known (yet). */
export type Note = { item: number; fields: Fields } & Known;

/** The outcome of an order that was sent: placed, or why it is unknown. */
export type Known = { placed: Placed } | { unknown: FailureFacts & { kind: FailureKind } };

/** The hold of a run on its duplicate keys. */
export interface Claim {
	/** Records the outcome of an order that was sent. */
	noteOutcome(order: Order): void;
	/** The other key that an order's ID belongs to, in words; undefined if there is none. */
	otherKeyOf(order: Order, id: string): string | undefined;
	/** Writes the outcome of the keys. Rejects if n8n's store does. */
	settle(): Promise<void>;
}

/** A run of the operation: the orders of its items, and what the steps share. */
export interface Run {
	readonly job: Job;
	readonly orders: Order[];
	/** Whether a model makes the call; each of its calls is a run of its own. */
	readonly isTool: boolean;
	/** Whether the first failure of any kind ends the run: n8n's "Stop Workflow". */
	readonly stops: boolean;
	/** Why nothing more is sent, after a failure that every later order would meet. */
	ended?: PanelFailure;
	/**
	 * What earlier tries of this execution left, by `Order.memoryKey`. n8n keeps it with the execution, so neither Retry
	 * On Fail nor the Retry button buys anything again.
	 */
	readonly memory: { [key: string]: Json | undefined };
	/** The IDs that orders of this execution have, or may have, and the item of each. */
	readonly itemOfId: Map<string, number>;
	/** Identifies panel and account: a hash of URL and API key. */
	panel: string;
	isDryRun: boolean;
	claim?: Claim;
	/** Orders that count as in doubt for other calls of a model, until they are settled. */
	readonly inDoubt: Order[];
}

export function startRun(job: Job): Run {
	const context = job.context.getContext('node');
	context.orders ??= {};
	const memory = context.orders as Run['memory'];
	const itemOfId = new Map<string, number>();
	for (const note of notesOf({ memory })) keepId(itemOfId, note);
	return {
		job,
		orders: job.items.map((item) => ({
			item,
			fields: {},
			request: '',
			memoryKey: `${job.runIndex}:${item}`,
		})),
		isTool: isTool(job.node),
		stops: !job.continueOnFail,
		memory,
		itemOfId,
		panel: '',
		isDryRun: false,
		inDoubt: [],
	};
}

export const isFailed = (order: Order): order is Order & { outcome: PanelFailure } =>
	order.outcome instanceof PanelFailure;

/** Whether an order may have been placed. */
export const isInDoubt = (order: Order): order is Order & { outcome: PanelFailure } =>
	isFailed(order) && !order.outcome.certain;

/** Why nothing more is sent; with "Stop Workflow" any failure is a reason. */
export const endOf = ({ ended, stops, orders }: Run): PanelFailure | undefined =>
	ended ?? (stops ? orders.find(isFailed)?.outcome : undefined);

/** Orders that have no outcome yet and may still be sent; none once the run has ended. */
export const openOrders = (run: Run): Order[] =>
	endOf(run) ? [] : run.orders.filter(({ outcome, repeats }) => !outcome && !repeats);

/** The ID and the reply of a placed order; undefined for any other outcome. */
export const placedOf = ({ outcome }: Order): Placed | undefined =>
	outcome && 'raw' in outcome ? outcome : undefined;

/** What this execution remembers of an order. */
export const noteOf = (run: Run, order: Order): Note | undefined =>
	run.memory[order.memoryKey] as unknown as Note | undefined;

/** Everything that this execution has placed or may have placed. */
export const notesOf = ({ memory }: Pick<Run, 'memory'>): Note[] =>
	Object.values(memory) as unknown as Note[];

/** Keeps the ID that an order has, or may have. It belongs to the first order that had it. */
export function keepId(itemOfId: Run['itemOfId'], note: Note): void {
	const id = 'placed' in note ? note.placed.order : note.unknown.order;
	if (id !== undefined && !itemOfId.has(id)) itemOfId.set(id, note.item);
}

/** An answer that a check needs. If it is missing, nothing of the run has been sent. */
export function needed<T>(what: string, answer: T | PanelFailure): T {
	if (!(answer instanceof PanelFailure)) return answer;
	const message = `the ${what} could not be read: ${answer.message}`;
	throw answer.but({ message, certain: true });
}

/** The message of what was thrown, which may not be an error. */
export const messageOf = (thrown: unknown): string =>
	(thrown as Error | null | undefined)?.message ?? String(thrown);

/** Writes to n8n's log. A failing logger must not lose the outcomes of orders. */
export function log({ job }: Run, level: 'info' | 'warn', line: string): void {
	try {
		job.context.logger[level](`SMM Panel: ${line}`);
	} catch {
		// Nothing is left to report it to.
	}
}
