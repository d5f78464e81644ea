import { perThousand, readMoney, type Money } from './money';
import type { Fields } from './order';
import { fieldNamed, type FieldName } from './orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from './orderTypes';
import type { Service } from './rows';
import { toText } from './values';

/** What an order will cost, or why that can not be known. */
export type Price = { charge: Money } | { unknown: string };

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
	const rate = readMoney(service.raw.rate);
	if (rate === null || rate < 0n)
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
