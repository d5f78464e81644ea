import { calls } from '../../panel/calls';
import { refillRow, resultRow } from '../../panel/rows';
import { batchOperation } from '../batchOperation';
import { defineResource } from '../resource';

export const refill = defineResource('refill', 'create', {
	create: {
		name: 'Create',
		action: 'Create refills',
		description: 'Request refills for orders that dropped',
		...batchOperation({
			call: calls.refill,
			row: (order, raw) => resultRow(calls.refill, order, raw),
		}),
	},
	getStatus: {
		name: 'Get Status',
		action: 'Get refill status',
		description: 'Get the status of refills by refill ID',
		...batchOperation({ call: calls.refillStatus, row: refillRow }),
	},
});
