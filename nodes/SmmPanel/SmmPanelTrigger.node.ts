import {
	NodeConnectionTypes,
	updateDisplayOptions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { invalid } from './panel/failure';
import { testCredential } from './transport/credentialTest';
import { balanceChange } from './trigger/balanceChange.event';
import * as ofBalance from './trigger/balanceChange.parameters';
import { serviceChange } from './trigger/serviceChange.event';
import { properties as ofServices } from './trigger/serviceChange.parameters';
import { orderStatus, refillStatus } from './trigger/statusWatch.event';
import { statusOptions, statusProperties } from './trigger/statusWatch.parameters';
import { errorOf } from './trigger/poll';
import { watch, type AnyEvent } from './trigger/watch';

interface EventOption {
	name: string;
	description: string;
	properties: INodeProperties[];
	/** Its options, besides the one that all events have. */
	options?: INodeProperties[];
	event: AnyEvent;
}

/** The events that can start a workflow, by the value of 'Trigger On'. */
const EVENTS: Record<string, EventOption> = {
	balanceChange: {
		name: 'Balance Changed',
		description: 'The account balance fell below a threshold, or changed by any amount',
		...ofBalance,
		event: balanceChange,
	},
	orderStatus: {
		name: 'Order Status Changed',
		description: 'A watched order changed status',
		properties: statusProperties('order'),
		options: statusOptions('order'),
		event: orderStatus,
	},
	refillStatus: {
		name: 'Refill Status Changed',
		description: 'A watched refill changed status',
		properties: statusProperties('refill'),
		options: statusOptions('refill'),
		event: refillStatus,
	},
	serviceChange: {
		name: 'Service Changed',
		description: 'A service changed its rate or terms, was added or removed, or came back',
		properties: ofServices,
		event: serviceChange,
	},
};

const TITLES = Object.fromEntries(Object.entries(EVENTS).map(([value, { name }]) => [value, name]));

const optionsProperty = (own: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...own,
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0 },
			description: 'Maximum number of requests to the panel per minute; 0 means no limit',
		},
	],
});

/** Where the editor finds an event's fields before its first run: `__schema__/<version>/<operation>`. */
const schemaProperty = (event: string): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'hidden',
	noDataExpression: true,
	default: event,
	displayOptions: { show: { event: [event] } },
});

export class SmmPanelTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMM Panel Trigger',
		name: 'smmPanelTrigger',
		icon: { light: 'file:../../icons/smmPanel.svg', dark: 'file:../../icons/smmPanel.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${JSON.stringify(TITLES)})[$parameter["event"]] }}`,
		description:
			'Starts the workflow when orders, refills, the balance or services of an SMM panel change',
		defaults: { name: 'SMM Panel Trigger' },
		polling: true,
		builderHint: {
			searchHint:
				'Starts a workflow when orders or refills of an SMM panel change their status, the balance falls, or services change. Order IDs that other workflows place are read from a list at a URL.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-smm-panel.smmPanel',
					relationHint: 'Places the orders to watch, and refills or cancels them',
				},
			],
		},
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
				options: Object.entries(EVENTS).map(([value, { name, description }]) => ({
					name,
					value,
					description,
				})),
			},
			...Object.keys(EVENTS).map(schemaProperty),
			...Object.entries(EVENTS).flatMap(([value, { properties, options = [] }]) =>
				updateDisplayOptions({ show: { event: [value] } }, [
					...properties,
					optionsProperty(options),
				]),
			),
		],
	};

	methods = { credentialTest: { smmPanelApiTest: testCredential } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const name = this.getNodeParameter('event', 'orderStatus') as string;
		if (!Object.hasOwn(EVENTS, name)) {
			const failure = invalid(
				`'Trigger On' has no event '${name}'`,
				"Select an event in 'Trigger On', or update this package if the workflow was built with a later version of it.",
			);
			throw errorOf(this, failure);
		}
		return await watch(this, EVENTS[name].event);
	}
}
