import { PanelFailure } from './failure';
import { fieldNamed, ORDER_FIELDS, type FieldName } from './orderFields';
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
}

type Target = FieldName | 'service' | 'type';

const fold = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** The headers that are understood, whatever their case, blanks and punctuation. */
const TARGETS = new Map<string, Target>([
	['service', 'service'],
	['serviceid', 'service'],
	['type', 'type'],
	['ordertype', 'type'],
	...ORDER_FIELDS.flatMap(({ api, label }) =>
		[api, label].map((name) => [fold(name), api] as const),
	),
]);

const isFilled = (value: unknown): boolean =>
	value !== undefined && value !== null && String(value).trim() !== '';

/**
 * Sorts the columns of a row to the fields of an order. Columns of other names are passed over, `key` and
 * `action` among them.
 *
 * @throws PanelFailure of kind `parameter` when two columns give one field two values.
 */
export function mapRow(row: SheetRow): MappedRow {
	const found = new Map<Target, { header: string; value: unknown }>();
	for (const [header, value] of Object.entries(row)) {
		const target = TARGETS.get(fold(header));
		if (!target || !isFilled(value)) continue;
		const other = found.get(target);
		if (other && String(other.value) !== String(value)) {
			throw new PanelFailure('parameter', {
				message: `the columns '${other.header}' and '${header}' give two values for '${target}'`,
				hint: 'Rename or empty one of the two columns.',
			});
		}
		found.set(target, { header, value });
	}
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
	};
}

/** The type that a row names in words that are known. */
export function typeNamedIn({ typeName }: MappedRow): OrderType | undefined {
	return typeName === undefined ? undefined : orderTypeNamed(typeName);
}

/** What a plain order consists of. Of the types that require no more than this, a row means the first. */
const PLAIN: readonly FieldName[] = ['link', 'quantity'];

/**
 * The type that a row's filled columns fit best: the one with the most required fields of those whose
 * required fields are all there. Types that would send the same of the row need not be told apart.
 * A link alone is never taken for a package: the quantity may have been forgotten, and be bought all the same.
 *
 * @throws PanelFailure of kind `parameter` when none fits, or when several fit equally well.
 */
export function typeFromFields({ values }: MappedRow): OrderType {
	// 0 stands for "not given", except where it is a value.
	const given = (name: FieldName) =>
		isFilled(values[name]) &&
		(fieldNamed.get(name)?.least === 0 || String(values[name]).trim() !== '0');
	const fitting = ORDER_TYPES.filter(
		(type) => type.required.length > 1 && type.required.every(given),
	);
	const most = Math.max(...fitting.map((type) => type.required.length));
	const fullest = fitting.filter((type) => type.required.length === most);
	// A quantity beside comments or usernames is common in sheets, so the type with a field of its own wins.
	const special = fullest.filter(({ required }) => !required.every((name) => PLAIN.includes(name)));
	const best = special.length > 0 ? special : fullest.slice(0, 1);
	const [first, ...rest] = best;
	const sent = (type: OrderType) => fieldsOf(type).filter(given).sort().join();
	if (first && rest.every((type) => sent(type) === sent(first))) return first;
	const fits = best.map(({ title }) => `'${title}'`).join(' and ');
	throw new PanelFailure('parameter', {
		message: first
			? `the row fits the types ${fits}`
			: "the row's columns are not enough for any type of order",
		hint: first
			? "Add a column 'type' that names the type of the order."
			: "Give at least 'service', 'link' and 'quantity', or a column 'type' and the fields of that type.",
	});
}
