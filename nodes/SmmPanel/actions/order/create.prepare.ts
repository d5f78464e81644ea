import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { PanelFailure } from '../../panel/failure';
import { mapRow, typeFromFields, typeNamedIn, type MappedRow } from '../../panel/mapping';
import { orderFields, type CustomField, type OrderInput } from '../../panel/order';
import { fieldNamed, type FieldName, type OrderField } from '../../panel/orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from '../../panel/orderTypes';
import { toText } from '../../panel/values';
import { catalogueOf } from '../../transport/catalogue';
import type { Job } from '../../transport/job';
import { accountOf } from '../../transport/request';
import { memoryKey, type Purchase } from '../../transport/spending';
import { isTool } from '../../transport/tool';
import { locatedValue } from '../parameters';
import { presetOf } from './create.parameters';

/** The order of each item, checked and ready to be bought, or why it can not be. Nothing has been sent. */
export async function prepare(job: Job): Promise<Map<number, Purchase | PanelFailure>> {
	const inputs = inputsOf(job);
	const typeOf = await typeFinder(job, inputs);
	return new Map(
		[...inputs].map(([item, input]) => [
			item,
			input instanceof PanelFailure ? input : job.attempt(() => purchase(job, item, input, typeOf)),
		]),
	);
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
	job: Job,
	inputs: Map<number, Input | PanelFailure>,
): Promise<TypeFinder> {
	const isOpen = (input: Input | PanelFailure) =>
		!(input instanceof PanelFailure) && input.row !== undefined && input.type === undefined;
	const catalogue = [...inputs.values()].some(isOpen) ? await catalogueOf(job) : [];
	if (catalogue instanceof PanelFailure) {
		// What keeps the catalogue from being read keeps orders from being placed as well, or passes.
		if (catalogue.reach === 'all') throw catalogue;
		job.context.logger.warn(`SMM Panel: the services could not be read (${catalogue.message})`);
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

function purchase(job: Job, item: number, input: Input, typeOf: TypeFinder): Purchase {
	const fields = orderFields({ ...input, type: typeOf(input) });
	// A row is known by itself: its type, and so its fields, can turn out differently when the catalogue can
	// be read in one try and not in another, and it must not be bought twice for that.
	const request = hashOf(job, input.row ? [input.row, input.customFields] : fields);
	return {
		item,
		fields,
		request,
		key: memoryKey(job.runIndex, item, request),
		duplicateKey: duplicateKeyOf(job, item),
	};
}

/** Tells apart requests that may replace each other under the same item: other fields, another panel. */
function hashOf(job: Job, request: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify([accountOf(job.node), request]))
		.digest('hex')
		.slice(0, 32);
}

/** The item's duplicate key. One that was set and comes out empty is no reason to go on without it. */
function duplicateKeyOf(job: Job, item: number): string | undefined {
	const stored = job.node.parameters.duplicateKey;
	if (stored === undefined || stored === '') return undefined;
	const key = toText(job.parameter('duplicateKey', item));
	if (key !== null) return key;
	throw new PanelFailure('parameter', {
		message: "'Duplicate Key' is empty for this item",
		hint: "Give each order a key of its own, such as the row's id and the date.",
	});
}
