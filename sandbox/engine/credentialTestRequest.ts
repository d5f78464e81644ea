import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';

import { additionalDataWith } from './additionalData';
import { core } from './core';
import type { EngineCredentials } from './credentialsHelper';
import { startWith } from './executionData';
import { INPUT_NODE } from './harnessNodes';
import { INPUT_NAME, nodeOf, workflowOfOne } from './workflow';

export interface CredentialTestRequestOptions {
	credentialType: string;
	data: ICredentialDataDecryptedObject;
}

const OK: INodeCredentialTestResult = { status: 'OK', message: 'Connection successful!' };
const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** n8n sends the request from an empty node: nothing of our node's `requestDefaults` is in it. */
function nodeTypeFor(credentialType: string, test: ICredentialTestRequest): INodeType {
	return {
		description: {
			displayName: 'No Operation, do nothing',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'No Operation',
			defaults: { name: 'No Operation' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: credentialType, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
}

interface RequestError extends Error {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

function verdictOnError(
	error: RequestError,
	rules: ICredentialTestRequest['rules'] = [],
): INodeCredentialTestResult {
	const { response, code } = error.cause ?? {};
	if (response) {
		for (const { type, properties } of rules) {
			if (type === 'responseCode' && properties.value === response.status) {
				return failed(properties.message);
			}
		}
		if (response.status < 200 || response.status > 299) {
			return failed(response.statusText || `Received HTTP status code: ${response.status}`);
		}
	} else if (code) {
		return failed(code);
	}
	return failed(error.message);
}

function at(json: IDataObject, path: string): unknown {
	return path.split('.').reduce<unknown>((value, key) => (value as IDataObject)?.[key], json);
}

function verdictOnBody(
	items: INodeExecutionData[][],
	rules: ICredentialTestRequest['rules'] = [],
): INodeCredentialTestResult {
	for (const { type, properties } of rules) {
		if (
			type === 'responseSuccessBody' &&
			at(items[0][0].json, properties.key) === properties.value
		) {
			return failed(properties.message);
		}
	}
	return OK;
}

/**
 * Sends a credential's test request and applies its rules, as the server does on saving one.
 *
 * @param test the `test` of the credential type
 * @returns the verdict that the editor shows
 * @throws TypeError, like the server, if a rule looks into a reply without any item
 */
export async function credentialTestRequest(
	credentialType: string,
	test: ICredentialTestRequest,
	credentialsHelper: EngineCredentials,
): Promise<INodeCredentialTestResult> {
	const nodeType = nodeTypeFor(credentialType, test);
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const sender = nodeOf(INPUT_NAME, INPUT_NODE, {}, nodeTypes, credentialsHelper);
	const workflow = workflowOfOne(sender, nodeTypes);
	const node = workflow.getNode(INPUT_NAME)!;
	const additionalData = additionalDataWith({ credentialsHelper, currentNodeParameters: {} });
	const details = { id: credentialType, name: credentialType };
	const data = await credentialsHelper.getDecrypted(additionalData, details, credentialType);
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		startWith(workflow, []),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const routing = new core.RoutingNode(context, nodeType, {
		...details,
		type: credentialType,
		data,
	});
	let items: INodeExecutionData[][];
	try {
		items = (await routing.runNode()) ?? [];
	} catch (error) {
		return verdictOnError(error as RequestError, test.rules);
	}
	return verdictOnBody(items, test.rules);
}
