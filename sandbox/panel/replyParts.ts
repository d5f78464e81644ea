import type { Dialect } from './dialects';
import { writeId } from './ids';
import { Bare, type Json, object } from './json';
import { toText, toUnits } from './money';
import { runsBegun } from './progress';
import { type Refusal, say } from './refusals';
import type { LedgerCancel, LedgerOrder, Service } from './types';

type Flag = boolean | number | string;

const FLAGS: Record<Dialect['flags'], (flag: boolean) => Flag> = {
	boolean: (flag) => flag,
	number: (flag) => Number(flag),
	digitText: (flag) => String(Number(flag)),
	wordText: (flag) => String(flag),
};

const renamed = (words: Record<string, string>) => (word: string) => words[word] ?? word;

const STATUS_WORDS: Record<Dialect['statusWords'], (word: string) => string> = {
	contract: (word) => word,
	lower: (word) => word.toLowerCase(),
	upper: (word) => word.toUpperCase().replace(/ /g, '_'),
	joined: (word) => word.toLowerCase().replace(/ /g, ''),
	british: (word) => word.replace('Canceled', 'Cancelled'),
	success: renamed({ Completed: 'Success', Canceled: 'Order Cancelled', Rejected: 'Cancelled' }),
	complete: renamed({ Completed: 'Complete' }),
	finish: renamed({ Completed: 'FINISH' }),
};

/** Decimal text as the dialect writes numbers. */
export function numberOf(dialect: Dialect, text: string): Json {
	const plain = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);
	return dialect.numbers === 'number' && plain ? new Bare(text) : text;
}

/** A count as the dialect writes it: "50.000" is fifty thousand on some panels. */
function countOf(dialect: Dialect, text: string): Json {
	const isLong = dialect.counts === 'dotted' && /^\d{4,}$/.test(text);
	return isLong ? text.replace(/\B(?=(\d{3})+$)/g, '.') : numberOf(dialect, text);
}

const ADD_REPLIES: Record<Dialect['addReply'], (order: Json) => Json> = {
	plain: (order) => object({ order }),
	success: (order) => object({ status: 'success', order }),
	list: (order) => [object({ order })],
	order_id: (order) => object({ order_id: order }),
	orderId: (order) => object({ orderId: order }),
	data: (order) => object({ success: true, data: object({ order }) }),
	result: (order) => object({ success: true, result: object({ order }) }),
};

/** The reply to an accepted order. */
export function addReply(dialect: Dialect, id: string): Json {
	return ADD_REPLIES[dialect.addReply](writeId(dialect.idStyle, id));
}

const CANCEL_VALUES: Record<
	Dialect['cancelValue'],
	(id: (text: string) => Json, cancel: LedgerCancel) => Json
> = {
	one: () => 1,
	request: (id, cancel) => id(cancel.id),
	order: (id, cancel) => id(cancel.order),
	true: () => true,
	word: () => 'requested',
	status: () => object({ status: 1 }),
	nested: () => object({ cancel: 1 }),
	list: (id, cancel) => [object({ order: id(cancel.id), cancel: 1 })],
};

/** The value in the reply to an accepted cancel. */
export function cancelValue(dialect: Dialect, cancel: LedgerCancel): Json {
	return CANCEL_VALUES[dialect.cancelValue]((id) => writeId(dialect.idStyle, id), cancel);
}

/** A status as the dialect writes it. */
export function statusOf(dialect: Dialect, status: string): string {
	return dialect.statusNames[status] ?? STATUS_WORDS[dialect.statusWords](status);
}

/** A row of `services`. */
export function serviceRow(dialect: Dialect, service: Service): Json {
	const flag = FLAGS[dialect.flags];
	const extra = { dripfeed: flag(true), desc: 'Starts within an hour', average_time: '1 hour' };
	return object({
		service: dialect.serviceIds === 'text' ? String(service.service) : service.service,
		name: service.name,
		type: dialect.typeCase === 'lower' ? service.type.toLowerCase() : service.type,
		category: service.category,
		rate: numberOf(dialect, service.rate),
		min: countOf(dialect, service.min),
		max: countOf(dialect, service.max),
		refill: flag(service.refill),
		cancel: flag(service.cancel),
		...(dialect.extraServiceFields ? extra : {}),
	});
}

/** The fields of one order's status; `charge` is what the order cost after refunds. */
export function orderFields(
	dialect: Dialect,
	order: LedgerOrder,
	currency: string,
): Record<string, Json | undefined> {
	const given = (name: Dialect['omit'][number], value: Json) =>
		dialect.omit.includes(name) ? undefined : value;
	const charge = toText(toUnits(order.charge) - toUnits(order.refunded));
	const remains = dialect.remains === 'unknown' ? 'Unknown' : String(order.remains);
	const start = order.startCount === null ? null : String(order.startCount);
	return {
		charge: given('charge', numberOf(dialect, charge)),
		[dialect.startName]: {
			given: start === null ? null : countOf(dialect, start),
			null: null,
			absent: undefined,
		}[dialect.startCount],
		status: statusOf(dialect, order.status),
		remains: given('remains', countOf(dialect, remains)),
		currency: given('currency', currency),
	};
}

/** A parent's status, with the ids of the nested orders that have begun. */
export function parentFields(dialect: Dialect, order: LedgerOrder): Record<string, Json> {
	const begun = order.children.slice(0, runsBegun(order));
	const subscription = order.quantity === 0;
	return {
		status: statusOf(dialect, order.status),
		[subscription ? 'posts' : 'runs']: numberOf(dialect, String(begun.length)),
		...(subscription ? { expiry: order.fields.expiry ?? '' } : {}),
		orders: begun.map((id) => writeId(dialect.idStyle, id)),
	};
}

/** The text of a refusal, with the request's key if the dialect repeats it. */
export function errorText(dialect: Dialect, refusal: Refusal, key: string): string {
	const echo = dialect.echoKey && key ? ` (key: ${key})` : '';
	return say(dialect.words, refusal) + echo;
}

/** The refusal of a whole request. */
export function errorReply(dialect: Dialect, text: string, named: string): Json {
	if (named && dialect.namesActive) {
		return object({ error: text, order: writeId(dialect.idStyle, named) });
	}
	switch (dialect.errorShape) {
		case 'success':
			return object({ success: false, error: text });
		case 'message':
			return object({ status: 'error', message: text });
		case 'list':
			return object({ errors: [text] });
		case 'coded':
			return object({ error: text, status: '104' });
		case 'data': {
			const data = { name: 'Bad Request', message: text, code: 0, status: 400 };
			return object({ success: false, data: object(data) });
		}
		default:
			return object({ error: text });
	}
}
