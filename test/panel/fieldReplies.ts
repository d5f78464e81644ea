import { readAnswers } from '../../nodes/SmmPanel/panel/answers';
import { calls, type BatchCall } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import type { Reply } from '../../nodes/SmmPanel/panel/reply';
import { readPlaced } from '../../nodes/SmmPanel/panel/placed';
import {
	orderRow,
	placedRow,
	readBalance,
	refillRow,
	resultRow,
	type Row,
} from '../../nodes/SmmPanel/panel/rows';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import replies from './fieldReplies.json';

interface Failing {
	kinds: string[];
	certain?: boolean;
	stops?: boolean;
	/** The ID of an order named together with an error. */
	order?: string;
}

/** A reply seen in the field, and the expected result. */
export interface FieldReply {
	call: keyof typeof calls;
	ids?: string[];
	status: number;
	body: string;
	expected: {
		order?: string;
		row?: Row;
		rows?: Record<string, Row>;
		failures?: Record<string, Failing>;
		failure?: Failing;
		balance?: number;
		currency?: string;
		count?: number;
		services?: Row[];
	};
}

export const fieldReplies = replies as unknown as FieldReply[];

/** Kinds that the list does not use. They are right if their consequences are. */
const NEWER = ['account', 'maintenance', 'serverError', 'batchRefused', 'url'];

export type Wrong = 'money' | 'stops' | 'data' | 'kind';

const ofFailure = (found: unknown, { kinds, certain, stops }: Failing): Wrong[] => {
	if (!(found instanceof PanelFailure)) return ['money'];
	const wrong: Wrong[] = [];
	if (certain !== undefined && found.certain !== certain) wrong.push('money');
	if (stops !== undefined && (found.reach === 'all') !== stops) wrong.push('stops');
	// 'refused' in the list means any refusal without further detail.
	const isAny = kinds.includes('refused') && certain !== undefined;
	if (!isAny && ![...kinds, ...NEWER].includes(found.kind)) wrong.push('kind');
	return wrong;
};

const ofRow = (found: Row | undefined, expected: Row): Wrong[] =>
	Object.entries(expected).some(
		([field, value]) => JSON.stringify(found?.[field]) !== JSON.stringify(value),
	)
		? ['data']
		: [];

const attempt = <T>(read: () => T): T | PanelFailure => {
	try {
		return read();
	} catch (error) {
		if (error instanceof PanelFailure) return error;
		throw error;
	}
};

/** Decodes a reply to an order, a row, answers by id or services; throws if the whole reply is a failure. */
function read({ call, ids = [] }: FieldReply, reply: Reply) {
	if (call === 'add') return readPlaced(reply);
	if (call === 'balance') return readBalance(reply);
	if (call === 'services') return readServices(reply);
	return readAnswers(calls[call], ids, reply);
}

const rowOf = (call: BatchCall, id: string, raw: Row): Row =>
	call.result && call.writes
		? resultRow(call, id, raw)
		: call.id === 'refill'
			? refillRow(id, raw)
			: orderRow(id, raw);

/** The failure of a whole reply, or undefined. */
export const failureOfWhole = (field: FieldReply): PanelFailure | undefined => {
	const found = attempt(() => read(field, { status: field.status, text: field.body }));
	return found instanceof PanelFailure ? found : undefined;
};

/** The aspects of a reply that are read wrongly; empty if it is read correctly. */
export function wrongIn(field: FieldReply): Wrong[] {
	const { expected, ids = [] } = field;
	const found = attempt(() => read(field, { status: field.status, text: field.body }));
	if (expected.failure) {
		const { order } = expected.failure;
		const isTold = order === undefined || (found as PanelFailure).order === order;
		return [...ofFailure(found, expected.failure), ...(isTold ? [] : (['money'] as const))];
	}
	if (expected.rows) {
		const answers = found instanceof Map ? found : new Map(ids.map((id) => [id, found]));
		const call = calls[field.call] as BatchCall;
		return [
			...Object.entries(expected.rows).flatMap(([id, row]): Wrong[] => {
				const answer = answers.get(id);
				if (!answer || answer instanceof PanelFailure) return ['data'];
				return ofRow(rowOf(call, id, answer as Row), row);
			}),
			...Object.entries(expected.failures ?? {}).flatMap(([id, failing]) =>
				ofFailure(answers.get(id), failing),
			),
		];
	}
	if (found instanceof PanelFailure || found instanceof Map) {
		return [expected.order === undefined ? 'data' : 'money'];
	}
	if ('order' in found) {
		if (found.order !== expected.order) return ['money'];
		const row = placedRow(found.order, found.raw, {});
		return ofRow(row, expected.row ?? {});
	}
	if ('row' in found) {
		return ofRow(found.row, {
			balance: expected.balance ?? null,
			currency: expected.currency ?? null,
		});
	}
	return found.length === expected.count
		? (expected.services ?? []).flatMap((row, n) => ofRow(found[n].row, row))
		: ['data'];
}
