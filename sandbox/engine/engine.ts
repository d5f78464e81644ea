import type {
	ICredentialDataDecryptedObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	ResourceMapperFields,
	INodeTypes,
} from 'n8n-workflow';

import { EngineCredentials } from './credentialsHelper';
import * as editor from './editor';
import { harnessNodes } from './harnessNodes';
import { nodeTypesOf } from './nodeTypes';
import { poll, type PollOptions } from './poll';
import { run } from './run';
import type { EngineOptions, EngineRun, RunOptions } from './types';
import { releaseUserFolder, takeUserFolder } from './userFolder';

/** n8n's engine without a server: no database, no web server, and no files left after `close`. */
export class Engine {
	private readonly nodeTypes: INodeTypes;

	private readonly routedNodeTypes: INodeTypes;

	private open = true;

	private constructor(private readonly options: EngineOptions) {
		const nodes = { ...harnessNodes, ...options.nodes };
		this.nodeTypes = nodeTypesOf(nodes);
		this.routedNodeTypes = nodeTypesOf(nodes, 'routing');
	}

	/** Creates an engine. It does not change the given node and credential types. */
	static async start(options: EngineOptions): Promise<Engine> {
		takeUserFolder();
		try {
			return new Engine(options);
		} catch (error) {
			releaseUserFolder();
			throw error;
		}
	}

	/**
	 * Runs input items through a node and returns the result, also if the execution failed.
	 *
	 * @throws whatever prevents n8n from starting, such as a required parameter without a value, and
	 * Error if `lane` is `bulk` and the node has no custom operation for its parameters
	 */
	async run(options: RunOptions): Promise<EngineRun> {
		const nodeTypes = options.lane === 'routing' ? this.routedNodeTypes : this.nodeTypes;
		return await run(options, nodeTypes, this.credentialsOf(options.type, options.credentialData));
	}

	/** Runs a list search as the editor does. Throws what the method throws. */
	async listSearch(options: editor.ListSearchOptions): Promise<INodeListSearchResult> {
		const credentials = this.credentialsOf(options.type, options.credentialData);
		return await editor.listSearch(options, this.nodeTypes, credentials);
	}

	/** Requests the fields of a resource mapper as the editor does. Throws what the method throws. */
	async resourceMapping(options: editor.ListSearchOptions): Promise<ResourceMapperFields> {
		const credentials = this.credentialsOf(options.type, options.credentialData);
		return await editor.resourceMapping(options, this.nodeTypes, credentials);
	}

	/** Runs a node's credential test. Throws what the function throws. */
	async credentialTest(options: editor.CredentialTestOptions): Promise<INodeCredentialTestResult> {
		const credentials = this.credentialsWith({ [options.credentialType]: options.data });
		return await editor.credentialTest(options, this.nodeTypes, credentials);
	}

	/** Polls a trigger once. Returns its outputs, or null. Throws what `poll` throws. */
	async poll(options: PollOptions): Promise<INodeExecutionData[][] | null> {
		const credentials = this.credentialsOf(options.type, options.credentialData);
		return await poll(options, this.nodeTypes, credentials);
	}

	/** Removes the engine's files. Can be called twice. */
	async close(): Promise<void> {
		if (!this.open) return;
		this.open = false;
		releaseUserFolder();
	}

	/** The engine's credentials, with `data` replacing those that the node uses. */
	private credentialsOf(type: string, data?: ICredentialDataDecryptedObject): EngineCredentials {
		if (data === undefined) return this.credentialsWith({});
		const { credentials = [] } = this.nodeTypes.getByNameAndVersion(type).description;
		return this.credentialsWith(Object.fromEntries(credentials.map(({ name }) => [name, data])));
	}

	private credentialsWith(
		overrides: Record<string, ICredentialDataDecryptedObject>,
	): EngineCredentials {
		return new EngineCredentials(this.options.credentials, {
			...this.options.credentialData,
			...overrides,
		});
	}
}
