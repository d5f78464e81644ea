import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import * as get from './get.operation';
import * as getMany from './getMany.operation';

const show = { resource: ['service'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get service',
				description: 'Get a service with its rate, minimum and maximum',
				routing: get.get.routing,
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many services',
				description: 'Get the services that the panel sells, with their rates',
				routing: getMany.getMany.routing,
			},
		],
		default: 'getMany',
	},
	...updateDisplayOptions({ show: { ...show, operation: ['get'] } }, get.properties),
	...updateDisplayOptions({ show: { ...show, operation: ['getMany'] } }, getMany.properties),
];

export const operations = { get: get.get.bulk, getMany: getMany.getMany.bulk };
