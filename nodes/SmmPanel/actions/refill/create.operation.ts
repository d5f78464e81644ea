import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { resultRow } from '../../panel/rows';
import { batchOperation } from '../batchOperation';
import { idsProperty, optionsProperty, outputProperties } from '../parameters';

export const properties: INodeProperties[] = [
	idsProperty(calls.refill),
	...outputProperties,
	optionsProperty(calls.refill, ['concurrency']),
];

export const create = batchOperation({
	call: calls.refill,
	row: (order, raw) => resultRow(calls.refill, order, raw),
});
