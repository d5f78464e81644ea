import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from './workflows';

const SHEETS = 'n8n-nodes-base.googleSheets';
const PANEL = { type: 'smmPanelApi', nodes: /^n8n-nodes-smm-panel\./ };

/** What an update of a Google Sheet does: finds a row by one column, and writes others. */
export interface SheetUpdate {
	/** The column that rows are found by. */
	key: string;
	/** All columns, the key's included, with their texts or expressions. */
	values: Record<string, string>;
}

export interface SheetFilter {
	column: string;
	/** A text or an expression. */
	value: string;
}

/** Nodes of n8n's own that stand in for the Google Sheets nodes of an example, where there is no Google. */
export interface Stand {
	/** All rows, or the first that has a value in a column. */
	read(filter?: SheetFilter): StandIn;
	update(update: SheetUpdate): StandIn;
	/** Adds a row for each item; the columns with their texts or expressions. */
	append?(values: Record<string, string>): StandIn;
}

type StandIn = Pick<INode, 'type' | 'typeVersion' | 'parameters'>;

/** For types of nodes of other services: what stands in for one, made from its parameters. */
export type Stands = Record<string, (parameters: INodeParameters) => StandIn>;

/** A workflow with the nodes of other services exchanged, one for one; all else is as it was. */
export function exchange(file: WorkflowFile, stands: Stands): WorkflowFile {
	return {
		...file,
		nodes: file.nodes.map((node) => ({ ...node, ...stands[node.type]?.(node.parameters) })),
	};
}

/** Exchanges Google Sheets nodes. */
export const sheetsOn = (stand: Stand): Stands => ({
	[SHEETS]: (parameters) => standIn(parameters, stand),
});

/** Lets the words of a message be seen in n8n, where they would be sent to a chat. */
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
 * Lets nodes of a workflow use a credential, as a user picks it after the import.
 *
 * @param use The credential's type, and the types of the nodes: those of this package unless given.
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

/** Stands in with n8n's own Data Table: as durable as n8n itself. */
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

/** Columns of a Data Table node, all of them texts. */
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
