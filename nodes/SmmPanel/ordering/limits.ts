import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { moneyNumber, moneyText, readMoney, toText, type Money } from '../panel/json';
import {
	addPrices,
	checkFunds,
	checkOrder,
	mostExpensive,
	needsCatalogue,
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
 * Checks the open orders against the user's safeguards before anything is sent. The catalogue and the balance are
 * requested once per run, and only if a safeguard needs them; if one cannot be read, nothing is sent. Everything that
 * the execution has placed, or may have placed, counts towards the total. In a dry run the orders end here, with what
 * they would cost.
 *
 * @throws PanelFailure if the catalogue or the balance cannot be read.
 */
export async function checkLimits(run: Run): Promise<void> {
	const { job, isDryRun } = run;
	const limits = openOrders(run).map((order) => order.limits as Limits);
	const needsBalance =
		limits.length > 0 && (isDryRun || limits.some(({ checkBalance }) => checkBalance));
	if (!needsBalance && !limits.some(needsCatalogue)) return;

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
	// A dry run reports what would fail, not what is unknown.
	const isReported = isDryRun && 'charge' in cost && account.balance !== null;
	const isChecked = isReported || open.some(({ limits }) => limits?.checkBalance);
	const failure = isChecked ? checkFunds(account, cost) : undefined;
	if (isDryRun) showTotal(job, open.length, cost, account);
	for (const order of open) {
		if (failure) order.outcome = failure;
		else if (isDryRun) order.outcome = { dryRun: estimate(order, account) };
	}
}

const priceOf = ({ offer }: Order): Price => (offer as Offer).price;

/** Shows the total cost of a dry run and the balance, where n8n shows a node's output. */
function showTotal({ context }: Job, orders: number, cost: Price, account: Account): void {
	const money = (amount: Money) => [moneyText(amount), account.currency].filter(Boolean).join(' ');
	const total = 'charge' in cost ? money(cost.charge) : `an unknown amount (${cost.unknown})`;
	const balance = account.balance === null ? 'unknown' : money(account.balance);
	if (!('addExecutionHints' in context)) return;
	context.addExecutionHints({
		message: `Dry run: nothing is ordered. ${orders === 1 ? '1 order' : `${orders} orders`} would cost ${total}; the balance is ${balance}.`,
		location: 'outputPane',
	});
}

/** Finds the catalogue's offer for an order and its cost, by the most expensive row of the service. */
function offers(catalogue: readonly Service[]): (fields: Fields) => Offer {
	const byId = new Map<unknown, Service[]>();
	for (const service of catalogue) {
		const same = byId.get(service.row.service);
		if (same) same.push(service);
		else byId.set(service.row.service, [service]);
	}
	return (fields) => mostExpensive(fields, byId.get(fields.service) ?? []);
}

function estimate(order: Order, { currency }: Account) {
	const price = priceOf(order);
	const expectedCharge = 'charge' in price ? moneyNumber(price.charge) : null;
	return { dryRun: true, ...sentRow(order.fields), expectedCharge, currency };
}

/** Tells a model what to do, which would otherwise get around a limit with several smaller orders. */
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
