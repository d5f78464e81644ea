import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { getBalance, properties } from './getBalance.operation';

const show = { resource: ['account'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Get Balance',
				value: 'getBalance',
				action: 'Get account balance',
				description: 'Get the account balance and its currency',
				routing: getBalance.routing,
			},
		],
		default: 'getBalance',
	},
	...updateDisplayOptions({ show: { ...show, operation: ['getBalance'] } }, properties),
];

export const operations = { getBalance: getBalance.bulk };
