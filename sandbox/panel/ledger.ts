import type { Clock } from './clock';
import { type Dialect, contractDialect } from './dialects';
import { makeId } from './ids';
import { share, toText, toUnits, type Units } from './money';
import { isFinal, isFinalRefill, progressAt, refillStatusAt, totalOf } from './progress';
import type { LedgerCancel, LedgerOrder, LedgerRefill, Service, StatusExtra } from './types';

const FIRST_ORDER = 23501;

/** The panel's state, and the only place where money moves. */
export class Ledger {
	readonly orders = new Map<string, LedgerOrder>();
	readonly refills = new Map<string, LedgerRefill>();
	readonly cancels = new Map<string, LedgerCancel>();
	/** Parent ids by the ids of their nested orders. */
	readonly parents = new Map<string, string>();
	dialect: Dialect = contractDialect();
	private units: Units;
	private nextOrder = FIRST_ORDER;
	private readonly open = new Set<LedgerOrder>();
	private readonly openRefills = new Set<LedgerRefill>();

	/** `balance`: decimal text. Throws a RangeError for anything else. */
	constructor(
		readonly clock: Clock,
		readonly services: Service[],
		balance: string,
		readonly currency: string,
	) {
		this.units = toUnits(balance);
	}

	/** Decimal text. */
	balance(): string {
		return toText(this.units);
	}

	/** Sets the balance, as a payment or a correction does: decimal text. Throws a RangeError for anything else. */
	setBalance(balance: string): void {
		this.units = toUnits(balance);
	}

	/** Charges minus refunds of all orders, as decimal text; the sum over the orders themselves. */
	spent(): string {
		let sum = 0n;
		for (const { charge, refunded } of this.orders.values()) {
			sum += toUnits(charge) - toUnits(refunded);
		}
		return toText(sum);
	}

	canPay(charge: Units): boolean {
		return charge <= this.units;
	}

	newOrderId(): string {
		return makeId(this.dialect.idStyle, this.nextOrder++);
	}

	/** Adds an order and takes its charge. */
	enter(order: LedgerOrder): void {
		this.orders.set(order.id, order);
		this.open.add(order);
		this.units -= toUnits(order.charge);
		for (const child of order.children) this.parents.set(child, order.id);
	}

	enterRefill(order: string): LedgerRefill {
		const id = makeId(this.dialect.idStyle, this.refills.size + 1);
		const createdAt = this.clock.now();
		const refill = { id, order, status: 'Pending', createdAt, held: false };
		this.refills.set(id, refill);
		this.openRefills.add(refill);
		return refill;
	}

	/** Adds a cancel request; the order follows after the dialect's `cancelDelay`. */
	enterCancel(order: LedgerOrder): LedgerCancel {
		const id = makeId(this.dialect.idStyle, this.cancels.size + 1);
		const cancel = { id, order: order.id, createdAt: this.clock.now() };
		this.cancels.set(id, cancel);
		order.cancelAt = cancel.createdAt + this.dialect.cancelDelay;
		this.settle();
		return cancel;
	}

	/** Updates orders and refills to the clock's time. */
	settle(): void {
		const now = this.clock.now();
		for (const order of this.open) {
			this.move(order, now);
			if (isFinal(order)) this.open.delete(order);
		}
		for (const refill of this.openRefills) {
			const rejected = this.orders.get(refill.order)?.link.includes('reject') ?? false;
			if (!refill.held) refill.status = refillStatusAt(rejected, now - refill.createdAt);
			if (isFinalRefill(refill) || refill.held) this.openRefills.delete(refill);
		}
	}

	/** Forces an order's status; after that, only a cancel changes it. Throws an Error for an unknown id. */
	setStatus(id: string, status: string, extra: StatusExtra = {}): void {
		this.settle();
		const order = this.orders.get(id);
		if (!order) throw new Error(`No order ${id} in the sandbox panel`);
		order.status = status;
		order.held = true;
		if (!isFinal(order)) this.open.add(order);
		if (/^(completed?|success|finish)$/i.test(status)) order.remains = 0;
		if (extra.remains !== undefined) order.remains = extra.remains;
		if (extra.startCount !== undefined) order.startCount = extra.startCount;
		if (extra.refunded !== undefined) this.refund(order, toUnits(extra.refunded));
		else this.refundByStatus(order);
	}

	/** Forces a refill's status and keeps it. Throws an Error for an unknown id. */
	setRefillStatus(id: string, status: string): void {
		const refill = this.refills.get(id);
		if (!refill) throw new Error(`No refill ${id} in the sandbox panel`);
		refill.status = status;
		refill.held = true;
	}

	private move(order: LedgerOrder, now: number): void {
		const canceled = order.cancelAt !== null && order.cancelAt <= now;
		const time = canceled ? (order.cancelAt as number) : now;
		if (!order.held) Object.assign(order, progressAt(order, time - order.createdAt));
		if (canceled && !isFinal(order)) {
			order.status = order.remains < totalOf(order) ? 'Partial' : 'Canceled';
		}
		if (canceled || !order.held) this.refundByStatus(order);
	}

	private refundByStatus(order: LedgerOrder): void {
		const charge = toUnits(order.charge);
		if (/^((order )?cancell?ed|refunded)$/i.test(order.status)) this.refund(order, charge);
		if (/^partial$/i.test(order.status) && totalOf(order) > 0) {
			this.refund(order, share(charge, order.remains, totalOf(order)));
		}
	}

	/** Sets the order's total refund to `units`; the difference goes to or from the balance. */
	private refund(order: LedgerOrder, units: Units): void {
		this.units += units - toUnits(order.refunded);
		order.refunded = toText(units);
	}
}
