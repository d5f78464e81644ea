import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

import type { Contender } from '../types';
import { engineWith, runOf } from './engine';
import { idItems } from './inputs';

const TYPE = 'benchmark.declarative';

/** The smallest declarative node for the same calls. n8n sends one request per item for it. */
const type: INodeType = {
	description: {
		displayName: 'Declarative',
		name: 'declarative',
		group: ['transform'],
		version: 1,
		description: 'Calls of API v2, described and not programmed',
		defaults: { name: 'Declarative' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'smmPanelApi', required: true }],
		requestDefaults: {
			baseURL: '={{ $credentials.url }}',
			url: '',
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		},
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'status',
				options: [
					{
						name: 'Status',
						value: 'status',
						routing: { request: { body: { action: 'status' } } },
					},
					{
						name: 'Services',
						value: 'services',
						routing: { request: { body: { action: 'services' } } },
					},
				],
			},
			{
				displayName: 'Order ID',
				name: 'order',
				type: 'string',
				default: '',
				displayOptions: { show: { operation: ['status'] } },
				routing: { send: { type: 'body', property: 'order' } },
			},
		],
	},
};

export const declarative: Contender = async (panel) => {
	const engine = await engineWith(panel, { [TYPE]: type });
	const status = { operation: 'status', order: '={{ $json.id }}' };
	return {
		status: (count) => runOf(engine, TYPE, status, idItems(count)),
		catalogue: () => runOf(engine, TYPE, { operation: 'services' }, [{}]),
	};
};
