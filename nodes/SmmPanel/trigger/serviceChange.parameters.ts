import type { INodeProperties } from 'n8n-workflow';

/** The parameter for typed ids. */
export const IDS = { name: 'serviceIds', label: 'Service IDs' };

/** The changes that the event `serviceChange` can report, and the fields of a service that each is about. */
export const CHANGES = [
	{ name: 'Added', value: 'added', fields: [] },
	{ name: 'Came Back', value: 'returned', fields: [] },
	{ name: 'Minimum or Maximum', value: 'limits', fields: ['min', 'max'] },
	{ name: 'Rate', value: 'rate', fields: ['rate'] },
	{ name: 'Refill or Cancel Flag', value: 'flags', fields: ['refill', 'cancel'] },
	{ name: 'Removed', value: 'removed', fields: [] },
	{ name: 'Type', value: 'type', fields: ['type'] },
] as const;

/** The default choice of changes. */
export const ALL_CHANGES: Change[] = CHANGES.map(({ value }) => value);

export type Change = (typeof CHANGES)[number]['value'];

/** The parameters of the event `serviceChange`. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Services',
		name: 'serviceWatch',
		type: 'options',
		noDataExpression: true,
		default: 'all',
		description:
			'Which services of the catalogue to watch. If you change this, the trigger starts over: its next poll only records the services.',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'By Category or Text', value: 'filter' },
			{ name: 'By ID', value: 'ids' },
		],
	},
	{
		displayName: 'Category',
		name: 'serviceCategory',
		type: 'string',
		default: '',
		placeholder: 'e.g. Instagram',
		description: 'Words that the category must contain',
		displayOptions: { show: { serviceWatch: ['filter'] } },
	},
	{
		displayName: 'Text',
		name: 'serviceText',
		type: 'string',
		default: '',
		placeholder: 'e.g. followers',
		description: 'Words that the ID, name or category must contain',
		displayOptions: { show: { serviceWatch: ['filter'] } },
	},
	{
		displayName: IDS.label,
		name: IDS.name,
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 101, 110-120',
		description: 'Service IDs, separated by commas, spaces or new lines, or ranges',
		displayOptions: { show: { serviceWatch: ['ids'] } },
	},
	{
		displayName: 'Changes',
		name: 'serviceChanges',
		type: 'multiOptions',
		default: [...ALL_CHANGES],
		description: 'Changes that trigger the workflow. If none is selected, all of them do.',
		options: CHANGES.map(({ name, value }) => ({ name, value })),
	},
	{
		displayName: 'Min Rate Change (%)',
		name: 'leastRateChange',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0 },
		description:
			'Minimum change from the rate last reported, in percent. Small changes add up. 0 means any change.',
	},
];
