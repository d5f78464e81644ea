import type { LedgerOrder, LedgerRefill } from './types';

const MINUTE = 60_000;

/** Sandbox ms from the `add` call to the status Processing, and then to In progress. */
export const PROCESSING_AT = 5 * MINUTE;
export const STARTED_AT = 10 * MINUTE;
/** Sandbox ms from the `add` call to the end of an order without drip-feed. */
export const FINISHED_AT = 60 * MINUTE;
/** Sandbox ms from the `refill` call to the status In progress, and then to the final one. */
export const REFILL_STARTED_AT = 10 * MINUTE;
export const REFILL_FINISHED_AT = 30 * MINUTE;

const FINAL =
	/^(completed?|success|finish|partial|(order )?cancell?ed|refunded|fail(ed)?|error|expired)$/i;
const FINAL_REFILL = /^(completed?|success|finish|rejected|cancell?ed|fail(ed)?|error)$/i;

export const isFinal = (order: LedgerOrder) => FINAL.test(order.status);
export const isFinalRefill = (refill: LedgerRefill) => FINAL_REFILL.test(refill.status);

/** Quantity over all runs. */
export const totalOf = (order: LedgerOrder) => order.quantity * order.runs;

/** What a Partial order leaves undelivered: a quarter, at least 1. */
export const partialRemains = (order: LedgerOrder) => Math.max(1, Math.floor(totalOf(order) / 4));

/** Sandbox ms from the `add` call to the order's end; drip-feed intervals extend it. */
export function finishOf(order: LedgerOrder): number {
	return FINISHED_AT + (order.runs - 1) * order.interval * MINUTE;
}

export interface Progress {
	status: string;
	remains: number;
	startCount: number | null;
}

/** The progress of an order `elapsed` sandbox ms after its `add` call, if nothing interferes. */
export function progressAt(order: LedgerOrder, elapsed: number): Progress {
	const total = totalOf(order);
	const startCount = 100 + ((order.sequence * 379) % 9000);
	const subscription = order.quantity === 0;
	if (elapsed < PROCESSING_AT) return { status: 'Pending', remains: total, startCount: null };
	if (elapsed < STARTED_AT) return { status: 'Processing', remains: total, startCount: null };
	if (order.outcome === 'Canceled') {
		return { status: 'Canceled', remains: total, startCount: null };
	}
	const left = order.outcome === 'Partial' ? partialRemains(order) : 0;
	if (elapsed >= finishOf(order)) return { status: order.outcome, remains: left, startCount };
	const done = (elapsed - STARTED_AT) / (finishOf(order) - STARTED_AT);
	const remains = total - Math.floor((total - left) * done);
	return { status: subscription ? 'Active' : 'In progress', remains, startCount };
}

/** How many runs of a drip-feed order, or posts of a subscription, have begun. */
export function runsBegun(order: LedgerOrder): number {
	const total = totalOf(order);
	if (order.startCount === null) return 0;
	if (total === 0) return order.status === 'Completed' ? order.children.length : 1;
	return Math.min(order.runs, Math.floor((total - order.remains) / order.quantity) + 1);
}

/** A refill's status, `elapsed` sandbox ms after its `refill` call. */
export function refillStatusAt(rejected: boolean, elapsed: number): string {
	if (elapsed < REFILL_STARTED_AT) return 'Pending';
	if (elapsed < REFILL_FINISHED_AT) return 'In progress';
	return rejected ? 'Rejected' : 'Completed';
}
