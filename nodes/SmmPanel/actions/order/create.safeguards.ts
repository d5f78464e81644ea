import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { checkFunds, checkOrder, isLimiting, type Account, type Limits } from '../../panel/limits';
import { readMoney } from '../../panel/money';
import { priceOf, type Price } from '../../panel/price';
import { readBalance } from '../../panel/rows';
import { toText } from '../../panel/values';
import { catalogueOf } from '../../transport/catalogue';
import type { Job } from '../../transport/job';
import type { Purchase } from '../../transport/spending';
import { isTool } from '../../transport/tool';
import { limitsOf } from './create.limits';

interface Guarded {
	/** Why an order is not to be sent, by item. */
	refused: Map<number, PanelFailure>;
	/** What each order will cost. */
	prices: Map<number, Price>;
	/** The currency of the account; null where it was not needed or not given. */
	currency: string | null;
}

/** Whether some item asks for a dry run: then nothing of the run is sent. */
export const isRehearsal = (job: Job, purchases: readonly Purchase[]): boolean =>
	purchases.some(
		({ item }) => job.attempt(() => job.parameter('safeguards.dryRun', item, false)) === true,
	);

/**
 * Checks orders against the user's safeguards, before anything is sent. The catalogue and the balance are
 * asked for once in a run, and only if some safeguard needs them. Where one of them can not be had, no order
 * is sent that needs it.
 *
 * @param isKnown Whether an earlier try of this execution sent the order: then it counts towards the total of
 * the run, and no longer against the balance, and is not refused.
 * @param dryRun Whether prices and currency are wanted, whatever is to be checked.
 */
export async function safeguard(
	job: Job,
	purchases: readonly Purchase[],
	isKnown: (purchase: Purchase) => boolean,
	dryRun = false,
): Promise<Guarded> {
	const isOpen = (purchase: Purchase) => !isKnown(purchase);
	const refused = new Map<number, PanelFailure>();
	const prices = new Map<number, Price>();
	const refuse = (failure: PanelFailure, concerned = purchases): Guarded => {
		for (const { item } of concerned.filter(isOpen)) {
			if (!refused.has(item)) refused.set(item, failure);
		}
		return { refused, prices, currency: null };
	};
	if (purchases.length === 0) return { refused, prices, currency: null };

	const limits = new Map<number, Limits>();
	for (const purchase of purchases) {
		const own = job.attempt(() => limitsOf(job, purchase.item));
		if (own instanceof PanelFailure) refuse(own, [purchase]);
		else limits.set(purchase.item, own);
	}
	const checkBalance = [...limits.values()].some((own) => own.checkBalance);
	if (!dryRun && !checkBalance && ![...limits.values()].some(isLimiting)) {
		return { refused, prices, currency: null };
	}
	const catalogue = await catalogueOf(job);
	if (catalogue instanceof PanelFailure) return refuse(unread('services', catalogue));
	const services = new Map(catalogue.map((service) => [service.row.service, service]));
	let total = 0n;
	for (const purchase of purchases) {
		const { item, fields } = purchase;
		const service = services.get(fields.service);
		const price = priceOf(fields, service);
		prices.set(item, price);
		const own = limits.get(item);
		const failure = own && checkOrder(own, fields, service, price, total);
		if (failure) refuse(isTool(job.node) ? forModel(failure) : failure, [purchase]);
		if ('charge' in price && !refused.has(item)) total += price.charge;
	}
	if (!dryRun && !checkBalance) return { refused, prices, currency: null };
	const account = await balanceOf(job);
	if (account instanceof PanelFailure) return refuse(unread('balance', account));
	const open = purchases.filter((each) => isOpen(each) && !refused.has(each.item));
	const failure =
		checkBalance &&
		checkFunds(
			account,
			open.map(({ item }) => prices.get(item) as Price),
		);
	if (failure) refuse(failure, open);
	return { refused, prices, currency: account.currency };
}

/** What was needed for a check could not be had; of the order nothing was sent. */
const unread = (what: string, { kind, message, panelMessage, hint }: PanelFailure): PanelFailure =>
	new PanelFailure(kind, {
		message: `the ${what} could not be read: ${message}`,
		panelMessage: panelMessage ?? undefined,
		hint,
		certain: true,
	});

/** A model would otherwise get over a limit with several orders below it. */
const forModel = (failure: PanelFailure): PanelFailure =>
	failure.kind === 'limit'
		? new PanelFailure('limit', {
				message: failure.message,
				hint: 'Tell the user, who can raise the limit in the workflow. Do not split the order to get below it.',
			})
		: failure;

async function balanceOf(job: Job): Promise<Account | PanelFailure> {
	const answer = await job.read(calls.balance, readBalance);
	if (answer instanceof PanelFailure) return answer;
	return { balance: readMoney(answer.raw.balance), currency: toText(answer.row.currency) };
}
