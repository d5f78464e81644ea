import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { PanelFailure } from '../panel/failure';
import { readIds } from '../panel/ids';
import { clock } from '../transport/clock';
import { expandRanges, MOST_WATCHED, readList, type NoList } from './list';
import { timesShort } from './outage';

/** Time allowed to an address that gives a list, in milliseconds, and its size in characters. */
const TIMEOUT = 15_000;
const MOST_TEXT = 10_000_000;

/**
 * Waits before an address is asked again that failed at once, in milliseconds. When n8n activates a workflow, it
 * may ask the trigger before it has set up the webhook, of the same workflow, that gives the list.
 */
const WAITS = [1_000, 3_000];

/** The parameter that ids are typed in. */
export interface IdParameter {
	name: string;
	label: string;
	/** The usual name of a column of such ids. */
	column: string;
}

/** Which ids to watch: typed, or read from an address at every poll. */
export const sourceProperties = (
	{ column }: IdParameter,
	ids: INodeProperties,
): INodeProperties[] => [
	{
		displayName: 'Watch',
		name: 'watch',
		type: 'options',
		noDataExpression: true,
		default: 'ids',
		description: 'Where the IDs to watch come from',
		options: [
			{ name: 'IDs', value: 'ids', description: 'IDs that you list here' },
			{
				name: 'List at a URL',
				value: 'url',
				description: 'An address that gives the IDs, such as a webhook or a published sheet',
			},
		],
	},
	{ ...ids, displayOptions: { show: { watch: ['ids'] } } },
	{
		displayName: 'List URL',
		name: 'listUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://n8n.example/webhook/open-orders',
		description:
			'Address that gives the IDs as CSV, as JSON or one a line. It is read at every poll, without the API key.',
		displayOptions: { show: { watch: ['url'] } },
	},
	{
		displayName: 'Column',
		name: 'listColumn',
		type: 'string',
		default: column,
		description: 'Name of the column or field that holds the IDs, in CSV and in JSON rows',
		displayOptions: { show: { watch: ['url'] } },
	},
];

/** The ids to watch now. */
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
 * The ids to watch. A list that can not be read, is empty, or is suddenly much shorter, is an outage: what was
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
				`SMM Panel: the list of IDs was not read, ${list.reason}; the last one is watched`,
			);
			return { ...known, outage: true };
		}
		throw new PanelFailure('parameter', {
			message: `the list at 'List URL' can not be used: ${list.reason}`,
			hint: "Open the address in a browser: it has to give IDs as CSV with the column of 'Column', as JSON, or one a line.",
		});
	}
	const short = known
		? timesShort({ count: known.ids.length, short: known.short }, list.length)
		: 0;
	if (!known || short === 0) return { ids: list, short: 0 };
	return { ids: [...new Set([...known.ids, ...list])], short, outage: true };
}

/** @throws PanelFailure of kind `parameter` when there are none, or when one can not be an id. */
export function typedIds(
	context: IPollFunctions,
	{ name, label }: Omit<IdParameter, 'column'>,
): string[] {
	const typed = context.getNodeParameter(name, '');
	// A range may be typed with blanks around its hyphen, or with a dash.
	const text = typeof typed === 'string' ? typed.replace(/(?<=\d)\s*[-–—]\s*(?=\d)/g, '-') : typed;
	const ids = expandRanges(readIds(text, label));
	if (!('tooLong' in ids)) return ids;
	throw new PanelFailure('parameter', {
		message: `'${label}' holds the range ${ids.tooLong}, which is too long or ends before it begins`,
		hint: `Give ranges as 23501-23520, ${MOST_WATCHED} IDs in all at most.`,
	});
}

async function fetchList(
	context: IPollFunctions,
	{ column: usual }: IdParameter,
): Promise<string[] | NoList> {
	const url = String(context.getNodeParameter('listUrl', '')).trim();
	const column = String(context.getNodeParameter('listColumn', usual));
	if (!URL.canParse(url) || !/^https?:/i.test(url))
		return { reason: `'${url}' is not a web address` };
	return await listAt(context, url, column, WAITS);
}

async function listAt(
	context: IPollFunctions,
	url: string,
	column: string,
	[wait, ...later]: number[],
): Promise<string[] | NoList> {
	try {
		return readList(await fetchText(context, url), column);
	} catch (error) {
		const failure = error as Error;
		const mayPass = !(failure instanceof RangeError) && !isTimeout(failure);
		if (wait === undefined || !mayPass) return { reason: reasonIn(failure) };
	}
	await clock.wait(wait);
	return await listAt(context, url, column, later);
}

/**
 * The text at an address. Redirects are followed: no key is sent, and published sheets redirect.
 *
 * @throws RangeError when it is too long, and Error for anything else.
 */
async function fetchText(context: IPollFunctions, url: string): Promise<string> {
	const { body, statusCode } = (await context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: AbortSignal.timeout(TIMEOUT),
	})) as { body: AsyncIterable<Uint8Array>; statusCode: number };
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > MOST_TEXT) throw new RangeError(`it is longer than ${MOST_TEXT} characters`);
	}
	if (statusCode >= 400) throw new Error(`it answered with HTTP ${statusCode}`);
	return text;
}

/** The error of a request that was cut off. Of the message only what no name of a host can be. */
const isTimeout = ({ name, message }: Error): boolean =>
	/abort|cancel|timeout/i.test(name) || /^canceled$|operation was aborted/i.test(message);

const reasonIn = (error: Error): string =>
	isTimeout(error)
		? `it did not come within ${TIMEOUT / 1_000} seconds`
		: error.message.charAt(0).toLowerCase() + error.message.slice(1);
