import type { IDataObject } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { moneyText, toMoney, type Money } from '../../panel/money';
import type { Fields } from '../../panel/order';
import { fieldNamed } from '../../panel/orderFields';
import { countOf, priceOf, typeOfService, type Price } from '../../panel/price';
import { readBalance, type Service } from '../../panel/rows';
import { toText } from '../../panel/values';
import { catalogueOf } from '../../transport/catalogue';
import type { Job } from '../../transport/job';
import type { Purchase } from '../../transport/spending';

/** The limits of one item, as its parameters give them. */
interface Limits {
	maxCharge?: Money;
	maxTotalCharge?: Money;
	/** Most pieces in one order; only the tool variant has it. */
	maxQuantity?: bigint;
	checkService: boolean;
}

export interface Guarded {
	/** Why an order is not to be sent, by item. */
	refused: Map<number, PanelFailure>;
	/** What each order will cost. */
	prices: Map<number, Price>;
	/** The currency of the account; null where it was not needed or not given. */
	currency: string | null;
	/** Whether nothing is to be sent, whatever the checks say. */
	dryRun: boolean;
}

/**
 * Checks orders against the user's safeguards, before anything is sent. The catalogue and the balance are
 * asked for once in a run, and only if some safeguard needs them.
 *
 * @param isKnown Whether an earlier try of this execution sent the order: then it counts towards the total of
 * the run, and no longer against the balance, and is not refused.
 * @throws PanelFailure when the catalogue or the balance is needed and can not be had.
 */
export async function safeguard(
	job: Job,
	purchases: readonly Purchase[],
	isKnown: (purchase: Purchase) => boolean,
): Promise<Guarded> {
	const refused = new Map<number, PanelFailure>();
	const limits = new Map<number, Limits>();
	for (const { item } of purchases) {
		const own = job.attempt(() => limitsOf(job, item));
		if (own instanceof PanelFailure) refused.set(item, own);
		else limits.set(item, own);
	}
	const first = purchases[0]?.item ?? 0;
	const dryRun = purchases.some(
		({ item }) => job.attempt(() => job.parameter('safeguards.dryRun', item, false)) === true,
	);
	const checkBalance = job.parameter('safeguards.checkBalance', first, false) === true;
	const areLimited = [...limits.values()].some(
		({ maxCharge, maxTotalCharge, maxQuantity, checkService }) =>
			maxCharge !== undefined ||
			maxTotalCharge !== undefined ||
			maxQuantity !== undefined ||
			checkService,
	);
	if (!dryRun && !checkBalance && !areLimited) {
		return { refused, prices: new Map(), currency: null, dryRun };
	}
	const catalogue = await catalogueOf(job);
	if (catalogue instanceof PanelFailure) throw catalogue;
	const services = new Map(catalogue.map((service) => [service.row.service, service]));
	const prices = new Map<number, Price>();
	let total = 0n;
	for (const purchase of purchases) {
		const { item, fields } = purchase;
		const service = services.get(fields.service);
		const price = priceOf(fields, service);
		prices.set(item, price);
		const own = limits.get(item);
		const failure = own && checkOrder(own, fields, service, price, total);
		if (failure) refused.set(item, failure);
		if ('charge' in price && (!refused.has(item) || isKnown(purchase))) total += price.charge;
	}
	const account = checkBalance || dryRun ? await balanceOf(job) : undefined;
	if (account && checkBalance) {
		const open = purchases.filter((each) => !refused.has(each.item) && !isKnown(each));
		const failure = checkFunds(
			account,
			open.map(({ item }) => prices.get(item) as Price),
		);
		if (failure) for (const { item } of open) refused.set(item, failure);
	}
	for (const each of purchases.filter(isKnown)) refused.delete(each.item);
	return { refused, prices, currency: account?.currency ?? null, dryRun };
}

function limitsOf(job: Job, item: number): Limits {
	const given = job.parameter<IDataObject>('safeguards', item, {});
	const isTool = job.node.type.endsWith('Tool');
	const ofTool = isTool
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
	const quantity = isTool ? Number(job.parameter('toolMaxQuantity', item, 0)) : undefined;
	if (quantity !== undefined && !(Number.isSafeInteger(quantity) && quantity >= 0)) {
		throw unfit('Tool: Highest Quantity', job.parameter('toolMaxQuantity', item));
	}
	return {
		maxCharge: lower(ofTool, ofOrder),
		maxTotalCharge: ofAll,
		maxQuantity: quantity === undefined ? undefined : BigInt(quantity),
		checkService: given.checkService === true,
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

const over = (message: string): PanelFailure => new PanelFailure('limit', { message });

function checkOrder(
	{ maxCharge, maxTotalCharge, maxQuantity, checkService }: Limits,
	fields: Fields,
	service: Service | undefined,
	price: Price,
	total: Money,
): PanelFailure | undefined {
	const unfitting = checkService ? checkFields(fields, service) : undefined;
	if (unfitting) return unfitting;
	const pieces = maxQuantity === undefined ? undefined : piecesIn(fields, service);
	if (pieces === null)
		return over(`how much it orders can not be known, and 'Tool: Highest Quantity' is set`);
	if (pieces !== undefined && pieces > (maxQuantity as bigint)) {
		return over(`it orders ${pieces}, above the highest quantity of ${maxQuantity as bigint}`);
	}
	if (maxCharge === undefined && maxTotalCharge === undefined) return undefined;
	if ('unknown' in price) {
		return over(`its price can not be known, and a limit is set: ${price.unknown}`);
	}
	const { charge } = price;
	if (maxCharge !== undefined && charge > maxCharge) {
		return over(
			`it costs ${moneyText(charge)}, above the highest charge of ${moneyText(maxCharge)}`,
		);
	}
	if (maxTotalCharge !== undefined && total + charge > maxTotalCharge) {
		return over(
			`it costs ${moneyText(charge)}, which makes ${moneyText(total + charge)} in this run, above the highest charge of all of ${moneyText(maxTotalCharge)}`,
		);
	}
	return undefined;
}

/** Pieces that an order buys; a package is one; null where that can not be known. */
function piecesIn(fields: Fields, service: Service | undefined): bigint | null {
	const type = service && typeOfService(service);
	if (!type) return null;
	return fields.quantity === undefined && type.value.toLowerCase().endsWith('package')
		? 1n
		: countOf(type, fields);
}

/** Whether a service exists, takes the fields that the order has, and is ordered within its bounds. */
function checkFields(fields: Fields, service: Service | undefined): PanelFailure | undefined {
	if (!service) {
		return new PanelFailure('serviceId', { message: `the panel has no service ${fields.service}` });
	}
	const type = typeOfService(service);
	if (!type) return undefined;
	const lacking = type.required.find((name) => !(name in fields));
	if (lacking) {
		return new PanelFailure('parameter', {
			message: `service ${fields.service} is of the type '${type.title}', which needs '${fieldNamed.get(lacking)?.label}'`,
			hint: `Set 'Order Type' to '${type.title}' and fill in its fields.`,
		});
	}
	const pieces = fields.min ? null : countOf(type, { ...fields, runs: '1' });
	const { min, max } = service.row;
	const isOutside =
		pieces !== null &&
		((min !== null && pieces < BigInt(Math.ceil(Number(min)))) ||
			(max !== null && pieces > BigInt(Math.floor(Number(max)))));
	if (!isOutside) return undefined;
	return new PanelFailure('quantity', {
		message: `it orders ${pieces}, and service ${fields.service} takes ${String(min)} to ${String(max)}`,
	});
}

async function balanceOf(job: Job): Promise<{ balance: Money | null; currency: string | null }> {
	const ask = await job.ask(calls.balance);
	const answer = ask instanceof PanelFailure ? ask : await ask({}, readBalance);
	if (answer instanceof PanelFailure) throw answer;
	return { balance: toMoney(answer.raw.balance), currency: toText(answer.row.currency) };
}

function checkFunds(
	{ balance, currency }: { balance: Money | null; currency: string | null },
	prices: Price[],
): PanelFailure | undefined {
	const unknown = prices.find((price) => 'unknown' in price);
	if (unknown && 'unknown' in unknown) {
		return over(`whether the balance is enough can not be known: ${unknown.unknown}`);
	}
	if (balance === null)
		return over('whether the balance is enough can not be known: the panel gives none');
	const needed = prices.reduce((sum, price) => sum + ('charge' in price ? price.charge : 0n), 0n);
	if (needed <= balance) return undefined;
	return new PanelFailure('funds', {
		message: `the orders of this run cost ${moneyText(needed)} ${currency ?? ''}, and the balance is ${moneyText(balance)}`,
	});
}
