import type { IPollFunctions } from 'n8n-workflow';

import { invalid } from '../panel/failure';
import { readIdRanges } from '../panel/ids';
import { textAt } from '../transport/textAt';
import { type List, readList, type NoList } from './list';
import type { IdParameter } from './statusWatch.parameters';

export interface Watched {
	ids: string[];
	/** How many times in a row the list has been much shorter than what is watched; 0 when it is not. */
	short: number;
	/** Whether the list is an outage: what else is watched by now stays watched. */
	outage?: boolean;
}

/** Names the source of the ids. The ids that are typed may change without anything being forgotten. */
export const sourceName = (context: IPollFunctions): string =>
	context.getNodeParameter('watch', 'ids') === 'url'
		? `url ${String(context.getNodeParameter('listUrl', ''))}`
		: 'ids';

/**
 * The ids to watch. A list that cannot be read, is empty, or is suddenly much shorter, is an outage: what was
 * watched stays so until the short list has come several times in a row.
 *
 * @param known What was watched before; undefined at the first look.
 * @throws PanelFailure when there is no list and none was known.
 */
export async function watchedIds(
	context: IPollFunctions,
	parameter: IdParameter,
	known: Watched | undefined,
): Promise<Watched> {
	if (context.getNodeParameter('watch', 'ids') !== 'url') {
		return { ids: typedIds(context, parameter), short: 0 };
	}
	const list = await fetchList(context, parameter);
	if ('reason' in list) {
		if (known && known.ids.length > 0) {
			context.logger.warn(
				`SMM Panel: the list of IDs was not used, because ${list.reason}; the previous one is still watched`,
			);
			return { ...known, outage: true };
		}
		throw invalid(
			`the list at 'List URL' cannot be used: ${list.reason}`,
			"Open the URL in a browser: it must return IDs as CSV with the column named in 'Column', as JSON, or one per line.",
		);
	}
	warnOfIgnored(context, list);
	const short = known
		? timesShort({ count: known.ids.length, short: known.short }, list.ids.length)
		: 0;
	if (!known || short === 0) return { ids: list.ids, short: 0 };
	return { ids: [...new Set([...known.ids, ...list.ids])], short, outage: true };
}

/** A list that is less than half as long as before is believed when it was so this many times in a row. */
const CONFIRMATIONS = 3;

/** Shorter lists than this may shrink as they like. */
const SMALL = 10;

/**
 * How many times in a row a list, or a catalogue, has been much shorter than what is known, which is an outage until
 * it is confirmed; 0 when it is to be believed.
 *
 * @param known Entries of the last list that was believed, and what this gave for the last one.
 */
export function timesShort(known: { count: number; short: number }, count: number): number {
	if (known.count < SMALL || count * 2 >= known.count) return 0;
	const short = known.short + 1;
	return short < CONFIRMATIONS ? short : 0;
}

/** One line of the log, however many cells of a list are no ids. */
function warnOfIgnored(context: IPollFunctions, { ids, ignored }: List): void {
	if (ignored.length === 0) return;
	const [{ text, row }] = ignored;
	context.logger.warn(
		`SMM Panel: the list of IDs has ${ids.length} IDs, and ${ignored.length} cells that are not IDs and are ignored, such as '${text.slice(0, 50)}' in row ${row}`,
	);
}

/** @throws PanelFailure of kind `parameter` when there are none, or when one cannot be an id. */
export const typedIds = (
	context: IPollFunctions,
	{ name, label }: Omit<IdParameter, 'column'>,
): string[] => readIdRanges(context.getNodeParameter(name, ''), label);

async function fetchList(
	context: IPollFunctions,
	{ column: usual }: IdParameter,
): Promise<List | NoList> {
	const url = String(context.getNodeParameter('listUrl', '')).trim();
	const column = String(context.getNodeParameter('listColumn', usual));
	if (!URL.canParse(url) || !/^https?:/i.test(url)) return { reason: 'it is not a web address' };
	const text = await textAt(context, url);
	return typeof text === 'string' ? readList(text, column) : text;
}
