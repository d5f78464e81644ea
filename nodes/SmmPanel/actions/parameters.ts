import type { INodeProperties } from 'n8n-workflow';

import type { BatchCall, Call } from '../panel/calls';
import { ORDER_TYPES } from '../panel/orderTypes';
import { MOST_CONCURRENT } from '../transport/job';

/** Default number of requests in flight: writes go one at a time. */
export const concurrencyOf = (call: Call): number => (call.writes ? 1 : 4);

/** The parameter that takes ids of orders or refills. */
export const IDS = {
	order: { name: 'orderIds', displayName: 'Order IDs', example: '23501, 23502' },
	refill: { name: 'refillIds', displayName: 'Refill IDs', example: '101, 102' },
} as const;

/** Whether ids may be ranges. For a write, each order must be named, so that a typo cannot cancel a thousand. */
export const takesRanges = (call: BatchCall): boolean => !call.writes;

/** The parameter for the IDs of a call, one or more. */
export function idsProperty(call: BatchCall): INodeProperties {
	const { name, displayName, example } = IDS[call.id];
	const ranges = takesRanges(call);
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: `e.g. ${example}`,
		description: `One or more ${call.id} IDs, separated by commas, spaces or new lines${ranges ? ', or ranges such as 23501-23520' : ''}. Each request carries up to 100 IDs, across all input items.`,
	};
}

export const serviceProperty: INodeProperties = {
	displayName: 'Service',
	name: 'service',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The service to get',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a service',
			typeOptions: { searchListMethod: 'searchServices', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 101' },
	],
};

/** The order types by title. Not by `localeCompare`, whose first call alone takes 6 ms. */
export const orderTypeOptions = [...ORDER_TYPES]
	.sort((a, b) => (a.title < b.title ? -1 : 1))
	.map(({ title, value }) => ({ name: title, value }));

/** How an operation returns the panel's answer. */
export const outputProperties: INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		default: 'simplified',
		description: "Which form of the panel's answer to return",
		options: [
			{
				name: 'Simplified',
				value: 'simplified',
				description:
					'The same fields for every panel: numbers as numbers, IDs as text, one spelling for each status',
			},
			{ name: 'Raw', value: 'raw', description: "The panel's own fields, as it sent them" },
		],
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description:
			'Whether to include the fields of the input item in the output. Fields from the panel replace input fields with the same name.',
	},
];

const OPTIONS = {
	concurrency: (call: Call): INodeProperties => ({
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		default: concurrencyOf(call),
		typeOptions: { minValue: 1, maxValue: MOST_CONCURRENT },
		description: `Maximum number of simultaneous requests to the panel, up to ${MOST_CONCURRENT}`,
	}),
	dropSkipped: (): INodeProperties => ({
		displayName: 'Drop Skipped Items',
		name: 'dropSkipped',
		type: 'boolean',
		default: false,
		description:
			"Whether to leave out items whose 'Duplicate Key' was ordered before, instead of returning them with 'skipped'",
	}),
	onlyIfChangedFrom: (): INodeProperties => ({
		displayName: 'Only If Changed From',
		name: 'onlyIfChangedFrom',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.status }}',
		description: 'Last known status of the order. Orders that still have this status are left out.',
	}),
	requestsPerMinute: (): INodeProperties => ({
		displayName: 'Requests per Minute',
		name: 'requestsPerMinute',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0 },
		description:
			'Maximum number of requests to the panel per minute; 0 means no limit. Most panels allow 50 to 120. Nodes that set this and use the same credential share the limit.',
	}),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** The options collection: an operation's own options next to those of all operations. */
export function optionsProperty(call: Call, own: OptionName[] = []): INodeProperties {
	const names = [...own, 'requestsPerMinute' as const].sort();
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: names.map((name) => OPTIONS[name](call)),
	};
}
