import type { INodeProperties } from 'n8n-workflow';

/** The options of every event, after the event's own. */
export const optionsProperty = (...more: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...more,
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
