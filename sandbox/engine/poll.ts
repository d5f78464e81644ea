import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeTypes,
} from 'n8n-workflow';

import { additionalDataWith } from './additionalData';
import { core } from './core';
import type { EngineCredentials } from './credentialsHelper';
import { nodeOf, workflowOfOne } from './workflow';

/** The name of the polling node. Its static data is under `node:SMM Panel Trigger`. */
export const TRIGGER_NAME = 'SMM Panel Trigger';

export interface PollOptions {
	/** The full name of the node type. */
	type: string;
	parameters: INodeParameters;
	/**
	 * The workflow's static data, changed in place. To simulate n8n's in-memory engine, pass the same
	 * object to each poll; for its durable engine, pass a copy and keep it only if the poll succeeds.
	 */
	staticData?: IDataObject;
	/** Called when n8n would write the static data to its database. */
	onSave?: () => void;
	/** The workflow's id; by default, one for each static data object. */
	workflowId?: string;
	/** `manual` is "Fetch Test Event"; default: `trigger`. */
	mode?: 'manual' | 'trigger';
	credentialData?: ICredentialDataDecryptedObject;
}

/**
 * Polls once.
 *
 * @returns the outputs of the node, or null if there is nothing new
 * @throws what `poll` throws, and Error if the node does not poll
 */
export async function poll(
	options: PollOptions,
	nodeTypes: INodeTypes,
	credentialsHelper: EngineCredentials,
): Promise<INodeExecutionData[][] | null> {
	const { type, parameters, staticData, mode = 'trigger' } = options;
	const nodeType = nodeTypes.getByNameAndVersion(type);
	if (!nodeType.poll) throw new Error(`"${type}" does not poll`);
	const saved = nodeOf(TRIGGER_NAME, type, parameters, nodeTypes, credentialsHelper);
	const workflowId = options.workflowId ?? idOf(staticData);
	const workflow = workflowOfOne(saved, nodeTypes, staticData, workflowId);
	const context = new core.PollContext(
		workflow,
		workflow.getNode(TRIGGER_NAME)!,
		additionalDataWith({ credentialsHelper }),
		mode,
		mode === 'manual' ? 'manual' : 'update',
	);
	const output = await nodeType.poll.call(context);
	if (workflow.staticData.__dataChanged === true) options.onSave?.();
	return output;
}

const ids = new WeakMap<IDataObject, string>();
let polled = 0;

function idOf(staticData: IDataObject = {}): string {
	const id = ids.get(staticData) ?? `polled ${++polled}`;
	ids.set(staticData, id);
	return id;
}
