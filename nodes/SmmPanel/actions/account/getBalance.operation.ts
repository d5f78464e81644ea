import type { INodeProperties } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { readBalance } from '../../panel/rows';
import { failAll, Output } from '../output';
import { operation } from '../operation';
import { optionsProperty, outputProperties } from '../parameters';

export const properties: INodeProperties[] = [...outputProperties, optionsProperty(calls.balance)];

/** The balance of the account, requested once for all items of a run. */
export const getBalance = operation(calls.balance, async (job) => {
	const balance = await job.read(calls.balance, readBalance);
	if (balance instanceof PanelFailure) return failAll(job, calls.balance, balance);
	const output = new Output(job, calls.balance);
	for (const item of job.items) output.row(item, balance.row, balance.raw);
	return output.finish();
});
