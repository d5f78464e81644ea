import { isObject, type Json, type JsonObject, toCount, toFlag, toNumber, toText } from './json';
import { typeKey } from './orderTypes';
import { readReply, refusal, refusalIn, type Reply, unexpected } from './reply';
import { rowOf, type Row } from './rows';

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
		throw unexpected(reply, `a whole catalogue (HTTP ${reply.status})`);
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

/** Makes the test whether a row fits a filter. Catalogues are long, so all preparation is done once. */
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

/** The days that stand for a lifetime guarantee. */
const LIFETIME = 36_500;

/** How far into a name or description to look. */
const LONGEST = 2_000;

const WORD =
	'(?:re-?fil+\\p{L}*|guarant\\p{L}*|warrant\\p{L}*|garant\\p{L}*|garansi|telafi\\p{L}*|bao hanh|гаранти\\p{L}*|рефил+\\p{L}*|reposic\\p{L}*|recarga|♻)';
const UNITS: ReadonlyArray<readonly [days: number, unit: string]> = [
	[1, 'days?|d|gun|ngay|днеи|дня|день|dias?|hari|jours?|tage?'],
	[7, 'weeks?|wks?|hafta|tuan|недел\\p{L}*|semanas?|minggu|semaines?|wochen?'],
	[30, 'months?|ay|thang|месяц\\p{L}*|mes|meses|bulan|mois|monate?'],
	[365, 'years?|yrs?|y|yil|nam|год\\p{L}*|лет|anos?|tahun|ans?|jahre?'],
];
const UNIT = UNITS.map(([, unit]) => `(${unit})`).join('|');
/** Not the end of a range ("0-1 day"), nor part of a speed ("5K/2 days"). */
const PERIOD = `(?<![\\p{L}\\d/.,-])(\\d{1,5})[\\s-]?(?:${UNIT})(?!\\p{L}| ?(?:start|deliver|speed|complet|finish|average))`;
const BETWEEN =
	'(?:[\\s:=–-]|\\p{Emoji_Presentation}|for|of|within|period|time|yes|button|auto|automatic|free|up to|policy|days?|days:|boyunca|sure(?:si)?|trong|на|de|com|con|selama){0,6}';

const rule = (pattern: string): RegExp => new RegExp(pattern, 'u');
const PERIODS = [
	rule(`${WORD}[([]?${BETWEEN}[([]?${PERIOD}`),
	rule(`${PERIOD}[)\\]]?${BETWEEN}[([]?${WORD}`),
];
/** `R30`, `AR30`, `Refill 30`: days without the word. */
const SHORT = rule(
	'(?<![\\p{L}\\d])(?:a?r[\\s-]?|re-?fill[\\s:-]{0,3}|♻ ?)(\\d{1,3})d?(?=$|[\\])|,]|\\s(?!\\p{L}|\\d))|(?<![\\p{L}\\d])a?r(\\d{1,3})d?(?![\\p{L}\\d%])|(?<![\\p{L}\\d.,])(\\d{2,3})r(?![\\p{L}\\d%])',
);
const NEVER = rule(
	`(?<!\\p{L})(?:no|non|not|without|w/o|khong|без|sem|sin|tanpa|tidak ada|sans|ohne|❌|🚫)[\\s:-]{0,3}(?:auto )?${WORD}|(?<!\\p{L})no-?refill|(?:${WORD})[\\s:-]{0,3}(?:no(?!\\p{L})|yok|❌|🚫|нет(?!\\p{L}))|telafisiz|garantisiz|(?<!\\p{L})nr(?!\\p{L})`,
);
const EVER =
	'life ?-?time|omur boyu|tron doi|vinh vien|пожизнен|навсегда|vitalici|de por vida|seumur hidup|lebenslang';
const ENDLESS = `(?:${WORD}|(?<!\\p{L})a?r)[\\s:-]{0,3}[∞♾]|[∞♾][\\s:-]{0,3}${WORD}`;
const FOREVER = rule(`${EVER}|${ENDLESS}`);
const FOREVER_GUARANTEED = rule(`(?:${EVER}).{0,20}${WORD}|${WORD}.{0,20}(?:${EVER})|${ENDLESS}`);
/** "No refill after 30 days" is a guarantee of 30. */
const AFTER = rule(`(?<!\\p{L})(?:no|without) ${WORD} after ${PERIOD}`);

/**
 * The days during which a panel refills what an order loses, as its name or description says it: `30 Days ♻️`, `R30`,
 * `Refill 30 Days`, `365 days guarantee`; 0 for "No refill", 36,500 for "Lifetime", null if neither says it.
 * "Non drop" is not a guarantee, and neither is a speed such as "10K/day".
 */
export function guaranteeDays(name: string | null, description: string | null): number | null {
	return daysIn(name, FOREVER) ?? daysIn(description, FOREVER_GUARANTEED);
}

function daysIn(text: string | null, forever: RegExp): number | null {
	const plain = fold(text ?? '');
	const after = AFTER.exec(plain);
	if (after) return periodOf(after);
	const isNever = NEVER.test(plain);
	// "30 days refill, then no refill" has a guarantee, "No refill 30 days" none.
	const rest = isNever ? plain.replace(NEVER, ' ') : plain;
	for (const pattern of PERIODS) {
		const match = pattern.exec(rest);
		if (match) return periodOf(match);
	}
	const short = SHORT.exec(rest);
	if (short) return Number(short[1] ?? short[2] ?? short[3]);
	if (isNever) return 0;
	return forever.test(rest) ? LIFETIME : null;
}

/** The days of a period: its number, times the unit after it. */
function periodOf([, number, ...units]: RegExpExecArray): number {
	const [days] = UNITS[units.findIndex((unit) => unit !== undefined)];
	return Math.min(Number(number) * days, LIFETIME);
}

/** Text without case and accents. Most names have no accents, and a catalogue has ten thousand of them. */
function fold(text: string): string {
	const plain = text.slice(0, LONGEST).toLowerCase();
	if (!/[^ -~]/.test(plain)) return plain;
	return plain
		.normalize('NFD')
		.replace(/[\u0300-\u036f\ufe0f]/g, '')
		.replace(/đ/g, 'd')
		.replace(/ı/g, 'i');
}

/** Several texts as one for case-insensitive search. */
export const searchable = (texts: readonly unknown[]): string =>
	texts
		.map((each) => String(each ?? ''))
		.join(' ')
		.toLowerCase();

/** The words of a search. */
export const wordsOf = (words: string): string[] => words.trim().toLowerCase().split(/\s+/);

/** Whether every word of `words` appears somewhere in the texts, whatever the case. */
export function containsAll(texts: readonly unknown[], words: string): boolean {
	const text = searchable(texts);
	return wordsOf(words).every((word) => text.includes(word));
}
