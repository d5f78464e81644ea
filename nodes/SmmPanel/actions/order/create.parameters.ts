import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { ORDER_FIELDS, presetOf, type FieldName, type OrderField } from '../../panel/orderFields';
import { fieldsOf, ORDER_TYPES } from '../../panel/orderTypes';
import { optionsProperty, orderTypeOptions, outputProperty, serviceProperty } from '../parameters';

const dataMode: INodeProperties = {
	displayName: 'Data Mode',
	name: 'dataMode',
	type: 'options',
	noDataExpression: true,
	default: 'defineBelow',
	description: 'Where the data of the orders comes from',
	// A tool's input holds what a model put there beside what the user set up.
	displayOptions: { hide: { '@tool': [true] } },
	options: [
		{
			name: 'Map Each Field Below',
			value: 'defineBelow',
			description: 'Set the value of each field yourself',
		},
		{
			name: 'Map Automatically',
			value: 'autoMapInputData',
			description:
				'Take each order from the columns of an input item, such as a row of a spreadsheet',
		},
	],
};

/** In a tool the mode is fixed; the editor shows the fields that go with it only if it has its value. */
const dataModeOfTool: INodeProperties = {
	displayName: 'Data Mode',
	name: 'dataMode',
	type: 'hidden',
	default: 'defineBelow',
	displayOptions: { show: { '@tool': [true] } },
};

const mappingNotice: INodeProperties = {
	displayName:
		"Each input item is an order. Its columns are found by name, whatever their case: Service, Link, Quantity and the other fields of the order. A column Type names the type of the order; without one it is the service's. Other columns are ignored.",
	name: 'mappingNotice',
	type: 'notice',
	default: '',
};

const orderType: INodeProperties = {
	displayName: 'Order Type',
	name: 'orderType',
	type: 'options',
	default: 'default',
	description:
		"Type of the service, as the list of services shows it. It decides which fields the order has. An expression may also give the panel's own wording.",
	options: orderTypeOptions,
};

const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add field',
	default: {},
	description: 'Further fields that this panel wants with an order',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. coupon',
					description: 'Name of the field in the API of the panel',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Value to send',
				},
			],
		},
	],
};

const duplicateKey: INodeProperties = {
	displayName: 'Duplicate Key',
	name: 'duplicateKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.row }}-{{ $today.toISODate() }}',
	description:
		'Text that is the same whenever the same order is meant, such as the ID of the row and the date. An order whose key was placed before, in any execution of this node, is skipped. Empty is no protection.',
};

const safeguards: INodeProperties = {
	displayName: 'Safeguards',
	name: 'safeguards',
	type: 'collection',
	placeholder: 'Add safeguard',
	default: {},
	description: 'Checks that are made before anything is ordered',
	options: [
		{
			displayName: 'Check Balance',
			name: 'checkBalance',
			type: 'boolean',
			default: true,
			description:
				'Whether to order nothing unless the balance is enough for all orders of the run',
		},
		{
			displayName: 'Check Service',
			name: 'checkService',
			type: 'boolean',
			default: true,
			description:
				'Whether to check that the service exists, has the fields that its type needs, and is ordered within its minimum and maximum',
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: true,
			description:
				'Whether to order nothing and give out what would be ordered, with the expected charge. Duplicate keys are not looked at.',
		},
		{
			displayName: 'Highest Charge',
			name: 'maxCharge',
			type: 'number',
			default: 10,
			typeOptions: { minValue: 0, numberPrecision: 5 },
			description: 'Most that one order may cost, in the currency of the account',
		},
		{
			displayName: 'Highest Charge of All',
			name: 'maxTotalCharge',
			type: 'number',
			default: 100,
			typeOptions: { minValue: 0, numberPrecision: 5 },
			description: 'Most that all orders of a run may cost, in the currency of the account',
		},
	],
};

/** Limits of the tool variant, low from the start: a model decides how often and how much it orders. */
const toolLimits: INodeProperties[] = [
	{
		displayName: 'Tool: Highest Quantity',
		name: 'toolMaxQuantity',
		type: 'number',
		default: 1000,
		typeOptions: { minValue: 0, numberPrecision: 0 },
		description: 'Most that the model may order in one call, drip-feed runs counted together',
	},
	{
		displayName: 'Tool: Highest Charge',
		name: 'toolMaxCharge',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 0, numberPrecision: 5 },
		description: 'Most that the model may spend in one call, in the currency of the account',
	},
];

/** How each kind of field is shown. */
const KINDS: Record<
	OrderField['kind'],
	(field: OrderField) => Pick<INodeProperties, 'type'> & Partial<INodeProperties>
> = {
	text: () => ({ type: 'string' }),
	date: () => ({ type: 'string' }),
	lines: () => ({ type: 'string', typeOptions: { rows: 4 } }),
	integer: () => ({ type: 'number', typeOptions: { minValue: 0, numberPrecision: 0 } }),
	choice: ({ choices = [] }) => ({
		type: 'options',
		options: choices.map(({ value, label }) => ({ name: label, value })),
	}),
};

/** The parameter of a field, shown with the types that have it. */
function fieldProperty(field: OrderField): INodeProperties {
	const { api, parameter, label, kind, description, placeholder, goesWith } = field;
	const types = ORDER_TYPES.filter((type) => fieldsOf(type).includes(api as FieldName));
	const other = ORDER_FIELDS.find((each) => each.api === goesWith?.field);
	return {
		displayName: label,
		name: parameter,
		...KINDS[kind](field),
		default: presetOf(field),
		// Never `required`: where an expression gives the type, n8n takes every field for shown, and would not
		// start the workflow while one is empty. The node checks the fields of the type itself.
		description,
		...(placeholder && { placeholder }),
		displayOptions: {
			show: {
				orderType: types.map(({ value }) => value),
				...(goesWith && other && { [other.parameter]: [goesWith.value] }),
			},
		},
	};
}

/** The form of an order: the fields of the table, each with the types that have it. */
export const properties: INodeProperties[] = [
	dataMode,
	dataModeOfTool,
	...updateDisplayOptions({ show: { dataMode: ['autoMapInputData'] } }, [mappingNotice]),
	...updateDisplayOptions({ show: { dataMode: ['defineBelow'] } }, [
		serviceProperty,
		orderType,
		...ORDER_FIELDS.map(fieldProperty),
	]),
	customFields,
	duplicateKey,
	...updateDisplayOptions({ show: { '@tool': [true] } }, toolLimits),
	safeguards,
	outputProperty,
	optionsProperty(calls.add, ['concurrency', 'dropSkipped']),
];
