import type { Rest } from './rest';

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

export interface Column {
	name: string;
	type: 'string' | 'number' | 'boolean' | 'date';
}

/** A table in n8n's own database, which is as durable as n8n's executions. */
export class DataTable {
	private constructor(
		private readonly rest: Rest,
		private readonly path: string,
		readonly id: string,
	) {}

	static async create(rest: Rest, name: string, columns: Column[]): Promise<DataTable> {
		const path = await DataTable.home(rest);
		const { id } = await rest.post<{ id: string }>(path, { name, columns });
		return new DataTable(rest, `${path}/${id}`, id);
	}

	/** An existing table, such as one that a workflow created. */
	static async open(rest: Rest, name: string): Promise<DataTable> {
		const found = await DataTable.find(rest, name);
		if (!found) throw new Error(`There is no table '${name}'`);
		return found;
	}

	/** The table with this name, if there is one. */
	static async find(rest: Rest, name: string): Promise<DataTable | undefined> {
		const path = await DataTable.home(rest);
		const found = (await DataTable.list(rest, path)).find((table) => table.name === name);
		return found && new DataTable(rest, `${path}/${found.id}`, found.id);
	}

	/** The names of all tables. */
	static async names(rest: Rest): Promise<string[]> {
		return (await DataTable.list(rest, await DataTable.home(rest))).map(({ name }) => name);
	}

	private static async list(
		rest: Rest,
		path: string,
	): Promise<Array<{ id: string; name: string }>> {
		return (await rest.get<{ data: Array<{ id: string; name: string }> }>(`${path}?take=250`)).data;
	}

	private static async home(rest: Rest): Promise<string> {
		const { id } = await rest.get<{ id: string }>('/rest/projects/personal');
		return `/rest/projects/${id}/data-tables`;
	}

	async insert(rows: Row[]): Promise<void> {
		await this.rest.post(`${this.path}/insert`, { data: rows });
	}

	/** Updates cells of the rows that have a value in a column. */
	async update(column: string, value: Cell, data: Row): Promise<void> {
		const filters = [{ columnName: column, condition: 'eq', value }];
		await this.rest.patch(`${this.path}/rows`, { filter: { type: 'and', filters }, data });
	}

	/** The rows in the order in which they were inserted. */
	async rows(): Promise<Row[]> {
		const { data } = await this.rest.get<{ data: Row[] }>(
			`${this.path}/rows?take=250&sortBy=id:asc`,
		);
		return data;
	}
}
