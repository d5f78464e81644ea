import {
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
} from 'n8n-workflow';

import type { EngineCredentials } from './credentialsHelper';
import { INPUT_NODE } from './harnessNodes';
import type { RunOptions } from './types';

/** The name of the node under test, in data and in expressions such as `$('SMM Panel')`. */
export const NODE_NAME = 'SMM Panel';

/** The name of the node that feeds the input items in. */
export const INPUT_NAME = 'Input';

/**
 * A node as the editor saves it, with each credential that its type uses and that has data.
 *
 * @throws Error if the type is unknown
 */
export function nodeOf(
	name: string,
	type: string,
	parameters: INodeParameters,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): INode {
	const { description } = nodeTypes.getByNameAndVersion(type);
	const version = description.defaultVersion ?? [description.version].flat().at(-1) ?? 1;
	const names = (description.credentials ?? [])
		.map((credential) => credential.name)
		.filter((credential) => credentials.has(credential));
	return {
		id: name,
		name,
		type,
		typeVersion: version,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(names.map((key) => [key, { id: key, name: key }])),
	};
}

/** A workflow of one node. The caller owns the static data. */
export function workflowOfOne(
	node: INode,
	nodeTypes: INodeTypes,
	staticData?: IDataObject,
	id = 'harness',
) {
	return new Workflow({
		id,
		name: 'Harness',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		staticData,
	});
}

/** Input → the node under test → the nodes after it. */
export function workflowOfRun(
	options: RunOptions,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Workflow {
	const { onError, retryOnFail, maxTries, waitBetweenTries, executeOnce, after = [] } = options;
	const make = (name: string, type: string, parameters: INodeParameters) =>
		nodeOf(name, type, parameters, nodeTypes, credentials);
	const underTest: INode = {
		...make(NODE_NAME, options.type, options.parameters),
		onError,
		retryOnFail,
		maxTries,
		waitBetweenTries,
		executeOnce,
	};
	const behind = [0, 1].map((output) =>
		after
			.filter(({ fromOutput = 0 }) => fromOutput === output)
			.map(({ name }) => ({ node: name, type: 'main' as const, index: 0 })),
	);
	const connections: IConnections = {
		[INPUT_NAME]: { main: [[{ node: NODE_NAME, type: 'main', index: 0 }]] },
		[NODE_NAME]: { main: behind },
	};
	return new Workflow({
		id: options.workflowId ?? 'harness',
		name: 'Harness',
		nodes: [
			make(INPUT_NAME, INPUT_NODE, {}),
			underTest,
			...after.map((node) => make(node.name, node.type, node.parameters)),
		],
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
}
