import type { Ledger } from './ledger';
import { isFinal, isFinalRefill } from './progress';
import { Refusal } from './refusals';
import type { LedgerCancel, LedgerOrder, LedgerRefill, Service } from './types';

/** The order with this id. Throws a Refusal if it is unknown, or still too new for the dialect. */
export function findOrder(ledger: Ledger, id: string): LedgerOrder {
	const order = ledger.orders.get(id);
	const isKnown = order && ledger.clock.now() >= order.createdAt + ledger.dialect.unknownFor;
	if (!isKnown) throw new Refusal('order');
	return order;
}

/** The contract's `refill` of an order, which must be completed, refillable, and have no refill running. */
export function requestRefill(ledger: Ledger, id: string): LedgerRefill {
	const order = findOrder(ledger, id);
	const completed = /^(completed?|success|finish)$/i.test(order.status);
	if (!completed || !serviceOf(ledger, order)?.refill) throw new Refusal('refillNotAvailable');
	for (const refill of ledger.refills.values()) {
		if (refill.order === id && !isFinalRefill(refill)) throw new Refusal('refillRequested');
	}
	return ledger.enterRefill(id);
}

/** The refill with this id. Throws a Refusal if it is unknown. */
export function findRefill(ledger: Ledger, id: string): LedgerRefill {
	const refill = ledger.refills.get(id);
	if (!refill) throw new Refusal('refill');
	return refill;
}

/** The contract's `cancel` of an order, which must be unfinished, cancelable, and have no cancel requested. */
export function requestCancel(ledger: Ledger, id: string): LedgerCancel {
	const order = findOrder(ledger, id);
	if (isFinal(order) || !serviceOf(ledger, order)?.cancel) throw new Refusal('cancelStarted');
	if (order.cancelAt !== null) throw new Refusal('cancelRequested');
	return ledger.enterCancel(order);
}

function serviceOf(ledger: Ledger, order: LedgerOrder): Service | undefined {
	return ledger.services.find((item) => String(item.service) === order.service);
}
