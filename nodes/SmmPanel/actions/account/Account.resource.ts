import { calls } from '../../panel/calls';
import { orThrow } from '../../panel/failure';
import { readBalance } from '../../panel/rows';
import { operation } from '../operation';
import { defineResource } from '../resource';

/** The balance of the account, requested once for all items of a run. */
const getBalance = operation({
	call: calls.balance,
	async run(job, output) {
		const { row, raw } = orThrow(await job.read(calls.balance, readBalance));
		for (const item of job.items) output.row(item, row, raw);
		return output.finish();
	},
});

export const account = defineResource('account', 'getBalance', {
	getBalance: {
		name: 'Get Balance',
		action: 'Get account balance',
		description: 'Get the account balance and its currency',
		...getBalance,
	},
});
