import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { PanelFailure } from '../panel/failure';
import {
	clearType,
	columnsIn,
	mapRow,
	typeFromFields,
	typeNamedIn,
	type MappedRow,
} from '../panel/mapping';
import { orderFields, type CustomField, type Fields, type OrderInput } from '../panel/order';
import { fieldNamed, type FieldName } from '../panel/orderFields';
import { orderTypeNamed, type OrderType } from '../panel/orderTypes';
import { toFlag, toText } from '../panel/json';
import { catalogueOf, isTool, type Job, locatedValue } from '../transport/job';
import { heard, log, needsWhole, noteOf, type Run } from './run';

/**
 * Reads and checks the order of each item. An order that an earlier try of this execution has sent gets what
 * came of it then, whatever its item says now.
 *
 * @throws PanelFailure when nothing of the run may be sent: no telling whether it is a dry run, for one.
 */
export async function prepare(run: Run): Promise<void> {
	const { job } = run;
	if (!isTool(job.node)) recall(run);
	refuseLimitsOfModel(job);
	run.isDryRun = isDryRun(job);
	run.panel = await job.panel();
	const inputs = inputsOf(job);
	const typeOf = await typeFinder(run, inputs);
	for (const order of run.orders) {
		const input = inputs.get(order.item) as Input | PanelFailure;
		const read =
			input instanceof PanelFailure
				? input
				: job.attempt(() => readOrder(run, order.item, input, typeOf));
		if (!(read instanceof PanelFailure)) Object.assign(order, read);
		else order.outcome ??= read;
	}
	if (isTool(job.node)) recall(run);
}

/** Takes over what earlier tries of this execution left. */
function recall(run: Run): void {
	for (const order of run.orders) {
		const note = noteOf(run, order);
		if (!note) continue;
		order.outcome =
			'placed' in note
				? note.placed
				: new PanelFailure(note.unknown.kind, { ...note.unknown, certain: false });
	}
}

/** What guards the money, by the labels of the form. */
const GUARDS = {
	dryRun: 'Dry Run',
	safeguards: 'Safeguards',
	toolMaxCharge: 'Max Charge per Call',
	toolMaxQuantity: 'Max Quantity per Call',
};

/** @throws PanelFailure where a model is let set what is to guard the money against it. */
function refuseLimitsOfModel({ node }: Job): void {
	for (const [name, label] of Object.entries(GUARDS)) {
		if (!/\$fromAI\b/i.test(JSON.stringify(node.parameters[name] ?? null))) continue;
		throw new PanelFailure('parameter', {
			message: `'${label}' is left to the model, and what the model sets does not guard the money`,
			hint: `Give '${label}' a value of its own in the workflow.`,
		});
	}
}

/**
 * Whether nothing of the run is to be sent: one item that asks for a dry run is enough, sound or not.
 *
 * @throws PanelFailure when some item does not tell.
 */
function isDryRun(job: Job): boolean {
	const flags = job.items.map((item) => {
		const value = job.parameter('dryRun', item, false);
		const flag = toFlag(value as boolean);
		if (flag !== null) return flag;
		throw new PanelFailure('parameter', {
			message: `'Dry Run' holds ${JSON.stringify(value) ?? 'nothing'} for item ${item} instead of true or false, so nothing was sent`,
			hint: "Give true or false in 'Dry Run', or turn it off.",
		});
	});
	const mayDiffer = typeof job.node.parameters.dryRun === 'string' && !isTool(job.node);
	if (mayDiffer) needsWhole(job, 'Dry Run');
	return flags.includes(true);
}

/** An order as its item gives it; of a row that is mapped, the type may not be known yet. */
type Input = OrderInput & { row?: MappedRow };

type TypeFinder = (input: Input) => OrderInput['type'];

/** What the form stores: values by field, and the fields that it showed. */
interface Form {
	mappingMode?: unknown;
	value?: Record<string, unknown> | null;
	schema?: Array<{ id: string; required?: boolean }>;
}

const formOf = ({ node }: Job): Form => (node.parameters.fields ?? {}) as Form;

/** What the picked service takes, as the form knew it; undefined where it did not. */
function typeInForm(job: Job): OrderInput['type'] {
	const fields = formOf(job).schema ?? [];
	const names = (required: boolean) =>
		fields
			.filter((field) => (field.required ?? false) === required)
			.map(({ id }) => id as FieldName)
			.filter((name) => fieldNamed.has(name));
	const required = names(true);
	return required.length > 0 ? { required, optional: names(false) } : undefined;
}

function inputsOf(job: Job): Map<number, Input | PanelFailure> {
	const type = typeInForm(job);
	const read =
		formOf(job).mappingMode === 'autoMapInputData' ? mappedInput(job, type) : formInput(job, type);
	return new Map(job.items.map((item) => [item, job.attempt(() => read(item))]));
}

function formInput(job: Job, type: OrderInput['type']): (item: number) => Input {
	const stored = Object.entries(formOf(job).value ?? {}).filter(([, value]) => isFilledIn(value));
	const names = stored.map(([name]) => name);
	const unknown = names.find((name) => !fieldNamed.has(name as FieldName));
	return (item) => {
		if (unknown !== undefined) {
			throw new PanelFailure('parameter', {
				message: `'Fields' holds '${unknown}', which is no field of an order`,
				hint: `Put '${unknown}' into 'Custom Fields' if the panel takes it, or remove it.`,
			});
		}
		const values = Object.fromEntries(
			names.map((name) => [name, job.parameter(`fields.value.${name}`, item)]),
		);
		return {
			service: locatedValue(job.parameter('service', item)),
			required: type?.required ?? neededOf(values),
			values,
			customFields: customFieldsOf(job, item),
		};
	};
}

const isFilledIn = (value: unknown): boolean =>
	value !== undefined && value !== null && value !== '' && value !== '=';

/**
 * What an order needs whose service the form did not know. A link alone may be all, but a quantity that comes out
 * empty was meant: some panels take the minimum of the service in its place.
 */
function neededOf(values: Record<string, unknown>): FieldName[] {
	const names = Object.keys(values) as FieldName[];
	const filled = names.filter((name) => isFilledIn(values[name]) && Number(values[name]) !== 0);
	if (filled.includes('username')) return [];
	return filled.every((name) => name === 'link') ? ['link', ...names] : ['link'];
}

function mappedInput(job: Job, type: OrderInput['type']): (item: number) => Input {
	return (item) => {
		if (isTool(job.node)) {
			throw new PanelFailure('parameter', {
				message: "'Fields' is set to map automatically, which a tool cannot",
				hint: "Set 'Fields' to 'Map Each Column Manually'.",
			});
		}
		const row = mapRow(job.input(item));
		return {
			service: row.service ?? locatedValue(job.parameter('service', item)),
			type: typeNamedIn(row) ?? (row.service === undefined ? type : undefined) ?? clearType(row),
			values: row.values,
			customFields: customFieldsOf(job, item),
			row,
		};
	};
}

function customFieldsOf(job: Job, item: number): CustomField[] {
	const { field = [] } = job.parameter<IDataObject>('customFields', item, {});
	return field as CustomField[];
}

/**
 * Finds the type of a row: what the row or its columns say without doubt, else that of its service in the
 * catalogue, which is asked for only if some row needs it, else the one that its columns fit best.
 */
async function typeFinder(
	run: Run,
	inputs: Map<number, Input | PanelFailure>,
): Promise<TypeFinder> {
	const { job } = run;
	const isOpen = (input: Input | PanelFailure) =>
		!(input instanceof PanelFailure) && input.row !== undefined && input.type === undefined;
	const catalogue = [...inputs.values()].some(isOpen) ? await catalogueOf(job) : [];
	if (catalogue instanceof PanelFailure) {
		// What keeps the catalogue from being read keeps orders from being placed as well, or passes.
		if (catalogue.reach === 'all') heard('services', catalogue);
		log(run, 'warn', `the services could not be read (${catalogue.message})`);
	}
	const services = catalogue instanceof PanelFailure ? [] : catalogue;
	const typeNames = new Map(services.map(({ row }) => [row.service, toText(row.type)]));
	return ({ type, row, service }) => {
		if (type || !row) return type;
		const typeName = typeNames.get(toText(service));
		return (typeName ? orderTypeNamed(typeName) : undefined) ?? fittingType(job, row, typeName);
	};
}

/** The type by the fields of a row. A type in words that are not known is no reason to refuse the order. */
function fittingType(
	job: Job,
	row: MappedRow,
	catalogueName?: string | null,
): OrderType | undefined {
	const type = job.attempt(() => typeFromFields(row));
	if (!(type instanceof PanelFailure)) return type;
	if (row.typeName ?? catalogueName) return undefined;
	throw type;
}

function readOrder(run: Run, item: number, input: Input, typeOf: TypeFinder) {
	const { job, panel } = run;
	const fields = fieldsOfOrder(job, input, typeOf);
	// A row is known by itself: its type, and so its fields, can turn out differently when the catalogue can
	// be read in one try and not in another, and it must not be bought twice for that.
	const said = input.row
		? [input.service, input.row.typeName, input.values, input.customFields]
		: fields;
	const request = createHash('sha256')
		.update(JSON.stringify([panel, said]))
		.digest('hex');
	return { fields, request: request.slice(0, 32), key: duplicateKeyOf(job, item) };
}

/** @throws PanelFailure that tells of a row's columns too. */
function fieldsOfOrder(job: Job, input: Input, typeOf: TypeFinder): Fields {
	const timezone = job.context.getTimezone();
	const fields = job.attempt(() => orderFields({ ...input, type: typeOf(input), timezone }));
	if (!(fields instanceof PanelFailure)) return fields;
	const { kind, message, hint } = fields;
	const columns = input.row && columnsIn(input.row);
	throw new PanelFailure(kind, { message, hint: [hint, columns].filter(Boolean).join(' ') });
}

const unfitKey = (message: string): PanelFailure =>
	new PanelFailure('parameter', {
		message,
		hint: "Give each order a key of its own in 'Duplicate Key', such as {{ $json.row }}-{{ $today.toISODate() }} as an expression.",
	});

/**
 * The item's duplicate key, as text without blanks around it. One that was set and comes out as none is no
 * reason to go on without it.
 */
function duplicateKeyOf(job: Job, item: number): string | undefined {
	const stored = job.node.parameters.duplicateKey;
	if (stored === undefined || stored === '') return undefined;
	if (typeof stored === 'string' && !stored.startsWith('=') && stored.includes('{{')) {
		throw unfitKey(
			"'Duplicate Key' holds '{{' as fixed text, so that all orders would share one key: switch it to 'Expression'",
		);
	}
	const value = job.parameter('duplicateKey', item);
	if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
		throw unfitKey(
			`'Duplicate Key' is ${value}, a number so long that it has lost digits: give it as text`,
		);
	}
	const key = toText(value);
	if (key?.includes('\u0000')) throw unfitKey("'Duplicate Key' holds a zero character");
	if (key !== null) return key;
	throw unfitKey(
		typeof value === 'object' && value !== null
			? `'Duplicate Key' holds ${JSON.stringify(value)} instead of text`
			: "'Duplicate Key' is empty for this item",
	);
}
