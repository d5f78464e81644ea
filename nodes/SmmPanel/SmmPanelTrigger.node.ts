import {
	NodeConnectionTypes,
	updateDisplayOptions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { testCredential } from './transport/credentialTest';
import { orderStatus } from './trigger/orderStatus.event';
import { properties } from './trigger/orderStatus.parameters';
import { watch } from './trigger/watch';

export class SmmPanelTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMM Panel Trigger',
		name: 'smmPanelTrigger',
		icon: { light: 'file:../../icons/smmPanel.svg', dark: 'file:../../icons/smmPanel.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description: 'Starts the workflow when an order on an SMM panel changes its status',
		defaults: { name: 'SMM Panel Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'smmPanelApi', required: true, testedBy: 'smmPanelApiTest' }],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				default: 'orderStatus',
				options: [
					{
						name: 'Order Status Changed',
						value: 'orderStatus',
						description: 'A watched order came to another status',
					},
				],
			},
			...updateDisplayOptions({ show: { event: ['orderStatus'] } }, properties),
		],
	};

	methods = { credentialTest: { smmPanelApiTest: testCredential } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await watch(this, orderStatus);
	}
}
