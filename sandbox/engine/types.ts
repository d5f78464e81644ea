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

import type { Throw } from './throws';

/** What an engine knows: the node and credential types of a package. */
export interface EnginePackage {
	/** Node types by their full name, e.g. `n8n-nodes-smm-panel.smmPanel`. */
	nodes: Record<string, INodeType>;
	/** Credential types by name, e.g. `smmPanelApi`. */
	credentials: Record<string, ICredentialType>;
}

export interface EngineOptions extends EnginePackage {
	/** What a user typed into each credential, by credential type. */
	credentialData?: Record<string, ICredentialDataDecryptedObject>;
}

/**
 * The way into a node: `bulk` is its custom operation, `routing` its declarative description.
 * Without a lane, the engine takes the custom operation where there is one.
 */
export type Lane = 'bulk' | 'routing';

/** A node behind the node under test. */
export interface NodeBehind {
	name: string;
	type: string;
	parameters: INodeParameters;
	/** The output that it hangs on: 0 (default), or 1 for the error output. */
	fromOutput?: 0 | 1;
}

export interface RunOptions {
	/** The full node type. */
	type: string;
	parameters: INodeParameters;
	/** Input items, as items or as their json; one empty item unless given. */
	items?: Array<IDataObject | INodeExecutionData>;
	/** Takes the place of the engine's credential data for the nodes of this run. */
	credentialData?: ICredentialDataDecryptedObject;
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	/** In milliseconds; n8n waits 0 to 5,000. */
	waitBetweenTries?: number;
	executeOnce?: boolean;
	lane?: Lane;
	/** `manual` unless given; `retry` with `retryOf`. */
	mode?: WorkflowExecuteMode;
	/** The failed run that n8n's Retry button is pressed on: what it stored goes into this run. */
	retryOf?: EngineRun;
	after?: NodeBehind[];
	/** What goes wrong in n8n itself in this run; of a node's own lane, not of its routing. */
	throws?: Throw[];
	/** The id of the workflow, which n8n's stored data belongs to. */
	workflowId?: string;
	/** Aborting it is the Stop button. */
	signal?: AbortSignal;
}

/** A line that went through n8n's logger. */
export interface LogEntry {
	level: string;
	message: string;
	meta?: unknown;
}

/** What came out of an execution. */
export interface EngineRun {
	status: ExecutionStatus;
	/** The json of each item of main output 0. */
	json: IDataObject[];
	/** Main output 0. */
	items: INodeExecutionData[];
	/** Main output 1, the error output; empty if there is none. */
	errorItems: INodeExecutionData[];
	/** Main output 0 of each node behind the node under test, by node name. */
	after: Record<string, INodeExecutionData[]>;
	/** The error of the execution, if it failed. */
	error?: ExecutionError;
	/** All that n8n would store of the execution; of a cancelled one, as it was when it was cancelled. */
	data: IRunExecutionData;
	/** What went through n8n's logger, debug lines included. */
	logs: LogEntry[];
}
