import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { unexpected, type Reply } from '../panel/reply';
import { readAccount } from '../panel/rows';
import { maskOf } from './mask';
import { readPlain } from './reader';
import { capital } from './report';
import { MEGABYTES, panelUrl, REQUEST_DEFAULTS, replyOf, secretsIn } from './request';

/** Limits of a test's answer: someone is waiting at the screen. */
const BOUNDS = { ms: 20_000, megabytes: MEGABYTES.other };

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
		// PHP panels answer with an empty balance if there is no account.
		if (readAccount(reply).balance === null) throw unexpected(reply, 'a balance that is a number');
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
	const response = await readPlain(helpers, BOUNDS, {
		method: REQUEST_DEFAULTS.method,
		headers: { ...REQUEST_DEFAULTS.headers },
		uri: panelUrl(credential.url),
		form: { key, action: calls.balance.action },
		followRedirect: false,
		followAllRedirects: false,
	});
	return replyOf(response, maskOf(...secretsIn(credential)));
}
