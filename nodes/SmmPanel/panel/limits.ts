import { invalid, PanelFailure } from './failure';
import { type Money, moneyText, perThousand, readRate, toText } from './json';
import type { Fields } from './order';
import { fieldNamed, type FieldName } from './orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from './orderTypes';
import { isWithin, unreadBound, type Service } from './services';

/** What an order will cost, or why that cannot be known. */
export type Price = { charge: Money } | { unknown: string };

/** What a catalogue has for an order: its service, and what the order costs. */
export interface Offer {
	service: Service | undefined;
	price: Price;
}

/** How many pieces of a service an order buys; null where the fields do not tell. */
type Count = (fields: Fields) => bigint | null;

const whole = (text: string | undefined): bigint | null =>
	text !== undefined && /^\d+$/.test(text) ? BigInt(text) : null;

const lines = (text: string | undefined): bigint | null =>
	text === undefined ? null : BigInt(text.split('\n').length);

/** Quantity for each run of a drip-feed, or once. */
const quantity: Count = ({ quantity: each, runs = '1' }) => {
	const [count, times] = [whole(each), whole(runs)];
	return count === null || times === null ? null : count * times;
};

/** At most so many on each post, as far as the number of posts is limited. */
const posts: Count = ({ max, posts: coming, old_posts: old = '0' }) => {
	const [most, future, past] = [whole(max), whole(coming), whole(old)];
	return most === null || future === null || past === null ? null : most * (future + past);
};

/** How the pieces are counted, by what the price of a type goes by. */
const COUNTS: Readonly<Record<NonNullable<OrderType['pricedBy']>, Count>> = {
	comments: ({ comments }) => lines(comments),
	usernames: ({ usernames }) => lines(usernames),
	posts,
	whole: quantity,
};

/** The type that the panel sells a service as; undefined where its wording is not known. */
export const typeOfService = ({ row }: Service): OrderType | undefined =>
	orderTypeNamed(toText(row.type) ?? '');

/** The fields of an order that its type does not have. */
const foreignIn = (fields: Fields, type: OrderType): FieldName[] =>
	[...fieldNamed.keys()].filter((name) => name in fields && !fieldsOf(type).includes(name));

/** How many pieces an order of a type buys; null where that is not known. */
export const countOf = ({ pricedBy }: OrderType, fields: Fields): bigint | null =>
	(pricedBy ? COUNTS[pricedBy] : quantity)(fields);

/**
 * The price of an order: the service's rate per 1,000 times the pieces it buys, or the rate itself for
 * packages. For a subscription it is the most that its posts can come to.
 */
export function priceOf(fields: Fields, service: Service | undefined): Price {
	if (!service) return { unknown: `the catalogue has no service ${fields.service}` };
	const type = typeOfService(service);
	if (!type) {
		return {
			unknown: `how a service of the type '${String(service.row.type)}' is charged is not known`,
		};
	}
	const rate = readRate(service.raw.rate);
	if (rate === null)
		return { unknown: `the catalogue gives no rate for service ${fields.service}` };
	const [foreign] = foreignIn(fields, type);
	if (foreign) {
		return {
			unknown: `'${foreign}' does not belong to the type '${type.title}' of service ${fields.service}`,
		};
	}
	if (type.pricedBy === 'whole') return { charge: rate };
	const count = countOf(type, fields);
	if (count !== null) return { charge: perThousand(rate, count) };
	return type.pricedBy === 'posts'
		? { unknown: "a subscription without 'New Posts' has no end" }
		: { unknown: `the order has nothing to count for the type '${type.title}'` };
}

/** The offer by the dearest of the rows that a catalogue has of a service; panels list some twice. */
export function dearest(fields: Fields, services: readonly Service[]): Offer {
	const offers = (services.length > 0 ? services : [undefined]).map((service) => ({
		service,
		price: priceOf(fields, service),
	}));
	return offers.reduce((most, offer) => {
		if ('unknown' in most.price) return most;
		return 'unknown' in offer.price || offer.price.charge > most.price.charge ? offer : most;
	});
}

/** What several orders cost together; unknown where one of them is. */
export function addPrices(prices: readonly Price[]): Price {
	let charge = 0n;
	for (const price of prices) {
		if ('unknown' in price) return price;
		charge += price.charge;
	}
	return { charge };
}

/** What a user allows an order to be and to cost; a limit that was not set is undefined. */
export interface Limits {
	maxCharge?: Money;
	/** Most that it may cost together with all that the execution ordered before it. */
	maxTotalCharge?: Money;
	/** Most pieces in one order; only the tool variant has it. */
	maxQuantity?: bigint;
	/** Whether the order has to fit its service: exist, have its fields, be within its bounds. */
	checkService: boolean;
	/** Whether the balance has to be enough for all orders of the run. */
	checkBalance: boolean;
}

/** Whether any of the limits needs the catalogue. */
export const isLimiting = (limits: Limits): boolean =>
	limits.checkService ||
	[limits.maxCharge, limits.maxTotalCharge, limits.maxQuantity].some((each) => each !== undefined);

/**
 * Why an order does not keep to its limits; undefined when it does. What cannot be known counts as beyond them.
 *
 * @param total What all orders before it cost that count towards the total.
 */
export function checkOrder(
	{ maxCharge, maxTotalCharge, maxQuantity, checkService }: Limits,
	fields: Fields,
	{ service, price }: Offer,
	total: Price,
): PanelFailure | undefined {
	const unfitting = checkService ? checkFields(fields, service) : undefined;
	if (unfitting) return unfitting;
	const pieces = maxQuantity === undefined ? undefined : piecesIn(fields, service);
	if (pieces === null)
		return over(`how much it orders cannot be determined, and 'Max Quantity per Call' is set`);
	if (pieces !== undefined && pieces > (maxQuantity as bigint)) {
		return over(`it orders ${pieces}, above the max quantity of ${maxQuantity as bigint}`);
	}
	if (maxCharge === undefined && maxTotalCharge === undefined) return undefined;
	if ('unknown' in price) {
		return unknowable(
			`its price cannot be determined, and a limit is set: ${price.unknown}`,
			'the limit',
		);
	}
	const { charge } = price;
	if (maxCharge !== undefined && charge > maxCharge) {
		return over(`it costs ${moneyText(charge)}, above the max charge of ${moneyText(maxCharge)}`);
	}
	if (maxTotalCharge === undefined) return undefined;
	if ('unknown' in total) {
		return unknowable(
			`what the orders before it cost cannot be determined, and a limit is set for all: ${total.unknown}`,
			'the limit',
		);
	}
	const sum = total.charge + charge;
	if (sum <= maxTotalCharge) return undefined;
	return over(
		`it costs ${moneyText(charge)}, which makes ${moneyText(sum)} in this execution, above the max total charge of ${moneyText(maxTotalCharge)}`,
	);
}

/** Pieces that an order buys; a package is one; null where that cannot be known. */
function piecesIn(fields: Fields, service: Service | undefined): bigint | null {
	const type = service && typeOfService(service);
	if (!type) return null;
	return fields.quantity === undefined && type.pricedBy === 'whole' ? 1n : countOf(type, fields);
}

/**
 * What a service takes, and how an order does not fit it: "Service 2 takes Custom Comments: fill in 'Comments'. It
 * has no quantity." Undefined where the order fits, or the type is not known.
 */
export function takes(fields: Fields, service: Service): string | undefined {
	const type = typeOfService(service);
	if (!type) return undefined;
	const labels = (names: readonly FieldName[]) =>
		names.map((name) => fieldNamed.get(name)?.label ?? name);
	const lacking = labels(type.required.filter((name) => !(name in fields)));
	const foreign = labels(foreignIn(fields, type));
	if (lacking.length + foreign.length === 0) return undefined;
	const quoted = lacking.map((label) => `'${label}'`);
	const lower = foreign.map((label) => label.toLowerCase());
	const fill = lacking.length > 0 ? `: fill in ${list(quoted)}` : '';
	const none = foreign.length > 0 ? ` It has no ${list(lower, 'or')}.` : '';
	return `Service ${fields.service} takes ${type.title}${fill}.${none}`;
}

/** "a, b and c". */
const list = (words: string[], last = 'and'): string =>
	words.join(', ').replace(/, ([^,]*)$/, ` ${last} $1`);

/** Why a service cannot take an order: it does not exist, lacks its fields, or is ordered beyond its bounds. */
export function checkFields(
	fields: Fields,
	service: Service | undefined,
): PanelFailure | undefined {
	if (!service) {
		return new PanelFailure('serviceId', { message: `the panel has no service ${fields.service}` });
	}
	const type = typeOfService(service);
	if (!type) return undefined;
	const lacking = type.required.find((name) => !(name in fields));
	if (lacking) {
		return invalid(`'${fieldNamed.get(lacking)?.label}' is missing`, takes(fields, service));
	}
	const pieces = fields.min ? null : countOf(type, { ...fields, runs: '1' });
	if (pieces === null) return undefined;
	if (isWithin(service.row, pieces)) {
		const unread = unreadBound(service);
		return unread === undefined
			? undefined
			: unknowable(
					`whether service ${fields.service} takes ${pieces} cannot be known: the catalogue gives ${unread}`,
					"the safeguard 'Check Service'",
				);
	}
	const { min, max } = service.row;
	const bounds = [
		min !== null && `${String(min)} at least`,
		max !== null && `${String(max)} at most`,
	];
	return new PanelFailure('quantity', {
		message: `it orders ${pieces}, and service ${fields.service} takes ${bounds.filter(Boolean).join(' and ')}`,
	});
}

export interface Account {
	/** Null where the panel gives no amount. */
	balance: Money | null;
	currency: string | null;
}

/** Why the balance is not enough for what orders cost together; undefined when it is. */
export function checkFunds({ balance, currency }: Account, cost: Price): PanelFailure | undefined {
	const reason =
		'unknown' in cost ? cost.unknown : balance === null ? 'the panel gives none' : null;
	if ('unknown' in cost || balance === null) {
		return unknowable(
			`whether the balance is enough cannot be determined: ${reason}`,
			"the safeguard 'Check Balance'",
		);
	}
	if (cost.charge <= balance) return undefined;
	const needed = [moneyText(cost.charge), currency].filter(Boolean).join(' ');
	return new PanelFailure('funds', {
		message: `the orders of this run cost ${needed}, and the balance is ${moneyText(balance)}`,
	});
}

const over = (message: string, hint?: string): PanelFailure =>
	new PanelFailure('limit', { message, hint });

/** A failure for want of knowledge: nothing says that the order is beyond the check. */
const unknowable = (message: string, check: string): PanelFailure =>
	over(message, `To order anyway, remove ${check}; nothing else then guards the order.`);
