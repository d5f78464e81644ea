import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { moneyNumber, moneyText, readMoney, toText, type Money } from '../panel/json';
import {
	addPrices,
	checkFunds,
	checkOrder,
	dearest,
	isLimiting,
	type Account,
	type Limits,
	type Offer,
	type Price,
} from '../panel/limits';
import type { Fields } from '../panel/order';
import { readBalance, sentRow } from '../panel/rows';
import type { Service } from '../panel/services';
import { catalogueOf, type Job } from '../transport/job';
import { needed, notesOf, openOrders, type Order, type Run } from './run';

/**
 * Checks the open orders against the user's safeguards, before anything is sent. The catalogue and the balance
 * are asked for once in a run, and only if some safeguard needs them; where one cannot be had, nothing is sent.
 * All that the execution has placed, or may have placed, counts towards the total. In a dry run the orders end
 * here, with what they would cost.
 *
 * @throws PanelFailure when the catalogue or the balance cannot be read.
 */
export async function checkLimits(run: Run): Promise<void> {
	const { job, isDryRun } = run;
	const limits = openOrders(run).map((order) => order.limits as Limits);
	const needsBalance =
		limits.length > 0 && (isDryRun || limits.some(({ checkBalance }) => checkBalance));
	if (!needsBalance && !limits.some(isLimiting)) return;

	const offerOf = offers(needed('services', await catalogueOf(job)));
	let total = addPrices(isDryRun ? [] : notesOf(run).map(({ fields }) => offerOf(fields).price));
	for (const order of openOrders(run)) {
		order.offer = offerOf(order.fields);
		const failure = checkOrder(order.limits as Limits, order.fields, order.offer, total);
		if (failure) order.outcome = run.isTool ? forModel(failure) : failure;
		else total = addPrices([total, order.offer.price]);
	}
	if (!needsBalance) return;

	const account = needed('balance', await balanceOf(job));
	const open = openOrders(run);
	const cost = addPrices(open.map(priceOf));
	// A dry run says what would fail, and not what nobody can tell.
	const isTold = isDryRun && 'charge' in cost && account.balance !== null;
	const isChecked = isTold || open.some(({ limits }) => limits?.checkBalance);
	const failure = isChecked ? checkFunds(account, cost) : undefined;
	if (isDryRun) showTotal(job, open.length, cost, account);
	for (const order of open) {
		if (failure) order.outcome = failure;
		else if (isDryRun) order.outcome = { dryRun: estimate(order, account) };
	}
}

const priceOf = ({ offer }: Order): Price => (offer as Offer).price;

/** Shows what the orders of a dry run would cost, with the balance, where n8n shows a node's output. */
function showTotal({ context }: Job, orders: number, cost: Price, account: Account): void {
	const money = (amount: Money) => [moneyText(amount), account.currency].filter(Boolean).join(' ');
	const total =
		'charge' in cost ? money(cost.charge) : `an amount that is not known (${cost.unknown})`;
	const balance = account.balance === null ? 'not known' : money(account.balance);
	if (!('addExecutionHints' in context)) return;
	context.addExecutionHints({
		message: `Dry run: nothing is ordered. ${orders === 1 ? '1 order' : `${orders} orders`} would cost ${total}; the balance is ${balance}.`,
		location: 'outputPane',
	});
}

/** Finds what the catalogue has for an order, and what it costs, by the dearest row of its service. */
function offers(catalogue: readonly Service[]): (fields: Fields) => Offer {
	const byId = new Map<unknown, Service[]>();
	for (const service of catalogue) {
		const same = byId.get(service.row.service);
		if (same) same.push(service);
		else byId.set(service.row.service, [service]);
	}
	return (fields) => dearest(fields, byId.get(fields.service) ?? []);
}

function estimate(order: Order, { currency }: Account) {
	const price = priceOf(order);
	const expectedCharge = 'charge' in price ? moneyNumber(price.charge) : null;
	return { dryRun: true, ...sentRow(order.fields), expectedCharge, currency };
}

/** A model would otherwise get over a limit with several orders below it. */
const forModel = (failure: PanelFailure): PanelFailure =>
	failure.kind === 'limit'
		? failure.but({
				hint: 'Tell the user, who can raise the limit in the workflow. Do not split the order to get below the limit.',
			})
		: failure;

async function balanceOf(job: Job): Promise<Account | PanelFailure> {
	const answer = await job.read(calls.balance, readBalance);
	if (answer instanceof PanelFailure) return answer;
	return { balance: readMoney(answer.raw.balance), currency: toText(answer.row.currency) };
}
