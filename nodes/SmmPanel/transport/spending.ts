import { PanelFailure, type FailureFacts, type FailureKind } from '../panel/failure';
import type { Fields } from '../panel/order';
import type { Json, JsonObject } from '../panel/json';
import { readPlaced } from '../panel/rows';
import type { Ask } from './ask';
import { notSentAfter, Outlook } from './outlook';
import { inParallel } from './parallel';

/** An order about to be bought. */
export interface Purchase {
	/** Index of the input item that it comes from. */
	item: number;
	/** The checked fields of its `add`. */
	fields: Fields;
	/** Stands for what is sent, and to which account: the same for the same order. */
	request: string;
	/** What it is remembered by: the same for the same item of the same run with the same request. */
	key: string;
	/** What it is kept from being ordered twice by, across executions. */
	duplicateKey?: string;
}

/** A placed order: its id, and the panel's reply as sent. */
export interface Placed {
	order: string;
	raw: JsonObject;
}

/**
 * What an execution remembers of its purchases, so that a second run of the same node within it (Retry On
 * Fail, the Retry button) buys nothing again: plain JSON, kept by n8n with the execution.
 */
export interface Memory {
	[key: string]: Json | undefined;
}

export interface SpendOptions {
	purchases: readonly Purchase[];
	ask: Ask;
	memory: Memory;
	/** Orders in flight at once. */
	width: number;
	/** Whether the first failure of any kind ends the spending. */
	stopAtFirst: boolean;
	/** A reason, known beforehand, to send nothing: then only what the memory holds comes back. */
	reasonNotTo?: PanelFailure;
	/** Told of every order as soon as it is placed: what is left when an execution is stopped from outside. */
	onPlaced: (purchase: Purchase, order: string) => void;
	/** Told of every order that was sent and may have been placed, for the same reason. */
	onUnknown: (purchase: Purchase, failure: PanelFailure) => void;
}

/** What the memory holds of an order: placed, or sent with an outcome that is not known (yet). */
type Note = { order: string; raw: JsonObject } | { unknown: FailureFacts & { kind: FailureKind } };

/** What stands in the memory from the moment an order is sent until its outcome is known. */
const SENT: Note = {
	unknown: {
		kind: 'sentBefore',
		message: 'an earlier try in this execution sent it and got no answer',
	},
};

/**
 * Buys orders, in their order, and says of each what came of it: placed, or a failure whose `certain` tells
 * whether it is certainly not placed. The only place in this package where money is spent. The rules:
 *
 * - An order is noted in the memory before it is sent. It is sent at most once on doubt: what is noted as sent
 *   is never sent again, what is noted as placed comes back with its id.
 * - A failure that would hit every later order ends the spending; so do two in a row without a clear answer.
 * - Orders in flight are waited for, whatever happens beside them. What still waits to be sent, or to be sent
 *   again, no longer is once the spending has ended.
 */
export async function spend(options: SpendOptions): Promise<Map<number, Placed | PanelFailure>> {
	const { purchases, memory, width, stopAtFirst, reasonNotTo } = options;
	const outcomes = new Map<number, Placed | PanelFailure>();
	const outlook = new Outlook();
	if (reasonNotTo) outlook.stop(reasonNotTo);
	await inParallel(purchases, width, async (purchase) => {
		const known = recall(memory, purchase.key);
		if (!known && outlook.ended) {
			outcomes.set(purchase.item, notSentAfter(outlook.ended));
			return;
		}
		const outcome = known ?? (await buy(purchase, options, outlook));
		outcomes.set(purchase.item, outcome);
		if (!known) outlook.note(outcome);
		if (stopAtFirst && outcome instanceof PanelFailure) outlook.stop(outcome);
	});
	return outcomes;
}

/** What an earlier run of this execution left about an order; undefined if nothing. */
function recall(memory: Memory, key: string): Placed | PanelFailure | undefined {
	const note = memory[key] as unknown as Note | undefined;
	if (note === undefined) return undefined;
	if (!('unknown' in note)) return note;
	const { kind, ...facts } = note.unknown;
	return new PanelFailure(kind, { ...facts, certain: false });
}

/** What a purchase is remembered by. */
export const memoryKey = (runIndex: number, item: number, request: string): string =>
	`${runIndex}:${item}:${request}`;

/** What an earlier run left about an item, where the fields of its order can not be told any more. */
export function remembered(
	memory: Memory,
	runIndex: number,
	item: number,
): Placed | PanelFailure | undefined {
	const key = Object.keys(memory).find((each) => each.startsWith(memoryKey(runIndex, item, '')));
	return key === undefined ? undefined : recall(memory, key);
}

async function buy(
	purchase: Purchase,
	{ ask, memory, onPlaced, onUnknown }: SpendOptions,
	outlook: Outlook,
): Promise<Placed | PanelFailure> {
	const note = (content: Note) => (memory[purchase.key] = content as unknown as Json);
	note(SENT);
	const outcome = await ask(purchase.fields, readPlaced, () => outlook.ended);
	if (!(outcome instanceof PanelFailure)) {
		note({ order: outcome.order, raw: outcome.raw });
		onPlaced(purchase, outcome.order);
	} else if (outcome.certain) {
		delete memory[purchase.key];
	} else {
		const { kind, message, panelMessage, order } = outcome;
		note({
			unknown: { kind, message, ...(panelMessage && { panelMessage }), ...(order && { order }) },
		});
		onUnknown(purchase, outcome);
	}
	return outcome;
}
