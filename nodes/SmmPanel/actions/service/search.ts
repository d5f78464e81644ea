import { NodeApiError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { orThrow, PanelFailure } from '../../panel/failure';
import { orderTypeNamed } from '../../panel/orderTypes';
import { type Row } from '../../panel/rows';
import { readServices, type Service } from '../../panel/services';
import { searchable, wordsOf } from '../../panel/text';
import { makeAsk } from '../../transport/ask';
import { BoundedMap } from '../../transport/boundedMap';
import { clock } from '../../transport/clock';
import { nodeError, report } from '../../transport/report';
import { accountOf, connect, CREDENTIAL, hashOf } from '../../transport/request';

/** How long the editor's searches use one catalogue, in milliseconds. */
const FRESH = 60_000;

/** Maximum characters of a name that are shown. */
const MOST_SHOWN = 200;

/** Services per page; scrolling loads more. */
const PAGE = 100;

interface Entry {
	name: string;
	value: string;
	/** The text that a search looks through. */
	text: string;
	row: Row;
}

/** Maximum catalogues that are kept at once: each takes megabytes. */
const MOST_CATALOGUES = 10;

/** The latest catalogue of each panel and key, while it is fresh. The editor searches again with every letter typed. */
const catalogues = new BoundedMap<string, { at: number; entries: Promise<Entry[]> }>(
	MOST_CATALOGUES,
);

/** The services that the 'Service' locator lists, matched by words in ID, name, category and type. */
export async function searchServices(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const entries = await entriesOf(this);
	const words = wordsOf(filter);
	const found = entries.filter(({ text }) => words.every((word) => text.includes(word)));
	const start = Number(paginationToken) || 0;
	const end = start + PAGE;
	return {
		results: found.slice(start, end).map(({ name, value }) => ({ name, value })),
		...(end < found.length && { paginationToken: String(end) }),
	};
}

/** A service of the catalogue by its id, if there is one. @throws NodeApiError when the catalogue cannot be read. */
export async function findService(
	context: ILoadOptionsFunctions,
	id: string,
): Promise<Row | undefined> {
	return (await entriesOf(context)).find(({ value }) => value === id)?.row;
}

async function entriesOf(context: ILoadOptionsFunctions): Promise<Entry[]> {
	const { url, apiKey } = await context.getCredentials(CREDENTIAL);
	const panel = hashOf([accountOf(context.getNode()), url, apiKey]);
	const known = catalogues.get(panel);
	if (known && clock.now() - known.at < FRESH) return await known.entries;
	const at = clock.now();
	const entries = ask(context);
	// Holds no reference to the catalogue itself, which may long have been evicted.
	const forget = () => {
		if (catalogues.get(panel)?.at === at) catalogues.delete(panel);
	};
	catalogues.set(panel, { at, entries });
	AbortSignal.timeout(FRESH).addEventListener('abort', forget);
	// A failure is shown once and not kept.
	entries.catch(forget);
	return await entries;
}

async function ask(context: ILoadOptionsFunctions): Promise<Entry[]> {
	const services = await servicesOf(context);
	// A panel may list a service twice; n8n's list needs unique values.
	const once = new Map(services.map(({ row }) => [row.service, row]));
	const date = new Date(clock.date());
	const day = date.toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
	return [...once.values()].map((row) => ({
		name: labelOf(row, day),
		value: String(row.service),
		text: searchable([row.service, row.name, row.category, row.type]),
		row,
	}));
}

async function servicesOf(context: ILoadOptionsFunctions): Promise<Service[]> {
	try {
		const connection = await connect({ context, call: calls.services });
		// Someone is waiting at the screen, so a temporary failure is shown rather than retried.
		const asking = makeAsk({ ...connection, call: calls.services, clock, maxWait: 0 });
		return orThrow(await asking({}, readServices));
	} catch (error) {
		const node = context.getNode();
		if (error instanceof PanelFailure) throw nodeError(node, report(error, { doing: false }));
		throw new NodeApiError(node, { message: (error as Error).message });
	}
}

/**
 * "Instagram Followers · 50–10,000 · 0.9 per 1,000 · 101 (25 Nov 2026)". n8n keeps the label with the workflow, so the
 * price has its day, which comes last because n8n cuts off long labels.
 */
function labelOf(row: Row, day: string): string {
	const { service, name, rate, type } = row;
	const per = orderTypeNamed(String(type))?.pricedBy === 'whole' ? 'each' : 'per 1,000';
	const price = rate === null ? null : `${String(rate)} ${per}`;
	const text = String(name ?? '');
	const short = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : name;
	const label = [short, rangeOf(row), price, service].filter((part) => part !== null).join(' · ');
	return price ? `${label} (${day})` : label;
}

/** "50–10,000"; null unless the panel gives both. */
export const rangeOf = ({ min, max }: Row): string | null =>
	min === null || max === null ? null : `${readable(min)}–${readable(max)}`;

const readable = (count: unknown): string => Number(count).toLocaleString('en-US');
