import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import * as account from './actions/account/Account.resource';
import * as order from './actions/order/Order.resource';
import * as refill from './actions/refill/Refill.resource';
import * as service from './actions/service/Service.resource';
import { searchServices } from './actions/service/search';
import { testCredential } from './transport/credentialTest';
import { REQUEST_DEFAULTS } from './transport/request';

export class SmmPanel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMM Panel',
		name: 'smmPanel',
		icon: { light: 'file:../../icons/smmPanel.svg', dark: 'file:../../icons/smmPanel.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Order, track, refill and cancel on any SMM panel that speaks API v2',
		defaults: { name: 'SMM Panel' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'smmPanelApi', required: true, testedBy: 'smmPanelApiTest' }],
		requestDefaults: {
			...REQUEST_DEFAULTS,
			baseURL: '={{ $credentials.url.trim().replace(new RegExp("/+$"), "") }}',
			url: '',
		},
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Order', value: 'order' },
					{ name: 'Refill', value: 'refill' },
					{ name: 'Service', value: 'service' },
				],
				default: 'order',
			},
			...account.description,
			...order.description,
			...refill.description,
			...service.description,
		],
	};

	methods = {
		credentialTest: { smmPanelApiTest: testCredential },
		listSearch: { searchServices },
	};

	/** Where many items meet: n8n calls these, and not the routing, when a workflow runs. */
	customOperations = {
		account: account.operations,
		order: order.operations,
		refill: refill.operations,
		service: service.operations,
	};
}
