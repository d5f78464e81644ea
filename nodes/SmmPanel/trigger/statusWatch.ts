import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer } from '../panel/answers';
import type { BatchCall } from '../panel/calls';
import { PanelFailure, type FailureKind } from '../panel/failure';
import type { Json, JsonObject } from '../panel/json';
import type { Row } from '../panel/rows';
import { readStatus } from '../panel/status';
import { answerAll } from '../transport/batches';
import { clock } from '../transport/clock';
import { accountOf } from '../transport/request';
import { pack, unpack, type PackedIds } from './idSet';
import { askerOf, nothingToShow, reported, timeOf } from './poll';
import { sourceName, watchedIds, type Watched } from './source';
import type { IdParameter } from './source.parameters';
import { withArticle } from './statusWatch.parameters';
import type { WatchedEvent } from './watch';

/** Stands for the status of an id that the panel does not know. */
const UNKNOWN = '?';

/** Stands for the status of an id that the panel has not answered for yet. */
const UNHEARD = '';

/** Where the watches of orders and of refills differ. */
interface StatusKind {
	/** The event's name. */
	event: string;
	/** The call that asks for statuses. Its `many` is also the key of the ids in what is remembered. */
	call: BatchCall;
	/** What an answer says of an id. */
	row: (id: string, answer: JsonObject) => Row;
	/** The fields of a row that are given out beside the id and the status. */
	fields: readonly string[];
	/** The parameter that ids are typed in. */
	ids: IdParameter;
}

/** What is remembered: the ids of each status, where the next look goes on, how often the list was short. */
export interface SeenStatuses extends JsonObject {
	next: string | null;
	short: number;
}

/** What the user wants to hear of. */
interface Wishes {
	statuses: readonly string[];
	/** Also what has finished already when it is seen first. */
	alreadyFinished: boolean;
	/** Also ids that the panel does not know, once. */
	unknownIds: boolean;
}

/** One look at what is watched. */
export interface LookAtStatuses extends Wishes {
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

/** Ids that are looked at for a test event. */
const SAMPLE = 100;

/** How panels say that they do not know an id; the last is said in words of any language. */
const UNKNOWN_ID: readonly FailureKind[] = ['orderId', 'refillId', 'missing', 'refused'];

/** The event that something watched came to another status. */
export const statusWatch = (kind: StatusKind): WatchedEvent<SeenStatuses, LookAtStatuses> => ({
	source: (context) => `${kind.event} ${accountOf(context.getNode())} ${sourceName(context)}`,

	observe: async (context, seen) => await reported(context, look(kind, context, seen)),

	compare: (seen, observed) => compare(kind, seen, observed),

	sample(context, { answers, watched, at, ...wishes }) {
		const rows = watched.ids
			.map((id) => rowOf(kind, id, answers.get(id)))
			.filter((row): row is Row => row !== null);
		const row = rows.reverse().find((each) => isWanted(each, wishes)) ?? rows[0];
		if (row) return eventItem(kind, row, null, at);
		throw nothingToShow(context, {
			message: `the panel knows none of the watched ${kind.call.many}, so there is nothing to show`,
			hint: `Put the id of ${withArticle(kind.call.id)} of this account into '${kind.ids.label}', or into the list at 'List URL', and try again.`,
		});
	},
});

async function look(
	kind: StatusKind,
	context: IPollFunctions,
	seen: SeenStatuses | undefined,
): Promise<LookAtStatuses> {
	const { call } = kind;
	const began = clock.now();
	const statuses = statusesIn(kind, seen);
	const known = seen && { ids: [...statuses.keys()], short: seen.short };
	const watched = await watchedIds(context, kind.ids, known);
	const final = finalIn(kind, seen);
	const isSample = context.getMode() === 'manual';
	const open = isSample
		? watched.ids.slice(-SAMPLE)
		: rotated(
				watched.ids.filter((id) => !final.has(statuses.get(id) ?? UNHEARD)),
				seen?.next,
			);

	const ask = await askerOf(context, call, began);
	const answers = await answerAll(call, open, ask, WIDTH);
	assertHeard(answers);
	return {
		watched,
		answers,
		next: restOf(open, answers),
		at: timeOf(),
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

/** What the panel said of an id; null when it said nothing, or nothing of a status. */
function rowOf({ row }: StatusKind, id: string, answer: Answer | undefined): Row | null {
	if (answer === undefined || answer instanceof PanelFailure) return null;
	const said = row(id, answer);
	return said.status === null ? null : said;
}

/** The ids of each status, as remembered. */
const remembered = ({ call }: StatusKind, seen: SeenStatuses | undefined) =>
	Object.entries((seen?.[call.many] ?? {}) as Record<string, PackedIds>);

/** The status of each id that was watched. */
function statusesIn(kind: StatusKind, seen: SeenStatuses | undefined): Map<string, string> {
	const statuses = new Map<string, string>();
	for (const [status, ids] of remembered(kind, seen)) {
		for (const id of unpack(ids)) statuses.set(id, status);
	}
	return statuses;
}

/** The statuses, as remembered, in which an id is not asked for any more. */
const finalIn = (kind: StatusKind, seen: SeenStatuses | undefined): Set<string> =>
	new Set(
		remembered(kind, seen)
			.map(([word]) => word)
			.filter((word) => readStatus(word, kind.call.id).finished),
	);

/**
 * What happened between two looks. What is seen for the first time is remembered and is no event. An id
 * without an answer stays as it was; one that is no longer watched is forgotten.
 */
function compare(
	kind: StatusKind,
	seen: SeenStatuses | undefined,
	{ watched, answers, next, at, ...wishes }: LookAtStatuses,
): { items: IDataObject[]; seen: SeenStatuses } {
	const before = statusesIn(kind, seen);
	const unknown = unknownIn(answers);
	const after = new Map<string, string[]>();
	const items: IDataObject[] = [];
	const ids = watched.outage ? new Set([...before.keys(), ...watched.ids]) : watched.ids;
	for (const id of ids) {
		const last = before.get(id);
		const row = rowOf(kind, id, answers.get(id));
		const isFirst = last === undefined || last === UNHEARD || last === UNKNOWN;
		const status = row
			? String(row.status)
			: unknown.has(id) && isFirst
				? UNKNOWN
				: (last ?? UNHEARD);
		if (row && (isFirst ? row.finished && wishes.alreadyFinished : status !== last)) {
			if (isWanted(row, wishes)) {
				items.push(eventItem(kind, row, isFirst ? null : (last as string), at));
			}
		}
		if (status === UNKNOWN && last !== UNKNOWN && wishes.unknownIds) {
			items.push(unknownItem(kind, id, at));
		}
		const same = after.get(status);
		if (same) same.push(id);
		else after.set(status, [id]);
	}
	const packed = Object.fromEntries([...after].map(([status, same]) => [status, pack(same)]));
	return { items, seen: { [kind.call.many]: packed, next, short: watched.short } };
}

const isWanted = ({ status, finished }: Row, { statuses }: Wishes): boolean =>
	statuses.includes('any') ||
	(finished === true && statuses.includes('finished')) ||
	statuses.includes(String(status));

function eventItem(
	{ call, fields }: StatusKind,
	row: Row,
	previousStatus: string | null,
	detectedAt: string,
): IDataObject {
	return {
		[call.id]: row[call.id],
		status: row.status,
		previousStatus,
		finished: row.finished,
		...Object.fromEntries(fields.map((field) => [field, row[field]])),
		detectedAt,
	};
}

/** An id that the panel does not know, in the shape of the other items. */
const unknownItem = (kind: StatusKind, id: string, detectedAt: string): IDataObject => {
	const nothing = Object.fromEntries(kind.fields.map((field): [string, Json] => [field, null]));
	const row = { [kind.call.id]: id, status: null, finished: false, ...nothing };
	return { ...eventItem(kind, row, null, detectedAt), unknown: true };
};
