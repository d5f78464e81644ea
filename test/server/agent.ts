import type { INode, INodeParameters } from 'n8n-workflow';

import { createCredential, type SavedCredential } from '../../sandbox/n8n/credentials';
import { withCredential } from '../../sandbox/n8n/exchange';
import {
	createWorkflow,
	ended,
	type Execution,
	run,
	type WorkflowFile,
} from '../../sandbox/n8n/workflows';
import type { Model, Script, Turn } from '../../sandbox/outside/model';
import { orderForm } from '../../sandbox/orderForm';
import type { Host } from './host';

/** The parameters of a workflow's tools, by name. */
export type Tools = Record<string, INodeParameters>;

/** A value that the model gives, as the editor's button "Let the model define this parameter" writes it. */
export const fromModel = (key: string, type: 'string' | 'number' = 'string'): string =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, '${type}') }}`;

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** An order of which the model fills in every field. */
export const ORDER = {
	resource: 'order',
	operation: 'create',
	service: byId(fromModel('Service')),
	fields: orderForm({ link: fromModel('Link'), quantity: fromModel('Quantity', 'number') }, []),
};

export const SEARCH = {
	resource: 'service',
	operation: 'getMany',
	filters: { text: fromModel('Text') },
};

const node = (name: string, type: string, more: Partial<INode>): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});

const toolNodes = (tools: Tools): INode[] =>
	Object.entries(tools).map(([name, parameters]) =>
		node(name, 'n8n-nodes-smm-panel.smmPanelTool', { parameters }),
	);

const into = (tools: Tools, target: string): WorkflowFile['connections'] =>
	Object.fromEntries(
		Object.keys(tools).map((name) => [
			name,
			{ ai_tool: [[{ node: target, type: 'ai_tool', index: 0 }]] },
		]),
	);

/** An agent with tools of this package. */
export function agentWorkflow(tools: Tools): WorkflowFile {
	return {
		name: 'Agent',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Agent', '@n8n/n8n-nodes-langchain.agent', {
				typeVersion: 3.1,
				parameters: { promptType: 'define', text: 'Do as your script says.' },
			}),
			node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: 'scripted' } },
			}),
			...toolNodes(tools),
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...into(tools, 'Agent'),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** An MCP server with tools of this package. */
export function mcpWorkflow(path: string, tools: Tools): WorkflowFile {
	return {
		name: 'MCP server',
		nodes: [
			node('MCP', '@n8n/n8n-nodes-langchain.mcpTrigger', {
				typeVersion: 2,
				webhookId: path,
				parameters: { path, authentication: 'none' },
			}),
			...toolNodes(tools),
		],
		connections: into(tools, 'MCP'),
		settings: { executionOrder: 'v1' },
	};
}

/** The credential with which n8n's OpenAI node calls the fake model. */
export const modelCredential = async ({ rest }: Host, { url }: Model): Promise<SavedCredential> =>
	await createCredential(rest, 'Model', { apiKey: 'none', url }, 'openAiApi');

export const withModel = (file: WorkflowFile, credential: SavedCredential): WorkflowFile =>
	withCredential(file, credential, { type: 'openAiApi', nodes: /\.lmChatOpenAi$/ });

/** Runs an agent by a script, and returns the execution and the model's last turn. */
export async function runAgent(
	host: Host,
	model: Model,
	credential: SavedCredential,
	tools: Tools,
	script: Script,
): Promise<{ execution: Execution; last: Turn }> {
	model.play(script);
	const file = withModel(withCredential(agentWorkflow(tools), host.credential), credential);
	const saved = await createWorkflow(host.rest, file);
	const execution = await ended(host.rest, await run(host.rest, saved));
	return { execution, last: model.turns[model.turns.length - 1] };
}
