import type { IDataObject } from 'n8n-workflow';

import { invalid, PanelFailure } from '../panel/failure';
import {
	unambiguousType,
	describeColumns,
	mapRow,
	typeFromFields,
	typeNamedIn,
	type MappedRow,
} from '../panel/mapping';
import { orderFields, type CustomField, type OrderInput } from '../panel/order';
import { fieldNamed, type FieldName } from '../panel/orderFields';
import { orderTypeNamed, type OrderType } from '../panel/orderTypes';
import {
	A_FLAG,
	A_SIZE,
	setting,
	toFlag,
	toMoney,
	toText,
	type Json,
	type Money,
} from '../panel/json';
import type { Limits } from '../panel/limits';
import type { Service } from '../panel/services';
import { catalogueOf, fieldsIn, locatedValue, type Job } from '../transport/job';
import { hashOf } from '../transport/request';
import { needed, log, noteOf, type Order, type Run } from './run';

/**
 * Reads and checks the order of each item, with its key and its limits: no later step reads them. An order that an
 * earlier try of this execution has sent is not read again, whatever its item says now.
 *
 * @throws PanelFailure if nothing of the run may be sent, for example because 'Dry Run' cannot be read.
 */
export async function prepare(run: Run): Promise<void> {
	const { job } = run;
	// Each call of a model is item 0: its order has to be read before it can be recognized.
	if (!run.isTool) run.orders.forEach((order) => recall(run, order));
	refuseLimitsOfModel(job);
	run.isDryRun = isDryRun(run);
	run.panel = await job.panel();
	const inputs = new Map<Order, Input>();
	const inputOf = inputReader(run);
	readEach(run, (order) => {
		order.key = duplicateKeyOf(job, order.item);
		order.limits = limitsOf(run, order.item);
		inputs.set(order, inputOf(order.item));
	});
	const isUntyped = [...inputs.values()].some(({ row, type }) => row && !type);
	const catalogue = isUntyped ? await catalogueOf(job) : [];
	const typeOf = typeFinder(run, catalogue);
	readEach(run, (order) => {
		Object.assign(order, sentBy(run, inputs.get(order) as Input, typeOf));
		if (!run.isTool) return;
		order.memoryKey += `:${order.request}`;
		recall(run, order);
	});
}

/** Reads something of each open order. An order that cannot be read is refused. */
function readEach({ job, orders }: Run, read: (order: Order) => void): void {
	for (const order of orders) {
		if (!order.outcome) order.outcome = job.attempt(() => read(order)) ?? order.outcome;
	}
}

/** Gives an order its outcome from an earlier try of this execution. */
function recall(run: Run, order: Order): void {
	const note = noteOf(run, order);
	if (!note) return;
	order.outcome =
		'placed' in note
			? note.placed
			: new PanelFailure(note.unknown.kind, { ...note.unknown, certain: false });
}

/** The parameters that protect money, by their labels in the form. */
const GUARDS = {
	dryRun: 'Dry Run',
	safeguards: 'Safeguards',
	toolMaxCharge: 'Max Charge per Call',
	toolMaxQuantity: 'Max Quantity per Call',
};

/** @throws PanelFailure if a model may set a parameter that protects money from it. */
function refuseLimitsOfModel({ node }: Job): void {
	for (const [name, label] of Object.entries(GUARDS)) {
		if (!/\$fromAI\b/i.test(JSON.stringify(node.parameters[name] ?? null))) continue;
		throw invalid(
			`'${label}' is left to the model, and a value that the model sets protects nothing`,
			`Set '${label}' to a fixed value in the workflow.`,
		);
	}
}

/** Whether nothing is sent: one item that asks for a dry run is enough. @throws PanelFailure if one is not a flag. */
function isDryRun({ job, isTool }: Run): boolean {
	const flags = job.items.map((item) => {
		const flag = job.parameter('dryRun', item, false);
		return setting('Dry Run', flag, toFlag, A_FLAG, ` for item ${item}, so nothing was sent`);
	});
	if (typeof job.node.parameters.dryRun === 'string' && !isTool) needsWhole(job, 'Dry Run');
	return flags.includes(true);
}

/** Refuses a rule about all items in the routing lane, where n8n passes each item separately. */
function needsWhole(job: Job, label: string): void {
	if (job.isWhole) return;
	throw invalid(
		`'${label}' does not work here: it is about all items, and n8n passes each item separately`,
		`Remove '${label}', or use the node as a step of a workflow, not as a tool.`,
	);
}

/** The limits of an item. @throws PanelFailure of kind `parameter` for one that is set to anything else. */
function limitsOf({ job, isTool, isDryRun }: Run, item: number): Limits {
	const stored = (job.node.parameters.safeguards ?? {}) as IDataObject;
	const given = job.parameter<IDataObject>('safeguards', item, {});
	const amount = (name: string, label: string): Money | undefined =>
		name in stored ? setting(label, given[name], toMoney, A_SIZE) : undefined;
	const flag = (name: string, label: string): boolean =>
		name in stored && setting(label, given[name], toFlag, A_FLAG);
	const ofCall = <T>(name: string, label: string, read: (value: Json) => T | null) =>
		isTool ? setting(label, job.parameter(name, item, 0), read, A_SIZE) : undefined;
	const charges = [
		amount('maxCharge', 'Max Charge'),
		ofCall('toolMaxCharge', 'Max Charge per Call', toMoney),
	].filter((charge) => charge !== undefined);
	const limits = {
		maxCharge: charges.length > 0 ? charges.reduce((a, b) => (b < a ? b : a)) : undefined,
		maxTotalCharge: amount('maxTotalCharge', 'Max Total Charge'),
		maxQuantity: ofCall('toolMaxQuantity', 'Max Quantity per Call', countIn),
		// A dry run reports them.
		checkService: flag('checkService', 'Check Service') || isDryRun,
		checkBalance: flag('checkBalance', 'Check Balance'),
	};
	if (limits.maxTotalCharge !== undefined) needsWhole(job, 'Max Total Charge');
	// Each call of a model counts as a run of its own, with a balance of its own.
	if (limits.checkBalance && !isTool) needsWhole(job, 'Check Balance');
	return limits;
}

const countIn = (value: Json): bigint | null => {
	const count = Number(value);
	return Number.isSafeInteger(count) && count >= 0 ? BigInt(count) : null;
};

/** An order as its item gives it; for a mapped row, the type may not be known yet. */
type Input = OrderInput & { row?: MappedRow };

type TypeFinder = (input: Input) => OrderInput['type'];

/** What the form saves: values by field, and the fields that it showed. */
interface Form {
	mappingMode?: unknown;
	value?: Record<string, unknown> | null;
	schema?: Array<{ id: string; required?: boolean }>;
}

const formOf = ({ node }: Job): Form => (node.parameters.fields ?? {}) as Form;

/** The fields that the selected service takes, as the form knew them; undefined if it did not. */
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

/** Makes the reader of an item's input, as 'Fields' is set. */
function inputReader(run: Run): (item: number) => Input {
	const type = typeInForm(run.job);
	return formOf(run.job).mappingMode === 'autoMapInputData'
		? mappedInput(run, type)
		: formInput(run.job, type);
}

function formInput(job: Job, type: OrderInput['type']): (item: number) => Input {
	const stored = Object.entries(formOf(job).value ?? {}).filter(([, value]) => isFilledIn(value));
	const names = stored.map(([name]) => name);
	const unknown = names.find((name) => !fieldNamed.has(name as FieldName));
	return (item) => {
		if (unknown !== undefined) {
			throw invalid(
				`'Fields' holds '${unknown}', which is not a field of an order`,
				`Move '${unknown}' to 'Custom Fields' if the panel accepts it, or remove it.`,
			);
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
 * What an order needs where the form does not know its service. A link alone may be all, but a quantity that comes out
 * empty was meant: some panels take the minimum of the service in its place.
 */
function neededOf(values: Record<string, unknown>): FieldName[] {
	const names = Object.keys(values) as FieldName[];
	const filled = names.filter((name) => isFilledIn(values[name]) && Number(values[name]) !== 0);
	if (filled.includes('username')) return [];
	return filled.every((name) => name === 'link') ? ['link', ...names] : ['link'];
}

function mappedInput({ job, isTool }: Run, type: OrderInput['type']): (item: number) => Input {
	return (item) => {
		if (isTool) {
			throw invalid(
				"'Fields' is set to 'Map Automatically', which a tool does not support",
				"Set 'Fields' to 'Map Each Column Manually'.",
			);
		}
		const row = mapRow(job.input(item));
		return {
			service: row.service ?? locatedValue(job.parameter('service', item)),
			type:
				typeNamedIn(row) ?? (row.service === undefined ? type : undefined) ?? unambiguousType(row),
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
 * Finds the type of a row: the one that the row or its columns state without doubt, else that of its service in the
 * catalogue, which is requested only if a row needs it, else the one that its columns fit best.
 */
function typeFinder(run: Run, catalogue: Service[] | PanelFailure): TypeFinder {
	if (catalogue instanceof PanelFailure) {
		// A failure that every order would meet too ends the run. After any other, the columns decide.
		if (catalogue.reach === 'all') needed('services', catalogue);
		log(run, 'warn', `the services could not be read (${catalogue.message})`);
	}
	const services = catalogue instanceof PanelFailure ? [] : catalogue;
	const typeNames = new Map(services.map(({ row }) => [row.service, toText(row.type)]));
	return ({ type, row, service }) => {
		if (type || !row) return type;
		const typeName = typeNames.get(toText(service));
		return (typeName ? orderTypeNamed(typeName) : undefined) ?? fittingType(run.job, row, typeName);
	};
}

/** The type by the fields of a row. A type in unknown words is no reason to refuse the order. */
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

/** What is sent for an order. @throws PanelFailure whose hint also lists a row's columns. */
function sentBy({ job, panel }: Run, input: Input, typeOf: TypeFinder) {
	const { service, values, customFields, row } = input;
	const timezone = job.context.getTimezone();
	const fields = job.attempt(() => orderFields({ ...input, type: typeOf(input), timezone }));
	if (fields instanceof PanelFailure) {
		throw fields.but({
			hint: [fields.hint, row && describeColumns(row)].filter(Boolean).join(' '),
		});
	}
	// A row is identified by itself: its type, and so its fields, may differ between a try that can read the
	// catalogue and one that cannot, and that must not buy it twice.
	const said = row ? [service, row.typeName, values, customFields] : fields;
	return { fields, request: hashOf([panel, said]) };
}

const unfitKey = (message: string): PanelFailure =>
	invalid(
		message,
		"Set 'Duplicate Key' to an expression that identifies the order, such as {{ $json.row }}-{{ $today.toISODate() }}.",
	);

/**
 * The item's duplicate key, as trimmed text. A key that is set but comes out empty must not be ignored, and one that is
 * the same for every item with the same gap would skip all of them but the first.
 */
function duplicateKeyOf(job: Job, item: number): string | undefined {
	const stored = job.node.parameters.duplicateKey;
	if (stored === undefined || stored === '') return undefined;
	if (typeof stored === 'string' && !stored.startsWith('=') && stored.includes('{{')) {
		throw unfitKey(
			"'Duplicate Key' holds '{{' as fixed text, so all orders would share one key: switch it to 'Expression'",
		);
	}
	const value = job.parameter('duplicateKey', item);
	if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
		throw unfitKey(
			`'Duplicate Key' is ${value}, a number so long that it has lost digits: use text`,
		);
	}
	const key = toText(value);
	if (key === null) throw unfitKey(`'Duplicate Key' ${noText(value)}`);
	if (key.includes('\u0000')) throw unfitKey("'Duplicate Key' holds a null character");
	if (key.length > LONGEST_KEY) {
		throw unfitKey(
			`'Duplicate Key' has ${key.length} characters, but at most ${LONGEST_KEY} are allowed`,
		);
	}
	if (!/[\p{L}\p{N}]/u.test(key)) {
		throw unfitKey(`'Duplicate Key' is '${key}', in which nothing tells one order from another`);
	}
	if (MISSING_PART.test(key)) {
		throw unfitKey(`'Duplicate Key' is '${key}', in which a part is missing`);
	}
	const parts = fieldsIn(stored);
	const input = job.input(item);
	if (parts.length > 0 && parts.every((name) => String(input[name] ?? '').trim() === '')) {
		throw unfitKey(
			`'Duplicate Key' is made of fields that are empty for this item: ${parts.join(', ')}`,
		);
	}
	return key;
}

/** Thousands of keys are kept in memory, and an error shows its key. */
const LONGEST_KEY = 1_000;

/** What JavaScript writes for a value that is not there, as a word of its own. */
const MISSING_PART =
	/(?:^|[\s:_|,;()-])(?:undefined|null|NaN|Invalid Date(?:Time)?|\[object \w+\])(?:$|[\s:_|,;()-])/;

const noText = (value: unknown): string =>
	value === undefined || value === null || typeof value === 'string'
		? 'is empty for this item'
		: `holds ${JSON.stringify(value)} instead of text`;
