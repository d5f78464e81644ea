import { invalid, PanelFailure } from './failure';
import { toText } from './json';
import { fieldNamed, type FieldName, type OrderField } from './orderFields';
import { fieldsOf, type OrderType } from './orderTypes';

/** The values of an order as a user entered them, by the API's field names. */
export type OrderValues = Partial<Record<FieldName, unknown>>;

export interface CustomField {
	name?: unknown;
	value?: unknown;
}

/** The fields of a request, in the order in which they are sent. */
export type Fields = Record<string, string>;

export interface OrderInput {
	service: unknown;
	/** If known, only the fields of this type are sent; otherwise everything that was filled in. */
	type?: Pick<OrderType, 'required' | 'optional'>;
	/** The fields that the service requires, if only those are known. */
	required?: readonly FieldName[];
	values: OrderValues;
	customFields?: readonly CustomField[];
	/** The time zone that turns a moment into a day, such as 'Europe/Berlin'; the process's own by default. */
	timezone?: string;
}

/** Fields that belong to the request itself. */
const RESERVED = ['key', 'action', '__proto__'];

/**
 * The fields of an `add`, checked: required fields are there, every value is valid, and if the type is known, no
 * field of another type is sent.
 *
 * @throws PanelFailure of kind `parameter` that names the parameter. Nothing has been sent by then.
 */
export function orderFields({
	service,
	type,
	required = type?.required,
	values,
	customFields = [],
	timezone,
}: OrderInput): Fields {
	const fields: Fields = { service: readService(service) };
	const names = type ? fieldsOf(type) : [...fieldNamed.keys()];
	for (const name of names) {
		const field = fieldNamed.get(name) as OrderField;
		const { goesWith } = field;
		const goesAlong = goesWith && fields[goesWith.field] === goesWith.value;
		if (type && goesWith && !goesAlong) continue;
		const value = readValue(field, values[name], timezone);
		if (value !== null) fields[name] = value;
		else if (required && (goesAlong || required.includes(name))) throw missing(field);
	}
	addCustom(fields, customFields, timezone);
	checkRange(fields);
	checkDripFeed(fields);
	return fields;
}

function readService(value: unknown): string {
	const service = toText(value);
	if (service === null)
		throw invalid(
			"'Service' is missing",
			"Select a service from the list, or enter its ID in 'Service'.",
		);
	if (/[\s,]/.test(service))
		throw invalid(
			`'Service' holds '${service}', which is not an ID`,
			'Enter the ID of one service.',
		);
	return service;
}

/** How the text of a field's value is read, by the field's kind; null if it means that the field was left empty. */
const READERS: Record<
	Exclude<OrderField['kind'], 'lines'>,
	(field: OrderField, text: string, timezone?: string) => string | null
> = { text: readLine, integer: readInteger, choice: readChoice, date: readDate };

/** A field's value as it is sent; null if it was left empty. */
function readValue(field: OrderField, value: unknown, timezone?: string): string | null {
	const { kind, label } = field;
	if (value === undefined || value === null || value === '') return null;
	if (kind === 'lines') return readLines(field, value);
	if (typeof value === 'object' && kind !== 'date')
		throw invalid(
			`'${label}' holds ${JSON.stringify(value)} instead of one value`,
			`Set '${label}' to text or a number.`,
		);
	// JavaScript and Luxon dates give their day only as JSON.
	const text = textOf(value).trim();
	return text === '' ? null : READERS[kind](field, text, timezone);
}

function readLine({ label }: OrderField, text: string): string {
	if (!LINE_END.test(text)) return text;
	throw invalid(
		`'${label}' holds more than one line`,
		`Enter one ${label.toLowerCase()}; each additional one needs its own order.`,
	);
}

/** A whole number. 0 means "not given" if the smallest value is 1, as in the node's form. */
function readInteger(field: OrderField, text: string): string | null {
	const least = field.least ?? 1;
	if (/^0+$/.test(text) && least > 0) return null;
	const number = Number(text);
	// Only digits: "1.000" is a thousand to some and one to others, and nobody writes 1e3 for a quantity.
	if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
		throw invalid(
			`'${field.label}' is '${text}', which is not a whole number of ${least} or more`,
			`Enter '${field.label}' in digits only, without separators or decimals.`,
		);
	return String(number);
}

function readChoice(field: OrderField, text: string): string {
	const choices = field.choices ?? [];
	const chosen = choices.find(
		({ value, label }) => value === text || label.toLowerCase() === text.toLowerCase(),
	);
	if (chosen) return chosen.value;
	const known = choices.map(({ value, label }) => `${value} (${label})`).join(', ');
	throw invalid(
		`'${field.label}' is '${text}', which is not one of its values`,
		`Set '${field.label}' to one of ${known}.`,
	);
}

/**
 * A day as `d/m/Y`, from that form, from `2026-12-31`, or from a date and time that starts with it. A moment in UTC
 * counts as its day in the user's time zone: a date is often stored as midnight there, which east of UTC is a moment of
 * the day before.
 */
function readDate(field: OrderField, given: string, timezone?: string): string {
	const text = given.replace(/^"(.*)"$/, '$1');
	const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
	const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(dayOf(text, timezone));
	const [year, month, day] = (slashed?.reverse() ?? iso?.slice(1) ?? []).slice(0, 3);
	// A day that the month does not have rolls over into another month.
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	if (date.getUTCMonth() + 1 !== Number(month))
		throw invalid(
			`'${field.label}' is '${text}', which is not a date`,
			`Enter '${field.label}' as day/month/year, such as 31/12/2026.`,
		);
	return [day.padStart(2, '0'), month.padStart(2, '0'), year].join('/');
}

/** The day of a moment in UTC, as `2026-12-31`. Midnight in UTC, which a plain date becomes, and other text stay. */
function dayOf(text: string, timeZone?: string): string {
	const moment = new Date(text);
	if (!/T.*Z$/.test(text) || !(moment.getTime() % 86_400_000)) return text;
	return moment.toLocaleDateString('en-CA', { timeZone, dateStyle: 'short' });
}

/** Whatever a panel may take for the end of a line, since it charges by the line: Word's is a vertical tab. */
const LINE_END = /[\n\r\v\f\u0085\u2028\u2029]/;

/** One entry per line; blank lines are dropped. */
function readLines(field: OrderField, value: unknown): string | null {
	const entries = (Array.isArray(value) ? value : parseArray(value)).flatMap((entry) => {
		if (entry !== null && typeof entry === 'object')
			throw invalid(
				`'${field.label}' holds ${JSON.stringify(entry)} instead of text`,
				`Enter '${field.label}' one per line, or as an array of strings.`,
			);
		return String(entry ?? '').split(LINE_END);
	});
	const lines = entries.map((line) => line.trim()).filter((line) => line !== '');
	return lines.length > 0 ? lines.join('\n') : null;
}

/** The entries of a JSON array in text; other text is the only entry, since a comment may begin with "[". */
function parseArray(value: unknown): unknown[] {
	if (typeof value !== 'string' || !/^\s*\[[^]*\]\s*$/.test(value)) return [value];
	try {
		return JSON.parse(value) as unknown[];
	} catch {
		return [value];
	}
}

function missing({ label, goesWith }: OrderField): PanelFailure {
	const other = goesWith && fieldNamed.get(goesWith.field as FieldName);
	const choice = other?.choices?.find(({ value }) => value === goesWith?.value);
	const who = choice ? `'${other?.label}' set to '${choice.label}'` : 'The service';
	return invalid(`'${label}' is missing`, `${who} needs '${label}'.`);
}

/** Without an interval, runs are one order or many at once, depending on the panel. */
function checkDripFeed(fields: Fields): void {
	const pair = ['runs', 'interval'] as const;
	const [given, other] = ('runs' in fields ? pair : [...pair].reverse()).map(
		(name) => fieldNamed.get(name) as OrderField,
	);
	if (!(given.api in fields) || other.api in fields) return;
	throw invalid(
		`'${given.label}' is set, but '${other.label}' is not`,
		`Drip-feed needs both. For an order without drip-feed, leave '${given.label}' empty.`,
	);
}

function checkRange(fields: Fields): void {
	if (fields.min && fields.max && Number(fields.min) > Number(fields.max))
		throw invalid(
			`'Minimum Quantity' (${fields.min}) is above 'Maximum Quantity' (${fields.max})`,
			"Lower 'Minimum Quantity' or raise 'Maximum Quantity'.",
		);
}

const textOf = (value: unknown): string =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');

/** A name as every panel reads it. PHP ends a name at a null byte and turns spaces and dots into `_`. */
const PLAIN_NAME = /^[\w.[\]-]+$/;

/**
 * The field names that a panel may read a name as: PHP reads `a.b` and `a[b` as `a_b`, and `a[]` as `a`; some panels
 * ignore case.
 */
const readAs = (name: string): string[] =>
	[name, name.split('[')[0]].map((each) => each.replace(/[.[]/g, '_').toLowerCase());

/** Adds the custom fields. One with the name of a known field is checked like that field. */
function addCustom(fields: Fields, customFields: readonly CustomField[], timezone?: string): void {
	for (const { name: given, value } of customFields) {
		const name = String(given ?? '').trim();
		checkName(name, fields);
		const known = fieldNamed.get(name as FieldName);
		// As a custom field too, a quantity must be a number, and 0 runs mean none: limits rely on both.
		const text = known ? readValue(known, value, timezone) : textOf(value);
		if (text !== null) fields[name] = text;
	}
}

/** Checks that no panel reads the name of a custom field as that of another field. */
function checkName(name: string, fields: Fields): void {
	const bad = (held: string, hint: string) => invalid(`'Custom Fields' holds ${held}`, hint);
	if (name === '') throw bad('a field without a name', 'Give it a name or remove it.');
	if (!PLAIN_NAME.test(name))
		throw bad(
			`the name ${JSON.stringify(name)}, which panels may read as another name`,
			'A name consists of letters, digits and the characters _ - . [ ].',
		);
	const isKnown = (each: string) => each === 'service' || fieldNamed.has(each as FieldName);
	const disguised = readAs(name).find((each) => each !== name && isKnown(each));
	if (disguised !== undefined)
		throw bad(
			`'${name}', which panels read as '${disguised}'`,
			`Name it '${disguised}', so that it can be checked.`,
		);
	if (readAs(name).some((each) => RESERVED.includes(each)))
		throw bad(
			`'${name}', which the request itself uses`,
			'Remove it: the key comes from the credential and the action from the operation.',
		);
	if (Object.hasOwn(fields, name))
		throw bad(
			`'${name}', which is already set`,
			'Remove it from the custom fields, or leave the other field empty.',
		);
}
