import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../nodes/SmmPanel/panel/answers';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { unpack, type PackedIds } from '../../nodes/SmmPanel/trigger/idSet';
import {
	orderStatus,
	refillStatus,
	type ObservedStatuses,
} from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { AT } from './watching';

/** The two resources whose status is watched, with their final and other statuses. */
export const KINDS = [
	{
		id: 'order',
		event: orderStatus,
		final: ['Completed', 'Partial', 'Canceled'],
		open: ['Pending', 'In progress', 'Halted'],
		more: { charge: 1, start_count: null, remains: null, currency: null },
	},
	{
		id: 'refill',
		event: refillStatus,
		final: ['Completed', 'Rejected', 'Failed', 'Canceled'],
		// A partial refill has not finished.
		open: ['Pending', 'In progress', 'Awaiting', 'Partial', 'Aguardando'],
		more: {},
	},
] as const;

export type Kind = (typeof KINDS)[number];

/** The panel's answer for an id: a status, '?' for unknown, or null for an answer without a status. */
export type Word = string | '?' | null;

/** What a poll got for an id; `fault` if its request failed. */
export type Heard = Word | 'fault';

const FAULT = new PanelFailure('httpError', { message: 'the panel answered with HTTP 500' });

function answerOf(id: Kind['id'], answered: Heard): Answer {
	if (answered === 'fault') return FAULT;
	if (answered === '?') return new PanelFailure(`${id}Id`, { message: 'unknown' });
	return { ...(answered !== null && { status: answered }), charge: '1' };
}

/** What a poll sees: the ids, and what it got for each. */
export interface Sight {
	ids: string[];
	answered: Map<string, Heard>;
	/** Whether the list of ids could not be read; `ids` are then those known when the poll began. */
	outage: boolean;
	/** ISO date and time. */
	at?: string;
}

export type Settings = Pick<ObservedStatuses, 'statuses' | 'alreadyFinished' | 'unknownIds'>;

export const lookAt = (
	id: Kind['id'],
	sight: Sight,
	settings: Partial<Settings> = {},
): ObservedStatuses => ({
	watched: { ids: sight.ids, short: 0, outage: sight.outage },
	answers: new Map([...sight.answered].map(([each, answered]) => [each, answerOf(id, answered)])),
	answered: new Set(
		[...sight.answered.keys()].filter((each) => sight.answered.get(each) !== 'fault'),
	),
	next: null,
	at: sight.at ?? AT,
	statuses: ['any'],
	alreadyFinished: false,
	unknownIds: false,
	...settings,
});

/** A poll that gets an answer for every id. */
export const sightOf = (world: Record<string, Word>): Sight => ({
	ids: Object.keys(world),
	answered: new Map(Object.entries(world)),
	outage: false,
});

/** A short text for each emitted item. */
export const told = (items: IDataObject[] | null) =>
	(items ?? []).map(({ order, refill, previousStatus, status, unknown }) => {
		const id = String(order ?? refill);
		return unknown ? `${id}: unknown` : `${id}: ${String(previousStatus)} > ${String(status)}`;
	});

/** The ids in static data, with the mark of each. */
export const marksIn = (data: IDataObject): Array<[mark: string, id: string]> => {
	const { seen = {} } = (data.watch ?? {}) as { seen?: IDataObject };
	const packed = Object.entries((seen.orders ?? seen.refills ?? {}) as Record<string, PackedIds>);
	return packed.flatMap(([mark, ids]) =>
		[...unpack(ids)].map((id): [string, string] => [mark, id]),
	);
};
