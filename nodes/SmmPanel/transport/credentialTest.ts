import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { Reply } from '../panel/reply';
import { readBalance } from '../panel/rows';
import { maskOf } from './mask';
import { networkFailure } from './network';
import { capital } from './report';
import { panelUrl, REQUEST_DEFAULTS, replyOf } from './request';

/** Time that a test may take, in milliseconds: someone waits before the screen. */
const TIMEOUT = 20_000;

/**
 * Tests a credential by asking for the balance: of the calls, the only one that every panel refuses to a
 * wrong key. A function rather than a test request, because only so are the panel's words told to the user.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		readBalance(await askBalance(this, credential.data ?? {}));
		return { status: 'OK', message: 'The panel answered with your balance' };
	} catch (error) {
		const { message, hint } = error as PanelFailure;
		return { status: 'Error', message: [`${capital(message)}.`, hint].filter(Boolean).join(' ') };
	}
}

async function askBalance(
	{ helpers }: ICredentialTestFunctions,
	{ url, apiKey }: ICredentialDataDecryptedObject,
): Promise<Reply> {
	const key = String(apiKey ?? '').trim();
	if (!key) throw new PanelFailure('apiKey', { message: 'the API key is empty' });
	const options = {
		method: REQUEST_DEFAULTS.method,
		headers: REQUEST_DEFAULTS.headers,
		uri: panelUrl(url),
		form: { key, action: calls.balance.action },
		timeout: TIMEOUT,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	try {
		return replyOf(await helpers.request(options), maskOf(key));
	} catch (error) {
		throw networkFailure(error);
	}
}
