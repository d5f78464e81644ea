import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../nodes/SmmPanel/panel/answers';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { unpack, type PackedIds } from '../../nodes/SmmPanel/trigger/idSet';
import {
	orderStatus,
	refillStatus,
	type LookAtStatuses,
} from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { AT } from './watching';

/** The two things whose status is watched: with what ends them, and what does not. */
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
		// A refill is not over when it is partial.
		open: ['Pending', 'In progress', 'Awaiting', 'Partial', 'Aguardando'],
		more: {},
	},
] as const;

export type Kind = (typeof KINDS)[number];

/** What the panel holds of an id: a status, that it does not know it, or an answer without a status. */
export type Word = string | '?' | null;

/** What a look brought of an id; `fault` when its request failed. */
export type Heard = Word | 'fault';

const FAULT = new PanelFailure('httpError', { message: 'the panel answered with HTTP 500' });

function answerOf(id: Kind['id'], heard: Heard): Answer {
	if (heard === 'fault') return FAULT;
	if (heard === '?') return new PanelFailure(`${id}Id`, { message: 'unknown' });
	return { ...(heard !== null && { status: heard }), charge: '1' };
}

/** What is seen when a look is taken: of these ids, this. */
export interface Sight {
	ids: string[];
	heard: Map<string, Heard>;
	/** The list of ids could not be read, and `ids` are those known when the look began. */
	outage: boolean;
	/** When, as an ISO date and time. */
	at?: string;
}

export type Settings = Pick<LookAtStatuses, 'statuses' | 'alreadyFinished' | 'unknownIds'>;

export const lookAt = (
	id: Kind['id'],
	sight: Sight,
	settings: Partial<Settings> = {},
): LookAtStatuses => ({
	watched: { ids: sight.ids, short: 0, outage: sight.outage },
	answers: new Map([...sight.heard].map(([each, heard]) => [each, answerOf(id, heard)])),
	heard: new Set([...sight.heard.keys()].filter((each) => sight.heard.get(each) !== 'fault')),
	next: null,
	at: sight.at ?? AT,
	statuses: ['any'],
	alreadyFinished: false,
	unknownIds: false,
	...settings,
});

/** All ids of a world, everything of which is heard. */
export const sightOf = (world: Record<string, Word>): Sight => ({
	ids: Object.keys(world),
	heard: new Map(Object.entries(world)),
	outage: false,
});

/** What was given out, in a few words for each item. */
export const told = (items: IDataObject[] | null) =>
	(items ?? []).map(({ order, refill, previousStatus, status, unknown }) => {
		const id = String(order ?? refill);
		return unknown ? `${id}: unknown` : `${id}: ${String(previousStatus)} > ${String(status)}`;
	});

/** The ids that are remembered in static data, with the mark of each. */
export const marksIn = (data: IDataObject): Array<[mark: string, id: string]> => {
	const { seen = {} } = (data.watch ?? {}) as { seen?: IDataObject };
	const packed = Object.entries((seen.orders ?? seen.refills ?? {}) as Record<string, PackedIds>);
	return packed.flatMap(([mark, ids]) =>
		[...unpack(ids)].map((id): [string, string] => [mark, id]),
	);
};
