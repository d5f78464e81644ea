import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { ORDER_FIELDS, type FieldName, type OrderField } from '../../panel/orderFields';
import { fieldsOf, orderTypeNamed, type OrderType } from '../../panel/orderTypes';
import type { Row } from '../../panel/rows';
import { toText } from '../../panel/json';
import { locatedValue } from '../../transport/job';
import { findService, rangeOf } from './search';

/** What the form shows if it does not know the service: no field is required, and all others can be added. */
const COMMON: readonly FieldName[] = ['link', 'quantity'];

/**
 * The fields of the form: those of the selected service, labeled with its limits. If the service comes from an
 * expression or a model, if its type is unknown, or if the panel does not answer, the form has the common fields, so
 * that a workflow opens whatever the panel does.
 */
export async function getOrderFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const service = await pickedService(this);
	const type = orderTypeNamed(toText(service?.type) ?? '');
	const own = ORDER_FIELDS.filter(({ api }) => !type || fieldsOf(type).includes(api));
	const fields = own.map((field): ResourceMapperField => ({
		id: field.api,
		displayName: labelOf(field, type, service),
		required: type?.required.includes(field.api) ?? false,
		removed: !(type?.required ?? COMMON).includes(field.api),
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		...KINDS[field.kind](field),
	}));
	return { fields };
}

async function pickedService(context: ILoadOptionsFunctions): Promise<Row | undefined> {
	const id = toText(locatedValue(context.getCurrentNodeParameter('service')));
	if (id === null || id.startsWith('=')) return undefined;
	try {
		return await findService(context, id);
	} catch {
		return undefined;
	}
}

const UNITS: Partial<Record<FieldName, string>> = { interval: 'minutes', delay: 'minutes' };

/** "Quantity (50–10,000)", "Comments (10–1,500 lines)": short, because n8n cuts labels off at their buttons. */
function labelOf(field: OrderField, type?: OrderType, service?: Row): string {
	const counted = type && (type.pricedBy ?? 'quantity') === field.api;
	const range = counted && service ? rangeOf(service) : null;
	const lines = range ? `${range} lines` : 'one per line';
	const note = field.kind === 'lines' ? lines : (UNITS[field.api as FieldName] ?? range);
	return note ? `${field.label} (${note})` : field.label;
}

/** How n8n's form shows each kind of field. */
const KINDS: Record<OrderField['kind'], (field: OrderField) => Partial<ResourceMapperField>> = {
	text: () => ({ type: 'string' }),
	date: () => ({ type: 'string' }),
	// Fixed text is a single line there; an expression keeps pasted lines.
	lines: () => ({ type: 'string', defaultValue: '=' }),
	integer: () => ({ type: 'number' }),
	choice: ({ choices = [], usual }) => ({
		type: 'options',
		options: choices.map(({ value, label }) => ({ name: label, value })),
		defaultValue: usual,
	}),
};
