import type { Dialect } from './dialects';
import { writeId } from './ids';
import { Bare, type Json, object } from './json';
import { toText, toUnits } from './money';
import { runsBegun } from './progress';
import { type Refusal, say } from './refusals';
import type { LedgerOrder, Service } from './types';

type Flag = boolean | number | string;

const FLAGS: Record<Dialect['flags'], (flag: boolean) => Flag> = {
	boolean: (flag) => flag,
	number: (flag) => Number(flag),
	digitText: (flag) => String(Number(flag)),
	wordText: (flag) => String(flag),
};

const STATUS_WORDS: Record<Dialect['statusWords'], (word: string) => string> = {
	contract: (word) => word,
	lower: (word) => word.toLowerCase(),
	upper: (word) => word.toUpperCase().replace(/ /g, '_'),
	joined: (word) => word.toLowerCase().replace(/ /g, ''),
	british: (word) => word.replace('Canceled', 'Cancelled'),
};

/** Decimal text as the dialect writes numbers. */
export function numberOf(dialect: Dialect, text: string): Json {
	const plain = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);
	return dialect.numbers === 'number' && plain ? new Bare(text) : text;
}

/** A status word as the dialect writes it. */
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
		min: numberOf(dialect, service.min),
		max: numberOf(dialect, service.max),
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
		start_count: {
			given: start === null ? null : numberOf(dialect, start),
			null: null,
			absent: undefined,
		}[dialect.startCount],
		status: statusOf(dialect, order.status),
		remains: given('remains', numberOf(dialect, remains)),
		currency: given('currency', currency),
	};
}

/** A parent's status with the ids of the nested orders that have begun. */
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

/** The words of a refusal, with the request's key if the dialect repeats it. */
export function errorText(dialect: Dialect, refusal: Refusal, key: string): string {
	const echo = dialect.echoKey && key ? ` (key: ${key})` : '';
	return say(dialect.words, refusal) + echo;
}

/** A refusal of the whole request. */
export function errorReply(dialect: Dialect, text: string): Json {
	switch (dialect.errorShape) {
		case 'success':
			return object({ success: false, error: text });
		case 'message':
			return object({ status: 'error', message: text });
		case 'list':
			return object({ errors: [text] });
		default:
			return object({ error: text });
	}
}
