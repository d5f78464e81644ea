/** A status in this package's spelling. */
interface Status {
	name: string;
	/** Whether it is final for an order. */
	order: boolean;
	/** Whether it is final for a refill. */
	refill: boolean;
	/** Other words that panels use for it, folded. */
	aliases?: readonly string[];
}

/** What a status belongs to: the same word can be final for one and not for the other. */
export type StatusOf = 'order' | 'refill';

const final = { order: true, refill: true };
const finalOrder = { order: true, refill: false };
const open = { order: false, refill: false };

/** The status words seen on real panels. Any other word is passed through and is never final. */
export const STATUSES: readonly Status[] = [
	{ name: 'Pending', ...open },
	{ name: 'Processing', ...open },
	{ name: 'In progress', ...open },
	{ name: 'Awaiting', ...open },
	{ name: 'Active', ...open },
	{ name: 'Paused', ...open },
	{ name: 'Completed', ...final, aliases: ['complete', 'success', 'finish', 'finished', 'done'] },
	{ name: 'Partial', ...finalOrder, aliases: ['partiallycompleted', 'partialcompleted'] },
	{ name: 'Canceled', ...final, aliases: ['cancelled', 'cancel'] },
	{ name: 'Refunded', ...finalOrder },
	{ name: 'Failed', ...final, aliases: ['fail', 'error'] },
	{ name: 'Expired', ...finalOrder },
	{ name: 'Rejected', order: false, refill: true, aliases: ['reject', 'refused', 'declined'] },
];

/** Longer than any status. */
const LONGEST = 100;

/** A word in the form for lookup, without a leading 'order': "Order Cancelled". */
const fold = (word: string): string =>
	word.length > LONGEST
		? ''
		: word
				.toLowerCase()
				.replace(/[\s_-]+/g, '')
				.replace(/^(order|refill)(?=.)/, '');

const BY_WORD: ReadonlyMap<string, Status> = new Map(
	STATUSES.flatMap((status) =>
		[status.name, fold(status.name), ...(status.aliases ?? [])].map(
			(word) => [word, status] as const,
		),
	),
);

const known = (word: string): Status | undefined => BY_WORD.get(word) ?? BY_WORD.get(fold(word));

/** Whether a word is a known status. */
export const isStatus = (word: string): boolean => known(word) !== undefined;

/** The statuses that are final for an order, or for a refill. */
export const finalStatuses = (of: StatusOf): string[] =>
	STATUSES.filter((status) => status[of]).map(({ name }) => name);

/**
 * A panel's status word in this package's spelling, whatever its case, spaces, `_` or `-`, and whether it is final.
 * An unknown word keeps its own spelling and is not final.
 */
export function readStatus(word: string, of: StatusOf): { status: string; finished: boolean } {
	const status = known(word);
	return status
		? { status: status.name, finished: status[of] }
		: { status: word.trim(), finished: false };
}
