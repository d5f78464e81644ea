import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

import { type Column, DataTable, type Row } from './dataTables';
import { ROOT } from './folders';
import type { Rest } from './rest';
import type { WorkflowFile } from './workflows';

export const EXAMPLES = path.join(ROOT, 'examples');

/** The columns that the workflow of `reorder-from-spreadsheet.json` reads and writes, besides those of the order. */
export const STATE_COLUMNS = ['attempt', 'order_id', 'order_state', 'order_note', 'order_time'];

/** The name of the table of the examples that track, refill and replace orders. */
export const TRACKED_TABLE = 'SMM orders';

/** The name of the table that `cheapest-of-two-panels.json` works on. */
export const CHEAPEST_TABLE = 'Cheapest panel';

/** The name of the workflow of `price-watch.json`, which has its own sheet. */
export const PRICE_WATCH = 'Price watch into a sheet';

const PRICE_COLUMNS = [
	'time',
	'service',
	'name',
	'category',
	'event',
	'changed',
	'rate_before',
	'rate_after',
	'change_percent',
	'min',
	'max',
];

/** One workflow of `examples/`, as published. */
export async function readExample(name: string): Promise<WorkflowFile> {
	return JSON.parse(await readFile(path.join(EXAMPLES, name), 'utf8')) as WorkflowFile;
}

/** The files of the workflows in `examples/`. */
export const exampleNames = (): string[] =>
	readdirSync(EXAMPLES)
		.filter((name) => name.endsWith('.json'))
		.sort();

/** All workflows of `examples/`. */
export async function readExamples(): Promise<WorkflowFile[]> {
	return await Promise.all(exampleNames().map(readExample));
}

/** A Data Table like the sheet that the examples are written for: every cell is text, as in a CSV. */
export async function createOrdersTable(rest: Rest, name: string, rows: Row[]): Promise<DataTable> {
	const names = new Set([...rows.flatMap((row) => Object.keys(row)), ...STATE_COLUMNS]);
	const columns = [...names].map((each): Column => ({ name: each, type: 'string' }));
	const table = await DataTable.create(rest, name, columns);
	await table.insert(
		rows.map((row) => Object.fromEntries([...names].map((each) => [each, row[each] ?? null]))),
	);
	return table;
}

/** The rows of `examples/orders.csv`, with null for empty cells. */
export const readOrders = async (): Promise<Row[]> => await readRows('orders.csv');

/** The rows of a CSV in `examples/`, with null for empty cells. */
export async function readRows(name: string): Promise<Row[]> {
	const text = await readFile(path.join(EXAMPLES, name));
	const rows = parse(text, { columns: true, skip_empty_lines: true }) as Row[];
	return rows.map((row) =>
		Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell || null])),
	);
}

/** A table with the columns that a workflow of `examples/` creates on its first run. */
async function createTableOf(rest: Rest, example: string, name: string): Promise<DataTable> {
	const { nodes } = await readExample(example);
	const found = nodes.find(({ parameters }) => parameters.tableName === name);
	const { column } = found?.parameters.columns as unknown as { column: Column[] };
	return await DataTable.create(rest, name, column);
}

/** The table of tracked orders, with a row for each id, as a workflow that orders inserts it. */
export async function createTrackedTable(rest: Rest, ids: string[]): Promise<DataTable> {
	const table = await createTableOf(rest, 'track-orders-in-a-table.json', TRACKED_TABLE);
	await table.insert(ids.map((order) => ({ order, service: '1' })));
	return table;
}

/** A Data Table like the sheet that prices are written to. */
export const createPricesTable = async (rest: Rest, name: string): Promise<DataTable> =>
	await DataTable.create(
		rest,
		name,
		PRICE_COLUMNS.map((each): Column => ({ name: each, type: 'string' })),
	);
