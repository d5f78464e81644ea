import type { Ledger } from './ledger';
import { type Units, share, toText, toUnits } from './money';
import { isFinal } from './progress';
import { Refusal } from './refusals';
import { ruleOf, type TypeRule } from './serviceTypes';
import type { LedgerOrder, Outcome, Service } from './types';

type Fields = Record<string, string>;

/** Sandbox ms within which the dialect treats an equal order as a repeat of the first. */
const REPEATED_WITHIN = 120_000;

/**
 * The contract's `add`: checks the fields by the service's type, takes the charge and adds the order. Two equal
 * calls make two orders, or one if the dialect says so. Throws a Refusal, and then changes nothing.
 */
export function addOrder(ledger: Ledger, sent: Fields): LedgerOrder {
	const service = ledger.services.find((item) => String(item.service) === sent.service?.trim());
	if (!service) throw new Refusal('service');
	const rule = ruleOf(service.type);
	const fields = { ...sent };
	const lacksQuantity = rule.counting === 'quantity' && !fields.quantity?.trim();
	if (lacksQuantity && ledger.dialect.missingQuantity === 'minimum') {
		fields.quantity = service.min;
	}
	requireFields(rule, fields);
	if (rule.required.includes('link')) checkLink(ledger, fields.link.trim());
	const quantity = quantityOf(rule, service, fields);
	const runs = rule.dripFeed && fields.runs ? whole(fields, 'runs', 1) : 1;
	const interval = rule.dripFeed && fields.interval ? whole(fields, 'interval', 0) : 0;
	const first = ledger.dialect.repeated === 'first' && repeatedBy(ledger, sent, quantity);
	if (first) return first;
	const charge = chargeOf(rule, service, quantity * runs);
	if (!ledger.canPay(charge)) throw new Refusal('funds');

	const sequence = ledger.orders.size + 1;
	const link = rule.required.includes('link') ? fields.link.trim() : '';
	const order: LedgerOrder = {
		id: ledger.newOrderId(),
		sequence,
		service: String(service.service),
		type: service.type,
		fields: sent,
		link,
		quantity,
		runs,
		interval,
		charge: toText(charge),
		refunded: '0.00',
		status: 'Pending',
		startCount: null,
		remains: quantity * runs,
		createdAt: ledger.clock.now(),
		outcome: outcomeOf(rule, sequence, link),
		cancelAt: null,
		held: false,
		children: [],
	};
	if (ledger.dialect.parents === 'nested' && (runs > 1 || quantity === 0)) {
		const count = quantity === 0 ? Number(fields.posts) || 3 : runs;
		order.children = Array.from({ length: Math.min(count, 100) }, () => ledger.newOrderId());
	}
	ledger.enter(order);
	return order;
}

function requireFields(rule: TypeRule, fields: Fields): void {
	for (const name of rule.required) {
		if (!fields[name]?.trim()) throw new Refusal('missing', name);
	}
	if (rule.counting === 'subscription') {
		if (whole(fields, 'min', 1) > whole(fields, 'max', 1)) throw new Refusal('missing', 'max');
		whole(fields, 'delay', 0);
		for (const name of ['posts', 'old_posts']) if (fields[name]) whole(fields, name, 0);
		if (fields.expiry && !/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(fields.expiry)) {
			throw new Refusal('missing', 'expiry');
		}
	}
	if (rule.required.includes('type_of_traffic')) {
		if (whole(fields, 'device', 1) > 5) throw new Refusal('missing', 'device');
		const traffic = whole(fields, 'type_of_traffic', 1);
		if (traffic > 3) throw new Refusal('missing', 'type_of_traffic');
		const needed = ['google_keyword', 'referring_url'][traffic - 1];
		if (needed && !fields[needed]?.trim()) throw new Refusal('missing', needed);
	}
}

function checkLink(ledger: Ledger, link: string): void {
	const address = /^(https?:\/\/)?[^\s/?#@.]+(\.[^\s/?#@.]+)+([/?#:]\S*)?$/i;
	if (!address.test(link)) throw new Refusal('link');
	if (ledger.dialect.sameLink === 'taken') return;
	for (const order of ledger.orders.values()) {
		if (order.link === link && !isFinal(order)) throw new Refusal('activeLink', '', order.id);
	}
}

/** An order of the last two minutes with the same service, link and quantity. */
function repeatedBy(ledger: Ledger, sent: Fields, quantity: number): LedgerOrder | undefined {
	const since = ledger.clock.now() - REPEATED_WITHIN;
	return [...ledger.orders.values()].find(
		(order) =>
			order.createdAt >= since &&
			order.service === sent.service.trim() &&
			order.link === (sent.link?.trim() ?? '') &&
			order.quantity === quantity,
	);
}

function quantityOf(rule: TypeRule, service: Service, fields: Fields): number {
	if (rule.counting === 'subscription') return 0;
	if (rule.counting === 'package') return 1;
	const quantity =
		rule.counting === 'quantity'
			? whole(fields, 'quantity', 0)
			: fields[rule.counting].split('\n').filter((line) => line.trim()).length;
	if (quantity < Number(service.min)) throw new Refusal('minimum', service.min);
	if (quantity > Number(service.max)) throw new Refusal('maximum', service.max);
	return quantity;
}

/** Subscriptions are charged per future post, so the charge is zero at first. */
function chargeOf(rule: TypeRule, service: Service, quantity: number): Units {
	const rate = toUnits(service.rate);
	return rule.counting === 'package' ? rate : share(rate, quantity, 1000);
}

/** The link may choose the order's outcome; otherwise every 7th is Partial and every 11th Canceled. */
function outcomeOf(rule: TypeRule, sequence: number, link: string): Outcome {
	const word = /complete|partial|cancel/i.exec(link)?.[0].toLowerCase();
	if (rule.counting === 'subscription' || word === 'complete') return 'Completed';
	if (word === 'cancel') return 'Canceled';
	if (word === 'partial') return 'Partial';
	if (sequence % 11 === 0) return 'Canceled';
	return sequence % 7 === 0 && rule.counting !== 'package' ? 'Partial' : 'Completed';
}

function whole(fields: Fields, name: string, least: number): number {
	const text = fields[name].trim();
	if (!/^\d{1,12}$/.test(text) || Number(text) < least) throw new Refusal('missing', name);
	return Number(text);
}
