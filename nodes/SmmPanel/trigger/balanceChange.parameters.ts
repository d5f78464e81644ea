import type { INodeProperties } from 'n8n-workflow';

/** The parameters of the event `balanceChange`. */
export const properties: INodeProperties[] = [
	{
		displayName: 'When',
		name: 'balanceWhen',
		type: 'options',
		noDataExpression: true,
		default: 'below',
		description: 'Which changes of the balance trigger the workflow',
		options: [
			{
				name: 'It Changed by Any Amount',
				value: 'changed',
				description: 'The balance differs from the last poll, higher or lower',
			},
			{
				name: 'It Fell Below a Threshold',
				value: 'below',
				description: 'Once per fall, not once per poll',
			},
		],
	},
	{
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		default: 10,
		description:
			"Trigger the workflow when the balance falls below this amount, in the account's currency",
		displayOptions: { show: { balanceWhen: ['below'] } },
	},
];

export const options: INodeProperties[] = [
	{
		displayName: 'Include Already Low',
		name: 'includeAlreadyLow',
		type: 'boolean',
		default: false,
		description:
			'Whether to report a balance that is already below the threshold at the first poll',
		displayOptions: { show: { '/balanceWhen': ['below'] } },
	},
	{
		displayName: 'Margin (%)',
		name: 'margin',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 0 },
		description:
			'How far the balance must rise above the threshold, in percent of it, before the next fall is reported',
		displayOptions: { show: { '/balanceWhen': ['below'] } },
	},
];
