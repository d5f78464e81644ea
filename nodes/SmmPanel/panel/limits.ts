import { invalid, PanelFailure } from './failure';
import { type Money, moneyText, perThousand, readRate, toText } from './json';
import type { Fields } from './order';
import { fieldNamed, type FieldName } from './orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from './orderTypes';
import { isWithin, unreadBound, type Service } from './services';

/** What an order will cost, or why that is unknown. */
export type Price = { charge: Money } | { unknown: string };

/** What the catalogue offers for an order: the service, and what the order costs. */
export interface Offer {
	service: Service | undefined;
	price: Price;
}

/** How many pieces of a service an order buys; null if the fields do not say. */
type Count = (fields: Fields) => bigint | null;

/** What `of` makes of the counts in some fields; null if one of them is not a whole number. */
const counted = (texts: Array<string | undefined>, of: (...counts: bigint[]) => bigint) =>
	texts.every((text) => /^\d+$/.test(text ?? '')) ? of(...(texts as string[]).map(BigInt)) : null;

const lines = (text: string | undefined): bigint | null =>
	text === undefined ? null : BigInt(text.split('\n').length);

/** How pieces are counted, by what the type is priced by. */
const COUNTS: Readonly<Record<NonNullable<OrderType['pricedBy']>, Count>> = {
	comments: ({ comments }) => lines(comments),
	usernames: ({ usernames }) => lines(usernames),
	// The maximum per post times the posts, if the number of posts is limited.
	posts: ({ max, posts, old_posts = '0' }) =>
		counted([max, posts, old_posts], (most, future, past) => most * (future + past)),
	// The quantity for each run of a drip-feed, or once.
	whole: ({ quantity, runs = '1' }) => counted([quantity, runs], (each, times) => each * times),
};

/** The order type of a service; undefined if its wording is unknown. */
export const typeOfService = ({ row }: Service): OrderType | undefined =>
	orderTypeNamed(toText(row.type) ?? '');

/** The fields of an order that its type does not have. */
const foreignIn = (fields: Fields, type: OrderType): FieldName[] =>
	[...fieldNamed.keys()].filter((name) => name in fields && !fieldsOf(type).includes(name));

/** How many pieces an order of a type buys; null if unknown. */
export const countOf = ({ pricedBy }: OrderType, fields: Fields): bigint | null =>
	COUNTS[pricedBy ?? 'whole'](fields);

/**
 * The price of an order: the service's rate per 1,000 times the pieces it buys, or the rate itself for
 * packages. A subscription costs the maximum that its posts can add up to.
 */
export function priceOf(fields: Fields, service: Service | undefined): Price {
	if (!service) return { unknown: `the catalogue has no service ${fields.service}` };
	const type = typeOfService(service);
	if (!type)
		return {
			unknown: `it is unknown how services of the type '${String(service.row.type)}' are charged`,
		};
	const rate = readRate(service.raw.rate);
	if (rate === null)
		return { unknown: `the catalogue gives no rate for service ${fields.service}` };
	const [foreign] = foreignIn(fields, type);
	if (foreign)
		return {
			unknown: `'${foreign}' does not belong to the type '${type.title}' of service ${fields.service}`,
		};
	if (type.pricedBy === 'whole') return { charge: rate };
	const count = countOf(type, fields);
	if (count !== null) return { charge: perThousand(rate, count) };
	return type.pricedBy === 'posts'
		? { unknown: "a subscription without 'New Posts' has no end" }
		: { unknown: `the order lacks the field that sets the price of the type '${type.title}'` };
}

/** The offer by the most expensive of a service's rows; panels list some services twice. */
export function mostExpensive(fields: Fields, services: readonly Service[]): Offer {
	const offers = (services.length > 0 ? services : [undefined]).map((service) => ({
		service,
		price: priceOf(fields, service),
	}));
	return offers.reduce((most, offer) => {
		if ('unknown' in most.price) return most;
		return 'unknown' in offer.price || offer.price.charge > most.price.charge ? offer : most;
	});
}

/** The total cost of several orders; unknown if one of them is. */
export function addPrices(prices: readonly Price[]): Price {
	let charge = 0n;
	for (const price of prices) {
		if ('unknown' in price) return price;
		charge += price.charge;
	}
	return { charge };
}

/** The user's limits on an order; a limit that is not set is undefined. */
export interface Limits {
	maxCharge?: Money;
	/** Maximum total cost, including everything that the execution ordered before. */
	maxTotalCharge?: Money;
	/** Maximum pieces in one order; only the tool variant has it. */
	maxQuantity?: bigint;
	/** Whether the order must fit its service: the service exists, has its required fields, and is within its bounds. */
	checkService: boolean;
	/** Whether the balance must cover all orders of the run. */
	checkBalance: boolean;
}

/** Whether any limit needs the catalogue. */
export const needsCatalogue = (limits: Limits): boolean =>
	limits.checkService ||
	[limits.maxCharge, limits.maxTotalCharge, limits.maxQuantity].some((each) => each !== undefined);

/**
 * Why an order exceeds its limits; undefined if it does not. An unknown value counts as exceeding them.
 *
 * @param total The cost of all earlier orders that count towards the total.
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
		return over(`its quantity cannot be determined, and 'Max Quantity per Call' is set`);
	if (pieces !== undefined && pieces > (maxQuantity as bigint))
		return over(`it orders ${pieces}, above the max quantity of ${maxQuantity as bigint}`);
	if (maxCharge === undefined && maxTotalCharge === undefined) return undefined;
	if ('unknown' in price)
		return unknowable(
			`its price cannot be determined, and a limit is set: ${price.unknown}`,
			'the limit',
		);
	const { charge } = price;
	if (maxCharge !== undefined && charge > maxCharge)
		return over(`it costs ${moneyText(charge)}, above the max charge of ${moneyText(maxCharge)}`);
	if (maxTotalCharge === undefined) return undefined;
	if ('unknown' in total)
		return unknowable(
			`the cost of the earlier orders cannot be determined, and a limit is set for the total: ${total.unknown}`,
			'the limit',
		);
	const sum = total.charge + charge;
	if (sum <= maxTotalCharge) return undefined;
	return over(
		`it costs ${moneyText(charge)}, which brings this execution to ${moneyText(sum)}, above the max total charge of ${moneyText(maxTotalCharge)}`,
	);
}

/** Pieces that an order buys; a package counts as one; null if unknown. */
function piecesIn(fields: Fields, service: Service | undefined): bigint | null {
	const type = service && typeOfService(service);
	if (!type) return null;
	return fields.quantity === undefined && type.pricedBy === 'whole' ? 1n : countOf(type, fields);
}

/**
 * How an order does not fit its service, with what the service takes: "Service 2 takes Custom Comments: fill in
 * 'Comments'. It has no quantity." Undefined if the order fits, or the type is unknown.
 */
export function describeMismatch(fields: Fields, service: Service): string | undefined {
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

/** Why a service cannot take an order: it does not exist, a field is missing, or the quantity is out of bounds. */
export function checkFields(
	fields: Fields,
	service: Service | undefined,
): PanelFailure | undefined {
	if (!service)
		return new PanelFailure('serviceId', { message: `the panel has no service ${fields.service}` });
	const type = typeOfService(service);
	if (!type) return undefined;
	const lacking = type.required.find((name) => !(name in fields));
	if (lacking)
		return invalid(
			`'${fieldNamed.get(lacking)?.label}' is missing`,
			describeMismatch(fields, service),
		);
	const pieces = fields.min ? null : countOf(type, { ...fields, runs: '1' });
	if (pieces === null) return undefined;
	const { min, max } = service.row;
	if (!isWithin(service.row, pieces)) {
		const bounds = [
			...(min === null ? [] : [`at least ${String(min)}`]),
			...(max === null ? [] : [`at most ${String(max)}`]),
		];
		return new PanelFailure('quantity', {
			message: `it orders ${pieces}, and service ${fields.service} takes ${list(bounds)}`,
		});
	}
	const unread = unreadBound(service);
	if (unread === undefined) return undefined;
	return unknowable(
		`it is unknown whether service ${fields.service} takes ${pieces}: the catalogue gives ${unread}, which is ambiguous`,
		"the safeguard 'Check Service'",
	);
}

export interface Account {
	/** Null if the panel gives no amount. */
	balance: Money | null;
	currency: string | null;
}

/** Why the balance does not cover the total cost of orders; undefined if it does. */
export function checkFunds({ balance, currency }: Account, cost: Price): PanelFailure | undefined {
	const unsure = (why: string) =>
		unknowable(
			`it is unknown whether the balance is enough: ${why}`,
			"the safeguard 'Check Balance'",
		);
	if ('unknown' in cost) return unsure(cost.unknown);
	if (balance === null) return unsure('the panel gives no balance');
	if (cost.charge <= balance) return undefined;
	const needed = [moneyText(cost.charge), currency].filter(Boolean).join(' ');
	return new PanelFailure('funds', {
		message: `the orders of this run cost ${needed}, and the balance is ${moneyText(balance)}`,
	});
}

const over = (message: string, hint?: string): PanelFailure =>
	new PanelFailure('limit', { message, hint });

/** A failure because something is unknown: the order may well be within the limit. */
const unknowable = (message: string, check: string): PanelFailure =>
	over(message, `To order anyway, remove ${check}: the order is then placed without it.`);
