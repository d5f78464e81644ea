import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IN8nHttpFullResponse,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { unexpected, type Reply } from '../panel/reply';
import { readBalance } from '../panel/rows';
import { maskOf } from './mask';
import { readWithin, streamed } from './reader';
import { capital } from './report';
import { MEGABYTES, panelUrl, REQUEST_DEFAULTS, replyOf, secretsIn } from './request';

/** Time that a test may take, in milliseconds: someone waits before the screen. */
const TIMEOUT = 20_000;

/**
 * Tests a credential by asking for the balance, the only call that every panel refuses with a wrong key. A function and
 * not a test request, so that the user sees the panel's own words.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const reply = await askBalance(this, credential.data ?? {});
		// PHP panels answer with an empty balance where there is no account.
		if (readBalance(reply).row.balance === null)
			throw unexpected(reply, 'a balance that is an amount');
		return { status: 'OK', message: 'The panel answered with your balance' };
	} catch (error) {
		const { message, hint } = error as PanelFailure;
		return { status: 'Error', message: [`${capital(message)}.`, hint].filter(Boolean).join(' ') };
	}
}

async function askBalance(
	{ helpers }: ICredentialTestFunctions,
	credential: ICredentialDataDecryptedObject,
): Promise<Reply> {
	const key = String(credential.apiKey ?? '').trim();
	if (!key) throw new PanelFailure('apiKey', { message: 'the API key is empty' });
	const uri = panelUrl(credential.url);
	const response = await readWithin({ ms: TIMEOUT, megabytes: MEGABYTES.other }, async (end) => {
		const options = {
			method: REQUEST_DEFAULTS.method,
			headers: { ...REQUEST_DEFAULTS.headers },
			uri,
			form: { key, action: calls.balance.action },
			timeout: TIMEOUT,
			followRedirect: false,
			followAllRedirects: false,
			...streamed(end),
		};
		return (await helpers.request(options)) as IN8nHttpFullResponse;
	});
	return replyOf(response, maskOf(...secretsIn(credential)));
}
