import type { INodeProperties } from 'n8n-workflow';

import { finalStatuses, STATUSES, type StatusOf } from '../panel/status';

/** A parameter for typed ids. */
export interface IdParameter {
	name: string;
	label: string;
}

interface Words extends IdParameter {
	/** One of the things, in words. */
	one: string;
	/** What ids are shown as an example. */
	example: string;
	/** Statuses that are not offered, because panels rarely use them for it. */
	rare: readonly string[];
}

/** The parameter for the ids of orders or refills, which is also named in errors. */
export const IDS: Readonly<Record<StatusOf, Words>> = {
	order: {
		name: 'orderIds',
		label: 'Order IDs',
		one: 'an order',
		example: '23501, 23510-23520',
		rare: ['Active', 'Awaiting', 'Paused', 'Rejected'],
	},
	refill: {
		name: 'refillIds',
		label: 'Refill IDs',
		one: 'a refill',
		example: '101, 110-120',
		rare: ['Active', 'Expired', 'Partial', 'Paused', 'Refunded'],
	},
};

/** The default choice of statuses. */
export const USUAL_STATUSES = ['finished'];

/** Which ids to watch, typed or read from a URL at every poll, and which of their statuses. */
export function statusProperties(thing: StatusOf): INodeProperties[] {
	const { name, label, example, rare } = IDS[thing];
	const statuses = STATUSES.map((status) => status.name).filter((each) => !rare.includes(each));
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
			default: thing,
			description: 'Name of the column or field with the IDs, in CSV and in JSON rows',
			displayOptions: { show: { watch: ['url'] } },
		},
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			default: [...USUAL_STATUSES],
			description:
				'Statuses that trigger the workflow. If none is selected, any final status does.',
			options: [
				{ name: 'Any', value: 'any' },
				{
					name: 'Any Final Status',
					value: 'finished',
					description: finalStatuses(thing).join(', '),
				},
				...statuses.sort().map((status) => ({ name: status, value: status })),
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
		description: 'Whether to report, once, an ID that the panel has not known for an hour',
	},
];
