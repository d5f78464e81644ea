import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	INodeTypes,
	ResourceMapperFields,
} from 'n8n-workflow';

import { additionalDataWith } from './additionalData';
import { core } from './core';
import type { EngineCredentials } from './credentialsHelper';
import { nodeOf, NODE_NAME, workflowOfOne } from './workflow';

export interface ListSearchOptions {
	/** The full name of the node type. */
	type: string;
	/** The name of the method. */
	method: string;
	/** What the editor shows in the node's fields. */
	parameters?: INodeParameters;
	credentialData?: ICredentialDataDecryptedObject;
	/** What the user typed into the search field. */
	filter?: string;
	paginationToken?: string;
}

type Methods = NonNullable<INodeType['methods']>;

function methodOf<Kind extends 'listSearch' | 'credentialTest' | 'resourceMapping'>(
	kind: Kind,
	{ type, method }: { type: string; method: string },
	nodeTypes: INodeTypes,
): NonNullable<Methods[Kind]>[string] {
	const methods = nodeTypes.getByNameAndVersion(type).methods?.[kind] as
		Record<string, NonNullable<Methods[Kind]>[string]> | undefined;
	if (methods?.[method]) return methods[method];
	throw new Error(`"${type}" has no ${kind} method "${method}"`);
}

function contextOf(
	{ type, parameters = {} }: ListSearchOptions,
	nodeTypes: INodeTypes,
	credentialsHelper: EngineCredentials,
) {
	const saved = nodeOf(NODE_NAME, type, parameters, nodeTypes, credentialsHelper);
	const workflow = workflowOfOne(saved, nodeTypes);
	const node = workflow.getNode(NODE_NAME)!;
	// The editor sends every parameter, including the defaults.
	const additionalData = additionalDataWith({
		credentialsHelper,
		currentNodeParameters: node.parameters,
	});
	return new core.LoadOptionsContext(workflow, node, additionalData, '');
}

/** Runs a list search as the editor does. Throws what the method throws. */
export async function listSearch(
	options: ListSearchOptions,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Promise<INodeListSearchResult> {
	const method = methodOf('listSearch', options, nodeTypes);
	const context = contextOf(options, nodeTypes, credentials);
	return await method.call(context, options.filter, options.paginationToken);
}

/** Requests the fields of a resource mapper as the editor does. Throws what the method throws. */
export async function resourceMapping(
	options: ListSearchOptions,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Promise<ResourceMapperFields> {
	const method = methodOf('resourceMapping', options, nodeTypes);
	return await method.call(contextOf(options, nodeTypes, credentials));
}

export interface CredentialTestOptions {
	/** The full name of the node type that has the function. */
	type: string;
	/** The name of the function in `methods.credentialTest`. */
	method: string;
	credentialType: string;
	data: ICredentialDataDecryptedObject;
}

/** Runs a node's credential test in n8n's own context. Throws what the function throws. */
export async function credentialTest(
	options: CredentialTestOptions,
	nodeTypes: INodeTypes,
	credentialsHelper: EngineCredentials,
): Promise<INodeCredentialTestResult> {
	const { credentialType } = options;
	const method = methodOf('credentialTest', options, nodeTypes);
	const additionalData = additionalDataWith({ credentialsHelper });
	const details = { id: credentialType, name: credentialType };
	const decrypted: ICredentialsDecrypted = {
		...details,
		type: credentialType,
		data: await credentialsHelper.getDecrypted(additionalData, details, credentialType),
	};
	return await method.call(new core.CredentialTestContext(additionalData), decrypted);
}
