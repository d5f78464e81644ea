import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Json } from '../panel/json';
import { clock } from '../transport/clock';

/** What a trigger's event looks at and how it tells that something happened. */
export interface WatchedEvent<Seen extends Json, Observed> {
	/** Names what is watched: with another account or another source, nothing is known yet. */
	source(context: IPollFunctions): string;
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

/** The one key under which a trigger's state stands in n8n's static data. */
const KEY = 'watch';

/** What is remembered between polls, with the version of its form for later releases. */
interface State<Seen> {
	version: 1;
	source: string;
	seen: Seen;
}

/** The number of the latest poll that has begun. */
let begun = 0;

/** The latest poll that was applied, by trigger: the state that it left, and when it was. */
const applied = new Map<string, Applied>();

interface Applied {
	number: number;
	isNews: boolean;
	after: string;
	at: number;
}

/** How long n8n may take to keep what a poll left, in milliseconds. */
const SETTLING = 10_000;

/**
 * What the latest look without news left, by trigger. n8n does not always keep it: its durable engine throws
 * away what the look at activation left. `older` are the states that n8n may still have in its place.
 */
const quiet = new Map<string, { older: Array<string | undefined>; state: State<Json> }>();

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
 * Without state the first look is remembered and is no news, whatever the reason why there is none.
 */
export async function watch<Seen extends Json, Observed>(
	context: IPollFunctions,
	event: WatchedEvent<Seen, Observed>,
): Promise<INodeExecutionData[][] | null> {
	const mine = ++begun;
	const began = clock.now();
	const trigger = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const source = fingerprint(event.source(context));
	const observed = await event.observe(context, seenIn(knownTo<Seen>(context, trigger), source));
	if (context.getMode() === 'manual') return asOutput([event.sample(context, observed)]);

	const known = knownTo<Seen>(context, trigger);
	const before = known.kept;
	const last = applied.get(trigger);
	const isCopy = last?.isNews && last.after !== before && began < last.at + SETTLING;
	if (isCopy || mine < (last?.number ?? 0)) return null;
	const { items, seen } = event.compare(seenIn(known, source), observed);
	const state: State<Seen> = { version: 1, source, seen };
	const after = JSON.stringify(state);
	const isSame = before === after;
	// Only an assignment on the top level is noticed by n8n, and then the whole is written to the database.
	if (!isSame) context.getWorkflowStaticData('node')[KEY] = state as unknown as IDataObject;
	const isNews = items.length > 0;
	applied.set(trigger, { number: mine, isNews, after, at: clock.now() });
	const { newer } = known;
	if (!isNews && !isSame) {
		const older = newer ? [...newer.older, JSON.stringify(newer.state)] : [before];
		quiet.set(trigger, { older: older.slice(-MOST_OLDER), state });
		// News may fail to be kept as well, and then are news again, to what the quiet look left.
	} else if (isSame || !newer) quiet.delete(trigger);
	return isNews ? asOutput(items) : null;
}

/** Short, and without the address of a list, which may hold a secret. */
const fingerprint = (source: string): string =>
	createHash('sha256').update(source).digest('hex').slice(0, 16);

/** What is known of a trigger: the state that n8n has kept, as text, and what a quiet look left since. */
function knownTo<Seen>(context: IPollFunctions, trigger: string) {
	const state = context.getWorkflowStaticData('node')[KEY] as State<Seen> | undefined;
	const kept = JSON.stringify(state);
	const last = quiet.get(trigger);
	const newer = last?.older.includes(kept) ? last : undefined;
	return { kept, newer, state: newer ? (newer.state as State<Seen>) : state };
}

/** What was seen before, if it was seen of the same source. */
const seenIn = <Seen>(
	{ state }: { state: State<Seen> | undefined },
	source: string,
): Seen | undefined => (state?.version === 1 && state.source === source ? state.seen : undefined);

const asOutput = (items: IDataObject[]): INodeExecutionData[][] => [
	items.map((json) => ({ json })),
];
