import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { resultRow } from '../../panel/rows';
import { batchOperation } from '../batchOperation';
import { idsProperty, optionsProperty, outputProperty } from '../parameters';

export const properties: INodeProperties[] = [
	idsProperty('order'),
	outputProperty,
	optionsProperty(calls.cancel, ['concurrency']),
];

export const cancel = batchOperation({
	call: calls.cancel,
	row: (order, raw) => resultRow(calls.cancel, order, raw),
});
