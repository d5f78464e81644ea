import type { ExecutionError, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { NODE_NAME, type EngineRun } from '../../sandbox/engine';

/** An execution with all that it ran: the first run, and one for each time that Retry was pressed. */
export interface Execution {
	runs: EngineRun[];
	/** Whether the last one was stopped from outside, so that n8n's log is all that is left of it. */
	stopped: boolean;
}

/** What an execution said in the end of a row. */
export interface Said {
	/** Ids of orders that were given out for it, and those that an earlier execution is said to have placed. */
	placed: Set<string>;
	skippedAs: Set<string>;
	unknown: boolean;
	/** Said in so many words. */
	notPlaced: boolean;
	skipped: boolean;
	/** Items that came out for it. */
	items: number;
	/** Every text in which something may have been said of it. */
	text: string;
}

/** A line of the log about an order that was placed, or may have been. */
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

/** What an execution said of each row, given the row of each item. */
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

/** What the node threw. With 'Continue' n8n gives out the input in its place, as if nothing had been. */
export const errorOf = ({ data }: EngineRun): ExecutionError | undefined =>
	data.resultData.runData[NODE_NAME]?.at(-1)?.error ?? data.resultData.error;

/** All that was written into n8n's log, but for what only a developer sees. */
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

/** The error that stops a workflow tells in words what became of every order. */
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
