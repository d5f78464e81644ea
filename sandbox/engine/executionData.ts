import * as workflowModule from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IRunExecutionData,
	Workflow,
} from 'n8n-workflow';

import { readBack } from './stored';
import type { EngineRun } from './types';
import { INPUT_NAME } from './workflow';

const ITEM_KEYS = ['json', 'binary', 'error', 'pairedItem', 'metadata', 'evaluationData', 'index'];

function isItem(item: IDataObject | INodeExecutionData): item is INodeExecutionData {
	const { json } = item;
	return (
		typeof json === 'object' &&
		json !== null &&
		Object.keys(item).every((key) => ITEM_KEYS.includes(key))
	);
}

/** Items as the engine expects them. An object with `json` and no keys other than an item's is an item. */
export function itemsOf(given: Array<IDataObject | INodeExecutionData>): INodeExecutionData[] {
	return given.map((item) => (isItem(item) ? { ...item } : { json: item }));
}

function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (node === null) throw new Error(`The workflow has no node "${name}"`);
	return node;
}

/** Execution data that starts the workflow at its input node. */
export function startWith(workflow: Workflow, items: INodeExecutionData[]): IRunExecutionData {
	const start = { node: nodeOf(workflow, INPUT_NAME), data: { main: [items] }, source: null };
	const parts = {
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			nodeExecutionStack: [start],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	};
	// The oldest supported n8n-workflow has neither this function nor a version in the data.
	const create = workflowModule.createRunExecutionData as
		typeof workflowModule.createRunExecutionData | undefined;
	return create ? create(parts) : (parts as unknown as IRunExecutionData);
}

/**
 * Execution data as the Retry button passes it on: parsed from what was stored, without the error and
 * the failed node's last run, and with the nodes that are still to run.
 *
 * @throws Error if the run succeeded, as n8n does
 */
export function retryOf(failed: EngineRun, workflow: Workflow): IRunExecutionData {
	if (failed.status === 'success') {
		throw new Error('The execution succeeded, so it cannot be retried.');
	}
	const data = readBack(failed.data);
	const { lastNodeExecuted, runData } = data.resultData;
	if (lastNodeExecuted !== undefined) {
		delete data.resultData.error;
		const runs = runData[lastNodeExecuted];
		if (runs?.at(-1)?.error !== undefined) runs.pop();
	}
	for (const entry of data.executionData?.nodeExecutionStack ?? []) {
		entry.node = nodeOf(workflow, entry.node.name);
	}
	return data;
}
