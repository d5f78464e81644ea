import type {
	IAuthenticate,
	Icon,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SmmPanelApi implements ICredentialType {
	name = 'smmPanelApi';

	displayName = 'SMM Panel API';

	icon: Icon = { light: 'file:../icons/smmPanel.svg', dark: 'file:../icons/smmPanel.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-smm-panel/n8n-nodes-smm-panel#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'https://panel.example/api/v2',
			description: "The API URL shown on the panel's API page",
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "Your API key, shown on the panel's API or account page",
		},
	];

	/**
	 * Adds the key to the body of every request, as the field `key`. A function, because n8n would evaluate an
	 * expression for every request, which takes longer than all of this package's work for an order. No request follows
	 * a redirect, which could send the key to another host.
	 */
	authenticate: IAuthenticate = async ({ apiKey }, request) => {
		const { end, ...rest } = request as SignedRequest;
		const signed = { ...rest, ...withKey(rest, String(apiKey ?? '').trim()), ...NO_REDIRECTS };
		// The signal that n8n has set by now is aborted only with the execution.
		if (!end) return signed as IHttpRequestOptions;
		end.isSigned = true;
		return { ...signed, abortSignal: end } as IHttpRequestOptions;
	};
}

/** Both for n8n's nodes and for its HTTP Request node, which follows redirects by default. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/** A request of the SMM Panel nodes, with the signal that aborts it, or one of n8n's HTTP Request node. */
interface SignedRequest extends Omit<IHttpRequestOptions, 'body'> {
	/** Set once the request is signed: a request that fails before was never sent. */
	end?: AbortSignal & { isSigned?: boolean };
	body?: unknown;
	form?: unknown;
	formData?: unknown;
}

/** The body of a request with the key added, wherever n8n's HTTP Request node has put the body. */
function withKey({ body, form, formData }: SignedRequest, key: string): Partial<SignedRequest> {
	if (formData !== undefined) return { formData: bodyWithKey(formData, key) };
	if (form !== undefined) return { form: bodyWithKey(form, key) };
	return { body: bodyWithKey(body, key) };
}

/** A body with the key: a form or JSON as text, n8n's FormData or search parameters, or an object. */
function bodyWithKey(body: unknown, key: string): unknown {
	if (typeof body === 'string') return textWithKey(body, key);
	if (hasAppend(body)) {
		body.append('key', key);
		return body;
	}
	return { ...(body as object | undefined), key };
}

const hasAppend = (body: unknown): body is { append(name: string, value: string): void } =>
	typeof (body as { append?: unknown } | undefined)?.append === 'function';

function textWithKey(body: string, key: string): string {
	const field = new URLSearchParams({ key }).toString();
	if (!/^\s*\{/.test(body)) return body.trim() ? `${body.trim()}&${field}` : field;
	try {
		return JSON.stringify({ ...(JSON.parse(body) as object), key });
	} catch {
		return body;
	}
}
