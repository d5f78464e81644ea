import type { INodeProperties } from 'n8n-workflow';

import type { IdParameter } from './source.parameters';
import { statusProperties } from './statusWatch.parameters';

/** The parameter for typed ids, and the usual name of a column of such ids. */
export const IDS: IdParameter = { name: 'refillIds', label: 'Refill IDs', column: 'refill' };

/** The parameters of the event `refillStatus`. */
export const properties: INodeProperties[] = statusProperties({
	ids: IDS,
	placeholder: '101, 110-120',
	thing: 'refill',
	statuses: [
		'Awaiting',
		'Canceled',
		'Completed',
		'Failed',
		'In progress',
		'Pending',
		'Processing',
		'Rejected',
	],
});
