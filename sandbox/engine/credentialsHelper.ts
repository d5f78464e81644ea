import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { mayThrow } from './throws';

/** Fields that n8n adds to every credential, and keeps although the type does not declare them. */
const KEPT_FIELDS = ['allowedHttpRequestDomains', 'allowedDomains'];

/** Provides the credentials of an engine, and signs requests with the real credential types. */
export class EngineCredentials extends ICredentialsHelper {
	/**
	 * @param types credential types, by name
	 * @param data what the user typed in, by credential type
	 */
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly data: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	/** Whether both the type and its data are known. */
	has(type: string): boolean {
		return type in this.types && type in this.data;
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	/** Signs a request with the credential type's own function. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(typeName);
		if (authenticate === undefined) return requestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);
		throw new Error('The harness signs no request declaratively');
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('The harness keeps no encrypted credentials');
	}

	/** The data of a credential, with defaults for the fields that the user did not fill in. */
	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		mayThrow('credentials');
		const data = this.data[type];
		if (data === undefined) throw new Error(`No data for the credential "${type}"`);
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as IDataObject as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		for (const field of KEPT_FIELDS) {
			const value = data[field];
			if (value !== undefined) withDefaults[field] ??= value;
		}
		return withDefaults;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.typeOf(type).properties;
	}

	private typeOf(name: string): ICredentialType {
		const type = this.types[name];
		if (type === undefined) throw new Error(`No credential type "${name}"`);
		return type;
	}
}
