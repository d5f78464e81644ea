import type { INodeProperties } from 'n8n-workflow';

import { finalStatuses, type StatusOf } from '../panel/status';
import { optionsProperty } from './poll.parameters';
import { sourceProperties, type IdParameter } from './source.parameters';

/** How the parameters of the two status events differ. */
interface StatusParameters {
	ids: IdParameter;
	/** Example ids. */
	placeholder: string;
	/** What has a status. */
	thing: StatusOf;
	/** The statuses to choose from. */
	statuses: readonly string[];
}

/** The default choice of statuses. */
export const USUAL_STATUSES = ['finished'];

/** "an order" or "a refill". */
export const withArticle = (thing: StatusOf): string =>
	thing === 'order' ? 'an order' : 'a refill';

/** The parameters of a status event. */
export const statusProperties = ({
	ids,
	placeholder,
	thing,
	statuses,
}: StatusParameters): INodeProperties[] => [
	...sourceProperties(ids, {
		displayName: ids.label,
		name: ids.name,
		type: 'string',
		required: true,
		default: '',
		placeholder: `e.g. ${placeholder}`,
		description: `IDs of the ${thing}s, separated by commas, spaces or new lines, or ranges`,
	}),
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		default: [...USUAL_STATUSES],
		description: `Statuses that trigger the workflow. If none is selected, those in which ${withArticle(thing)} is finished do.`,
		options: [
			{ name: 'Any', value: 'any' },
			{
				name: `Any That Finishes the ${thing === 'order' ? 'Order' : 'Refill'}`,
				value: 'finished',
				description: finalStatuses(thing).join(', '),
			},
			...statuses.map((status) => ({ name: status, value: status })),
		],
	},
	optionsProperty(
		{
			displayName: 'Include Already Finished',
			name: 'includeAlreadyFinished',
			type: 'boolean',
			default: false,
			description: `Whether to report ${thing}s that have already finished when they are first seen`,
		},
		{
			displayName: 'Report Unknown IDs',
			name: 'reportUnknown',
			type: 'boolean',
			default: false,
			description: 'Whether to report, once, an ID that the panel does not know',
		},
	),
];
