import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { orThrow } from '../../panel/failure';
import { A_FLAG, A_SIZE, optionalSetting, setting, toFlag, toSize, toText } from '../../panel/json';
import { fitting, type ServiceFilter } from '../../panel/services';
import { catalogueOf, type Job } from '../../transport/job';
import { operation } from '../operation';
import { orderTypeOptions } from '../parameters';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Return only services that match all of these filters',
	options: [
		{
			displayName: 'Can Be Canceled',
			name: 'cancel',
			type: 'boolean',
			default: true,
			description: 'Whether orders of the service can be canceled',
		},
		{
			displayName: 'Can Be Refilled',
			name: 'refill',
			type: 'boolean',
			default: true,
			description: 'Whether orders of the service can be refilled',
		},
		{
			displayName: 'Category',
			name: 'category',
			type: 'string',
			default: '',
			placeholder: 'e.g. Instagram',
			description: 'Words that the category must contain',
		},
		{
			displayName: 'Max Rate',
			name: 'highestRate',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0 },
			description:
				"Maximum price per 1,000, in the account's currency; 0 means no limit. Services without a price are left out.",
		},
		{
			displayName: 'Quantity',
			name: 'quantity',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0, numberPrecision: 0 },
			description: 'A quantity that the service must be able to deliver in one order; 0 means any',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. followers',
			description: 'Words that the ID, name or category must contain',
		},
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			default: 'default',
			description: 'Order type of the service',
			options: orderTypeOptions,
		},
	],
};

const parameters: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		default: 50,
		typeOptions: { minValue: 1 },
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	filters,
];

/** Services of the catalogue, which is requested once for all items of a run. */
export const getMany = operation({
	call: calls.services,
	parameters,
	async run(job, output) {
		const catalogue = orThrow(await catalogueOf(job));
		for (const item of job.items) {
			output.found(item, () => {
				const fits = fitting(filterOf(job, item));
				const limit = limitOf(job, item);
				return catalogue.filter(({ row }) => fits(row)).slice(0, limit);
			});
		}
		return output.finish();
	},
});

/** @throws PanelFailure if the limit is not a number: it would silently return nothing. */
function limitOf(job: Job, item: number): number {
	if (flagOf('Return All', job.parameter('returnAll', item, false))) return Infinity;
	return setting('Limit', job.parameter('limit', item, 50), toSize, A_SIZE);
}

/** @throws PanelFailure for a filter with an impossible value: it would silently match everything. */
function filterOf(job: Job, item: number): ServiceFilter {
	const wanted = job.parameter<IDataObject>('filters', item, {});
	return {
		category: toText(wanted.category) ?? undefined,
		text: toText(wanted.text) ?? undefined,
		type: toText(wanted.type) ?? undefined,
		refill: flagOf('Can Be Refilled', wanted.refill),
		cancel: flagOf('Can Be Canceled', wanted.cancel),
		// 0 means no filter.
		highestRate: numberOf('Max Rate', wanted.highestRate) || undefined,
		quantity: numberOf('Quantity', wanted.quantity) || undefined,
	};
}

const numberOf = (label: string, value: unknown) => optionalSetting(label, value, toSize, A_SIZE);
const flagOf = (label: string, value: unknown) => optionalSetting(label, value, toFlag, A_FLAG);
