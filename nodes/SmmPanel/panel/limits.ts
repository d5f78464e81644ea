import { PanelFailure } from './failure';
import { moneyText, type Money } from './money';
import type { Fields } from './order';
import { fieldNamed } from './orderFields';
import { countOf, typeOfService, type Price } from './price';
import type { Service } from './rows';
import { isWithin } from './serviceFilter';

/** What a user allows an order to be and to cost; a limit that was not set is undefined. */
export interface Limits {
	/** Most that the order may cost. */
	maxCharge?: Money;
	/** Most that it may cost together with the orders of the run before it. */
	maxTotalCharge?: Money;
	/** Most pieces in one order; only the tool variant has it. */
	maxQuantity?: bigint;
	/** Whether the order has to fit its service: exist, have its fields, be within its bounds. */
	checkService: boolean;
	/** Whether the balance has to be enough for all orders of the run. */
	checkBalance: boolean;
}

/** Whether any of the limits needs the catalogue. */
export const isLimiting = ({
	maxCharge,
	maxTotalCharge,
	maxQuantity,
	checkService,
}: Limits): boolean =>
	[maxCharge, maxTotalCharge, maxQuantity].some((each) => each !== undefined) || checkService;

/**
 * Why an order does not keep to its limits; undefined when it does. What can not be known counts as beyond them.
 *
 * @param service What the catalogue says of the order's service; undefined when it has none.
 * @param total What the orders of the run before it cost.
 */
export function checkOrder(
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
		return unknowable(
			`its price can not be known, and a limit is set: ${price.unknown}`,
			'the limit',
		);
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
	return fields.quantity === undefined && type.pricedBy === 'whole' ? 1n : countOf(type, fields);
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
	if (pieces === null || isWithin(service.row, pieces)) return undefined;
	const { min, max } = service.row;
	const bounds = [
		min !== null && `${String(min)} at least`,
		max !== null && `${String(max)} at most`,
	];
	return new PanelFailure('quantity', {
		message: `it orders ${pieces}, and service ${fields.service} takes ${bounds.filter(Boolean).join(' and ')}`,
	});
}

/** The account that orders are paid from. */
export interface Account {
	/** Null where the panel gives no amount. */
	balance: Money | null;
	currency: string | null;
}

const CHECK = "the safeguard 'Check Balance'";

/** Why the balance is not enough for orders of these prices; undefined when it is. */
export function checkFunds(
	{ balance, currency }: Account,
	prices: readonly Price[],
): PanelFailure | undefined {
	const unknown = prices.find((price) => 'unknown' in price);
	if (unknown && 'unknown' in unknown) {
		return unknowable(`whether the balance is enough can not be known: ${unknown.unknown}`, CHECK);
	}
	if (balance === null)
		return unknowable(
			'whether the balance is enough can not be known: the panel gives none',
			CHECK,
		);
	const needed = prices.reduce((sum, price) => sum + ('charge' in price ? price.charge : 0n), 0n);
	if (needed <= balance) return undefined;
	return new PanelFailure('funds', {
		message: `the orders of this run cost ${[moneyText(needed), currency].filter(Boolean).join(' ')}, and the balance is ${moneyText(balance)}`,
	});
}

const over = (message: string, hint?: string): PanelFailure =>
	new PanelFailure('limit', { message, hint });

/** What is beyond a check only because nobody can tell. */
const unknowable = (message: string, check: string): PanelFailure =>
	over(
		message,
		`To order all the same, remove ${check}; then nothing guards the order in its place.`,
	);
