import { createHash } from 'crypto';
import {
	getCredentialAllowedDomains,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IExecuteSingleFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IN8nHttpFullResponse,
	type INode,
	type IPollFunctions,
} from 'n8n-workflow';

import type { Call } from '../panel/calls';
import { invalid, PanelFailure } from '../panel/failure';
import { A_SIZE, optionalSetting, toSize } from '../panel/json';
import type { Reply } from '../panel/reply';
import { pacer, type Send } from './ask';
import { clock } from './clock';
import { maskOf } from './mask';
import { networkFailure } from './network';
import { readWithin, type TextResponse } from './reader';

/** The credential type that every request is signed with. */
export const CREDENTIAL = 'smmPanelApi';

/** Distinguishes the accounts of a process: the ID of a node's credential; empty if it has none. */
export const accountOf = ({ credentials }: INode): string => credentials?.[CREDENTIAL]?.id ?? '';

/** How every request is made; n8n's routing lane takes it from here as the node's `requestDefaults`. */
export const REQUEST_DEFAULTS = {
	method: 'POST',
	headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
} as const;

/**
 * Time limit of a request, in milliseconds, unless the user sets one. An order gets longer, because giving up on it
 * leaves its outcome unknown.
 */
const TIMEOUTS = { read: 60_000, write: 120_000 };

/** Maximum size of an answer, in megabytes: a catalogue has thousands of services. */
export const MEGABYTES = { services: 32, other: 8 };

/** n8n's own request options, which it adds to every declarative node. */
interface RequestOptions {
	batching?: { batch?: { batchSize?: number; batchInterval?: number } };
	allowUnauthorizedCerts?: boolean;
	proxy?: string;
	timeout?: number;
}

/** What `connect` needs of any n8n context. */
export type PanelContext =
	IExecuteFunctions | IExecuteSingleFunctions | ILoadOptionsFunctions | IPollFunctions;

export interface Connection {
	context: PanelContext;
	call: Call;
	/** The value of the node's `requestOptions`. */
	requestOptions?: RequestOptions;
	/** The value of the option 'Requests per Minute'; 0 or nothing means no limit. */
	perMinute?: unknown;
	/** When it is too late to start a request, as `clock.now()` gives it. */
	end?: number;
	/** The request as n8n's routing lane prepared it, request options included. */
	prepared?: IHttpRequestOptions;
	stopped?: AbortSignal;
}

/**
 * Connects to the panel of the node's credential.
 *
 * @throws PanelFailure of kind `url` if the credential's URL is not valid, `parameter` for an invalid proxy or
 * limit, `notAllowed` if the credential forbids the domain.
 */
export async function connect(
	connection: Connection,
): Promise<{ send: Send; pace: () => Promise<void> }> {
	const { context, end, stopped, requestOptions = {} } = connection;
	const credential = await credentialOf(context);
	const template = templateOf(connection, credential);
	const perMinute =
		optionalSetting('Requests per Minute', connection.perMinute, toSize, A_SIZE) ?? 0;
	const { batchSize = 0, batchInterval = 0 } = requestOptions.batching?.batch ?? {};
	return {
		send: sender(connection, template, maskOf(...secretsIn(credential, template))),
		pace: pacer(
			accountOf(context.getNode()) || String(template.url),
			{ perMinute, batch: { size: batchSize, pause: batchInterval }, end },
			clock,
			stopped,
		),
	};
}

/** The credential's data. A function of its own, because n8n's lint forbids it next to a request. */
async function credentialOf(context: PanelContext): Promise<ICredentialDataDecryptedObject> {
	return await context.getCredentials(CREDENTIAL, 0);
}

/** Identifies a node's panel and account: a hash of its credential's URL and API key. */
export async function panelOf(context: PanelContext): Promise<string> {
	const { url, apiKey } = await credentialOf(context);
	return hashOf([panelUrl(url), String(apiKey).trim()]);
}

/** A one-way hash of a JSON value: equal for equal values. */
export const hashOf = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** The panel's address, trimmed, without slashes at its end. @throws PanelFailure of kind `url` if it is not one. */
export function panelUrl(url: unknown): string {
	const text = String(url ?? '')
		.trim()
		.replace(/\/+$/, '');
	const isAddress = /^https?:\/\/[^/\s]\S*$/i.test(text) && URL.canParse(text);
	if (isAddress) return text;
	throw new PanelFailure('url', {
		// The text is not shown: it may be the key, pasted into the wrong field.
		message: text ? "the credential's URL is not a web address" : "the credential's URL is empty",
		hint: "Set the URL of the credential to the panel's API URL, such as https://panel.example/api/v2.",
	});
}

function templateOf(
	{ context, call, requestOptions = {}, prepared }: Connection,
	credential: ICredentialDataDecryptedObject,
): IHttpRequestOptions {
	const url = panelUrl(credential.url);
	const timeout = Number(requestOptions.timeout) || (call.writes ? TIMEOUTS.write : TIMEOUTS.read);
	const shared = {
		...REQUEST_DEFAULTS,
		url,
		timeout,
		// The body is judged here, whatever the status: n8n would send a 401 a second time.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		// n8n would follow a redirect with the key, even to another host.
		disableFollowRedirect: true,
		// Read here, within limits. If n8n parsed it, ids beyond 2^53 would also lose digits.
		encoding: 'stream' as const,
		json: false,
	};
	if (prepared) return { ...prepared, ...shared, baseURL: undefined };
	return {
		...shared,
		proxy: proxyOf(requestOptions.proxy),
		skipSslCertificateValidation: requestOptions.allowUnauthorizedCerts === true,
		...allowedDomains(context.getNode(), credential, url),
	};
}

function proxyOf(address: string | undefined): IHttpRequestOptions['proxy'] {
	const text = address?.trim();
	if (!text) return undefined;
	// Without a scheme, 'proxy.example:3128' is also a valid URL, with the host as its scheme.
	if (!/^https?:/i.test(text) || !URL.canParse(text)) {
		throw invalid(
			// Not shown, because it may contain a password.
			"the value of 'Proxy' is not a valid URL",
			"Set 'Proxy' in the node's request options in the form http://host:port.",
		);
	}
	const { hostname: host, port, protocol, username, password } = new URL(text);
	const auth = { username: decoded(username), password: decoded(password) };
	return {
		host,
		port: Number(port) || (protocol === 'https:' ? 443 : 80),
		protocol: protocol.slice(0, -1),
		...(username && { auth }),
	};
}

/** A part of a URL, which may contain a percent sign that encodes nothing. */
function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

/** The domains that the credential allows; n8n checks them itself only in the routing lane. */
function allowedDomains(
	node: INode,
	credentialData: ICredentialDataDecryptedObject,
	nodeEndpointUrl: string,
): Partial<IHttpRequestOptions> {
	// Versions of n8n without this setting do not export the function.
	const read = getCredentialAllowedDomains as typeof getCredentialAllowedDomains | undefined;
	const domains = read?.({ node, credentialData, credentialOwnedSurface: true, nodeEndpointUrl });
	return domains === undefined ? {} : { allowedDomains: domains };
}

/** A request in n8n's form, with the signal that aborts it: `authenticate` sets it in place of n8n's own. */
interface BoundedRequest extends IHttpRequestOptions {
	end: AbortSignal & { isSigned?: boolean };
}

function sender(
	{ context, call, stopped }: Connection,
	template: IHttpRequestOptions,
	mask: (text: string) => string,
): Send {
	const bounds = {
		ms: template.timeout as number,
		megabytes: call.action === 'services' ? MEGABYTES.services : MEGABYTES.other,
		stopped,
	};
	return async (fields) => {
		const response = await readWithin(bounds, async (end) => {
			const options: BoundedRequest = {
				...template,
				headers: { ...template.headers },
				body: { action: call.action, ...fields },
				abortSignal: end,
				end,
			};
			const { httpRequestWithAuthentication: send } = context.helpers;
			const sent = send.call(context, CREDENTIAL, options) as Promise<IN8nHttpFullResponse>;
			return await sent.catch((error: unknown) => Promise.reject(unsent(error, options) ?? error));
		});
		return replyOf(response, mask);
	};
}

/** The failure of a request that n8n could not sign, for example without a credential: it was never sent. */
function unsent(error: unknown, { end }: BoundedRequest): PanelFailure | undefined {
	if (end.isSigned || networkFailure(error).kind !== 'connectionLost') return undefined;
	const reason = (error as Error | undefined)?.message ?? String(error);
	return new PanelFailure('notSent', {
		message: `n8n could not add the credential to the request: ${reason}`,
	});
}

/** Secrets that must not appear in a panel's answer, including a key that was pasted into the URL. */
export function secretsIn(
	{ apiKey, url }: ICredentialDataDecryptedObject,
	{ proxy }: Pick<IHttpRequestOptions, 'proxy'> = {},
): string[] {
	const { username, password, searchParams } = new URL(panelUrl(url));
	// Short ones are words such as `api`, which an answer may contain.
	const inAddress = [username, password].map(decoded).concat([...searchParams.values()]);
	const proxyPassword = proxy?.auth?.password ?? '';
	return [
		String(apiKey ?? ''),
		...[...inAddress, proxyPassword].filter((each) => each.length >= 8),
	];
}

/** A response as a reply, with the secrets masked. */
export function replyOf(
	{ body, headers, statusCode }: TextResponse,
	mask: (text: string) => string,
): Reply {
	const location = headers.location;
	return {
		status: statusCode,
		text: mask(body),
		retryAfter: secondsIn(headers['retry-after']),
		location: typeof location === 'string' ? mask(addressIn(location)) : undefined,
	};
}

/** Host and path of an address, or the path alone: the rest may be secret, such as a key in its query. */
function addressIn(location: string): string {
	if (!URL.canParse(location))
		return location.replace(/[?#][^]*$/, '').replace(/^\/\/[^/]*@/, '//');
	const { protocol, host, pathname } = new URL(location);
	return `${protocol}//${host}${pathname}`;
}

/** Seconds from a `Retry-After`, which is a number of seconds or a date. */
function secondsIn(retryAfter: unknown): number | undefined {
	if (typeof retryAfter !== 'string' || retryAfter.trim() === '') return undefined;
	const seconds = Number(retryAfter);
	if (Number.isFinite(seconds)) return Math.max(0, seconds);
	const date = Date.parse(retryAfter);
	return Number.isNaN(date) ? undefined : Math.max(0, (date - clock.date()) / 1_000);
}
