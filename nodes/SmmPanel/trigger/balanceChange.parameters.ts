import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty } from './poll.parameters';

/** What the event `balanceChange` is set up with. */
export const properties: INodeProperties[] = [
	{
		displayName: 'When',
		name: 'balanceWhen',
		type: 'options',
		noDataExpression: true,
		default: 'below',
		description: 'What to be told of',
		options: [
			{
				name: 'It Changed at All',
				value: 'changed',
				description: 'Another balance than at the last look, higher or lower',
			},
			{
				name: 'It Fell Below a Threshold',
				value: 'below',
				description: 'Once for each fall',
			},
		],
	},
	{
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		default: 10,
		description: 'Balance below which to be told, in the currency of the account',
		displayOptions: { show: { balanceWhen: ['below'] } },
	},
	optionsProperty(
		{
			displayName: 'Include Already Low',
			name: 'includeAlreadyLow',
			type: 'boolean',
			default: false,
			description:
				'Whether to be told too when the balance is below the threshold already at the first look',
			displayOptions: { show: { '/balanceWhen': ['below'] } },
		},
		{
			displayName: 'Margin (%)',
			name: 'margin',
			type: 'number',
			default: 10,
			typeOptions: { minValue: 0 },
			description:
				'How far above the threshold the balance has to come, in percent of it, before another fall is told of',
			displayOptions: { show: { '/balanceWhen': ['below'] } },
		},
	),
];
