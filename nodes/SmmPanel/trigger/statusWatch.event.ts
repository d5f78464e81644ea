import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer } from '../panel/answers';
import { type BatchCall, calls } from '../panel/calls';
import { invalid, PanelFailure, type FailureKind } from '../panel/failure';
import { MOST_IDS } from '../panel/ids';
import { isObject, type JsonObject } from '../panel/json';
import { orderRow, refillRow, type Row } from '../panel/rows';
import { isSameStatus, readStatus } from '../panel/status';
import { answerAll } from '../transport/batches';
import { clock } from '../transport/clock';
import { accountOf } from '../transport/request';
import { pack, packedSize, unpack, type PackedIds } from './idSet';
import { chosen, pollAsk, timeOf } from './poll';
import { sourceName, watchedIds, type Watched } from './source';
import { IDS, USUAL_STATUSES } from './statusWatch.parameters';
import type { WatchedEvent } from './watch';

/**
 * The mark of an id in the state: `=` and its status; `?` and since when the panel has not known it, in milliseconds in
 * base 36; or one of the two below. A status always starts with `=`.
 */
const MARK = /^(=[^]*|\?[0-9a-z]{0,9}|)$/;

/** The mark of an id that the panel does not know, after it was reported (if that is wanted). */
const UNKNOWN = '?';

/** The mark of an id that the panel has not answered for yet. */
const NO_MARK = '';

/** How long an id must be unknown to be reported, in milliseconds: some panels do not know a new order at first. */
const UNKNOWN_FOR = 3_600_000;

/** How the watches of orders and refills differ. */
interface StatusKind {
	/** The call that gets statuses. Its `many` is also the key of the ids in the state. */
	call: BatchCall;
	/** Reads the answer for an id. */
	row: (id: string, answer: JsonObject) => Row;
	/** The fields of a row that an event has next to the ID and the status. */
	fields: readonly string[];
}

/** The state: the ids of each mark, where the next poll continues, how many times in a row the list was short. */
export interface StatusState extends JsonObject {
	next: string | null;
	short: number;
}

/** What the user wants reported. */
interface Settings {
	statuses: readonly string[];
	/** Whether to report what has already finished when it is first seen. */
	alreadyFinished: boolean;
	/** Whether to report ids that the panel does not know, once. */
	unknownIds: boolean;
}

/** The watched orders or refills as one poll sees them. */
export interface ObservedStatuses extends Settings {
	watched: Watched;
	/** The panel's answers for the ids that were requested. */
	answers: ReadonlyMap<string, Answer>;
	/** The ids that its replies were about. */
	answered: ReadonlySet<string>;
	/** The first id that was not requested, because time ran out or the panel wants no more requests. */
	next: string | null;
	/** Time of the observation, as an ISO date and time. */
	at: string;
}

/** Requests in flight at once. */
const WIDTH = 4;

/** Maximum ids in the state: those of a list, and of the one before it while the shorter list counts as an outage. */
const MOST_KEPT = 2 * MOST_IDS;

/** How many ids are requested for a test event. */
const SAMPLE = 100;

/** How panels say that they do not know an id: in words, or by leaving it out of an answer for others. */
const UNKNOWN_ID: readonly FailureKind[] = ['orderId', 'refillId', 'missing'];

/** The event that a watched order or refill changed status. */
const statusWatch = (kind: StatusKind): WatchedEvent<StatusState, ObservedStatuses> => ({
	source: (context) =>
		`${kind.call.id}Status ${accountOf(context.getNode())} ${sourceName(context)}`,

	isState: (value): value is StatusState =>
		isObject(value) &&
		(value.next === null || typeof value.next === 'string') &&
		Number.isInteger(value.short) &&
		isObject(value[kind.call.many]) &&
		Object.entries(value[kind.call.many] as JsonObject).reduce(
			(ids, [mark, packed]) => ids + (MARK.test(mark) ? packedSize(packed) : Infinity),
			0,
		) <= MOST_KEPT,

	observe: async (context, seen) => await observe(kind, context, seen),

	compare: (seen, observed) => compare(kind, seen, observed),

	sample({ answers, watched, at, ...settings }) {
		const rows = watched.ids
			.map((id) => rowOf(kind, id, answers.get(id)))
			.filter((row) => row !== null)
			.reverse();
		const { id, many } = kind.call;
		if (rows.length === 0) {
			throw invalid(
				`the panel knows none of the watched ${many}, so there is nothing to show`,
				`Add the ID of ${IDS[id].one} of this account to '${IDS[id].label}', or to the list at 'List URL', and try again.`,
			);
		}
		const wanted = rows.find((each) => isWanted(each, settings));
		const note = `None of the watched ${many} that were requested has one of the selected 'Statuses' now, so this item would not trigger the workflow.`;
		return { ...eventItem(kind, wanted ?? rows[0], null, at), ...(!wanted && { note }) };
	},
});

/** A watched order changed status. */
export const orderStatus = statusWatch({
	call: calls.status,
	row: orderRow,
	fields: ['charge', 'start_count', 'remains', 'currency'],
});

/** A watched refill changed status. */
export const refillStatus = statusWatch({ call: calls.refillStatus, row: refillRow, fields: [] });

async function observe(
	kind: StatusKind,
	context: IPollFunctions,
	seen: StatusState | undefined,
): Promise<ObservedStatuses> {
	const { call } = kind;
	const began = clock.now();
	const marks = marksIn(kind, seen);
	const known = seen && { ids: [...marks.keys()], short: seen.short };
	const watched = await watchedIds(context, call.id, known);
	const isOpen = (id: string) => {
		const status = statusOf(marks.get(id) ?? NO_MARK);
		return status === null || !readStatus(status, call.id).finished;
	};
	const isSample = context.getMode() === 'manual';
	const open = isSample
		? watched.ids.slice(-SAMPLE)
		: rotated(watched.ids.filter(isOpen), seen?.next ?? null);

	const ask = await pollAsk(context, call, began);
	const log = (line: string) => context.logger.warn(line);
	const asking = { width: WIDTH, log, isPoll: true };
	const { answers, answered, failure } = await answerAll(call, open, ask, asking);
	// One failing request does not hold up the others; a poll that got no answer about any id has failed.
	if (failure && answered.size === 0) throw failure;
	return {
		watched,
		answers,
		answered,
		next: open.find((id) => hasKind(answers.get(id), PENDING)) ?? null,
		at: timeOf(),
		statuses: chosen(context, 'statuses', USUAL_STATUSES),
		alreadyFinished: context.getNodeParameter('options.includeAlreadyFinished', false) === true,
		unknownIds: context.getNodeParameter('options.reportUnknown', false) === true,
	};
}

/** The ids from one on, followed by those before it. */
function rotated(ids: string[], from: string | null): string[] {
	const start = from === null ? 0 : Math.max(0, ids.indexOf(from));
	return [...ids.slice(start), ...ids.slice(0, start)];
}

const hasKind = (answer: Answer | undefined, kinds: readonly FailureKind[]): boolean =>
	answer instanceof PanelFailure && kinds.includes(answer.kind);

/** Kinds of failure of an id that still has to be requested, or requested alone. */
const PENDING: readonly FailureKind[] = ['notSent', 'batchRefused'];

/** The row of an id; null if there is no answer, or none with a status. */
function rowOf({ row }: StatusKind, id: string, answer: Answer | undefined): Row | null {
	if (answer === undefined || answer instanceof PanelFailure) return null;
	const said = row(id, answer);
	return said.status === null ? null : said;
}

/** The mark of each id in the state. */
function marksIn({ call }: StatusKind, seen: StatusState | undefined): Map<string, string> {
	const marks = new Map<string, string>();
	const packed = (seen?.[call.many] ?? {}) as Record<string, PackedIds>;
	for (const [mark, ids] of Object.entries(packed)) {
		for (const id of unpack(ids)) marks.set(id, mark);
	}
	return marks;
}

/** The status of a mark; null if it has none. */
const statusOf = (mark: string): string | null => (mark.startsWith('=') ? mark.slice(1) : null);

/** The mark of an id that is unknown at a time, in milliseconds; if the clock was set back, the time starts again. */
function unknownMark(last: string, now: number): string {
	if (last === UNKNOWN) return last;
	const since = last === NO_MARK ? now : Math.min(now, parseInt(last.slice(1), 36));
	return now - since >= UNKNOWN_FOR ? UNKNOWN : `${UNKNOWN}${since.toString(36)}`;
}

/**
 * Compares the statuses of two polls. An id seen for the first time is only recorded. An id without an answer keeps its
 * mark; one that is no longer watched is forgotten.
 */
function compare(
	kind: StatusKind,
	seen: StatusState | undefined,
	{ watched, answers, answered, next, at, ...settings }: ObservedStatuses,
): { items: IDataObject[]; seen: StatusState } {
	const before = marksIn(kind, seen);
	const now = Date.parse(at);
	const after = new Map<string, string[]>();
	const items: IDataObject[] = [];
	const ids = watched.outage ? new Set([...before.keys(), ...watched.ids]) : watched.ids;
	for (const id of ids) {
		const last = before.get(id) ?? NO_MARK;
		const previous = statusOf(last);
		const answer = answers.get(id);
		const row = rowOf(kind, id, answer);
		let mark = last;
		if (row) {
			// Too long for a known one.
			const status = String(row.status).slice(0, 201);
			mark = `=${status}`;
			const isNews =
				previous === null
					? row.finished && settings.alreadyFinished
					: !isSameStatus(status, previous);
			if (isNews && isWanted(row, settings)) items.push(eventItem(kind, row, previous, at));
		} else if (previous === null && answered.has(id) && hasKind(answer, UNKNOWN_ID)) {
			mark = unknownMark(last, now);
			if (mark === UNKNOWN && last !== UNKNOWN && settings.unknownIds) {
				const row = { [kind.call.id]: id, status: null, finished: false };
				items.push({ ...eventItem(kind, row, null, at), unknown: true });
			}
		}
		const same = after.get(mark);
		if (same) same.push(id);
		else after.set(mark, [id]);
	}
	const packed = Object.fromEntries([...after].map(([mark, same]) => [mark, pack(same)]));
	return { items, seen: { [kind.call.many]: packed, next, short: watched.short } };
}

const isWanted = ({ status, finished }: Row, { statuses }: Settings): boolean =>
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
		...Object.fromEntries(fields.map((field) => [field, row[field] ?? null])),
		detectedAt,
	};
}
