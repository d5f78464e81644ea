import type { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ExecutionStatus,
	INodeExecutionData,
	INodeTypes,
	IRun,
	IRunExecutionData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalDataWith } from './additionalData';
import { core } from './core';
import type { EngineCredentials } from './credentialsHelper';
import { itemsOf, retryOf, startWith } from './executionData';
import { type LogEntry, recordLogs } from './log';
import { readBack } from './stored';
import { withThrows } from './throws';
import type { EngineRun, RunOptions } from './types';
import { NODE_NAME, workflowOfRun } from './workflow';

let executions = 0;

/**
 * Runs input items through a node on the engine.
 *
 * @returns the result; an execution that fails is returned too, with its `error`
 * @throws whatever prevents n8n from starting, such as a required parameter without a value
 */
export async function run(
	options: RunOptions,
	nodeTypes: INodeTypes,
	credentialsHelper: EngineCredentials,
): Promise<EngineRun> {
	const { items = [{}], mode = options.retryOf ? 'retry' : 'manual' } = options;
	const workflow = workflowOfRun(options, nodeTypes, credentialsHelper);
	if (options.lane === 'bulk') assertCustomOperation(workflow);
	const data = options.retryOf
		? retryOf(options.retryOf, workflow)
		: startWith(workflow, itemsOf(items));
	const executionId = String((executions += 1));
	const { hooks, whenCancelled } = hooksOf(mode, executionId, workflow);
	const additionalData = additionalDataWith({ credentialsHelper, executionId, hooks });

	const logs: LogEntry[] = [];
	const result = await recordLogs(logs, async () => {
		const execution = new core.WorkflowExecute(additionalData, mode, data);
		return await withThrows(options.throws ?? [], async () =>
			cancellable(execution.processRunExecutionData(workflow), options.signal),
		);
	});
	return report(result, whenCancelled() ?? result.data, logs, options);
}

function assertCustomOperation(workflow: Workflow): void {
	const { type, parameters } = workflow.getNode(NODE_NAME)!;
	const { customOperations } = workflow.nodeTypes.getByNameAndVersion(type) as {
		customOperations?: Record<string, Record<string, unknown>>;
	};
	const { resource, operation } = parameters as Record<string, string>;
	if (!customOperations?.[resource]?.[operation]) {
		throw new Error(`"${type}" has no custom operation for ${resource} → ${operation}`);
	}
}

/** Lifecycle hooks, and what they would have stored when the execution was cancelled. */
function hooksOf(mode: WorkflowExecuteMode, executionId: string, workflow: Workflow) {
	const hooks: ExecutionLifecycleHooks = new core.ExecutionLifecycleHooks(mode, executionId, {
		id: workflow.id,
		name: 'Harness',
		active: false,
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
		createdAt: new Date(),
		updatedAt: new Date(),
	} as never);
	let saved: IRunExecutionData | undefined;
	hooks.addHandler('workflowExecuteAfter', ({ status, data }) => {
		// The node may still be running, and change the data after n8n has stored it.
		if (status === 'canceled') saved = readBack(data);
	});
	return { hooks, whenCancelled: () => saved };
}

async function cancellable(
	execution: Promise<IRun> & { cancel(): void },
	signal?: AbortSignal,
): Promise<IRun> {
	const cancel = () => execution.cancel();
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	try {
		return await execution;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

/** In the oldest supported engine, the server and not the engine tells failure from success. */
function statusOf({ status, finished, data }: IRun): ExecutionStatus {
	if (status === 'canceled') return status;
	if (data.resultData.error) return 'error';
	return finished ? 'success' : status;
}

function report(
	result: IRun,
	data: IRunExecutionData,
	logs: LogEntry[],
	{ after = [] }: RunOptions,
): EngineRun {
	const { runData, error } = result.data.resultData;
	const output = (node: string, index: number): INodeExecutionData[] =>
		runData[node]?.at(-1)?.data?.main[index] ?? [];
	const items = output(NODE_NAME, 0);
	return {
		status: statusOf(result),
		json: items.map(({ json }) => json),
		items,
		errorItems: output(NODE_NAME, 1),
		after: Object.fromEntries(after.map(({ name }) => [name, output(name, 0)])),
		...(error && { error }),
		data,
		logs,
	};
}
