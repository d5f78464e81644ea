import type { IPollFunctions } from 'n8n-workflow';

import { invalid } from '../panel/failure';
import { readIdRanges } from '../panel/ids';
import type { StatusOf } from '../panel/status';
import { textAt } from '../transport/textAt';
import { type List, readList, type NoList } from './list';
import { IDS, type IdParameter } from './statusWatch.parameters';

export interface Watched {
	ids: string[];
	/** How many times in a row the list has been much shorter than what is watched; 0 if it is not. */
	short: number;
	/** Whether the list counts as an outage: everything else that is already watched stays watched. */
	outage?: boolean;
}

/** Identifies the source of the ids. Typed ids may change without resetting the state. */
export const sourceName = (context: IPollFunctions): string =>
	context.getNodeParameter('watch', 'ids') === 'url'
		? `url ${String(context.getNodeParameter('listUrl', ''))}`
		: 'ids';

/**
 * The ids to watch. A list that cannot be read, is empty, or is suddenly much shorter counts as an outage: what was
 * watched stays watched until the short list has come several times in a row.
 *
 * @param known What was watched before; undefined at the first poll.
 * @throws PanelFailure if there is no list and none was known.
 */
export async function watchedIds(
	context: IPollFunctions,
	thing: StatusOf,
	known: Watched | undefined,
): Promise<Watched> {
	if (context.getNodeParameter('watch', 'ids') !== 'url') {
		return { ids: typedIds(context, IDS[thing]), short: 0 };
	}
	const list = await fetchList(context, thing);
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
	const { ids, ignored } = list;
	if (ignored.length > 0) {
		const [{ text, row }] = ignored;
		context.logger.warn(
			`SMM Panel: the list has ${ids.length} IDs; ${ignored.length} cells that are not IDs are ignored, such as '${text.slice(0, 50)}' in row ${row}`,
		);
	}
	const short = timesShort(known?.ids.length ?? 0, known?.short ?? 0, ids.length);
	if (!known || short === 0) return { ids, short: 0 };
	return { ids: [...new Set([...known.ids, ...ids])], short, outage: true };
}

/** How many times in a row a list must be less than half as long as before to be believed. */
const CONFIRMATIONS = 3;

/** Lists shorter than this may shrink freely. */
const SMALL = 10;

/**
 * How many times in a row a list, or a catalogue, has been much shorter than what is known, which is an outage until
 * it is confirmed; 0 when it is to be believed.
 *
 * @param known Length of the last list that was believed.
 * @param times What this function returned for the last list.
 */
export const timesShort = (known: number, times: number, count: number): number =>
	known < SMALL || count * 2 >= known || times + 1 >= CONFIRMATIONS ? 0 : times + 1;

/** @throws PanelFailure of kind `parameter` if there are none, or if one cannot be an ID. */
export const typedIds = (context: IPollFunctions, { name, label }: IdParameter): string[] =>
	readIdRanges(context.getNodeParameter(name, ''), label);

async function fetchList(context: IPollFunctions, thing: StatusOf): Promise<List | NoList> {
	const url = String(context.getNodeParameter('listUrl', '')).trim();
	const column = String(context.getNodeParameter('listColumn', thing));
	if (!URL.canParse(url) || !/^https?:/i.test(url)) return { reason: 'it is not a web address' };
	const text = await textAt(context, url);
	return typeof text === 'string' ? readList(text, column) : text;
}
