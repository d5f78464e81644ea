import type { INodeProperties } from 'n8n-workflow';

import type { IdParameter } from './source.parameters';
import { statusProperties } from './statusWatch.parameters';

/** The parameter that ids are typed in, and the usual name of a column of such ids. */
export const IDS: IdParameter = { name: 'orderIds', label: 'Order IDs', column: 'order' };

/** What the event `orderStatus` is set up with. */
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
