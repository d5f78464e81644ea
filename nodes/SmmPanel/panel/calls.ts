import type { StatusOf } from './status';

/** What a writing call does: place an order, or request its refill or cancellation. */
type Deed = 'order' | 'refill' | 'cancel';

/** One action of API v2. */
export interface Call {
	action: string;
	/** What the call changes on the panel; false if it only reads. A write in doubt is not sent again. */
	writes: Deed | false;
}

/** An action that takes the id of one order or refill, or up to a hundred of them. */
export interface BatchCall extends Call {
	/** The field for one id; `cancel` has no single form and uses its list for one id too. */
	one: string;
	/** The field for comma-separated ids. */
	many: string;
	/** The field for one id on panels that do not take a list, if it is a different one. */
	alone?: string;
	/** What the ids identify; also the field that names the id in an answer. */
	id: StatusOf;
	/** The field of an answer that holds the result; the status of an order is the whole answer. */
	result?: string;
}

/** Maximum ids in one request, as the API allows. */
export const MOST_PER_REQUEST = 100;

/** The ten calls of the API: seven actions, three of them in a single and a multiple form. */
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
 * The fields that carry the ids: one id alone uses the single form, which every panel has.
 *
 * @param isAlone Whether the panel is known to want one id per request, in a separate field.
 */
export function idFields(
	call: BatchCall,
	ids: readonly string[],
	isAlone = false,
): Record<string, string> {
	const one = (isAlone && call.alone) || call.one;
	return { [ids.length === 1 ? one : call.many]: ids.join(',') };
}
