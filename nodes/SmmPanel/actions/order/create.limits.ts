import type { IDataObject } from 'n8n-workflow';

import { PanelFailure } from '../../panel/failure';
import type { Limits } from '../../panel/limits';
import { toMoney, type Money } from '../../panel/money';
import type { Job } from '../../transport/job';
import { isTool } from '../../transport/tool';

/**
 * The limits of an item, as its parameters give them.
 *
 * @throws PanelFailure when a limit was set and its value is none.
 */
export function limitsOf(job: Job, item: number): Limits {
	const given = job.parameter<IDataObject>('safeguards', item, {});
	const forModel = isTool(job.node);
	const ofTool = forModel
		? limit('Tool: Highest Charge', job.parameter('toolMaxCharge', item, 0))
		: undefined;
	const stored = (job.node.parameters.safeguards ?? {}) as IDataObject;
	for (const name of ['dryRun', 'checkService', 'checkBalance']) {
		if (name in stored && typeof given[name] !== 'boolean') throw unclear(name, given[name]);
	}
	const ofOrder = 'maxCharge' in stored ? limit('Highest Charge', given.maxCharge) : undefined;
	const ofAll =
		'maxTotalCharge' in stored ? limit('Highest Charge of All', given.maxTotalCharge) : undefined;
	if (ofAll !== undefined && !job.isWhole) throw noTotal();
	const quantity = forModel ? Number(job.parameter('toolMaxQuantity', item, 0)) : undefined;
	if (quantity !== undefined && !(Number.isSafeInteger(quantity) && quantity >= 0)) {
		throw unfit('Tool: Highest Quantity', job.parameter('toolMaxQuantity', item));
	}
	return {
		maxCharge: lower(ofTool, ofOrder),
		maxTotalCharge: ofAll,
		maxQuantity: quantity === undefined ? undefined : BigInt(quantity),
		checkService: given.checkService === true,
		checkBalance: given.checkBalance === true,
	};
}

/** A limit that was set. One that holds no amount is no reason to go on without it. */
function limit(label: string, value: unknown): Money {
	const amount = toMoney(value);
	if (amount === null) throw unfit(label, value);
	return amount;
}

const noTotal = (): PanelFailure =>
	new PanelFailure('parameter', {
		message: "'Highest Charge of All' can not be kept here: n8n hands over each item by itself",
		hint: "Set 'Highest Charge' instead.",
	});

const lower = (a: Money | undefined, b: Money | undefined): Money | undefined =>
	a === undefined || (b !== undefined && b < a) ? b : a;

function unfit(label: string, value: unknown): PanelFailure {
	return new PanelFailure('parameter', {
		message: `'${label}' holds ${JSON.stringify(value) ?? 'nothing'}, which is no limit`,
		hint: `Give a number from 0 upwards in '${label}', or remove the limit.`,
	});
}

/** A safeguard that was set and is neither on nor off is no reason to go on without it. */
const unclear = (name: string, value: unknown): PanelFailure =>
	new PanelFailure('parameter', {
		message: `the safeguard '${name}' holds ${JSON.stringify(value) ?? 'nothing'} instead of true or false`,
		hint: 'Give true or false, or remove the safeguard.',
	});
