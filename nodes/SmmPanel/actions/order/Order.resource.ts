import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import * as cancel from './cancel.operation';
import * as create from './create.operation';
import * as getStatus from './getStatus.operation';

const show = { resource: ['order'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Cancel',
				value: 'cancel',
				action: 'Cancel orders',
				description:
					'Request the cancellation of orders; the panel decides whether it cancels them',
				routing: cancel.cancel.routing,
			},
			{
				name: 'Create',
				value: 'create',
				action: 'Create order',
				description: 'Place one order per input item; the panel charges each order immediately',
				builderHint: {
					propertyHint:
						"Spends money for each item. Set 'duplicateKey' to an expression that is the same whenever the same order is meant, so that no retry or rerun orders twice.",
				},
				routing: create.create.routing,
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get order status',
				description: 'Get the status, charge, start count and remains of orders',
				builderHint: {
					propertyHint:
						'Takes any number of IDs in one item or many items; it sends one request for 100 of them. Do not loop.',
				},
				routing: getStatus.getStatus.routing,
			},
		],
		default: 'create',
	},
	...updateDisplayOptions({ show: { ...show, operation: ['cancel'] } }, cancel.properties),
	...updateDisplayOptions({ show: { ...show, operation: ['create'] } }, create.properties),
	...updateDisplayOptions({ show: { ...show, operation: ['getStatus'] } }, getStatus.properties),
];

export const operations = {
	cancel: cancel.cancel.bulk,
	create: create.create.bulk,
	getStatus: getStatus.getStatus.bulk,
};
