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
	/** The first id that there was no time for. */
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

/** Failures of one id that leave the panel's other answers untouched. */
const UNKNOWN_ID: readonly FailureKind[] = ['orderId', 'missing'];

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
		const rows = watched.ids.flatMap((id) => {
			const answer = answers.get(id);
			return answer === undefined || answer instanceof PanelFailure ? [] : [orderRow(id, answer)];
		});
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
	});
	const ask = asker({ call: calls.status, send, pace, clock, patience: budget * SHARES.waiting });
	let next: string | null = null;
	function* inTime(): Generator<string> {
		for (const id of open) {
			if (clock.now() - began > budget * SHARES.start) {
				next = id;
				return;
			}
			yield id;
		}
	}
	const answers = await answerAll(calls.status, inTime(), ask, WIDTH);
	assertHeard(answers);
	return {
		watched,
		answers,
		next,
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

/** One failing request does not hold up the others; when not one was answered, the poll has failed. */
function assertHeard(answers: ReadonlyMap<string, Answer>): void {
	const all = [...answers.values()];
	const isHeard = (answer: Answer) =>
		!(answer instanceof PanelFailure) || UNKNOWN_ID.includes(answer.kind);
	if (all.length === 0 || all.some(isHeard)) return;
	throw all.find((answer) => answer instanceof PanelFailure && answer.kind !== 'notSent') ?? all[0];
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
	const after = new Map<string, string[]>();
	const items: IDataObject[] = [];
	for (const id of watched.ids) {
		const last = before.get(id);
		const answer = answers.get(id);
		const row =
			answer === undefined || answer instanceof PanelFailure ? null : orderRow(id, answer);
		const isUnknown = answer instanceof PanelFailure && UNKNOWN_ID.includes(answer.kind);
		const isFirst = last === undefined || last === UNHEARD || last === UNKNOWN;
		const status = row
			? String(row.status ?? UNHEARD)
			: isUnknown && isFirst
				? UNKNOWN
				: (last ?? UNHEARD);
		if (row && (isFirst ? row.finished && wishes.alreadyFinished : status !== last)) {
			if (isWanted(row, wishes)) items.push(eventItem(row, isFirst ? null : (last as string), at));
		}
		if (status === UNKNOWN && last !== UNKNOWN && wishes.unknownIds)
			items.push(unknownItem(id, at));
		const ids = after.get(status);
		if (ids) ids.push(id);
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
