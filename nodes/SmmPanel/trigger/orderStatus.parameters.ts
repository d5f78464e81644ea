import type { INodeProperties } from 'n8n-workflow';

import type { IdParameter } from './source.parameters';
import { statusProperties } from './statusWatch.parameters';

/** The parameter for typed ids, and the usual name of a column of such ids. */
export const IDS: IdParameter = { name: 'orderIds', label: 'Order IDs', column: 'order' };

/** The parameters of the event `orderStatus`. */
export const properties: INodeProperties[] = statusProperties({
	ids: IDS,
	placeholder: '23501, 23510-23520',
	thing: 'order',
	statuses: [
		'Canceled',
		'Completed',
		'Expired',
		'Failed',
		'In progress',
		'Partial',
		'Pending',
		'Processing',
		'Refunded',
	],
});
