import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from './workflows';

const SHEETS = 'n8n-nodes-base.googleSheets';
const PANEL = { type: 'smmPanelApi', nodes: /^n8n-nodes-smm-panel\./ };

/** What an update of a Google Sheet does: it finds a row by one column, and writes others. */
export interface SheetUpdate {
	/** The column that identifies a row. */
	key: string;
	/** All columns including the key, with their texts or expressions. */
	values: Record<string, string>;
}

export interface SheetFilter {
	column: string;
	/** Text or an expression. */
	value: string;
}

/** n8n's own nodes that replace the Google Sheets nodes of an example. */
export interface Stand {
	/** Reads all rows, or the first one that has a value in a column. */
	read(filter?: SheetFilter): StandIn;
	update(update: SheetUpdate): StandIn;
	/** Adds a row for each item. `values`: texts or expressions, by column. */
	append?(values: Record<string, string>): StandIn;
}

type StandIn = Pick<INode, 'type' | 'typeVersion' | 'parameters'>;

/** Replacements by type of node, each built from the parameters of the node that it replaces. */
export type Stands = Record<string, (parameters: INodeParameters) => StandIn>;

/** A workflow with the nodes of other services replaced, one for one, and nothing else changed. */
export function exchange(file: WorkflowFile, stands: Stands): WorkflowFile {
	return {
		...file,
		nodes: file.nodes.map((node) => ({ ...node, ...stands[node.type]?.(node.parameters) })),
	};
}

/** Replaces Google Sheets nodes. */
export const sheetsOn = (stand: Stand): Stands => ({
	[SHEETS]: (parameters) => standIn(parameters, stand),
});

/** Replaces Telegram nodes with Set nodes, so that the message is visible in n8n and is not sent. */
export const messagesShown: Stands = {
	'n8n-nodes-base.telegram': ({ text }) => ({
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: { assignments: [{ id: 'text', name: 'text', value: text, type: 'string' }] },
			options: {},
		},
	}),
};

function standIn(parameters: INodeParameters, stand: Stand): StandIn {
	if ((parameters.operation ?? 'read') === 'read') return stand.read(filterIn(parameters));
	const columns = parameters.columns as IDataObject;
	if (parameters.operation === 'append' && stand.append) {
		return stand.append(columns.value as Record<string, string>);
	}
	if (parameters.operation !== 'update') {
		throw new Error(`Nothing stands in for Google Sheets' '${String(parameters.operation)}'`);
	}
	const [key] = columns.matchingColumns as string[];
	return stand.update({ key, values: columns.value as Record<string, string> });
}

function filterIn({ filtersUI }: INodeParameters): SheetFilter | undefined {
	const values = (filtersUI as IDataObject | undefined)?.values as IDataObject[] | undefined;
	if (!values) return undefined;
	const [{ lookupColumn, lookupValue }] = values;
	return { column: String(lookupColumn), value: String(lookupValue) };
}

/**
 * Assigns a credential to nodes of a workflow, as a user does after the import.
 *
 * @param use The credential's type, and the types of the nodes; default: those of this package.
 */
export function withCredential(
	file: WorkflowFile,
	{ id, name }: { id: string; name: string },
	use = PANEL,
): WorkflowFile {
	return {
		...file,
		nodes: file.nodes.map((node) =>
			use.nodes.test(node.type) ? { ...node, credentials: { [use.type]: { id, name } } } : node,
		),
	};
}

/** Uses n8n's own Data Table as the sheet, which is as durable as n8n itself. */
export function onDataTable(tableId: string): Stand {
	const type = 'n8n-nodes-base.dataTable';
	const dataTableId = { __rl: true, mode: 'id', value: tableId };
	const conditions = ({ column, value }: SheetFilter) => ({
		conditions: [{ keyName: column, condition: 'eq', keyValue: value }],
	});
	return {
		read: (filter) => ({
			type,
			typeVersion: 1,
			parameters: {
				resource: 'row',
				operation: 'get',
				dataTableId,
				...(filter
					? { filters: conditions(filter), returnAll: false, limit: 1 }
					: { returnAll: true }),
				orderBy: true,
				orderByColumn: 'id',
				orderByDirection: 'ASC',
			},
		}),
		update: ({ key, values: { [key]: keyValue, ...value } }) => ({
			type,
			typeVersion: 1,
			parameters: {
				resource: 'row',
				operation: 'update',
				dataTableId,
				filters: conditions({ column: key, value: keyValue }),
				columns: textColumns(value),
			},
		}),
		append: (values) => ({
			type,
			typeVersion: 1,
			parameters: {
				resource: 'row',
				operation: 'insert',
				dataTableId,
				columns: textColumns(values),
			},
		}),
	};
}

/** Columns of a Data Table node, all of them text. */
const textColumns = (value: Record<string, string>) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: Object.keys(value).map((id) => ({
		id,
		displayName: id,
		required: false,
		defaultMatch: false,
		display: true,
		type: 'string',
	})),
});
