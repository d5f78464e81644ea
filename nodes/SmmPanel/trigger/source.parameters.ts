import type { INodeProperties } from 'n8n-workflow';

/** The parameter for typed ids. */
export interface IdParameter {
	name: string;
	label: string;
	/** The usual name of a column of such ids. */
	column: string;
}

/** Which ids to watch: typed, or read from a URL at every poll. */
export const sourceProperties = (
	{ column }: IdParameter,
	ids: INodeProperties,
): INodeProperties[] => [
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
	{ ...ids, displayOptions: { show: { watch: ['ids'] } } },
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
];
