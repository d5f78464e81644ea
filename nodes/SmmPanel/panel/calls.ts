import { PanelFailure } from './failure';
import type { StatusOf } from './status';

/** What a call can do: place an order, or ask for a refill or a cancellation of one. */
export type Deed = 'order' | 'refill' | 'cancel';

/** One action of API v2. */
export interface Call {
	/** The value of the field `action`. */
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

/**
 * The ids in what a user gave: one id or any number, as text (commas, blanks, semicolons, new lines; a JSON
 * array), as a number, or as an array of these. Repeats are dropped, the order is kept.
 *
 * @throws PanelFailure of kind `parameter` when there is none, or when a value can not be an id.
 */
export function readIds(value: unknown, parameter: string): string[] {
	const ids = [...new Set(split(value, parameter))];
	if (ids.length > 0) return ids;
	throw new PanelFailure('parameter', {
		message: `'${parameter}' is empty`,
		hint: `Give at least one id in '${parameter}'; several are separated by commas, blanks or new lines.`,
	});
}

function split(value: unknown, parameter: string): string[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((entry) => split(entry, parameter));
	const isWhole = typeof value === 'number' && Number.isInteger(value);
	if (isWhole && !Number.isSafeInteger(value)) {
		throw unfit(parameter, value, 'Numbers this long lose digits: give the id as text.');
	}
	if (!isWhole && !['string', 'bigint'].includes(typeof value))
		throw unfit(parameter, value, KINDS);
	const ids = String(value)
		.replace(/[[\]"']/g, ' ')
		.split(/[\s,;]+/)
		.filter((id) => id !== '');
	const odd = ids.find((id) => !/[\p{L}\p{N}]/u.test(id));
	if (odd !== undefined) throw unfit(parameter, odd, KINDS);
	return ids;
}

const KINDS = 'An id is text with letters or digits, or a whole number.';

function unfit(parameter: string, value: unknown, hint: string): PanelFailure {
	const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
	return new PanelFailure('parameter', {
		message: `'${parameter}' holds ${shown}, which is not an id`,
		hint,
	});
}
