import { folded, lazily, saysNo, saysYes, wordList } from './json';

/** A status in this package's spelling. */
interface Status {
	name: string;
	/** Whether it is final for an order. */
	order: boolean;
	/** Whether it is final for a refill. */
	refill: boolean;
	/** Other words that panels use for it, folded. */
	aliases?: string;
}

/** What a status belongs to: the same word can be final for one and not for the other. */
export type StatusOf = 'order' | 'refill';

const final = { order: true, refill: true };
const finalOrder = { order: true, refill: false };
const open = { order: false, refill: false };

const COMPLETED =
	'complete success finish finished done completado completo selesai concluido завершен завершено выполнен выполнено tamamlandi hoanthanh abgeschlossen termine completato zakonczone виконано مكتمل 已完成';
const PARTIAL =
	'partially partiallycompleted partialcompleted parcial частично kismi teilweise partiel parziale';
const CANCELED =
	'cancelled cancel cancelado dibatalkan отменен отменено iptaledildi dahuy storniert annule annullato anulowane скасовано ملغي 已取消';

/** The status words of panels. Any other word is passed through and is never final. */
export const STATUSES: readonly Status[] = [
	{ name: 'Pending', ...open },
	{ name: 'Processing', ...open },
	{ name: 'In progress', ...open },
	{ name: 'Awaiting', ...open },
	{ name: 'Active', ...open },
	{ name: 'Paused', ...open },
	{ name: 'Completed', ...final, aliases: COMPLETED },
	{ name: 'Partial', ...finalOrder, aliases: PARTIAL },
	{ name: 'Canceled', ...final, aliases: CANCELED },
	{ name: 'Refunded', ...finalOrder, aliases: 'refund' },
	{ name: 'Failed', ...final, aliases: 'fail error' },
	{ name: 'Expired', ...finalOrder },
	{ name: 'Rejected', order: false, refill: true, aliases: 'reject refused declined' },
];

/** Longer than any status. */
const LONGEST = 200;

/** A word in the form for lookup, without a leading 'order': "Order Cancelled". */
const fold = (word: string): string =>
	word.length > LONGEST
		? ''
		: folded(word)
				.replace(/[\p{M}\s_-]+/gu, '')
				.replace(/^(order|refill)(?=.)/, '');

const byWord = lazily(
	() =>
		new Map(
			STATUSES.flatMap((status) =>
				[status.name, ...wordList(`${fold(status.name)} ${status.aliases ?? ''}`.trim())].map(
					(word) => [word, status],
				),
			),
		),
);

/** Tags, signs and emoji around a status. */
const DECORATION = /<[^<>]*>|[^\p{L}\p{N}\s_-]+/gu;

function known(word: string): Status | undefined {
	const status = byWord().get(word) ?? byWord().get(fold(word));
	if (status || word.length > LONGEST) return status;
	const bare = fold(word.replace(DECORATION, ''));
	// "Success!" may be about the request.
	return saysYes(bare) || saysNo(bare) ? undefined : byWord().get(bare);
}

const keyOf = (word: string): string => known(word)?.name ?? (fold(word) || word);

/** Whether two words are spellings of one status. */
export const isSameStatus = (one: string, other: string): boolean => keyOf(one) === keyOf(other);

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
