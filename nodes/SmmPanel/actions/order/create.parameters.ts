import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { serviceProperty } from '../parameters';

/** Not required: a sheet may give the service in each row. */
const service: INodeProperties = {
	...serviceProperty,
	required: false,
	description:
		"The service to order. With automatic mapping, a row's 'service' column overrides it.",
};

/** The form of the order. A tool has no automatic mapping: its input is what the model says. */
const fields = (isTool: boolean): INodeProperties => ({
	displayName: 'Fields',
	name: 'fields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'The fields that the selected service takes. Enter lists with one entry per line and leave the field as an expression: a field switched to Fixed has only one line.',
	displayOptions: { [isTool ? 'show' : 'hide']: { '@tool': [true] } },
	typeOptions: {
		loadOptionsDependsOn: ['service.value'],
		resourceMapper: {
			resourceMapperMethod: 'getOrderFields',
			mode: 'add',
			valuesLabel: 'Fields',
			fieldWords: { singular: 'field', plural: 'fields' },
			addAllFields: true,
			supportAutoMap: !isTool,
			hideNoDataError: true,
		},
	},
});

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to check the orders and show what they would cost without placing them. Duplicate keys are not looked up.',
};

const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add field',
	default: {},
	description: 'Additional fields that this panel takes with an order',
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
					description: "Name of the field in the panel's API",
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
		"Text that identifies the order, such as the row's ID and the date. If this node has placed an order with the same key before, in any execution, the item is skipped. Leave empty for no protection.",
};

const safeguards: INodeProperties = {
	displayName: 'Safeguards',
	name: 'safeguards',
	type: 'collection',
	placeholder: 'Add safeguard',
	default: {},
	description: 'Checks to run before anything is ordered',
	options: [
		{
			displayName: 'Check Balance',
			name: 'checkBalance',
			type: 'boolean',
			default: true,
			description:
				'Whether to check, before any order is placed, that the balance covers all orders of the run',
		},
		{
			displayName: 'Check Service',
			name: 'checkService',
			type: 'boolean',
			default: true,
			description:
				'Whether to check that the service exists, that the fields its type requires are set, and that the quantity is within its minimum and maximum',
		},
		{
			displayName: 'Max Charge',
			name: 'maxCharge',
			type: 'number',
			default: 10,
			typeOptions: { minValue: 0 },
			description: "Maximum cost of a single order, in the account's currency",
		},
		{
			displayName: 'Max Total Charge',
			name: 'maxTotalCharge',
			type: 'number',
			default: 100,
			typeOptions: { minValue: 0 },
			description:
				"Maximum total cost of all orders that this node places in an execution, in the account's currency",
		},
	],
};

/** Limits of the tool variant, low by default: a model decides how often and how much it orders. */
const toolLimits: INodeProperties[] = [
	{
		displayName: 'Max Quantity per Call',
		name: 'toolMaxQuantity',
		type: 'number',
		default: 1000,
		typeOptions: { minValue: 0, numberPrecision: 0 },
		description:
			'Maximum quantity that the model may order in one call, all drip-feed runs included',
	},
	{
		displayName: 'Max Charge per Call',
		name: 'toolMaxCharge',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 0 },
		description: "Maximum amount that the model may spend in one call, in the account's currency",
	},
];

export const parameters: INodeProperties[] = [
	service,
	fields(false),
	fields(true),
	dryRun,
	customFields,
	duplicateKey,
	...updateDisplayOptions({ show: { '@tool': [true] } }, toolLimits),
	safeguards,
];
