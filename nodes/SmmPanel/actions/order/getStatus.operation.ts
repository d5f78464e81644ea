import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { orderRow } from '../../panel/rows';
import { readStatus } from '../../panel/status';
import { toText } from '../../panel/json';
import { batchOperation } from '../batchOperation';
import { idsProperty, optionsProperty, outputProperties } from '../parameters';

export const properties: INodeProperties[] = [
	idsProperty(calls.status),
	...outputProperties,
	optionsProperty(calls.status, ['concurrency', 'onlyIfChangedFrom']),
];

export const getStatus = batchOperation({
	call: calls.status,
	row: orderRow,
	keep: (job, item) => {
		const last = toText(job.parameter('options.onlyIfChangedFrom', item));
		if (last === null) return () => true;
		const { status } = readStatus(last, 'order');
		return (row) => row.status !== status;
	},
});
