import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { calls } from '../panel/calls';
import { orThrow } from '../panel/failure';
import {
	isObject,
	type JsonObject,
	type Money,
	moneyNumber,
	moneyText,
	readMoney,
	sizeOf,
	toMoney,
	toText,
} from '../panel/json';
import { unexpected, type Reply } from '../panel/reply';
import { readBalance } from '../panel/rows';
import { accountOf } from '../transport/request';
import { HUNDRED, numberIn, pollAsk, timeOf } from './poll';
import type { WatchedEvent } from './watch';

interface BalanceState extends JsonObject {
	/** Decimal text. */
	balance: string;
	currency: string | null;
	/** Whether a fall below the threshold would be reported. */
	armed: boolean;
}

/** The threshold; null to report every change. */
export interface Threshold {
	below: Money;
	/** The balance at which another fall can be reported. */
	rearm: Money;
	/** Whether to report a balance that is already below it at the first poll. */
	alreadyLow: boolean;
}

/** The account as one poll sees it. */
export interface ObservedBalance {
	balance: Money;
	/** Null if the panel does not give it. */
	currency: string | null;
	threshold: Threshold | null;
	/** Time of the observation, as an ISO date and time. */
	at: string;
}

/** The balance fell below a threshold, or changed by any amount. */
export const balanceChange: WatchedEvent<BalanceState, ObservedBalance> = {
	source: (context) => `balanceChange ${accountOf(context.getNode())} ${whenOf(context)}`,

	isState: (value): value is BalanceState =>
		isObject(value) &&
		typeof value.balance === 'string' &&
		readMoney(value.balance) !== null &&
		(value.currency === null || typeof value.currency === 'string') &&
		typeof value.armed === 'boolean',

	observe,

	compare,

	sample: (now) => ({
		...eventItem(now.balance, now),
		...(now.threshold && now.balance >= now.threshold.below && { note: NOT_BELOW }),
	}),
};

/** The note of a test event for a balance that would not start the workflow. */
const NOT_BELOW =
	"The balance is not below 'Threshold' now, so this item would not trigger the workflow.";

const whenOf = (context: IPollFunctions): string =>
	String(context.getNodeParameter('balanceWhen', 'below'));

async function observe(context: IPollFunctions): Promise<ObservedBalance> {
	const threshold = whenOf(context) === 'below' ? thresholdOf(context) : null;
	const ask = await pollAsk(context, calls.balance);
	const seen = orThrow(await ask({}, readAmount));
	return { ...seen, threshold, at: timeOf() };
}

/** @throws PanelFailure if there are words in place of a balance: they say nothing about the account. */
function readAmount(reply: Reply): { balance: Money; currency: string | null } {
	const { raw } = readBalance(reply);
	const balance = readMoney(raw.balance);
	if (balance === null) throw unexpected(reply, 'a balance that is a number');
	return { balance, currency: toText(raw.currency)?.slice(0, 100) ?? null };
}

/** @throws PanelFailure of kind `parameter` for a threshold or a margin that is not a number. */
function thresholdOf(context: IPollFunctions): Threshold {
	const below = numberIn(context, ['threshold', 'Threshold'], 10, readMoney);
	const margin = numberIn(context, ['options.margin', 'Margin (%)'], 10, toMoney);
	return {
		below,
		rearm: below + (sizeOf(below) * margin) / HUNDRED,
		alreadyLow: context.getNodeParameter('options.includeAlreadyLow', false) === true,
	};
}

/**
 * Compares the balance of two polls. A fall is reported once, and the next one only after the balance was back above
 * the threshold by the margin. In another currency, the account counts as seen for the first time.
 */
function compare(
	seen: BalanceState | undefined,
	now: ObservedBalance,
): { items: IDataObject[]; seen: BalanceState } {
	const { balance, threshold } = now;
	const isOther = seen?.currency && now.currency && seen.currency !== now.currency;
	const last = isOther ? undefined : seen;
	const before = last ? readMoney(last.balance) : null;
	const currency = now.currency ?? last?.currency ?? null;
	const isLow = threshold !== null && balance < threshold.below;
	const wasArmed = last?.armed ?? (seen === undefined && threshold?.alreadyLow === true);
	const isNews = threshold ? isLow && wasArmed : before !== null && before !== balance;
	const mayArm = !threshold || !last || wasArmed || balance >= threshold.rearm;
	return {
		items: isNews ? [eventItem(before, { ...now, currency })] : [],
		seen: { balance: moneyText(balance), currency, armed: !isLow && mayArm },
	};
}

function eventItem(
	before: Money | null,
	{ balance, currency, threshold, at }: ObservedBalance,
): IDataObject {
	return {
		before: before === null ? null : moneyNumber(before),
		after: moneyNumber(balance),
		change: before === null ? null : moneyNumber(balance - before),
		currency,
		threshold: threshold && moneyNumber(threshold.below),
		detectedAt: at,
	};
}
