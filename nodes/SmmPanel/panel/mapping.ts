import { invalid } from './failure';
import { fieldNamed, ORDER_FIELDS, type FieldName, type OrderField } from './orderFields';
import { ORDER_TYPES, fieldsOf, orderTypeNamed, type OrderType } from './orderTypes';
import type { OrderValues } from './order';

/** A row of a sheet, by the headers of its columns. */
type SheetRow = Record<string, unknown>;

/** What the columns of a row say about an order. */
export interface MappedRow {
	service: unknown;
	/** What the row's own column says of the type; undefined without one. */
	typeName: string | undefined;
	values: OrderValues;
	/** The fields that were read from a column of another name. */
	aliased: ReadonlySet<FieldName>;
	/** The headers that were read and not empty, those that are known and empty, and those of other names. */
	columns: Record<'read' | 'empty' | 'ignored', string[]>;
}

type Target = FieldName | 'service' | 'type';

const fold = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const foldAll = (
	rows: ReadonlyArray<readonly [Target, readonly string[]]>,
): ReadonlyMap<string, Target> =>
	new Map(rows.flatMap(([target, names]) => names.map((name) => [fold(name), target] as const)));

/** The headers that are understood, whatever their case, blanks and punctuation. */
const TARGETS = foldAll([
	['service', ['service', 'service id', 'service number']],
	['type', ['type', 'order type', 'service type']],
	...ORDER_FIELDS.map(({ api, label }) => [api, [api, label]] as const),
]);

/** Headers that are understood in a row without a column of the field's own name. */
const ALIASES = foldAll(
	ORDER_FIELDS.map((field: OrderField) => [field.api as FieldName, field.aliases ?? []]),
);

const isFilled = (value: unknown): boolean =>
	value !== undefined && value !== null && String(value).trim() !== '';

/**
 * Sorts the columns of a row to the fields of an order. Columns of other names are passed over, `key` and
 * `action` among them.
 *
 * @throws PanelFailure of kind `parameter` when two columns give one field two values, or when a column may well mean
 * something else: money is not to be taken for a quantity, nor the picked service for the one of the row.
 */
export function mapRow(row: SheetRow): MappedRow {
	const columns: MappedRow['columns'] = { read: [], empty: [], ignored: [] };
	const found = new Map<Target, { header: string; value: unknown }>();
	const aliased = new Set<FieldName>();
	const headers = Object.keys(row);
	// A column `amount` beside an empty `quantity` is more likely money than a quantity.
	const own = new Set(headers.map((header) => TARGETS.get(fold(header))));
	for (const header of headers) {
		const name = fold(header);
		const alias = ALIASES.get(name);
		const value = row[header];
		const isAlias = alias !== undefined && !own.has(alias) && mayBe(alias, value);
		const target = TARGETS.get(name) ?? (isAlias ? alias : undefined);
		columns[!target ? 'ignored' : isFilled(value) ? 'read' : 'empty'].push(header);
		if (!target || !isFilled(value)) continue;
		if (isAlias) aliased.add(alias as FieldName);
		if (isAlias && UNSURE.includes(name)) refuseOther(header, headers);
		const other = found.get(target);
		if (other && String(other.value) !== String(value)) {
			throw invalid(
				`the columns '${other.header}' and '${header}' both give a value for '${target}'`,
				'Rename or clear one of the two columns.',
			);
		}
		found.set(target, { header, value });
	}
	if (!found.has('service'))
		refuseService(columns.ignored.filter((header) => isFilled(row[header])));
	const values = Object.fromEntries(
		[...found]
			.filter(([target]) => target !== 'service' && target !== 'type')
			.map(([target, { value }]) => [target, value]),
	) as OrderValues;
	const type = found.get('type')?.value;
	return {
		service: found.get('service')?.value,
		typeName: type === undefined ? undefined : String(type).trim(),
		values,
		aliased,
		columns,
	};
}

/** Whether a value can be what the column's other name stands for: a target may be a number, and a post a text. */
const mayBe = (target: Target, value: unknown): boolean =>
	target !== 'link' || !isFilled(value) || /^(?!\d+$)\S+$/.test(String(value).trim());

/** Other names of the quantity that are as often something else, and the columns beside which they hardly are it. */
const UNSURE = ['amount', 'count'];
const OTHER_AMOUNTS = /price|cost|charge|currency|total|paid|fee|qty|quantity|balance|ordered/;

function refuseOther(header: string, headers: string[]): void {
	const other = headers.find((each) => each !== header && OTHER_AMOUNTS.test(fold(each)));
	if (other === undefined) return;
	throw invalid(
		`the column '${header}' may be the quantity, or something else that goes with '${other}'`,
		"Rename the column with the quantity to 'quantity'.",
	);
}

/** Names of columns that can only mean the service, and are none that is read. */
const LIKE_SERVICE = /^(?:serv[ií][cç]|servis|сервис|услуг|srv|sid$|layanan)/;

function refuseService(headers: string[]): void {
	const header = headers.find((each) => LIKE_SERVICE.test(fold(each)));
	if (header === undefined) return;
	throw invalid(
		`the column '${header}' seems to name the service, but is not read`,
		"Put the service's ID in a column named 'service', or remove the column to order the selected service.",
	);
}

/** Most headers of a sort that are told of. */
const MOST_TOLD = 20;

/** What was made of the columns of a row, in words, for whoever looks for the one that is missing. */
export function columnsIn({ columns }: MappedRow): string {
	const told = (what: string, headers: string[]) => {
		const more = headers.length > MOST_TOLD ? ` and ${headers.length - MOST_TOLD} more` : '';
		const names = headers.slice(0, MOST_TOLD).map((header) => `'${header}'`);
		return headers.length > 0 ? [`${what}: ${names.join(', ')}${more}.`] : [];
	};
	const near = columns.ignored.slice(0, MOST_TOLD).flatMap((header) => {
		const name = nearest(fold(header));
		return name === undefined ? [] : [`Did you mean '${name}' instead of '${header}'?`];
	});
	return [
		...(columns.read.length > 0 ? [] : ['No column was read.']),
		...told('Columns read', columns.read),
		...told('Empty', columns.empty),
		...told('Ignored', columns.ignored),
		...near,
	].join(' ');
}

/** The field, or `service` or `type`, whose name a folded header misses by a third of its letters at most. */
function nearest(header: string): Target | undefined {
	const [best] = [...TARGETS, ...ALIASES]
		.map(([name, target]) => ({ target, edits: distance(header, name), length: name.length }))
		.filter(({ edits, length }) => edits <= length / 3)
		.sort((a, b) => a.edits - b.edits);
	return best?.target;
}

/** How many letters have to be put in, taken out or changed to make one word of the other. */
function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, n) => n);
	for (let i = 1; i <= one.length; i++) {
		const next = [i];
		for (let j = 1; j <= other.length; j++) {
			const change = one[i - 1] === other[j - 1] ? 0 : 1;
			next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + change));
		}
		row = next;
	}
	return row[other.length];
}

/** The type that a row names in words that are known. */
export function typeNamedIn({ typeName }: MappedRow): OrderType | undefined {
	return typeName === undefined ? undefined : orderTypeNamed(typeName);
}

/** Whether a field is filled in; 0 stands for "not given", except where it is a value. */
const givenIn = (values: OrderValues) => (name: FieldName) =>
	isFilled(values[name]) &&
	(fieldNamed.get(name)?.least === 0 || String(values[name]).trim() !== '0');

/** The types that a row has all required fields of. */
const fittingTypes = (values: OrderValues): OrderType[] =>
	ORDER_TYPES.filter(({ required }) => required.length > 1 && required.every(givenIn(values)));

/** A type that a row fits, if all the types that it fits would send all that is in it; else undefined. */
export function clearType({ values }: MappedRow): OrderType | undefined {
	const given = [...fieldNamed.keys()].filter(givenIn(values));
	const fitting = fittingTypes(values);
	const isClear = fitting.every((type) => given.every((name) => fieldsOf(type).includes(name)));
	return isClear ? fitting[0] : undefined;
}

/** What a plain order consists of. Of the types that require no more than this, a row means the first. */
const PLAIN: readonly FieldName[] = ['link', 'quantity'];

/**
 * The type that a row's filled columns fit best: the one with the most required fields of those whose
 * required fields are all there. Types that would send the same of the row need not be told apart.
 * A link alone is never taken for a package: the quantity may have been forgotten, and be bought all the same.
 *
 * @throws PanelFailure of kind `parameter` when none fits, or when several fit equally well, or when the filled quantity
 * would not be sent for a column such as `comment`, which may be a remark.
 */
export function typeFromFields({ values, aliased }: MappedRow): OrderType {
	const given = givenIn(values);
	const fitting = fittingTypes(values);
	const most = Math.max(...fitting.map((type) => type.required.length));
	const fullest = fitting.filter((type) => type.required.length === most);
	// A quantity beside comments or usernames is common in sheets, so the type with a field of its own wins.
	const special = fullest.filter(({ required }) => !required.every((name) => PLAIN.includes(name)));
	const best = special.length > 0 ? special : fullest.slice(0, 1);
	const [first, ...rest] = best;
	const sent = (type: OrderType) => fieldsOf(type).filter(given).sort().join();
	const isRemark =
		first?.required.some((name) => aliased.has(name) && !PLAIN.includes(name)) &&
		given('quantity') &&
		!fieldsOf(first).includes('quantity');
	if (first && !isRemark && rest.every((type) => sent(type) === sent(first))) return first;
	const fits = best.map(({ title }) => `'${title}'`).join(' and ');
	throw invalid(
		first
			? `the row fits the types ${fits}`
			: "the row's columns are not enough for any type of order",
		first
			? "Add a column named 'type' with the order type."
			: "Give at least 'service', 'link' and 'quantity', or a column 'type' and the fields of that type.",
	);
}
