import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { calls } from '../panel/calls';
import { invalid, orThrow } from '../panel/failure';
import { moneyNumber, readMoney, sizeOf, toMoney, toText, type Money } from '../panel/json';
import { typeKey } from '../panel/orderTypes';
import { type Row } from '../panel/rows';
import { fitting, readServices, type Service } from '../panel/services';
import { accountOf } from '../transport/request';
import { chosen, HUNDRED, numberIn, pollAsk, timeOf } from './poll';
import { ALL_CHANGES, CHANGES, IDS, type Change } from './serviceChange.parameters';
import {
	isServiceState,
	packServices,
	unpackServices,
	type Facts,
	type Known,
	type ServiceState,
} from './serviceState';
import { timesShort, typedIds } from './source';
import type { WatchedEvent } from './watch';

/** The catalogue as one poll sees it. */
export interface ObservedServices {
	services: readonly Service[];
	/** The ids of all services; none if the panel sent an empty list, which is an outage. */
	ids: ReadonlySet<string>;
	/** The changes to report. */
	changes: readonly string[];
	/** How far a rate must be from the one last reported, in percent. */
	leastPercent: Money;
	/** Time of the observation, as an ISO date and time. */
	at: string;
}

/** A service of the catalogue changed, was added or removed, or came back. */
export const serviceChange: WatchedEvent<ServiceState, ObservedServices> = {
	source: (context) =>
		`serviceChange ${accountOf(context.getNode())} ${JSON.stringify(choiceOf(context))}`,

	isState: isServiceState,

	observe,

	compare,

	sample({ services: [service], changes, at }) {
		if (service) return sampleOf(service, changes, at);
		throw invalid(
			'no service in the catalogue is watched, so there is nothing to show',
			"Check 'Category', 'Text' or 'Service IDs' against the panel's list of services.",
		);
	},
};

/** A service as the first of the chosen changes would report it. */
function sampleOf(service: Service, changes: readonly string[], at: string): IDataObject {
	const facts = factsOf(service);
	const isChosen = (change: Change) => changes.includes(change);
	const fields: readonly string[] =
		CHANGES.find((each) => each.fields.length > 0 && isChosen(each.value))?.fields ?? [];
	const other = (['added', 'returned'] as const).find(isChosen) ?? 'removed';
	const event = fields.length > 0 ? 'changed' : other;
	const before = event === 'added' ? null : facts;
	const after = event === 'removed' ? null : facts;
	return eventItem(event, service.row, before, after, fields, at);
}

function choiceOf(context: IPollFunctions): string[] {
	const read = (name: string) => String(context.getNodeParameter(name, ''));
	const watch = String(context.getNodeParameter('serviceWatch', 'all'));
	if (watch === 'filter') return [watch, read('serviceCategory'), read('serviceText')];
	return watch === 'ids' ? [watch, read(IDS.name)] : [watch];
}

function filterOf(context: IPollFunctions): (service: Row) => boolean {
	const [watch, category, text] = choiceOf(context);
	if (watch === 'filter') return fitting({ category, text });
	if (watch !== 'ids') return () => true;
	const ids = new Set(typedIds(context, IDS));
	return ({ service }) => ids.has(String(service));
}

async function observe(
	context: IPollFunctions,
	seen: ServiceState | undefined,
): Promise<ObservedServices> {
	const isWatched = filterOf(context);
	const least = ['leastRateChange', 'Min Rate Change (%)'] as const;
	const leastPercent = numberIn(context, least, 0, toMoney);
	const mayBeEmpty = seen !== undefined && context.getMode() !== 'manual';
	const ask = await pollAsk(context, calls.services);
	const catalogue = orThrow(await ask({}, (reply) => readServices(reply, mayBeEmpty)));
	if (catalogue.length === 0) {
		context.logger.warn('SMM Panel: the catalogue is empty; the last known one is kept');
	}
	return {
		services: catalogue.filter(({ row }) => isWatched(row)),
		ids: new Set(catalogue.map(({ row }) => String(row.service))),
		changes: chosen(context, 'serviceChanges', ALL_CHANGES),
		leastPercent,
		at: timeOf(),
	};
}

interface Listed {
	row: Row;
	said: Facts;
}

/** The services by ID. If one is listed twice, the more expensive row counts, in any order. */
function listedIn(services: readonly Service[]): Map<string, Listed> {
	const listed = new Map<string, Listed>();
	for (const service of services) {
		const id = String(service.row.service);
		const one = { row: service.row, said: factsOf(service) };
		const other = listed.get(id);
		if (!other || isBefore(one, other)) listed.set(id, one);
	}
	return listed;
}

/** Whether a row counts rather than another: the higher rate does, or else, so that the choice is stable, its text. */
function isBefore(one: Listed, other: Listed): boolean {
	const [rate, otherRate] = [one.said.rate ?? -1n, other.said.rate ?? -1n];
	if (rate !== otherRate) return rate > otherRate;
	return JSON.stringify(one.row) > JSON.stringify(other.row);
}

/** What is watched of a service. A negative rate counts as none. */
function factsOf({ raw, row }: Service): Facts {
	const rate = readMoney(raw.rate);
	const { min, max, type, refill, cancel } = row as unknown as Facts;
	return {
		...{ min, max, refill, cancel },
		rate: rate !== null && rate < 0n ? null : rate,
		type: type && type.slice(0, 100),
	};
}

const NOTHING: ServiceState = { total: 0, short: 0, types: [], services: [], gone: [] };

/**
 * Compares the watched services of two polls. The first poll only records the state. An empty catalogue is never
 * believed, and a much shorter one only after several times in a row. A rate is compared with the one last reported.
 * A value that the panel leaves out is no change.
 */
function compare(
	seen: ServiceState | undefined,
	now: ObservedServices,
): { items: IDataObject[]; seen: ServiceState } {
	const { ids, at } = now;
	const isFirst = !seen || seen.total <= 0;
	const last = isFirst ? NOTHING : seen;
	if (!isFirst && ids.size === 0) return { items: [], seen: last };
	const short = timesShort(last.total, last.short, ids.size);
	if (short > 0) return { items: [], seen: { ...last, short } };

	const before = unpackServices(last.services, last.types);
	const gone = unpackServices(last.gone, last.types);
	const after = new Map<string, Known>();
	const items: IDataObject[] = [];
	const isWanted = (change: Change) => !isFirst && now.changes.includes(change);

	for (const [id, { row, said }] of listedIn(now.services)) {
		const name = toText(row.name) ?? '';
		const known = before.get(id) ?? gone.get(id);
		if (!known) {
			after.set(id, { ...said, name });
			if (isWanted('added')) items.push(eventItem('added', row, null, said, [], at));
			continue;
		}
		const facts = filledIn(said, known);
		const isBack = !before.has(id) && isWanted('returned');
		const changed = differences(known, facts, isBack ? 0n : now.leastPercent);
		const reported = changed.filter((field) => isBack || isWanted(CHANGE_OF[field]));
		if (isBack) items.push(eventItem('returned', row, known, facts, reported, at));
		else if (reported.length > 0) items.push(eventItem('changed', row, known, facts, reported, at));
		// A change of rate that was too small to report is still measured from the rate last reported.
		const isReported = isBack || reported.includes('rate') || !isWanted('rate');
		after.set(id, { ...facts, rate: isReported ? facts.rate : (known.rate ?? facts.rate), name });
	}
	for (const [id, known] of before) {
		// A service that no longer matches the filter is no longer watched, but is not removed either.
		if (ids.has(id)) continue;
		gone.set(id, known);
		const row = { service: id, name: known.name, category: null };
		if (isWanted('removed')) items.push(eventItem('removed', row, known, null, [], at));
	}
	for (const id of gone.keys()) if (ids.has(id)) gone.delete(id);
	// Services that are still there stay in the order of the state, whatever the order of the list.
	const order = [...before.keys(), ...after.keys()].filter((id) => after.has(id));
	const services = new Map(order.map((id) => [id, after.get(id) as Known]));
	const packed = packServices(services, gone, last.types);
	return { items, seen: { total: ids.size, short: 0, ...packed } };
}

/** The panel's values, with the known ones where it leaves some out. */
const filledIn = (said: Facts, known: Facts): Facts => ({
	rate: said.rate ?? known.rate,
	min: said.min ?? known.min,
	max: said.max ?? known.max,
	type: said.type === null || isSameType(said.type, known.type) ? known.type : said.type,
	refill: said.refill ?? known.refill,
	cancel: said.cancel ?? known.cancel,
});

const isSameType = (one: string, other: string | null): boolean =>
	other !== null && typeKey(one) === typeKey(other);

/** The fields that differ from before; a value that was unknown before is no change. */
const differences = (before: Facts, after: Facts, leastPercent: Money): Array<keyof Facts> =>
	(Object.keys(after) as Array<keyof Facts>).filter((field) => {
		if (before[field] === null || before[field] === after[field]) return false;
		return field !== 'rate' || isFar(before.rate as Money, after.rate as Money, leastPercent);
	});

const CHANGE_OF = Object.fromEntries(
	CHANGES.flatMap(({ value, fields }) => fields.map((field) => [field, value])),
) as Record<keyof Facts, Change>;

/** Whether two rates are at least so many percent apart. */
const isFar = (from: Money, to: Money, percent: Money): boolean =>
	sizeOf(to - from) * HUNDRED >= percent * sizeOf(from);

/** How far a rate moved, in percent with two decimals; null if there is nothing to measure from. */
function percentOf(from: Money | null | undefined, to: Money | null | undefined): number | null {
	if (!from || to === null || to === undefined) return null;
	return Math.round(Number(((to - from) * 1_000_000n) / from) / 100) / 100;
}

function eventItem(
	event: 'added' | 'changed' | 'removed' | 'returned',
	{ service, name, category }: Row,
	before: Facts | null,
	after: Facts | null,
	changed: readonly string[],
	detectedAt: string,
): IDataObject {
	return {
		service,
		name,
		category,
		event,
		changed: [...changed],
		before: before && shown(before),
		after: after && shown(after),
		changePercent: percentOf(before?.rate, after?.rate),
		detectedAt,
	};
}

const shown = ({ rate, min, max, type, refill, cancel }: Facts): IDataObject => ({
	rate: rate === null ? null : moneyNumber(rate),
	min,
	max,
	type,
	refill,
	cancel,
});
