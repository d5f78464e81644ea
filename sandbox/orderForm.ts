import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** 'Fields' of an order that maps the columns of its rows automatically. */
export const AUTOMATIC = { mappingMode: 'autoMapInputData', value: null, schema: [] };

/** 'Fields' of an order as the editor stores them: the values, and what the service requires. */
export const orderForm = (value: IDataObject, required = ['link', 'quantity']) =>
	({
		mappingMode: 'defineBelow',
		value,
		schema: [...new Set([...required, ...Object.keys(value)])].map((id) => ({
			id,
			displayName: id,
			required: required.includes(id),
			defaultMatch: false,
			display: true,
			type: NUMBERS.includes(id) ? 'number' : 'string',
		})),
	}) as INodeParameters;

const NUMBERS = 'quantity runs interval answer_number min max delay posts old_posts'.split(' ');
