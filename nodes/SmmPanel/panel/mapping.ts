import { invalid } from './failure';
import { lazily } from './json';
import { fieldNamed, ORDER_FIELDS, type FieldName, type OrderField } from './orderFields';
import { ORDER_TYPES, fieldsOf, orderTypeNamed, type OrderType } from './orderTypes';
import type { OrderValues } from './order';

/** A row of a sheet, by the headers of its columns. */
type SheetRow = Record<string, unknown>;

/** What the columns of a row say about an order. */
export interface MappedRow {
	service: unknown;
	/** The type in the row's own column; undefined without one. */
	typeName: string | undefined;
	values: OrderValues;
	/** Fields that were read from a column with another name. */
	aliased: ReadonlySet<FieldName>;
	/** Headers by how they were read: known and filled, known and empty, unknown. */
	columns: Record<'read' | 'empty' | 'ignored', string[]>;
}

type Target = FieldName | 'service' | 'type';

const fold = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const targetsByName = (rows: ReadonlyArray<readonly [Target, readonly string[]]>) =>
	lazily(
		(): ReadonlyMap<string, Target> =>
			new Map(rows.flatMap(([target, names]) => names.map((name) => [fold(name), target]))),
	);

/** Known headers, whatever their case, spaces and punctuation. */
const namedFields = targetsByName([
	['service', ['service', 'service id', 'service number']],
	['type', ['type', 'order type', 'service type']],
	...ORDER_FIELDS.map(({ api, label }) => [api, [api, label]] as const),
]);

/** Headers that count only in a row without a column named like the field itself. */
const aliasedFields = targetsByName(
	ORDER_FIELDS.map((field: OrderField) => [field.api as FieldName, field.aliases ?? []]),
);

const isFilled = (value: unknown): boolean =>
	value !== undefined && value !== null && String(value).trim() !== '';

/**
 * Maps the columns of a row to the fields of an order. Other columns are ignored, `key` and `action` among them.
 *
 * @throws PanelFailure of kind `parameter` if two columns give one field two values, or if a column may mean something
 * else: money must not be taken for a quantity, nor the selected service for the row's own.
 */
export function mapRow(row: SheetRow): MappedRow {
	const columns: MappedRow['columns'] = { read: [], empty: [], ignored: [] };
	const found = new Map<Target, { header: string; value: unknown }>();
	const aliased = new Set<FieldName>();
	const headers = Object.keys(row);
	const [targets, aliases] = [namedFields(), aliasedFields()];
	// A column `amount` beside an empty `quantity` is more likely money than a quantity.
	const own = new Set(headers.map((header) => targets.get(fold(header))));
	for (const header of headers) {
		const name = fold(header);
		const alias = aliases.get(name);
		const value = row[header];
		const isAlias = alias !== undefined && !own.has(alias) && mayBe(alias, value);
		const target = targets.get(name) ?? (isAlias ? alias : undefined);
		columns[!target ? 'ignored' : isFilled(value) ? 'read' : 'empty'].push(header);
		if (!target || !isFilled(value)) continue;
		if (isAlias) aliased.add(alias as FieldName);
		if (isAlias && UNSURE.includes(name)) refuseOther(header, headers);
		const other = found.get(target);
		if (other && String(other.value) !== String(value))
			throw invalid(
				`the columns '${other.header}' and '${header}' both give a value for '${target}'`,
				'Rename or clear one of the two columns.',
			);
		found.set(target, { header, value });
	}
	if (!found.has('service'))
		refuseService(columns.ignored.filter((header) => isFilled(row[header])));
	const read = [...found].map(([target, { value }]) => [target, value] as const);
	const { service, type, ...values }: Partial<Record<Target, unknown>> = Object.fromEntries(read);
	const typeName = type === undefined ? undefined : String(type).trim();
	return { service, typeName, values, aliased, columns };
}

/** Whether a value fits an ambiguous header: 'target' may be a number, and 'post' the text of a post. */
const mayBe = (target: Target, value: unknown): boolean =>
	target !== 'link' || !isFilled(value) || /^(?!\d+$)\S+$/.test(String(value).trim());

/** Aliases of the quantity that often mean something else, and the columns next to which they probably do. */
const UNSURE = ['amount', 'count'];
const OTHER_AMOUNTS = /price|cost|charge|currency|total|paid|fee|qty|quantity|balance|ordered/;

function refuseOther(header: string, headers: string[]): void {
	const other = headers.find((each) => each !== header && OTHER_AMOUNTS.test(fold(each)));
	if (other === undefined) return;
	throw invalid(
		`the column '${header}' may be the quantity, or something related to '${other}'`,
		"Rename the column with the quantity to 'quantity'.",
	);
}

/** Headers that can only mean the service, but that are not read as one. */
const LIKE_SERVICE = /^(?:serv[ií][cç]|servis|сервис|услуг|srv|sid$|layanan)/;

function refuseService(headers: string[]): void {
	const header = headers.find((each) => LIKE_SERVICE.test(fold(each)));
	if (header === undefined) return;
	throw invalid(
		`the column '${header}' seems to name the service, but is not read`,
		"Put the service's ID in a column named 'service', or remove the column to order the selected service.",
	);
}

/** Maximum headers of each kind that a message lists. */
const MOST_TOLD = 20;

/** How the columns of a row were read, in words, to help find a missing one. */
export function describeColumns({ columns }: MappedRow): string {
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

/** The field, `service` or `type` that a folded header misspells, with at most a third of its letters wrong. */
function nearest(header: string): Target | undefined {
	const [best] = [...namedFields(), ...aliasedFields()]
		.map(([name, target]) => ({ target, edits: distance(header, name), length: name.length }))
		.filter(({ edits, length }) => edits <= length / 3)
		.sort((a, b) => a.edits - b.edits);
	return best?.target;
}

/** The edit distance of two words: letters to insert, delete or replace. */
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

/** The type that a row names, if its wording is known. */
export function typeNamedIn({ typeName }: MappedRow): OrderType | undefined {
	return typeName === undefined ? undefined : orderTypeNamed(typeName);
}

/** Whether a field is filled in; 0 means "not given", unless 0 is a valid value. */
const givenIn = (values: OrderValues) => (name: FieldName) =>
	isFilled(values[name]) &&
	(fieldNamed.get(name)?.least === 0 || String(values[name]).trim() !== '0');

/** The types whose required fields a row has. */
const fittingTypes = (values: OrderValues): OrderType[] =>
	ORDER_TYPES.filter(({ required }) => required.length > 1 && required.every(givenIn(values)));

/** The type of a row, if the choice makes no difference: every type that the row fits would send all of its fields. */
export function unambiguousType({ values }: MappedRow): OrderType | undefined {
	const given = [...fieldNamed.keys()].filter(givenIn(values));
	const fitting = fittingTypes(values);
	const isClear = fitting.every((type) => given.every((name) => fieldsOf(type).includes(name)));
	return isClear ? fitting[0] : undefined;
}

/** The fields of a plain order. If a row fits only types that require no others, the first of these types is meant. */
const PLAIN: readonly FieldName[] = ['link', 'quantity'];

/**
 * The type that a row's filled columns fit best: of the types whose required fields are all there, the one that
 * requires the most. Types that would send the same fields of the row count as one.
 * A link alone is never taken for a package: the quantity may have been forgotten, and the order would be bought.
 *
 * @throws PanelFailure of kind `parameter` if none fits, if several fit equally well, or if the filled quantity would
 * not be sent because of a column such as `comment`, which may be a remark.
 */
export function typeFromFields({ values, aliased }: MappedRow): OrderType {
	const given = givenIn(values);
	const fitting = fittingTypes(values);
	const most = Math.max(...fitting.map((type) => type.required.length));
	const fullest = fitting.filter((type) => type.required.length === most);
	// Sheets often have a quantity next to comments or usernames, so the type with a field of its own wins.
	const special = fullest.filter(({ required }) => !required.every((name) => PLAIN.includes(name)));
	const best = special.length > 0 ? special : fullest.slice(0, 1);
	const [first, ...rest] = best;
	const sent = (type: OrderType) => fieldsOf(type).filter(given).sort().join();
	const isRemark =
		first?.required.some((name) => aliased.has(name) && !PLAIN.includes(name)) &&
		given('quantity') &&
		!fieldsOf(first).includes('quantity');
	if (first && !isRemark && rest.every((type) => sent(type) === sent(first))) return first;
	// A plain order with a remark is among what the row may be.
	const meant = new Set(isRemark ? [fitting[0], ...best] : best);
	const fits = [...meant].map(({ title }) => `'${title}'`).join(' and ');
	throw invalid(
		first
			? `the row fits the types ${fits}`
			: "the row's columns are not enough for any type of order",
		first
			? "Add a column named 'type' with the order type."
			: "Add at least 'service', 'link' and 'quantity', or a column 'type' and the fields of that type.",
	);
}
