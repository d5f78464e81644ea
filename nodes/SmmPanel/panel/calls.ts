import type { StatusOf } from './status';

/** What a call can do: place an order, or ask for a refill or a cancellation of one. */
type Deed = 'order' | 'refill' | 'cancel';

/** One action of API v2. */
export interface Call {
	action: string;
	/** What the panel does when asked; false for a call that only reads. What writes is not repeated on doubt. */
	writes: Deed | false;
}

/** An action that takes the id of one order or refill, or up to a hundred of them. */
export interface BatchCall extends Call {
	/** The field that carries one id; `cancel` has no such form and uses its list for one as well. */
	one: string;
	/** The field that carries ids separated by commas. */
	many: string;
	/** The field that carries one id on panels that know no list, where that is another. */
	alone?: string;
	/** What the ids belong to, which is also the field that names the id in an answer. */
	id: StatusOf;
	/** The field of an answer that holds the result; the status of an order is the whole answer. */
	result?: string;
}

/** Most ids that the contract allows in one request. */
export const MOST_IDS = 100;

/** The ten calls of the contract: seven actions, three of them in a single and a multiple form. */
export const calls = {
	services: { action: 'services', writes: false },
	add: { action: 'add', writes: 'order' },
	balance: { action: 'balance', writes: false },
	status: { action: 'status', writes: false, one: 'order', many: 'orders', id: 'order' },
	refill: {
		action: 'refill',
		writes: 'refill',
		one: 'order',
		many: 'orders',
		id: 'order',
		result: 'refill',
	},
	refillStatus: {
		action: 'refill_status',
		writes: false,
		one: 'refill',
		many: 'refills',
		id: 'refill',
		result: 'status',
	},
	cancel: {
		action: 'cancel',
		writes: 'cancel',
		one: 'orders',
		many: 'orders',
		alone: 'order',
		id: 'order',
		result: 'cancel',
	},
} as const satisfies Record<string, Call | BatchCall>;

/**
 * The fields that name the ids: one id alone uses the single form, which every panel has.
 *
 * @param isAlone Whether the panel is known to want one id a request, in a field of its own.
 */
export function idFields(
	call: BatchCall,
	ids: readonly string[],
	isAlone = false,
): Record<string, string> {
	const one = (isAlone && call.alone) || call.one;
	return { [ids.length === 1 ? one : call.many]: ids.join(',') };
}
