import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isObject, type Json } from '../panel/json';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';

/** What a trigger's event looks at and how it tells that something happened. */
export interface WatchedEvent<Seen extends Json, Observed> {
	/** Names what is watched: with another account or another source, nothing is known yet. */
	source(context: IPollFunctions): string;
	/** Whether what stands in n8n's static data is what a look left: anybody may have changed it. */
	isSeen(value: Json): value is Seen;
	/**
	 * Looks at the panel. `seen` is what the last look left, undefined at the first one.
	 * @throws NodeApiError | NodeOperationError when nothing at all could be seen.
	 */
	observe(context: IPollFunctions, seen: Seen | undefined): Promise<Observed>;
	/** What happened between two looks, and what is to be remembered. Pure. */
	compare(seen: Seen | undefined, observed: Observed): { items: IDataObject[]; seen: Seen };
	/**
	 * An item that shows what the event looks like, whether or not something happened.
	 * @throws NodeOperationError when there is nothing to show, with what to do.
	 */
	sample(context: IPollFunctions, observed: Observed): IDataObject;
}

/** The one key under which a trigger's state stands in n8n's static data of the node. */
const KEY = 'watch';

/** What is remembered between polls, with the version of its form: an older form is not read. */
interface State {
	version: 2;
	source: string;
	seen: Json;
}

/** The number of the latest poll that has begun. */
let begun = 0;

/**
 * Triggers of which a process remembers something: those that polled last. What is forgotten is needed for the 45
 * seconds after news, or until n8n has kept a look at activation; a thousand triggers hardly poll within that.
 */
const MOST_TRIGGERS = 1_000;

/** The latest poll that was applied, by trigger: the fingerprint of the state that it left, and when it was. */
const applied = new BoundedMap<string, Applied>(MOST_TRIGGERS);

interface Applied {
	number: number;
	isNews: boolean;
	after: string;
	at: number;
}

/** How long n8n may take to keep what a poll left, in milliseconds. */
const SETTLING = 45_000;

/**
 * What the latest look without news left, as text, by trigger. n8n does not always keep it: its durable engine
 * throws away what the look at activation left. `older` are fingerprints of the states that n8n may still have in
 * its place. It goes as soon as n8n is seen to have kept it.
 */
const quiet = new BoundedMap<string, { older: string[]; state: string }>(MOST_TRIGGERS);

/** Most characters of these looks that are held in all. */
const MOST_QUIET = 16_000_000;

/** Older states that are told from newer ones. More than two are only met where polls overlap and get lost. */
const MOST_OLDER = 8;

/**
 * One poll: looks, compares with what the last poll remembered, and gives out what happened.
 *
 * n8n may start a poll while a slow one is still under way, and keeps what a poll changed in memory even when
 * it throws. So the state is read anew after the last `await`, compared and written in one go, and a look that
 * began before one already applied is dropped. So is one that was handed a copy of the state without the latest
 * news, as n8n's durable engine does while it has not kept them yet: it would give out the same again. If n8n
 * does not keep the news at all, a later poll does. Nothing is written unless the state is another.
 *
 * Without state the first look is remembered and is no news, whatever the reason why there is none. What
 * cannot be read counts as none, and then nothing at all is given out.
 */
export async function watch<Seen extends Json, Observed>(
	context: IPollFunctions,
	event: WatchedEvent<Seen, Observed>,
): Promise<INodeExecutionData[][] | null> {
	const mine = ++begun;
	const began = clock.now();
	const { id, name } = context.getNode();
	// n8n keeps static data by the node's name. A copied node may have the id of the other.
	const trigger = JSON.stringify([context.getWorkflow().id, name, id]);
	const source = fingerprint(event.source(context));
	const seenBefore = seenIn(event, knownTo(context, trigger).state, source);
	const observed = await event.observe(context, seenBefore || undefined);
	if (context.getMode() === 'manual') return asOutput([event.sample(context, observed)]);

	const { kept, newer, state: known } = knownTo(context, trigger);
	const last = applied.get(trigger);
	const now = clock.now();
	// A clock that was set back says nothing.
	const isSettling = last && last.at <= now && began < last.at + SETTLING;
	if ((isSettling && last.isNews && last.after !== kept) || mine < (last?.number ?? 0)) return null;
	const before = seenIn(event, known, source);
	if (before === null) {
		context.logger.warn('SMM Panel: the saved state cannot be read, so the trigger starts over');
	}
	const { items, seen } = event.compare(before ?? undefined, observed);
	const state: State = { version: 2, source, seen };
	const text = JSON.stringify(state);
	const after = fingerprint(text);
	const isSame = kept === after;
	// Only an assignment on the top level is noticed by n8n, and then the whole is written to the database.
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
		// News may fail to be kept as well, and then are news again, to what the quiet look left.
	} else if (isSame || !newer) quiet.delete(trigger);
	return isNews ? asOutput(items) : null;
}

/** Forgets quiet looks until the rest is small enough. */
function forgetEldest(): void {
	let size = 0;
	for (const { state } of quiet.values()) size += state.length;
	for (const [trigger, { state }] of quiet) {
		if (size <= MOST_QUIET) return;
		quiet.delete(trigger);
		size -= state.length;
	}
}

/** Short, and without the address of a list, which may hold a secret. */
const fingerprint = (text: string): string =>
	createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Where the state stands: in the node's static data, or in the workflow's where something else is in its place. */
function storeOf(context: IPollFunctions): { store: IDataObject; key: string } {
	const own: unknown = context.getWorkflowStaticData('node');
	if (isObject(own)) return { store: own as IDataObject, key: KEY };
	const whole: unknown = context.getWorkflowStaticData('global');
	const key = `${KEY} ${context.getNode().name}`;
	return { store: isObject(whole) ? (whole as IDataObject) : {}, key };
}

/** What is known of a trigger: the fingerprint of what n8n has kept, and what a quiet look left since. */
function knownTo(context: IPollFunctions, trigger: string) {
	const { store, key } = storeOf(context);
	// What stands in the place of the node's data cannot be read, and is not nothing.
	const state = key === KEY ? store[key] : (store[key] ?? null);
	const kept = fingerprint(JSON.stringify(state) ?? '');
	const last = quiet.get(trigger);
	const newer = last?.older.includes(kept) ? last : undefined;
	return { kept, newer, state: newer ? (JSON.parse(newer.state) as State) : state };
}

/** What was seen before of this source; undefined when nothing was, null when it cannot be read. */
function seenIn<Seen extends Json>(
	event: Pick<WatchedEvent<Seen, never>, 'isSeen'>,
	state: unknown,
	source: string,
): Seen | undefined | null {
	if (state === undefined) return undefined;
	if (!isObject(state) || state.version !== 2 || typeof state.source !== 'string') return null;
	if (state.source !== source) return undefined;
	return event.isSeen(state.seen) ? state.seen : null;
}

const asOutput = (items: IDataObject[]): INodeExecutionData[][] => [
	items.map((json) => ({ json })),
];
