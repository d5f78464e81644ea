import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer } from '../../nodes/SmmPanel/panel/answers';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { orderStatus } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import type { LookAtStatuses, SeenStatuses } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

/** A trigger on n8n's static data, whose looks are handed to it and answer when told. */
export function trigger(workflow: string) {
	const state: { data: IDataObject; process: number } = { data: {}, process: 1 };
	/** Starts a poll whose look ends when `end` is called. */
	const start = (
		data = state.data,
		{ mode = 'trigger', source = 'test' }: { mode?: string; source?: string } = {},
	) => {
		let end: (look: LookAtStatuses | Error) => void = () => {};
		const look = new Promise<LookAtStatuses>((resolve, reject) => {
			end = (result) => (result instanceof Error ? reject(result) : resolve(result));
		});
		const event: WatchedEvent<SeenStatuses, LookAtStatuses> = {
			...orderStatus,
			source: () => source,
			observe: async () => await look,
		};
		const context = {
			getMode: () => mode,
			getNode: () => ({ id: 'trigger', name: 'Trigger', type: 'trigger', typeVersion: 1 }),
			// What the node holds in memory is gone with the process.
			getWorkflow: () => ({ id: `${workflow}, process ${state.process}` }),
			getWorkflowStaticData: () => data,
		} as unknown as IPollFunctions;
		const items = watch(context, event).then(
			(output) => output?.[0].map(({ json }) => json) ?? null,
		);
		return { end, items };
	};
	return { state, start };
}

/** What the panel holds of an id: a status, that it does not know it, or an answer without a status. */
export type Word = string | '?' | null;

/** What a look brought of an id; `fault` when its request failed. */
export type Heard = Word | 'fault';

export const FAULT = new PanelFailure('httpError', { message: 'the panel answered with HTTP 500' });

export function answerOf(heard: Heard): Answer {
	if (heard === 'fault') return FAULT;
	if (heard === '?') return new PanelFailure('orderId', { message: 'unknown' });
	return { ...(heard !== null && { status: heard }), charge: '1' };
}

export interface Wishes {
	statuses: string[];
	alreadyFinished: boolean;
	unknownIds: boolean;
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

export const look = (sight: Sight, wishes: Partial<Wishes> = {}): LookAtStatuses => ({
	watched: { ids: sight.ids, short: 0, outage: sight.outage },
	answers: new Map([...sight.heard].map(([id, heard]) => [id, answerOf(heard)])),
	heard: new Set([...sight.heard.keys()].filter((id) => sight.heard.get(id) !== 'fault')),
	next: null,
	at: sight.at ?? '2026-01-01T00:00:00.000Z',
	statuses: ['any'],
	alreadyFinished: false,
	unknownIds: false,
	...wishes,
});

/** All ids of a world, everything of which is heard. */
export const sightOf = (world: Record<string, Word>): Sight => ({
	ids: Object.keys(world),
	heard: new Map(Object.entries(world)),
	outage: false,
});

/** What was given out, in a few words for each item. */
export const told = (items: IDataObject[] | null) =>
	(items ?? []).map(({ order, previousStatus, status, unknown }) =>
		unknown
			? `${String(order)}: unknown`
			: `${String(order)}: ${String(previousStatus)} > ${String(status)}`,
	);
