import type { INodeProperties } from 'n8n-workflow';

/** The parameter that ids are typed in. */
export const IDS = { name: 'serviceIds', label: 'Service IDs' };

/** What the event `serviceChange` can tell of, and the fields of a service that each is about. */
export const CHANGES = [
	{ name: 'Added', value: 'added', fields: [] },
	{ name: 'Came Back', value: 'returned', fields: [] },
	{ name: 'Minimum or Maximum', value: 'limits', fields: ['min', 'max'] },
	{ name: 'Rate', value: 'rate', fields: ['rate'] },
	{ name: 'Refill or Cancel Flag', value: 'flags', fields: ['refill', 'cancel'] },
	{ name: 'Removed', value: 'removed', fields: [] },
	{ name: 'Type', value: 'type', fields: ['type'] },
] as const;

/** The choice of changes where the user makes none. */
export const ALL_CHANGES: Change[] = CHANGES.map(({ value }) => value);

export type Change = (typeof CHANGES)[number]['value'];

/** What the event `serviceChange` is set up with. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Services',
		name: 'serviceWatch',
		type: 'options',
		noDataExpression: true,
		default: 'all',
		description: 'Which services of the catalogue to watch. Changing this starts the watch over.',
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
		displayName: 'Rate Change of at Least (%)',
		name: 'leastRateChange',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0 },
		description:
			'Minimum change from the rate last reported, in percent. Small changes add up. 0 means any change.',
	},
];
