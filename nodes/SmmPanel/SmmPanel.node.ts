import {
	NodeConnectionTypes,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import * as account from './actions/account/Account.resource';
import * as order from './actions/order/Order.resource';
import * as refill from './actions/refill/Refill.resource';
import * as service from './actions/service/Service.resource';
import { searchServices } from './actions/service/search';
import { testCredential } from './transport/credentialTest';
import { REQUEST_DEFAULTS } from './transport/request';

const RESOURCES = { account, order, refill, service };

/** What stands below the node on the canvas, by resource and operation; there is room for a few words. */
const SUBTITLES = Object.fromEntries(
	Object.entries(RESOURCES).flatMap(([resource, { description }]) =>
		(description[0].options as INodePropertyOptions[]).map(({ value, action }) => [
			`${resource} ${String(value)}`,
			action?.replace(/ with .*/, ''),
		]),
	),
);

/** The choice of an operation, and the parameters of each. */
const properties: INodeProperties[] = [
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
	...Object.values(RESOURCES).flatMap(({ description }) => description),
];

/** More orders than this at once are perhaps not what is meant. */
const MANY_ORDERS = 20;

export class SmmPanel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMM Panel',
		name: 'smmPanel',
		icon: { light: 'file:../../icons/smmPanel.svg', dark: 'file:../../icons/smmPanel.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ $parameter["safeguards"]?.dryRun === true ? "Dry run of an order" : (${JSON.stringify(SUBTITLES)})[$parameter["resource"] + " " + $parameter["operation"]] }}`,
		description: 'Order, track, refill and cancel on any SMM panel that speaks API v2',
		defaults: { name: 'SMM Panel' },
		usableAsTool: true,
		hints: [
			{
				message: `An order is placed, and paid for, for each input item, and there are more than ${MANY_ORDERS}. Add the safeguard 'Dry Run' to see first what would be ordered and what it would cost.`,
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: `={{ $parameter["resource"] === "order" && $parameter["operation"] === "create" && $parameter["safeguards"]?.dryRun !== true && $input.all().length > ${MANY_ORDERS} }}`,
			},
		],
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'smmPanelApi', required: true, testedBy: 'smmPanelApiTest' }],
		requestDefaults: {
			...REQUEST_DEFAULTS,
			baseURL: '={{ $credentials.url.trim().replace(new RegExp("/+$"), "") }}',
			url: '',
		},
		properties,
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
