import type { INodeParameters } from 'n8n-workflow';

import { withCredential } from '../../sandbox/n8n/exchange';
import {
	createWorkflow,
	ended,
	type Execution,
	run,
	type SavedWorkflow,
	type WorkflowFile,
} from '../../sandbox/n8n/workflows';
import type { Host } from './host';

export const NODE = 'SMM Panel';
export const TRIGGER = 'SMM Panel Trigger';
export const HTTP = 'HTTP Request';

/** A manual trigger, followed by one node of this package. */
export function oneNode(name: string, parameters: INodeParameters): WorkflowFile {
	return {
		name,
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'panel',
				name: NODE,
				type: 'n8n-nodes-smm-panel.smmPanel',
				typeVersion: 1,
				position: [200, 0],
				parameters,
			},
		],
		connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** A manual trigger, followed by n8n's own HTTP Request node with the credential of this package. */
export function httpRequest(url: string, body: INodeParameters): WorkflowFile {
	const parameters = {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'smmPanelApi',
		sendBody: true,
		...body,
	};
	const { nodes, ...file } = oneNode(HTTP, parameters);
	const node = { ...nodes[1], name: HTTP, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.5 };
	const connections = { Start: { main: [[{ node: HTTP, type: 'main' as const, index: 0 }]] } };
	return { ...file, nodes: [nodes[0], node], connections };
}

/** The trigger of this package, followed by nothing. */
export function oneTrigger(parameters: INodeParameters): WorkflowFile {
	return {
		name: TRIGGER,
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-smm-panel.smmPanelTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters,
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

export async function saveOneNode(
	{ rest, credential }: Host,
	parameters: INodeParameters,
): Promise<SavedWorkflow> {
	const name = `${String(parameters.resource)}: ${String(parameters.operation)}`;
	return await createWorkflow(rest, withCredential(oneNode(name, parameters), credential));
}

export async function runNode(host: Host, parameters: INodeParameters): Promise<Execution> {
	const saved = await saveOneNode(host, parameters);
	return await ended(host.rest, await run(host.rest, saved));
}
