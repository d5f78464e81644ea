import type { INodeProperties } from 'n8n-workflow';

import { sourceProperties } from './source';

const STATUSES = [
	'Canceled',
	'Completed',
	'Failed',
	'In progress',
	'Partial',
	'Pending',
	'Processing',
	'Refunded',
];

/** The parameter that ids are typed in. */
export const IDS = { name: 'orderIds', label: 'Order IDs' };

/** What the event `orderStatus` is set up with. */
export const properties: INodeProperties[] = [
	...sourceProperties({
		displayName: IDS.label,
		name: IDS.name,
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 23501, 23510-23520',
		description: 'IDs of the orders, separated by commas, blanks or new lines; also ranges',
	}),
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		default: ['finished'],
		description: 'Which statuses to be told of when an order comes to them',
		options: [
			{ name: 'Any', value: 'any' },
			{
				name: 'Any That Finishes the Order',
				value: 'finished',
				description: 'Completed, Partial, Canceled, Refunded, Failed or Expired',
			},
			...STATUSES.map((status) => ({ name: status, value: status })),
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Already Finished',
				name: 'includeAlreadyFinished',
				type: 'boolean',
				default: false,
				description:
					'Whether to give out orders too that have finished already when they are seen for the first time',
			},
			{
				displayName: 'Report Unknown IDs',
				name: 'reportUnknown',
				type: 'boolean',
				default: false,
				description: 'Whether to give out an item, once, for an ID that the panel does not know',
			},
			{
				displayName: 'Requests per Minute',
				name: 'requestsPerMinute',
				type: 'number',
				default: 0,
				typeOptions: { minValue: 0 },
				description: 'Most requests to send to the panel in a minute; 0 is no limit',
			},
		],
	},
];
