import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { refillRow } from '../../panel/rows';
import { batchOperation } from '../batchOperation';
import { idsProperty, optionsProperty, outputProperty } from '../parameters';

export const properties: INodeProperties[] = [
	idsProperty('refill'),
	outputProperty,
	optionsProperty(calls.refillStatus, ['concurrency']),
];

export const getStatus = batchOperation({ call: calls.refillStatus, row: refillRow });
