import { perThousand, readRate, type Money } from './money';
import type { Fields } from './order';
import { fieldNamed, type FieldName } from './orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from './orderTypes';
import type { Service } from './rows';
import { toText } from './values';

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
	const own = fieldsOf(type);
	const foreign = [...fieldNamed.keys()].find(
		(name: FieldName) => name in fields && !own.includes(name),
	);
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
