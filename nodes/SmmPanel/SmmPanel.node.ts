import {
	NodeConnectionTypes,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { account } from './actions/account/Account.resource';
import { order } from './actions/order/Order.resource';
import { refill } from './actions/refill/Refill.resource';
import { service } from './actions/service/Service.resource';
import { getOrderFields } from './actions/service/fields';
import { searchServices } from './actions/service/search';
import { testCredential } from './transport/credentialTest';
import { REQUEST_DEFAULTS } from './transport/request';

const RESOURCES = { account, order, refill, service };

/** Subtitle below the node on the canvas, by resource and operation; there is room for a few words. */
const SUBTITLES = Object.fromEntries(
	Object.entries(RESOURCES).flatMap(([resource, { description }]) =>
		(description[0].options as INodePropertyOptions[]).map(({ value, action }) => [
			`${resource} ${String(value)}`,
			action,
		]),
	),
);

/**
 * The operation and its parameters. The default operation only reads, so adding the tool to an agent spends nothing.
 * n8n lists the actions once per property named `resource`, so node and tool share one.
 */
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
		default: 'service',
	},
	...Object.values(RESOURCES).flatMap(({ description }) => description),
];

export class SmmPanel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMM Panel',
		name: 'smmPanel',
		icon: { light: 'file:../../icons/smmPanel.svg', dark: 'file:../../icons/smmPanel.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ $parameter["dryRun"] === true ? "Dry run of an order" : (${JSON.stringify(SUBTITLES)})[$parameter["resource"] + " " + $parameter["operation"]] }}`,
		description: 'Place, track, refill and cancel orders on any SMM panel with API v2',
		defaults: { name: 'SMM Panel' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				"Orders social media services (followers, likes, views, comments) on any SMM panel with API v2, and tracks, refills and cancels the orders. Order: Create spends money at once: set 'Dry Run' while testing and 'Duplicate Key' in a schedule. To wait for orders, use the SMM Panel Trigger instead of a loop.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-smm-panel.smmPanelTrigger',
					relationHint: 'Starts a workflow when an order or a refill changes its status',
				},
			],
		},
		hints: [
			{
				message: 'This node places and pays for orders, one per input item.',
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'always',
				displayCondition:
					'={{ $parameter["resource"] === "order" && $parameter["operation"] === "create" && $parameter["dryRun"] !== true }}',
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
		resourceMapping: { getOrderFields },
	};

	/** n8n calls these instead of the routing when a workflow runs: with all items at once. */
	customOperations = {
		account: account.bulk,
		order: order.bulk,
		refill: refill.bulk,
		service: service.bulk,
	};
}
