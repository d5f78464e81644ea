import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { PanelFailure } from '../panel/failure';
import { mapRow, typeFromFields, typeNamedIn, type MappedRow } from '../panel/mapping';
import { orderFields, type CustomField, type OrderInput } from '../panel/order';
import { fieldNamed, presetOf, type FieldName, type OrderField } from '../panel/orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from '../panel/orderTypes';
import { toFlag, toText } from '../panel/json';
import { catalogueOf } from '../transport/catalogue';
import { isTool, locatedValue, type Job } from '../transport/job';
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

/**
 * Whether nothing of the run is to be sent: one item that asks for a dry run is enough, sound or not.
 *
 * @throws PanelFailure when some item does not tell.
 */
function isDryRun(job: Job): boolean {
	const flags = job.items.map((item) => {
		const value = job.parameter('safeguards.dryRun', item, false);
		const flag = toFlag(value as boolean);
		if (flag !== null) return flag;
		throw new PanelFailure('parameter', {
			message: `'Dry Run' holds ${JSON.stringify(value) ?? 'nothing'} for item ${item} instead of true or false, so nothing was sent`,
			hint: "Give true or false in 'Dry Run', or remove it.",
		});
	});
	const { dryRun } = (job.node.parameters.safeguards ?? {}) as IDataObject;
	const mayDiffer = typeof dryRun === 'string' && !isTool(job.node);
	if (mayDiffer) needsWhole(job, 'Dry Run');
	return flags.includes(true);
}

/** An order as its item gives it; of a row that is mapped, the type may not be known yet. */
type Input = Omit<OrderInput, 'type'> & { type?: OrderType; row?: MappedRow };

type TypeFinder = (input: Input) => OrderType | undefined;

function inputsOf(job: Job): Map<number, Input | PanelFailure> {
	const read = job.parameter('dataMode', 0) === 'autoMapInputData' ? mappedInput : definedInput;
	return new Map(job.items.map((item) => [item, job.attempt(() => read(job, item))]));
}

function definedInput(job: Job, item: number): Input {
	const typeName = toText(job.parameter('orderType', item, 'default'));
	if (typeName === null) {
		throw new PanelFailure('parameter', {
			message: "'Order Type' is empty for this item",
			hint: "Pick a type, or give 'Default' where the item names none. Without it nothing tells which fields the order needs.",
		});
	}
	const type = orderTypeNamed(typeName);
	const names = type ? fieldsOf(type) : fieldNamed.keys();
	const valueOf = (name: FieldName) => {
		const field = fieldNamed.get(name) as OrderField;
		const preset = presetOf(field);
		const value = job.parameter(field.parameter, item, preset);
		// With a type that is not known the form shows every field, so that a preset says nothing.
		return type || value !== preset ? value : '';
	};
	return {
		service: locatedValue(job.parameter('service', item)),
		type,
		values: Object.fromEntries([...names].map((name) => [name, valueOf(name)])),
		customFields: customFieldsOf(job, item),
	};
}

function mappedInput(job: Job, item: number): Input {
	if (isTool(job.node)) {
		throw new PanelFailure('parameter', {
			message: "'Data Mode' maps automatically, which a tool can not",
			hint: "Set 'Data Mode' to 'Map Each Field Below'.",
		});
	}
	const row = mapRow(job.input(item));
	return {
		service: row.service,
		type: typeNamedIn(row),
		values: row.values,
		customFields: customFieldsOf(job, item),
		row,
	};
}

function customFieldsOf(job: Job, item: number): CustomField[] {
	const { field = [] } = job.parameter<IDataObject>('customFields', item, {});
	return field as CustomField[];
}

/**
 * Finds the type of an order: what its form or its row says, else that of its service in the catalogue, which
 * is asked for only if some row needs it, else the one that its fields fit.
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

function readOrder({ job, panel }: Run, item: number, input: Input, typeOf: TypeFinder) {
	const timezone = job.context.getTimezone();
	const fields = orderFields({ ...input, type: typeOf(input), timezone });
	// A row is known by itself: its type, and so its fields, can turn out differently when the catalogue can
	// be read in one try and not in another, and it must not be bought twice for that.
	const said = input.row ? [input.row, input.customFields] : fields;
	const request = createHash('sha256')
		.update(JSON.stringify([panel, said]))
		.digest('hex');
	return { fields, request: request.slice(0, 32), key: duplicateKeyOf(job, item) };
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
