import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import * as create from './create.operation';
import * as getStatus from './getStatus.operation';

const show = { resource: ['refill'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create refills',
				description: 'Request refills for orders that dropped',
				routing: create.create.routing,
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get refill status',
				description: 'Get the status of refills by refill ID',
				routing: getStatus.getStatus.routing,
			},
		],
		default: 'create',
	},
	...updateDisplayOptions({ show: { ...show, operation: ['create'] } }, create.properties),
	...updateDisplayOptions({ show: { ...show, operation: ['getStatus'] } }, getStatus.properties),
];

export const operations = { create: create.create.bulk, getStatus: getStatus.getStatus.bulk };
