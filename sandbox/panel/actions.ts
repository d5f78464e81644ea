import { addOrder } from './add';
import { findOrder, findRefill, requestCancel, requestRefill } from './afterSales';
import { answerRows, batchIds, multiStatus, type Row } from './batches';
import { writeId } from './ids';
import { type Json, object, Pairs } from './json';
import type { Ledger } from './ledger';
import {
	addReply,
	cancelValue,
	errorText,
	numberOf,
	orderFields,
	parentFields,
	serviceRow,
	statusOf,
} from './replyParts';
import { Refusal } from './refusals';
import type { LedgerOrder } from './types';

export type Fields = Record<string, string>;

/** The contract's calls: each returns its successful answer or throws a Refusal. */
export const ACTIONS: Record<string, (ledger: Ledger, fields: Fields) => Json> = {
	services({ services, dialect }) {
		const rows = dialect.emptyServices ? [] : services.map((item) => serviceRow(dialect, item));
		return dialect.servicesReply === 'doubled' ? [rows] : rows;
	},

	add(ledger, fields) {
		return addReply(ledger.dialect, addOrder(ledger, fields).id);
	},

	status(ledger, fields) {
		if (fields.order?.trim()) return singleStatus(ledger, fields.order.trim(), fields.key);
		const rows = batchIds(ledger.dialect, fields.orders, ledger.orders).map((id) =>
			attempt(ledger, fields, id, () => object(statusFields(ledger, id))),
		);
		return multiStatus(ledger.dialect, rows);
	},

	refill(ledger, fields) {
		const refill = (id: string) => requestRefill(ledger, id).id;
		if (fields.order?.trim()) {
			const id = refill(fields.order.trim());
			// The contract writes this one id as text, and ids in batches as numbers.
			const single = ledger.dialect.idStyle === 'big';
			return object({ refill: single ? writeId('big', id) : id });
		}
		const rows = batchIds(ledger.dialect, fields.orders, ledger.orders).map((id) =>
			attempt(ledger, fields, id, () => writeId(ledger.dialect.idStyle, refill(id))),
		);
		return answerRows(ledger.dialect, 'order', 'refill', rows);
	},

	refill_status(ledger, fields) {
		const status = (id: string) => statusOf(ledger.dialect, findRefill(ledger, id).status);
		const single = fields.refill?.trim();
		if (single) {
			const isTold = ledger.dialect.unknownRefill === 'status' && !ledger.refills.has(single);
			return object({ status: isTold ? 'Not found' : status(single) });
		}
		const rows = batchIds(ledger.dialect, fields.refills, ledger.refills).map((id) =>
			attempt(ledger, fields, id, () => status(id)),
		);
		return answerRows(ledger.dialect, 'refill', 'status', rows);
	},

	cancel(ledger, fields) {
		const { dialect } = ledger;
		const cancel = (id: string) => cancelValue(dialect, requestCancel(ledger, id));
		if (dialect.cancelIds === 'order') {
			const id = fields.order?.trim();
			if (!id) throw new Refusal('missingOrder');
			const order = dialect.oneIdCollapses ? undefined : writeId(dialect.idStyle, id);
			return object({ order, cancel: cancel(id) });
		}
		const rows = batchIds(dialect, fields.orders, ledger.orders).map((id) =>
			attempt(ledger, fields, id, () => cancel(id)),
		);
		return answerRows(dialect, 'order', 'cancel', rows);
	},

	balance(ledger) {
		const { dialect, currency } = ledger;
		const omitted = dialect.omit.includes('currency');
		return object({
			balance: numberOf(dialect, ledger.balance()),
			currency: omitted ? undefined : currency,
		});
	},
};

function singleStatus(ledger: Ledger, id: string, key: string): Json {
	try {
		return object(statusFields(ledger, id));
	} catch (error) {
		if (!(error instanceof Refusal) || ledger.dialect.singleUnknown === 'plain') throw error;
		return new Pairs([[id, object({ error: errorText(ledger.dialect, error, key) })]]);
	}
}

function statusFields(ledger: Ledger, id: string): Record<string, Json | undefined> {
	const { dialect, currency } = ledger;
	const parent = ledger.orders.get(ledger.parents.get(id) ?? '');
	if (parent) return orderFields(dialect, nestedOrder(parent, id), currency);
	const order = findOrder(ledger, id);
	const nested = dialect.parents === 'nested' && order.children.length > 0;
	return nested ? parentFields(dialect, order) : orderFields(dialect, order, currency);
}

/** A nested order as an order: one run of its parent, which has already paid for it. */
function nestedOrder(parent: LedgerOrder, id: string): LedgerOrder {
	const before = parent.children.indexOf(id) * parent.quantity;
	const delivered = parent.quantity * parent.runs - parent.remains - before;
	const remains = Math.min(parent.quantity, Math.max(0, parent.quantity - delivered));
	const status = remains === 0 ? 'Completed' : parent.status;
	return { ...parent, id, remains, status, charge: '0.00', refunded: '0.00' };
}

function attempt(ledger: Ledger, fields: Fields, id: string, call: () => Json): Row {
	try {
		return { id, value: call() };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return { id, error: errorText(ledger.dialect, error, fields.key) };
	}
}
