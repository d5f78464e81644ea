import { calls } from '../panel/calls';
import { orderRow } from '../panel/rows';
import { IDS } from './orderStatus.parameters';
import { statusWatch } from './statusWatch';

/** A watched order changed status. */
export const orderStatus = statusWatch({
	event: 'orderStatus',
	call: calls.status,
	row: orderRow,
	fields: ['charge', 'start_count', 'remains', 'currency'],
	ids: IDS,
});
