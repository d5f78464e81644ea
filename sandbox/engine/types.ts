import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRunExecutionData,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { LogEntry } from './log';
import type { Throw } from './throws';

/** The node and credential types of a package. */
export interface EnginePackage {
	/** Node types by full name, e.g. `n8n-nodes-smm-panel.smmPanel`. */
	nodes: Record<string, INodeType>;
	/** Credential types by name, e.g. `smmPanelApi`. */
	credentials: Record<string, ICredentialType>;
}

export interface EngineOptions extends EnginePackage {
	/** What a user typed into each credential, by credential type. */
	credentialData?: Record<string, ICredentialDataDecryptedObject>;
}

/**
 * How a node runs: `bulk` is its custom operation, `routing` its declarative description.
 * Without a lane, the engine uses the custom operation if there is one.
 */
export type Lane = 'bulk' | 'routing';

/** A node that follows the node under test. */
export interface NodeBehind {
	name: string;
	type: string;
	parameters: INodeParameters;
	/** The output that it is connected to: 0 (default), or 1 for the error output. */
	fromOutput?: 0 | 1;
}

export interface RunOptions {
	/** The full name of the node type. */
	type: string;
	parameters: INodeParameters;
	/** Input items, or only their json; default: one empty item. */
	items?: Array<IDataObject | INodeExecutionData>;
	/** Replaces the engine's credential data for the nodes of this run. */
	credentialData?: ICredentialDataDecryptedObject;
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	/** In milliseconds; n8n waits 0 to 5,000. */
	waitBetweenTries?: number;
	executeOnce?: boolean;
	lane?: Lane;
	/** Default: `manual`, or `retry` with `retryOf`. */
	mode?: WorkflowExecuteMode;
	/** The failed run to retry, as n8n's Retry button does: this run starts from what it stored. */
	retryOf?: EngineRun;
	after?: NodeBehind[];
	/** Failures inside n8n itself during this run; only in the bulk lane. */
	throws?: Throw[];
	/** The workflow's id, to which n8n's stored data belongs. */
	workflowId?: string;
	/** Aborting it is like pressing Stop. */
	signal?: AbortSignal;
}

/** The result of an execution. */
export interface EngineRun {
	status: ExecutionStatus;
	/** The json of each item of main output 0. */
	json: IDataObject[];
	/** Main output 0. */
	items: INodeExecutionData[];
	/** Main output 1, the error output; empty if there is none. */
	errorItems: INodeExecutionData[];
	/** Main output 0 of each node after the node under test, by node name. */
	after: Record<string, INodeExecutionData[]>;
	/** The error of the execution, if it failed. */
	error?: ExecutionError;
	/** What n8n would store for the execution; if it was cancelled, the snapshot at that moment. */
	data: IRunExecutionData;
	/** The lines written to n8n's logger, including debug lines. */
	logs: LogEntry[];
}
