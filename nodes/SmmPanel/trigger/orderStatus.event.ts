import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer } from '../panel/answers';
import { calls } from '../panel/calls';
import { PanelFailure, type FailureKind } from '../panel/failure';
import type { JsonObject } from '../panel/json';
import { orderRow, type Row } from '../panel/rows';
import { readStatus } from '../panel/status';
import { asker } from '../transport/ask';
import { backOff } from '../transport/backOff';
import { answerAll } from '../transport/batches';
import { clock } from '../transport/clock';
import { nodeError } from '../transport/nodeError';
import { report } from '../transport/report';
import { connect, CREDENTIAL } from '../transport/request';
import { pack, unpack, type PackedIds } from './idSet';
import { IDS } from './orderStatus.parameters';
import { sourceName, watchedIds, type Watched } from './source';
import type { WatchedEvent } from './watch';

/** Stands for the status of an id that the panel does not know. */
const UNKNOWN = '?';

/** Stands for the status of an id that the panel has not answered for yet. */
const UNHEARD = '';

/** What is remembered: the ids of each status, where the next look goes on, how often the list was short. */
export interface SeenOrders extends JsonObject {
	orders: Record<string, PackedIds>;
	next: string | null;
	short: number;
}

/** What the user wants to hear of. */
interface Wishes {
	statuses: readonly string[];
	/** Also orders that have finished already when they are seen first. */
	alreadyFinished: boolean;
	/** Also ids that the panel does not know, once. */
	unknownIds: boolean;
}

/** One look at the watched orders. */
export interface LookAtOrders extends Wishes {
	watched: Watched;
	/** What the panel said, of the ids that were asked for. */
	answers: ReadonlyMap<string, Answer>;
	/** The first id that was not asked for, for want of time or because the panel wants no more requests. */
	next: string | null;
	/** When the look was taken, as an ISO date and time. */
	at: string;
}

/** Requests in flight at once. */
const WIDTH = 4;

/** Orders that are looked at for a test event. */
const SAMPLE = 100;

/** What of a poll's time may go by before no more requests are started, and what one request may take of it. */
const SHARES = { start: 0.5, request: 0.3, waiting: 0.2 };

/** n8n's limit where it does not tell one, in milliseconds. */
const USUAL_BUDGET = 300_000;

/** How panels say that they do not know an id; the last is said in words of any language. */
const UNKNOWN_ID: readonly FailureKind[] = ['orderId', 'missing', 'refused'];

/** A watched order came to another status. */
export const orderStatus: WatchedEvent<SeenOrders, LookAtOrders> = {
	source(context) {
		const account = context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
		return `orderStatus ${account} ${sourceName(context)}`;
	},

	async observe(context, seen) {
		try {
			return await look(context, seen);
		} catch (error) {
			throw error instanceof PanelFailure ? errorOf(context, error) : error;
		}
	},

	compare,

	sample({ answers, watched, at, ...wishes }) {
		const rows = watched.ids
			.map((id) => rowOf(id, answers.get(id)))
			.filter((row): row is Row => row !== null);
		const row = rows.reverse().find((each) => isWanted(each, wishes)) ?? rows[0];
		return row ? [eventItem(row, null, at)] : [];
	},

	nothingToShow: (context) =>
		errorOf(
			context,
			new PanelFailure('parameter', {
				message: 'the panel knows none of the watched orders, so there is nothing to show',
				hint: "Put the id of an order of this account into 'Order IDs', or into the list at 'List URL', and try again.",
			}),
		),
};

function errorOf(context: IPollFunctions, failure: PanelFailure): Error {
	const error = nodeError(context.getNode(), report(failure, { doing: false }));
	return Object.assign(error, { failure: backOff(failure) });
}

async function look(context: IPollFunctions, seen: SeenOrders | undefined): Promise<LookAtOrders> {
	const began = clock.now();
	const budget = context.getPollBudgetMs?.() ?? USUAL_BUDGET;
	const statuses = statusesIn(seen);
	const known = seen && { ids: [...statuses.keys()], short: seen.short };
	const watched = await watchedIds(context, IDS, known);
	const final = finalIn(seen);
	const isSample = context.getMode() === 'manual';
	const open = isSample
		? watched.ids.slice(-SAMPLE)
		: rotated(
				watched.ids.filter((id) => !final.has(statuses.get(id) ?? UNHEARD)),
				seen?.next,
			);

	const { send, pace } = await connect({
		context,
		call: calls.status,
		requestOptions: { timeout: Math.round(budget * SHARES.request) },
		perMinute: Number(context.getNodeParameter('options.requestsPerMinute', 0)) || 0,
		end: began + budget * SHARES.start,
	});
	const ask = asker({ call: calls.status, send, pace, clock, patience: budget * SHARES.waiting });
	const answers = await answerAll(calls.status, open, ask, WIDTH);
	assertHeard(answers);
	return {
		watched,
		answers,
		next: restOf(open, answers),
		at: new Date(clock.now()).toISOString(),
		statuses: context.getNodeParameter('statuses', ['finished']) as string[],
		alreadyFinished: context.getNodeParameter('options.includeAlreadyFinished', false) === true,
		unknownIds: context.getNodeParameter('options.reportUnknown', false) === true,
	};
}

/** The ids from one on, and then those before it. */
function rotated(ids: string[], from: string | null | undefined): string[] {
	const start = from ? Math.max(0, ids.indexOf(from)) : 0;
	return [...ids.slice(start), ...ids.slice(0, start)];
}

const isNotSent = (answer: Answer | undefined): boolean =>
	answer instanceof PanelFailure && answer.kind === 'notSent';

/** The first of the ids behind the last that was asked for; null when there is none. */
function restOf(ids: string[], answers: ReadonlyMap<string, Answer>): string | null {
	let rest = ids.length;
	while (rest > 0 && isNotSent(answers.get(ids[rest - 1]))) rest--;
	return ids[rest] ?? null;
}

/** One failing request does not hold up the others; when all that were sent failed, the poll has failed. */
function assertHeard(answers: ReadonlyMap<string, Answer>): void {
	const unknown = unknownIn(answers);
	const sent = [...answers].filter(([, answer]) => !isNotSent(answer));
	const failures = sent.flatMap(([id, answer]) =>
		answer instanceof PanelFailure && !unknown.has(id) ? [answer] : [],
	);
	if (failures.length > 0 && failures.length === sent.length) throw failures[0];
}

/** The ids of which the panel said that it does not know them. */
function unknownIn(answers: ReadonlyMap<string, Answer>): Set<string> {
	const failures = [...answers.values()];
	// A request that was refused as a whole is one failure for all of its ids, and says nothing of any.
	const shared = new Set(failures.filter((answer, n) => answer === failures[n - 1]));
	return new Set(
		[...answers].flatMap(([id, answer]) =>
			answer instanceof PanelFailure &&
			UNKNOWN_ID.includes(answer.kind) &&
			!(answer.kind === 'refused' && shared.has(answer))
				? [id]
				: [],
		),
	);
}

/** What the panel said of an order; null when it said nothing, or nothing of a status. */
function rowOf(id: string, answer: Answer | undefined): Row | null {
	if (answer === undefined || answer instanceof PanelFailure) return null;
	const row = orderRow(id, answer);
	return row.status === null ? null : row;
}

/** The status of each id that was watched. */
function statusesIn(seen: SeenOrders | undefined): Map<string, string> {
	const statuses = new Map<string, string>();
	for (const [status, ids] of Object.entries(seen?.orders ?? {})) {
		for (const id of unpack(ids)) statuses.set(id, status);
	}
	return statuses;
}

/** The statuses, as remembered, in which an order is not asked for any more. */
const finalIn = (seen: SeenOrders | undefined): Set<string> =>
	new Set(Object.keys(seen?.orders ?? {}).filter((word) => readStatus(word, 'order').finished));

/**
 * What happened to the watched orders between two looks. An order that is seen for the first time is
 * remembered and is no event. An order without an answer stays as it was; one that is no longer watched is
 * forgotten.
 */
function compare(
	seen: SeenOrders | undefined,
	{ watched, answers, next, at, ...wishes }: LookAtOrders,
): { items: IDataObject[]; seen: SeenOrders } {
	const before = statusesIn(seen);
	const unknown = unknownIn(answers);
	const after = new Map<string, string[]>();
	const items: IDataObject[] = [];
	const ids = watched.outage ? new Set([...before.keys(), ...watched.ids]) : watched.ids;
	for (const id of ids) {
		const last = before.get(id);
		const row = rowOf(id, answers.get(id));
		const isFirst = last === undefined || last === UNHEARD || last === UNKNOWN;
		const status = row
			? String(row.status)
			: unknown.has(id) && isFirst
				? UNKNOWN
				: (last ?? UNHEARD);
		if (row && (isFirst ? row.finished && wishes.alreadyFinished : status !== last)) {
			if (isWanted(row, wishes)) items.push(eventItem(row, isFirst ? null : (last as string), at));
		}
		if (status === UNKNOWN && last !== UNKNOWN && wishes.unknownIds)
			items.push(unknownItem(id, at));
		const same = after.get(status);
		if (same) same.push(id);
		else after.set(status, [id]);
	}
	const orders = Object.fromEntries([...after].map(([status, ids]) => [status, pack(ids)]));
	return { items, seen: { orders, next, short: watched.short } };
}

const isWanted = ({ status, finished }: Row, { statuses }: Wishes): boolean =>
	statuses.includes('any') ||
	(finished === true && statuses.includes('finished')) ||
	statuses.includes(String(status));

function eventItem(row: Row, previousStatus: string | null, detectedAt: string): IDataObject {
	const { order, status, finished, charge, start_count, remains, currency } = row;
	return {
		order,
		status,
		previousStatus,
		finished,
		charge,
		start_count,
		remains,
		currency,
		detectedAt,
	};
}

/** An id that the panel does not know, in the shape of the other items. */
const unknownItem = (order: string, detectedAt: string): IDataObject => ({
	...eventItem({ order, status: null, finished: false }, null, detectedAt),
	charge: null,
	start_count: null,
	remains: null,
	currency: null,
	unknown: true,
});
