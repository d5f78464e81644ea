import type { ExecutionError, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { NODE_NAME, type EngineRun } from '../../sandbox/engine';

/** An execution with all its runs: the first one, and one for each press of Retry. */
export interface Execution {
	runs: EngineRun[];
	/** Whether the last run was stopped, so that only n8n's log remains of it. */
	stopped: boolean;
}

/** What an execution finally reported about a row. */
export interface Said {
	/** Ids of orders returned for it, and those that an earlier execution reportedly placed. */
	placed: Set<string>;
	skippedAs: Set<string>;
	unknown: boolean;
	/** Whether it was explicitly reported. */
	notPlaced: boolean;
	skipped: boolean;
	/** Number of output items. */
	items: number;
	/** All text that may report something about it. */
	text: string;
}

/** A log line about an order that was placed or may have been placed. */
export const IN_LOG = /order (?:(\S+) placed|may have been placed) .*for item (\d+) /;

const nothing = (): Said => ({
	placed: new Set(),
	skippedAs: new Set(),
	unknown: false,
	notPlaced: false,
	skipped: false,
	items: 0,
	text: '',
});

/** What an execution reported about each row, given the row of each item. */
export function saidIn({ runs, stopped }: Execution, rows: number[]): Map<number, Said> {
	const said = new Map(rows.map((row) => [row, nothing()]));
	const ofItem = (item: number | string): Said => said.get(rows[Number(item)]) ?? nothing();
	const run = runs[runs.length - 1];
	if (stopped) {
		readLogs(run, ofItem);
		return said;
	}
	const error = errorOf(run);
	if (error) {
		readError(`${error.message}\n${error.description ?? ''}`, said, ofItem);
		return said;
	}
	for (const item of [...run.items, ...run.errorItems]) {
		readItem(item, ofItem((item.pairedItem as { item: number }).item));
	}
	return said;
}

/** The error that the node threw. With 'Continue', n8n returns the input instead, as if nothing had happened. */
export const errorOf = ({ data }: EngineRun): ExecutionError | undefined =>
	data.resultData.runData[NODE_NAME]?.at(-1)?.error ?? data.resultData.error;

/** All lines in n8n's log above debug level. */
export const logOf = ({ runs }: Execution): string =>
	runs
		.flatMap(({ logs }) => logs)
		.filter(({ level }) => level !== 'debug')
		.map(({ message }) => message)
		.join('\n');

function readLogs({ logs }: EngineRun, ofItem: (item: string) => Said): void {
	for (const { message } of logs) {
		const [, order, item] = IN_LOG.exec(message) ?? [];
		if (order) ofItem(item).placed.add(order);
		else if (item) ofItem(item).unknown = true;
	}
}

function readItem({ json }: INodeExecutionData, one: Said): void {
	const { order, skipped, details } = json as IDataObject & { details?: IDataObject };
	one.items++;
	one.text += `\n${JSON.stringify(json)}`;
	if (skipped === true) one.skipped = true;
	if (order !== undefined && order !== null && !details) {
		(skipped === true ? one.skippedAs : one.placed).add(String(order));
	}
	if (details?.outcome === 'unknown') one.unknown = true;
	if (details?.outcome === 'notPlaced') one.notPlaced = true;
}

/** Reads the error that stops a workflow, which reports the outcome of every order. */
function readError(
	text: string,
	said: Map<number, Said>,
	ofItem: (item: number | string) => Said,
): void {
	for (const one of said.values()) one.text += `\n${text}`;
	for (const [, item, order] of text.matchAll(/item (\d+) is order ([^\s,;]*[^\s,;.])/g))
		ofItem(item).placed.add(order);
	const unknown = /Outcome unknown[^:]*: items? ([^.]+)\./.exec(text)?.[1] ?? '';
	for (const [, from, to = from] of unknown.matchAll(/(\d+)(?: to (\d+))?/g)) {
		for (let item = Number(from); item <= Number(to); item++) ofItem(item).unknown = true;
	}
	for (const [, item] of text.matchAll(/\[item (\d+)\]/g)) {
		const one = ofItem(item);
		one.notPlaced = one.placed.size === 0 && !one.unknown;
	}
}
