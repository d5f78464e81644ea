import { guaranteeDays } from './guarantee';
import { isObject, type Json, type JsonObject, toCount, toFlag, toNumber, toText } from './json';
import { typeKey } from './orderTypes';
import { readReply, refusal, refusalIn, type Reply, unexpected } from './reply';
import { rowOf, type Row } from './rows';
import { containsAll } from './text';

/** A service of the catalogue, as sent and simplified. */
export interface Service {
	raw: JsonObject;
	row: Row;
}

/**
 * The catalogue. A row: `{service, name, type, category, rate, min, max, refill, cancel, guaranteeDays}` and
 * the panel's other fields; `rate` is usually the price of 1,000 in the account's currency.
 *
 * @param mayBeEmpty Whether an empty list is returned. Every panel sells something, so an empty list is an outage.
 * @throws PanelFailure also if it contains no service, or if its HTTP status is not that of a complete answer.
 */
export function readServices(reply: Reply, mayBeEmpty = false): Service[] {
	const body = readReply(reply);
	// 206 is part of a list, and with an error status a list may be anything.
	if (reply.status < 200 || reply.status > 203)
		throw unexpected(reply, `a complete catalogue (HTTP ${reply.status})`);
	if (mayBeEmpty && Array.isArray(body) && body.length === 0) return [];
	const all = Array.isArray(body) ? body : isObject(body) ? Object.values(body) : [];
	// Some panels send a list within a list.
	const flat = all.every(Array.isArray) ? all.flat() : all;
	const list = flat.some(isCategory) ? flat.flatMap(servicesOf) : flat;
	const keys = isObject(body) && list === all ? Object.keys(body) : [];
	const services: Service[] = [];
	for (const [n, raw] of list.entries()) {
		if (!isObject(raw)) continue;
		const id = idOf(raw, keys[n]);
		// Nothing longer is an ID.
		if (id !== null && id.length <= 200) services.push({ raw, row: serviceRow(raw, id) });
	}
	if (services.length > 0) return services;
	const [only] = list;
	const words = list.length === 1 && isObject(only) ? refusalIn(only) : null;
	throw words === null ? unexpected(reply, 'a single service') : refusal(words, reply);
}

/** Whether an entry is a category with a list of its services. */
const isCategory = (entry: Json): entry is JsonObject & { services: Json[] } =>
	isObject(entry) && Array.isArray(entry.services) && idOf(entry) === null;

/** The services of a category, with its name; any other entry as it is. */
function servicesOf(entry: Json): Json[] {
	if (!isCategory(entry)) return [entry];
	const category = toText(entry.category) ?? toText(entry.name);
	return entry.services.map((each) =>
		isObject(each) && each.category === undefined ? { ...each, category } : each,
	);
}

/** The ID of a service; a row with a name and a price may have it under another name, or as its key. */
function idOf(raw: JsonObject, key = ''): string | null {
	const id = toText(raw.service) ?? toText(raw.service_id) ?? toText(raw.serviceId);
	if (id !== null || raw.name === undefined || raw.rate === undefined) return id;
	return toText(raw.id) ?? (/\d/.test(key) ? key : null);
}

/** A bound of the quantity, also as `1,000`, `1k` or `2.5M`; null if missing, or ambiguous like `1.000`. */
function boundOf(value: Json | undefined): number | null {
	const count = toCount(value);
	if (count !== null) return count;
	const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,2})?) ?([km])$/i.exec(toText(value) ?? '') ?? [];
	return unit ? Math.round(Number(digits) * (/k/i.test(unit) ? 1e3 : 1e6)) : null;
}

/** A bound that cannot be read: `1.000`. Words such as `unlimited` mean no bound. */
export function unreadBound({ raw, row }: Service): string | undefined {
	const unread = (['min', 'max'] as const).find(
		(name) => row[name] === null && /\d/.test(toText(raw[name]) ?? ''),
	);
	return unread && `'${toText(raw[unread])?.slice(0, 50)}' as its ${unread}imum`;
}

function serviceRow(raw: JsonObject, service: string): Row {
	const ours = {
		service,
		name: toText(raw.name),
		type: toText(raw.type),
		category: toText(isObject(raw.category) ? raw.category.name : raw.category),
		rate: toNumber(raw.rate),
		min: boundOf(raw.min),
		max: boundOf(raw.max),
		refill: toFlag(raw.refill),
		cancel: toFlag(raw.cancel),
		guaranteeDays: guaranteeDays(toText(raw.name), toText(raw.desc) ?? toText(raw.description)),
	};
	return rowOf(ours, raw);
}

/** A filter for services. A field that is left out matches every service. */
export interface ServiceFilter {
	/** Words that the category must contain. */
	category?: string;
	/** Words that the ID, name or category must contain. */
	text?: string;
	/** The type of its orders, in any spelling. */
	type?: string;
	refill?: boolean;
	cancel?: boolean;
	/** Maximum rate. A service without a price does not match. */
	highestRate?: number;
	/** A quantity that one order can have. */
	quantity?: number;
}

/** Whether a quantity is within a service's known bounds. */
export const isWithin = ({ min, max }: Row, quantity: number | bigint): boolean =>
	(min === null || quantity >= Number(min)) && (max === null || quantity <= Number(max));

/** Makes the test that decides whether a row matches a filter. Catalogues are long: all preparation is done once. */
export function fitting(filter: ServiceFilter): (row: Row) => boolean {
	const { category = '', text = '', refill, cancel, highestRate, quantity } = filter;
	const type = filter.type === undefined ? undefined : typeKey(filter.type);
	return (row) =>
		(text === '' || containsAll([row.service, row.name, row.category], text)) &&
		(category === '' || containsAll([row.category], category)) &&
		(type === undefined || typeKey(String(row.type)) === type) &&
		// A panel that does not mention a flag does not offer it.
		(refill === undefined || (row.refill === true) === refill) &&
		(cancel === undefined || (row.cancel === true) === cancel) &&
		(highestRate === undefined || (row.rate !== null && Number(row.rate) <= highestRate)) &&
		(quantity === undefined || isWithin(row, quantity));
}
