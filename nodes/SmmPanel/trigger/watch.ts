import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { PanelFailure } from '../panel/failure';
import { isObject, type Json } from '../panel/json';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { errorOf } from './poll';

/** One event of the trigger: how it observes the panel and how it compares two observations. */
export interface WatchedEvent<Seen extends Json, Observed> {
	/** Identifies what is watched: with another account or another source, the state starts over. */
	source(context: IPollFunctions): string;
	/** Whether a value in n8n's static data is this event's state: anybody may have changed it. */
	isState(value: Json): value is Seen;
	/**
	 * Observes the panel. `seen` is the state that the last poll left, undefined at the first poll.
	 * @throws PanelFailure if nothing at all could be observed.
	 */
	observe(context: IPollFunctions, seen: Seen | undefined): Promise<Observed>;
	/** Compares an observation with the state; returns the events and the new state. Pure. */
	compare(seen: Seen | undefined, observed: Observed): { items: IDataObject[]; seen: Seen };
	/**
	 * An item that shows what the event looks like, whether or not something happened.
	 * @throws PanelFailure if there is nothing to show, with what to do.
	 */
	sample(observed: Observed): IDataObject;
}

/** Any event: what it compares is its own. */
export type AnyEvent = WatchedEvent<Json, unknown>;

/** What n8n takes from a poll; null starts no execution. */
type Output = INodeExecutionData[][] | null;

/** The only key of a trigger's state in n8n's static data of the node. */
const KEY = 'watch';

/** The state as saved, with the version of its format: older formats are not read. */
interface State {
	version: 2;
	source: string;
	seen: Json;
}

/** The number of the latest poll that has begun. */
let begun = 0;

/**
 * How many triggers a process remembers: those that polled last. An entry is needed for the 45 seconds after an event,
 * or until n8n has saved the state of a poll at activation; a thousand triggers rarely poll within that time.
 */
const MOST_TRIGGERS = 1_000;

/** The latest poll that was applied, by trigger: the fingerprint of the state that it left, and its time. */
const applied = new BoundedMap<
	string,
	{ number: number; isNews: boolean; after: string; at: number }
>(MOST_TRIGGERS);

/** How long n8n may take to save what a poll left, in milliseconds. */
const SETTLING = 45_000;

/**
 * The state that the latest poll without events left, as text, by trigger. n8n does not always save it: its durable
 * engine discards the state of the poll at activation. `older` are fingerprints of the states that n8n may still have
 * instead. An entry is dropped as soon as n8n turns out to have saved it.
 */
const quiet = new BoundedMap<string, { older: string[]; state: string }>(MOST_TRIGGERS);

/** Maximum total characters of these states. */
const MOST_QUIET = 16_000_000;

/** How many older states are recognized. More than two occur only if polls overlap and get lost. */
const MOST_OLDER = 8;

/**
 * One poll: observes the panel, compares the result with the state, and returns the events.
 *
 * n8n may start a poll while a slow one is still running, and keeps a poll's changes in memory even if the poll
 * throws. So the state is read again after the last `await`, compared and written in one go, and a poll that began
 * before one that was already applied is dropped. So is a poll that received a copy of the state without the latest
 * events, which n8n's durable engine hands out until it has saved them: it would report the same events again. If n8n
 * never saves them, a later poll reports them. Nothing is written unless the state differs.
 *
 * Without state, the first poll only records what it sees, whatever the reason for the missing state. State that cannot
 * be read counts as missing, and then no event at all is emitted.
 *
 * @throws NodeApiError | NodeOperationError for a failure of the event, in n8n's form.
 */
export async function watch(context: IPollFunctions, event: AnyEvent): Promise<Output> {
	try {
		return await poll(context, event);
	} catch (error) {
		throw error instanceof PanelFailure ? errorOf(context, error) : error;
	}
}

async function poll(context: IPollFunctions, event: AnyEvent): Promise<Output> {
	const mine = ++begun;
	const began = clock.now();
	const { id, name } = context.getNode();
	// n8n keeps static data by the node's name. A copied node may have the ID of the original.
	const trigger = JSON.stringify([context.getWorkflow().id, name, id]);
	const source = fingerprint(event.source(context));
	const seenBefore = stateIn(event, knownTo(context, trigger).state, source);
	const observed = await event.observe(context, seenBefore || undefined);
	if (context.getMode() === 'manual') return asOutput([event.sample(observed)]);

	const { kept, newer, state: known } = knownTo(context, trigger);
	const last = applied.get(trigger);
	const now = clock.now();
	// A clock that was set back proves nothing.
	const isSettling = last && last.at <= now && began < last.at + SETTLING;
	if ((isSettling && last.isNews && last.after !== kept) || mine < (last?.number ?? 0)) return null;
	const before = stateIn(event, known, source);
	if (before === null) {
		context.logger.warn('SMM Panel: the saved state cannot be read, so the trigger starts over');
	}
	const { items, seen } = event.compare(before ?? undefined, observed);
	const state: State = { version: 2, source, seen };
	const text = JSON.stringify(state);
	const after = fingerprint(text);
	const isSame = kept === after;
	// n8n notices only an assignment at the top level, and then writes everything to the database.
	if (!isSame) {
		const { store, key } = storeOf(context);
		store[key] = state as unknown as IDataObject;
	}
	const isNews = items.length > 0 && before !== null;
	applied.set(trigger, { number: mine, isNews, after, at: now });
	if (!isNews && !isSame) {
		const older = newer ? [...newer.older, fingerprint(newer.state)] : [kept];
		quiet.set(trigger, { older: older.slice(-MOST_OLDER), state: text });
		forgetEldest();
		// n8n may fail to save events too; they are then found again, compared with the state kept here.
	} else if (isSame || !newer) quiet.delete(trigger);
	return isNews ? asOutput(items) : null;
}

/** Drops the oldest of these states until the rest is small enough. */
function forgetEldest(): void {
	let size = 0;
	for (const { state } of quiet.values()) size += state.length;
	for (const [trigger, { state }] of quiet) {
		if (size <= MOST_QUIET) return;
		quiet.delete(trigger);
		size -= state.length;
	}
}

/** Short, and without the address of a list, which may contain a secret. */
const fingerprint = (text: string): string =>
	createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Where the state is kept: in the node's static data, or in the workflow's if the node's holds something else. */
function storeOf(context: IPollFunctions): { store: IDataObject; key: string } {
	const own: unknown = context.getWorkflowStaticData('node');
	if (isObject(own)) return { store: own as IDataObject, key: KEY };
	const whole: unknown = context.getWorkflowStaticData('global');
	const key = `${KEY} ${context.getNode().name}`;
	return { store: isObject(whole) ? (whole as IDataObject) : {}, key };
}

/** What is known of a trigger: the fingerprint of the state that n8n has saved, and a later state without events. */
function knownTo(context: IPollFunctions, trigger: string) {
	const { store, key } = storeOf(context);
	// If the node's data is replaced by something else, the state is unreadable rather than missing.
	const state = key === KEY ? store[key] : (store[key] ?? null);
	const kept = fingerprint(JSON.stringify(state) ?? '');
	const last = quiet.get(trigger);
	const newer = last?.older.includes(kept) ? last : undefined;
	return { kept, newer, state: newer ? (JSON.parse(newer.state) as State) : state };
}

/** The state of this source; undefined if there is none, null if it cannot be read. */
function stateIn(event: AnyEvent, state: unknown, source: string): Json | undefined {
	if (state === undefined) return undefined;
	if (!isObject(state) || state.version !== 2 || typeof state.source !== 'string') return null;
	if (state.source !== source) return undefined;
	return event.isState(state.seen) ? state.seen : null;
}

const asOutput = (items: IDataObject[]): Output => [items.map((json) => ({ json }))];
