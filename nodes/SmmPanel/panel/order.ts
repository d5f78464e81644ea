import { invalid, PanelFailure } from './failure';
import { fieldNamed, type FieldName, type OrderField } from './orderFields';
import { fieldsOf, type OrderType } from './orderTypes';

/** Values of an order as a user gave them, by the API's names of the fields. */
export type OrderValues = Partial<Record<FieldName, unknown>>;

export interface CustomField {
	name?: unknown;
	value?: unknown;
}

/** The fields of a request, in the order in which they are sent. */
export type Fields = Record<string, string>;

export interface OrderInput {
	service: unknown;
	/** Where it is known, nothing but the fields of the type is sent; otherwise all that was filled in. */
	type?: Pick<OrderType, 'required' | 'optional'>;
	/** What the service needs, where only that is known. */
	required?: readonly FieldName[];
	values: OrderValues;
	customFields?: readonly CustomField[];
	/** The time zone in which a moment has its day, such as 'Europe/Berlin'; that of the process unless given. */
	timezone?: string;
}

/** Fields that belong to the request itself. */
const RESERVED = ['key', 'action', '__proto__'];

/**
 * The fields of an `add`, checked: what is required is there, every value is possible, nothing of another type
 * goes along where the type is known.
 *
 * @throws PanelFailure of kind `parameter` that names the parameter. Nothing has been sent then.
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
	const service =
		typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (service === '') {
		throw invalid(
			"'Service' is missing",
			"Select a service from the list, or enter its ID in 'Service'.",
		);
	}
	if (/[\s,]/.test(service)) {
		throw invalid(
			`'Service' holds '${service}', which is not an ID`,
			'Enter the ID of one service.',
		);
	}
	return service;
}

/** A field's value as it is sent; null when it was left empty. */
function readValue(field: OrderField, value: unknown, timezone?: string): string | null {
	if (value === undefined || value === null || value === '') return null;
	if (field.kind === 'lines') return readLines(field, value);
	if (typeof value === 'object' && field.kind !== 'date') {
		throw invalid(
			`'${field.label}' holds ${JSON.stringify(value)} instead of one value`,
			`Set '${field.label}' to text or a number.`,
		);
	}
	// Dates of JavaScript and Luxon name their day in JSON only.
	const text = (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
	if (text === '') return null;
	if (field.kind === 'integer') return readInteger(field, text);
	if (field.kind === 'choice') return readChoice(field, text);
	if (field.kind === 'date') return readDate(field, text, timezone);
	if (/[\r\n]/.test(text)) {
		throw invalid(
			`'${field.label}' holds more than one line`,
			`Give one ${field.label.toLowerCase()}; each further one needs an order of its own.`,
		);
	}
	return text;
}

/** A whole number. 0 stands for "not given" where the smallest value is 1, as in the node's form. */
function readInteger(field: OrderField, text: string): string | null {
	const least = field.least ?? 1;
	if (/^0+$/.test(text) && least > 0) return null;
	const number = Number(text);
	// Only digits: "1.000" is a thousand to some and one to others, and 1e3 is nobody's quantity.
	if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) {
		throw invalid(
			`'${field.label}' is '${text}', which is not a whole number from ${least} upwards`,
			`Give '${field.label}' in digits only, without separators or decimals.`,
		);
	}
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
		`'${field.label}' is '${text}', which is none of its values`,
		`Give one of ${known} in '${field.label}'.`,
	);
}

/**
 * A day as `d/m/Y`, from that form, from `2026-12-31`, or from a date and time that begins so. A moment in UTC
 * counts as its day in the user's time zone, since a date at midnight there is one: east of UTC it begins with
 * the day before.
 */
function readDate(field: OrderField, given: string, timezone?: string): string {
	const text = given.replace(/^"(.*)"$/, '$1');
	const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
	const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(dayOf(text, timezone));
	const [year, month, day] = slashed ? [slashed[3], slashed[2], slashed[1]] : (iso ?? []).slice(1);
	// A day that its month does not have comes out in another month.
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	if (date.getUTCMonth() + 1 !== Number(month)) {
		throw invalid(
			`'${field.label}' is '${text}', which is not a day`,
			`Give '${field.label}' as day/month/year, such as 31/12/2026.`,
		);
	}
	return [day.padStart(2, '0'), month.padStart(2, '0'), year].join('/');
}

/** The day of a moment in UTC, as `2026-12-31`; other text as it is. Midnight in UTC is what a plain date becomes. */
function dayOf(text: string, timeZone?: string): string {
	const moment = new Date(text);
	if (!/T.*Z$/.test(text) || !(moment.getTime() % 86_400_000)) return text;
	return moment.toLocaleDateString('en-CA', { timeZone, dateStyle: 'short' });
}

/** Entries one a line; blank ones are dropped. */
function readLines(field: OrderField, value: unknown): string | null {
	const entries = (Array.isArray(value) ? value : parseArray(value)).flatMap((entry) => {
		if (entry !== null && typeof entry === 'object') {
			throw invalid(
				`'${field.label}' holds ${JSON.stringify(entry)} instead of text`,
				`Give '${field.label}' one a line, or as an array of texts.`,
			);
		}
		return String(entry ?? '').split(/\r\n|\r|\n/);
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

/** Runs without an interval are one order or many at once, as the panel pleases. */
function checkDripFeed(fields: Fields): void {
	const pair = ['runs', 'interval'] as const;
	const [given, other] = ('runs' in fields ? pair : [...pair].reverse()).map(
		(name) => fieldNamed.get(name) as OrderField,
	);
	if (!(given.api in fields) || other.api in fields) return;
	throw invalid(
		`'${given.label}' is set, and '${other.label}' is not`,
		`A drip-feed needs both. Without one, leave '${given.label}' empty.`,
	);
}

function checkRange(fields: Fields): void {
	if (fields.min && fields.max && Number(fields.min) > Number(fields.max)) {
		throw invalid(
			`'Minimum Quantity' (${fields.min}) is above 'Maximum Quantity' (${fields.max})`,
			"Lower 'Minimum Quantity' or raise 'Maximum Quantity'.",
		);
	}
}

const textOf = (value: unknown): string =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');

/** What every panel reads as the same name. PHP ends a name at a zero byte and makes `_` of blanks and dots. */
const PLAIN_NAME = /^[\w.[\]-]+$/;

/**
 * The names of fields that a panel may take a name for: PHP reads `a.b` and `a[b` as `a_b`, and `a[]` as `a`; some
 * panels do not tell capitals apart.
 */
const readAs = (name: string): string[] =>
	[name, name.split('[')[0]].map((each) => each.replace(/[.[]/g, '_').toLowerCase());

/** Adds the free fields. One that bears the name of a known field is checked like that. */
function addCustom(fields: Fields, customFields: readonly CustomField[], timezone?: string): void {
	for (const { name: given, value } of customFields) {
		const name = String(given ?? '').trim();
		if (name === '') {
			throw invalid("'Custom Fields' holds a field without a name", 'Give it a name or remove it.');
		}
		if (!PLAIN_NAME.test(name)) {
			throw invalid(
				`'Custom Fields' holds the name ${JSON.stringify(name)}, which panels may read as another`,
				'A name consists of letters, digits and the characters _ - . [ ].',
			);
		}
		const disguised = readAs(name).find(
			(each) => each !== name && (each === 'service' || fieldNamed.has(each as FieldName)),
		);
		if (disguised !== undefined) {
			throw invalid(
				`'Custom Fields' holds '${name}', which panels read as '${disguised}'`,
				`Name it '${disguised}', so that it can be checked.`,
			);
		}
		if (readAs(name).some((each) => RESERVED.includes(each))) {
			throw invalid(
				`'Custom Fields' holds '${name}', which the request itself uses`,
				'Remove it: the key comes from the credential and the action from the operation.',
			);
		}
		if (Object.hasOwn(fields, name)) {
			throw invalid(
				`'Custom Fields' holds '${name}', which is set already`,
				'Remove it from the custom fields, or leave the other empty.',
			);
		}
		const known = fieldNamed.get(name as FieldName);
		// Whatever way it comes, a quantity has to be one, and 0 runs are none: limits count by these.
		const text = known ? readValue(known, value, timezone) : textOf(value);
		if (text !== null) fields[name] = text;
	}
}
