import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { calls } from '../panel/calls';
import { heard } from '../panel/failure';
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
import { askerOf, numberIn, reported, timeOf } from './poll';
import type { WatchedEvent } from './watch';

interface SeenBalance extends JsonObject {
	/** Decimal text. */
	balance: string;
	currency: string | null;
	/** Whether a fall below the threshold would be told of. */
	armed: boolean;
}

/** Below what to tell; null to tell of every change. */
export interface Threshold {
	below: Money;
	/** The balance from which on another fall is told of. */
	rearm: Money;
	/** Also a balance that is below it when it is seen first. */
	alreadyLow: boolean;
}

/** One look at the account. */
export interface LookAtBalance {
	balance: Money;
	/** Null where the panel does not tell. */
	currency: string | null;
	threshold: Threshold | null;
	/** When the look was taken, as an ISO date and time. */
	at: string;
}

/** The balance fell below a threshold, or changed at all. */
export const balanceChange: WatchedEvent<SeenBalance, LookAtBalance> = {
	source: (context) => `balanceChange ${accountOf(context.getNode())} ${whenOf(context)}`,

	isSeen: (value): value is SeenBalance =>
		isObject(value) &&
		typeof value.balance === 'string' &&
		readMoney(value.balance) !== null &&
		(value.currency === null || typeof value.currency === 'string') &&
		typeof value.armed === 'boolean',

	observe: async (context) => await reported(context, look(context)),

	compare,

	sample: (_, now) => ({
		...eventItem(now.balance, now),
		...(now.threshold && now.balance >= now.threshold.below && { note: NOT_BELOW }),
	}),
};

/** Said in a test event, of a balance that starts nothing. */
const NOT_BELOW =
	"The balance is not below 'Threshold' now, so this item would not trigger the workflow.";

const whenOf = (context: IPollFunctions): string =>
	String(context.getNodeParameter('balanceWhen', 'below'));

async function look(context: IPollFunctions): Promise<LookAtBalance> {
	const threshold = whenOf(context) === 'below' ? thresholdOf(context) : null;
	const ask = await askerOf(context, calls.balance);
	const seen = heard(await ask({}, readAmount));
	return { ...seen, threshold, at: timeOf() };
}

/** @throws PanelFailure when what stands for the balance is no amount: that says nothing of the account. */
function readAmount(reply: Reply): { balance: Money; currency: string | null } {
	const { raw } = readBalance(reply);
	const balance = readMoney(raw.balance);
	if (balance === null) throw unexpected(reply, 'a balance that is an amount');
	return { balance, currency: toText(raw.currency) };
}

/** @throws PanelFailure of kind `parameter` for a threshold or a margin that is no number. */
function thresholdOf(context: IPollFunctions): Threshold {
	const below = numberIn(context, ['threshold', 'Threshold'], 10, readMoney);
	const margin = numberIn(context, ['options.margin', 'Margin (%)'], 10, toMoney);
	return {
		below,
		rearm: below + (sizeOf(below) * margin) / (100n * UNIT),
		alreadyLow: context.getNodeParameter('options.includeAlreadyLow', false) === true,
	};
}

/** One of the currency, or of a number of percent. */
const UNIT = toMoney(1) as Money;

/**
 * What happened to the balance between two looks. A fall is told of once, and the next only after the balance
 * was back above the threshold by the margin. In another currency the account is seen for the first time.
 */
function compare(
	seen: SeenBalance | undefined,
	now: LookAtBalance,
): { items: IDataObject[]; seen: SeenBalance } {
	const { balance, threshold } = now;
	const isOther = seen?.currency && now.currency && seen.currency !== now.currency;
	const last = isOther ? undefined : seen;
	const before = last ? readMoney(last.balance) : null;
	const currency = now.currency ?? last?.currency ?? null;
	const after = (armed: boolean) => ({ balance: moneyText(balance), currency, armed });

	if (threshold === null) {
		const isNews = before !== null && before !== balance;
		return { items: isNews ? [eventItem(before, { ...now, currency })] : [], seen: after(true) };
	}
	const isLow = balance < threshold.below;
	const wasArmed = last?.armed ?? (seen === undefined && threshold.alreadyLow);
	const items = isLow && wasArmed ? [eventItem(before, { ...now, currency })] : [];
	return {
		items,
		seen: after(!isLow && (last === undefined || wasArmed || balance >= threshold.rearm)),
	};
}

function eventItem(
	before: Money | null,
	{ balance, currency, threshold, at }: LookAtBalance,
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
