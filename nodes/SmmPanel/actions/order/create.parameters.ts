import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { optionsProperty, outputProperties, serviceProperty } from '../parameters';

/** Not required: a sheet may name the service in each of its rows. */
const service: INodeProperties = {
	...serviceProperty,
	required: false,
	description:
		"The service to order. Where fields are mapped automatically, a column 'service' of the row wins over it.",
};

/** The form of the order. A tool maps nothing automatically: what a model says stands in its input. */
const fields = (isTool: boolean): INodeProperties => ({
	displayName: 'Fields',
	name: 'fields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'What the picked service takes. Lists are one entry per line, which needs the field to be an expression: a field switched to Fixed is one line.',
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
		'Whether to order nothing, check everything that can be checked beforehand, and show what the orders would cost. Duplicate keys are not looked at.',
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
			displayName: 'Max Charge',
			name: 'maxCharge',
			type: 'number',
			default: 10,
			typeOptions: { minValue: 0 },
			description: 'Most that one order may cost, in the currency of the account',
		},
		{
			displayName: 'Max Total Charge',
			name: 'maxTotalCharge',
			type: 'number',
			default: 100,
			typeOptions: { minValue: 0 },
			description: 'Most that all orders of a run may cost, in the currency of the account',
		},
	],
};

/** Limits of the tool variant, low from the start: a model decides how often and how much it orders. */
const toolLimits: INodeProperties[] = [
	{
		displayName: 'Max Quantity per Call',
		name: 'toolMaxQuantity',
		type: 'number',
		default: 1000,
		typeOptions: { minValue: 0, numberPrecision: 0 },
		description: 'Most that the model may order in one call, drip-feed runs counted together',
	},
	{
		displayName: 'Max Charge per Call',
		name: 'toolMaxCharge',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 0 },
		description: 'Most that the model may spend in one call, in the currency of the account',
	},
];

export const properties: INodeProperties[] = [
	service,
	fields(false),
	fields(true),
	dryRun,
	customFields,
	duplicateKey,
	...updateDisplayOptions({ show: { '@tool': [true] } }, toolLimits),
	safeguards,
	...outputProperties,
	optionsProperty(calls.add, ['concurrency', 'dropSkipped']),
];
