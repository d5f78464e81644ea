import type { INodeProperties } from 'n8n-workflow';

import { finalStatuses, type StatusOf } from '../panel/status';

/** The parameter for typed ids, and the usual name of a column of such ids. */
export interface IdParameter {
	name: string;
	label: string;
	column: string;
}

export const IDS: Readonly<Record<StatusOf, IdParameter>> = {
	order: { name: 'orderIds', label: 'Order IDs', column: 'order' },
	refill: { name: 'refillIds', label: 'Refill IDs', column: 'refill' },
};

/** What ids are shown as an example, and the statuses to choose from. */
const CHOICES: Readonly<Record<StatusOf, { example: string; statuses: readonly string[] }>> = {
	order: {
		example: '23501, 23510-23520',
		statuses: [
			'Canceled',
			'Completed',
			'Expired',
			'Failed',
			'In progress',
			'Partial',
			'Pending',
			'Processing',
			'Refunded',
		],
	},
	refill: {
		example: '101, 110-120',
		statuses: [
			'Awaiting',
			'Canceled',
			'Completed',
			'Failed',
			'In progress',
			'Pending',
			'Processing',
			'Rejected',
		],
	},
};

/** The default choice of statuses. */
export const USUAL_STATUSES = ['finished'];

/** "an order" or "a refill". */
export const withArticle = (thing: StatusOf): string =>
	thing === 'order' ? 'an order' : 'a refill';

/** Which ids to watch, typed or read from a URL at every poll, and which of their statuses. */
export function statusProperties(thing: StatusOf): INodeProperties[] {
	const { name, label, column } = IDS[thing];
	const { example, statuses } = CHOICES[thing];
	return [
		{
			displayName: 'Watch',
			name: 'watch',
			type: 'options',
			noDataExpression: true,
			default: 'ids',
			description: 'Where the IDs to watch come from',
			options: [
				{ name: 'IDs', value: 'ids', description: 'IDs that you list here' },
				{
					name: 'List at a URL',
					value: 'url',
					description: 'A URL that returns the IDs, such as a webhook or a published sheet',
				},
			],
		},
		{
			displayName: label,
			name,
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: `e.g. ${example}`,
			description: `IDs of the ${thing}s, separated by commas, spaces or new lines, or ranges`,
			displayOptions: { show: { watch: ['ids'] } },
		},
		{
			displayName: 'List URL',
			name: 'listUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://n8n.example/webhook/open-orders',
			description:
				'URL that returns the IDs as CSV, as JSON, or one per line. It is read at every poll, without the API key.',
			displayOptions: { show: { watch: ['url'] } },
		},
		{
			displayName: 'Column',
			name: 'listColumn',
			type: 'string',
			default: column,
			description: 'Name of the column or field with the IDs, in CSV and in JSON rows',
			displayOptions: { show: { watch: ['url'] } },
		},
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			default: [...USUAL_STATUSES],
			description: `Statuses that trigger the workflow. If none is selected, those in which ${withArticle(thing)} is finished do.`,
			options: [
				{ name: 'Any', value: 'any' },
				{
					name: `Any That Finishes the ${thing === 'order' ? 'Order' : 'Refill'}`,
					value: 'finished',
					description: finalStatuses(thing).join(', '),
				},
				...statuses.map((status) => ({ name: status, value: status })),
			],
		},
	];
}

/** The options of a watch of statuses. */
export const statusOptions = (thing: StatusOf): INodeProperties[] => [
	{
		displayName: 'Include Already Finished',
		name: 'includeAlreadyFinished',
		type: 'boolean',
		default: false,
		description: `Whether to report ${thing}s that have already finished when they are first seen`,
	},
	{
		displayName: 'Report Unknown IDs',
		name: 'reportUnknown',
		type: 'boolean',
		default: false,
		description: 'Whether to report, once, an ID that the panel does not know',
	},
];
