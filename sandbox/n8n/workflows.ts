import { parse } from 'flatted';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	IConnections,
	IDataObject,
	INode,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';

import type { Rest } from './rest';

/** A workflow as in its JSON file. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface SavedWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	/** The published version, if there is one. */
	activeVersionId?: string | null;
}

export type ExecutionStatus =
	'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: ExecutionStatus;
}

export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

const ENDED = new Set<ExecutionStatus>(['success', 'error', 'crashed', 'canceled']);
const LOOK_EVERY = 100;

/** Saves a new workflow, as the editor's import and its Save button do. */
export async function createWorkflow(rest: Rest, file: WorkflowFile): Promise<SavedWorkflow> {
	return await rest.post('/rest/workflows', { settings: {}, active: false, ...file });
}

export const getWorkflow = async (rest: Rest, id: string): Promise<SavedWorkflow> =>
	await rest.get(`/rest/workflows/${id}`);

export async function workflowNames(rest: Rest): Promise<string[]> {
	const all = await rest.get<Array<{ name: string }>>('/rest/workflows');
	return all.map(({ name }) => name);
}

/** Publishes a workflow, so that its trigger starts it, also after n8n was restarted. */
export async function activate(rest: Rest, { id }: { id: string }): Promise<void> {
	const { versionId } = await getWorkflow(rest, id);
	await rest.post(`/rest/workflows/${id}/activate`, { versionId });
}

export async function deactivate(rest: Rest, { id }: { id: string }): Promise<void> {
	await rest.post(`/rest/workflows/${id}/deactivate`);
}

/**
 * Starts a workflow at one of its triggers, as the editor's button does, and returns the execution's id.
 *
 * @param given The trigger's output, as the editor's chat passes the user's message.
 */
export async function run(
	rest: Rest,
	{ id, nodes }: SavedWorkflow,
	given?: IDataObject[],
): Promise<string> {
	const trigger = nodes.find(({ type }) => /trigger$/i.test(type));
	if (!trigger) throw new Error('This workflow has no trigger to start at');
	const data = given && {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: [null],
		data: { main: [given.map((json) => ({ json }))] },
	};
	const { executionId } = await rest.post<{ executionId: string }>(`/rest/workflows/${id}/run`, {
		triggerToStartFrom: { name: trigger.name, data },
	});
	return executionId;
}

/** The executions of a workflow, newest first. */
export async function executionsOf(
	rest: Rest,
	{ id }: { id: string },
): Promise<ExecutionSummary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	const { results } = await rest.get<{ results: ExecutionSummary[] }>(
		`/rest/executions?filter=${filter}&limit=100`,
	);
	return results;
}

/** Waits until an execution has ended, and returns all that n8n stores of it. */
export async function ended(rest: Rest, executionId: string, within = 60_000): Promise<Execution> {
	const deadline = Date.now() + within;
	for (;;) {
		const found = await rest.get<ExecutionSummary & { data: string }>(
			`/rest/executions/${executionId}`,
		);
		if (ENDED.has(found.status)) {
			return { ...found, data: parse(found.data) as unknown as IRunExecutionData };
		}
		if (Date.now() > deadline) throw new Error(`Execution ${executionId} does not end`);
		await sleep(LOOK_EVERY);
	}
}

/** The output of a node on one of its outputs, over all its runs. */
export function outputOf({ data }: Execution, node: string, output = 0): IDataObject[] {
	return (data.resultData.runData[node] ?? []).flatMap((each) =>
		(each.data?.main[output] ?? []).map(({ json }) => json),
	);
}

/** The message of the error that ended an execution; empty if there was none. */
export const errorOf = ({ data }: Execution): string => data.resultData.error?.message ?? '';
