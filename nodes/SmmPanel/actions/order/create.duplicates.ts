import type { IExecuteFunctions } from 'n8n-workflow';

import { PanelFailure } from '../../panel/failure';
import { clock } from '../../transport/clock';
import {
	DuplicateGuard,
	MOST_KEYS,
	openKey,
	type KeyState,
	type KeyStore,
} from '../../transport/duplicates';
import type { Job } from '../../transport/job';
import type { Placed, Purchase } from '../../transport/spending';

/** An item whose order an earlier run placed: it is not ordered again. */
export interface Skipped {
	skipped: true;
	duplicateKey: string;
}

export type Outcome = Placed | PanelFailure | Skipped;

/** Buys orders, tells of each as it is placed, and gives back what came of them. */
export type Buy = (
	purchases: Purchase[],
	onPlaced: (purchase: Purchase) => void,
	reasonNotTo?: PanelFailure,
) => Promise<Map<number, Placed | PanelFailure>>;

/**
 * Buys orders, those with a duplicate key only if no run has ordered that key before. Of equal keys in one
 * run the first is bought.
 *
 * @param isKnown Whether an earlier try of this execution knows what became of the order.
 * @throws PanelFailure when n8n's store can not be had; nothing has been sent then.
 */
export async function buyOnce(
	job: Job,
	purchases: Purchase[],
	isKnown: (purchase: Purchase) => boolean,
	buy: Buy,
): Promise<Map<number, Outcome>> {
	const keyed = purchases.filter((each) => each.duplicateKey !== undefined && !isKnown(each));
	if (keyed.length === 0) return await buy(purchases, () => {});
	const isKeyed = new Set(keyed);

	const guard = new DuplicateGuard(storeOf(job), storeName(job), clock);
	const firsts = new Map<string, Purchase>();
	for (const each of keyed) {
		const key = each.duplicateKey as string;
		if (!firsts.has(key)) firsts.set(key, each);
	}
	// The store would push out the first keys of this very run.
	if (firsts.size > MOST_KEYS) throw tooMany(firsts.size);
	const states = await claim(guard, [...firsts.keys()]);
	const isNew = (each: Purchase) =>
		firsts.get(each.duplicateKey as string) === each &&
		states.get(each.duplicateKey as string) === 'new';
	const open = keyed.find((each) => states.get(each.duplicateKey as string) === 'unknown');
	const outcomes = await buy(
		purchases.filter((each) => !isKeyed.has(each) || isNew(each)),
		({ duplicateKey }) => duplicateKey !== undefined && guard.placed(duplicateKey),
		open && openKey(open.duplicateKey as string),
	);
	for (const each of keyed.filter(isNew)) {
		const outcome = outcomes.get(each.item);
		const isBought = !(outcome instanceof PanelFailure) || !outcome.certain;
		if (!isBought) guard.release(each.duplicateKey as string);
	}
	await settle(job, guard);

	const all = new Map<number, Outcome>(outcomes);
	for (const each of keyed.filter((one) => !isNew(one))) {
		const key = each.duplicateKey as string;
		const first = firsts.get(key) as Purchase;
		all.set(each.item, first === each ? earlier(key, states) : repeated(key, first, all));
	}
	return all;
}

/** What came of a key that an earlier run recorded. */
const earlier = (key: string, states: Map<string, KeyState>): Outcome =>
	states.get(key) === 'placed' ? { skipped: true, duplicateKey: key } : openKey(key);

/** What came of a key that an earlier item of this run has as well. */
function repeated(key: string, first: Purchase, outcomes: Map<number, Outcome>): Outcome {
	const outcome = outcomes.get(first.item);
	if (!(outcome instanceof PanelFailure)) return { skipped: true, duplicateKey: key };
	return outcome.certain
		? new PanelFailure('notSent', {
				message: `it has the duplicate key of item ${first.item}, which was not placed`,
			})
		: openKey(key);
}

async function claim(guard: DuplicateGuard, keys: string[]): Promise<Map<string, KeyState>> {
	try {
		return await guard.claim(keys);
	} catch (error) {
		return refuse((error as Error).message);
	}
}

/** Writes what came of the keys. If that fails they stay unknown, which is safe; the orders are not lost. */
async function settle({ context }: Job, guard: DuplicateGuard): Promise<void> {
	try {
		await guard.settle();
	} catch (error) {
		context.logger.warn(`SMM Panel: ${(error as Error).message}`);
	}
}

const tooMany = (count: number): PanelFailure =>
	new PanelFailure('parameter', {
		message: `this run has ${count} different duplicate keys, and ${MOST_KEYS} are kept`,
		hint: "Hand over fewer items at a time, as n8n's 'Loop Over Items' does.",
	});

function refuse(reason: string): never {
	throw new PanelFailure('parameter', {
		message: `'Duplicate Key' can not be kept here: ${reason}`,
		hint: "Save the workflow and run it as a workflow, or empty 'Duplicate Key'.",
	});
}

/** n8n's store of processed data for this node; n8n offers it to workflows only, not to its direct tool calls. */
function storeOf({ context }: Job): KeyStore {
	const { helpers } = context as IExecuteFunctions;
	if (typeof helpers.checkProcessedAndRecord !== 'function') {
		return refuse('n8n keeps no data for a tool that is called directly');
	}
	const options = { mode: 'entries', maxEntries: 2 * MOST_KEYS } as const;
	return {
		record: async (entries) => await helpers.checkProcessedAndRecord(entries, 'node', options),
		remove: async (entries) => await helpers.removeProcessed(entries, 'node', options),
	};
}

const storeName = ({ context, node }: Job): string =>
	`${context.getWorkflow().id ?? ''}:${node.id}`;
