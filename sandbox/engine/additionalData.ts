import type { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialsHelper,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

const BASE = 'http://n8n.invalid/';

function refuse(what: string): () => never {
	return () => {
		throw new Error(`The harness has no ${what}`);
	};
}

interface Parts {
	credentialsHelper: ICredentialsHelper;
	executionId?: string;
	hooks?: ExecutionLifecycleHooks;
	/** The parameters that the editor shows, passed to list searches. */
	currentNodeParameters?: INodeParameters;
}

/** What n8n's server passes to the engine about itself, plus `parts`. */
export function additionalDataWith(parts: Parts): IWorkflowExecuteAdditionalData {
	// n8n parses these, but nothing listens on them here.
	const urls = {
		restApiUrl: `${BASE}rest`,
		instanceBaseUrl: BASE,
		formBaseUrl: `${BASE}form`,
		formWaitingBaseUrl: `${BASE}form-waiting`,
		formTestBaseUrl: `${BASE}form-test`,
		webhookBaseUrl: `${BASE}webhook`,
		webhookWaitingBaseUrl: `${BASE}webhook-waiting`,
		webhookTestBaseUrl: `${BASE}webhook-test`,
		mcpBaseUrl: `${BASE}mcp`,
		mcpTestBaseUrl: `${BASE}mcp-test`,
	};
	return {
		...urls,
		...parts,
		currentNodeExecutionIndex: 0,
		variables: {},
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: refuse('sub-workflows'),
		startRunnerTask: refuse('task runners'),
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
}
