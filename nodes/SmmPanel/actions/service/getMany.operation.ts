import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { orderTypeNamed } from '../../panel/orderTypes';
import type { Row } from '../../panel/rows';
import { containsAll } from '../../panel/text';
import { toText } from '../../panel/values';
import { catalogueOf } from '../../transport/catalogue';
import { operation } from '../operation';
import { failAll, Output } from '../output';
import { optionsProperty, orderTypeOptions, outputProperty } from '../parameters';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Only services that fit all of these',
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
			description: 'Words that the category contains',
		},
		{
			displayName: 'Highest Rate',
			name: 'highestRate',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0, numberPrecision: 5 },
			description:
				'Highest price of 1,000, in the currency of the account. 0 is no limit. Services without a price are left out.',
		},
		{
			displayName: 'Quantity',
			name: 'quantity',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0, numberPrecision: 0 },
			description: 'A quantity that the service can deliver in one order. 0 is any.',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. followers',
			description: 'Words that the ID, the name or the category contain',
		},
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			default: 'default',
			description: 'Type of the order that the service takes',
			options: orderTypeOptions,
		},
	],
};

export const properties: INodeProperties[] = [
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
	outputProperty,
	optionsProperty(calls.services),
];

/** Services of the catalogue, which is asked for once for all items of a run. */
export const getMany = operation(calls.services, async (job) => {
	const catalogue = await catalogueOf(job);
	if (catalogue instanceof PanelFailure) return failAll(job, calls.services, catalogue);
	const output = new Output(job, calls.services);
	for (const item of job.items) {
		const wanted = job.attempt(() => ({
			fits: filterOf(job.parameter<IDataObject>('filters', item, {})),
			limit: job.parameter('returnAll', item, false)
				? Infinity
				: Math.max(0, Number(job.parameter('limit', item, 50))),
		}));
		if (wanted instanceof PanelFailure) {
			output.fail(wanted, { item });
			continue;
		}
		const found = catalogue.filter(({ row }) => wanted.fits(row)).slice(0, wanted.limit);
		for (const { row, raw } of found) output.row(item, row, raw);
	}
	return output.finish();
});

/** The test that a service has to pass; a filter that is not set, or empty, lets everything pass. */
function filterOf(wanted: IDataObject): (service: Row) => boolean {
	const text = toText(wanted.text);
	const category = toText(wanted.category);
	const typeName = toText(wanted.type);
	const type = typeName === null ? undefined : (orderTypeNamed(typeName)?.value ?? typeName);
	const rate = Number(wanted.highestRate) || Infinity;
	const quantity = Number(wanted.quantity) || undefined;
	const inRange = ({ min, max }: Row, count: number) =>
		(min === null || count >= Number(min)) && (max === null || count <= Number(max));
	return (service) =>
		(text === null || containsAll([service.service, service.name, service.category], text)) &&
		(category === null || containsAll([service.category], category)) &&
		(type === undefined || typeOf(service) === type) &&
		(wanted.refill === undefined || (service.refill === true) === wanted.refill) &&
		(wanted.cancel === undefined || (service.cancel === true) === wanted.cancel) &&
		(rate === Infinity || (service.rate !== null && Number(service.rate) <= rate)) &&
		(quantity === undefined || inRange(service, quantity));
}

const typeOf = ({ type }: Row): string => {
	const name = toText(type) ?? '';
	return orderTypeNamed(name)?.value ?? name;
};
