import type { IDataObject } from 'n8n-workflow';

import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import {
	type Account,
	addPrices,
	checkFunds,
	checkOrder,
	dearest,
	isLimiting,
	type Limits,
	type Offer,
	type Price,
} from '../panel/limits';
import {
	type Money,
	moneyNumber,
	moneyText,
	readMoney,
	toFlag,
	toMoney,
	toText,
} from '../panel/json';
import type { Fields } from '../panel/order';
import { readBalance, sentRow } from '../panel/rows';
import { type Service } from '../panel/services';
import { catalogueOf, isTool, type Job } from '../transport/job';
import { heard, needsWhole, notesOf, openOrders, type Order, type Run } from './run';

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
	const limits = limitsByOrder(run);
	const needsBalance = isDryRun || [...limits.values()].some(({ checkBalance }) => checkBalance);
	if (!needsBalance && ![...limits.values()].some(isLimiting)) return;
	if (openOrders(run).length === 0) return;

	const offerOf = offers(heard('services', await catalogueOf(job)));
	let total = addPrices(isDryRun ? [] : notesOf(run).map(({ fields }) => offerOf(fields).price));
	for (const order of openOrders(run)) {
		const own = limits.get(order) as Limits;
		const offer = offerOf(order.fields);
		const failure = checkOrder(own, order.fields, offer, total);
		if (failure) order.outcome = isTool(job.node) ? forModel(failure) : failure;
		else total = addPrices([total, offer.price]);
	}
	if (!needsBalance) return;

	const account = heard('balance', await balanceOf(job));
	const open = openOrders(run);
	const cost = addPrices(open.map(({ fields }) => offerOf(fields).price));
	if (isDryRun) showTotal(job, open.length, cost, account);
	// A dry run says what would fail, and not what nobody can tell.
	const isTold = isDryRun && 'charge' in cost && account.balance !== null;
	const failure =
		isTold || open.some((order) => limits.get(order)?.checkBalance)
			? checkFunds(account, cost)
			: undefined;
	for (const order of open) {
		if (failure) order.outcome = failure;
		else if (isDryRun) order.outcome = { dryRun: estimate(order, offerOf, account) };
	}
}

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

/** The limits of each open order. An order whose limits cannot be read is refused. */
function limitsByOrder(run: Run): Map<Order, Limits> {
	const limits = new Map<Order, Limits>();
	for (const order of openOrders(run)) {
		const own = run.job.attempt(() => limitsOf(run, order.item));
		if (own instanceof PanelFailure) order.outcome = own;
		else limits.set(order, own);
	}
	return limits;
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

function estimate({ fields }: Order, offerOf: (fields: Fields) => Offer, { currency }: Account) {
	const { price } = offerOf(fields);
	const expectedCharge = 'charge' in price ? moneyNumber(price.charge) : null;
	return { dryRun: true, ...sentRow(fields), expectedCharge, currency };
}

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

/**
 * The limits of an item, as its parameters give them. A limit that was set and holds no amount, or a switch that
 * is neither on nor off, is no reason to go on without it.
 *
 * @throws PanelFailure of kind `parameter` then.
 */
function limitsOf({ job, isDryRun }: Run, item: number): Limits {
	const given = job.parameter<IDataObject>('safeguards', item, {});
	const stored = (job.node.parameters.safeguards ?? {}) as IDataObject;
	const amount = (name: string, label: string): Money | undefined =>
		name in stored ? unlessUnfit(label, given[name], toMoney(given[name]), A_LIMIT) : undefined;
	const flag = (name: string, label: string): boolean =>
		name in stored &&
		unlessUnfit(label, given[name], toFlag(given[name] as string), 'true or false');
	const maxTotalCharge = amount('maxTotalCharge', 'Max Total Charge');
	if (maxTotalCharge !== undefined) needsWhole(job, 'Max Total Charge');
	const checkBalance = flag('checkBalance', 'Check Balance');
	// A call of a model is an item of its own, and its balance is asked for anew.
	if (checkBalance && !isTool(job.node)) needsWhole(job, 'Check Balance');
	return {
		...lower(amount('maxCharge', 'Max Charge'), isTool(job.node) ? ofTool(job, item) : {}),
		maxTotalCharge,
		// A dry run is there to tell.
		checkService: flag('checkService', 'Check Service') || isDryRun,
		checkBalance,
	};
}

/** The limits for each call of a model. */
function ofTool(job: Job, item: number): Pick<Limits, 'maxCharge' | 'maxQuantity'> {
	const [charge, quantity] = ['toolMaxCharge', 'toolMaxQuantity'].map((name) =>
		job.parameter(name, item, 0),
	);
	const isCount = Number.isSafeInteger(Number(quantity)) && Number(quantity) >= 0;
	return {
		maxCharge: unlessUnfit('Max Charge per Call', charge, toMoney(charge), A_LIMIT),
		maxQuantity: unlessUnfit(
			'Max Quantity per Call',
			quantity,
			isCount ? BigInt(Number(quantity)) : null,
			A_LIMIT,
		),
	};
}

const lower = (charge: Money | undefined, limits: Pick<Limits, 'maxCharge' | 'maxQuantity'>) => ({
	...limits,
	...(charge !== undefined &&
		(limits.maxCharge === undefined || charge < limits.maxCharge) && { maxCharge: charge }),
});

const A_LIMIT = 'a number from 0 upwards';

function unlessUnfit<T>(label: string, value: unknown, read: T | null, wanted: string): T {
	if (read !== null) return read;
	throw new PanelFailure('parameter', {
		message: `'${label}' holds ${JSON.stringify(value) ?? 'nothing'} instead of ${wanted}`,
		hint: `Give ${wanted} in '${label}', or remove the safeguard.`,
	});
}
