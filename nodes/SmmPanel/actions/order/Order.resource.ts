import { calls } from '../../panel/calls';
import { toText } from '../../panel/json';
import { orderRow, resultRow } from '../../panel/rows';
import { readStatus } from '../../panel/status';
import { batchOperation } from '../batchOperation';
import { defineResource } from '../resource';
import { create } from './create.operation';

export const order = defineResource('order', 'create', {
	cancel: {
		name: 'Cancel',
		action: 'Cancel orders',
		description: 'Request the cancellation of orders; the panel decides whether it cancels them',
		...batchOperation({
			call: calls.cancel,
			row: (id, raw) => resultRow(calls.cancel, id, raw),
		}),
	},
	create: {
		name: 'Create',
		action: 'Create order',
		description: 'Place one order per input item; the panel charges each order immediately',
		hint: "Spends money for each item. Set 'duplicateKey' to an expression that is the same whenever the same order is meant, so that no retry or rerun orders twice.",
		...create,
	},
	getStatus: {
		name: 'Get Status',
		action: 'Get order status',
		description: 'Get the status, charge, start count and remains of orders',
		hint: 'Takes any number of IDs in one item or many items; it sends one request per 100 IDs. Do not loop.',
		...batchOperation({
			call: calls.status,
			row: orderRow,
			options: ['onlyIfChangedFrom'],
			keep: (job, item) => {
				const last = toText(job.parameter('options.onlyIfChangedFrom', item));
				if (last === null) return () => true;
				const { status } = readStatus(last, 'order');
				return (row) => row.status !== status;
			},
		}),
	},
});
