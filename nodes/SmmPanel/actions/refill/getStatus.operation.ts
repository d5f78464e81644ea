import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { refillRow } from '../../panel/rows';
import { batchOperation } from '../batchOperation';
import { idsProperty, optionsProperty, outputProperties } from '../parameters';

export const properties: INodeProperties[] = [
	idsProperty(calls.refillStatus),
	...outputProperties,
	optionsProperty(calls.refillStatus, ['concurrency']),
];

export const getStatus = batchOperation({ call: calls.refillStatus, row: refillRow });
