import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { resultRow } from '../../panel/rows';
import { batchOperation } from '../batchOperation';
import { idsProperty, optionsProperty, outputProperties } from '../parameters';

export const properties: INodeProperties[] = [
	idsProperty(calls.cancel),
	...outputProperties,
	optionsProperty(calls.cancel, ['concurrency']),
];

export const cancel = batchOperation({
	call: calls.cancel,
	row: (order, raw) => resultRow(calls.cancel, order, raw),
});
