import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { calls } from '../../nodes/SmmPanel/panel/calls';
import { connect } from '../../nodes/SmmPanel/transport/request';

/** The options of a request that the bulk lane sends with this credential. */
async function optionsWith(credential: object): Promise<IHttpRequestOptions> {
	let sent: IHttpRequestOptions = { url: '' };
	const context = {
		getNode: () => ({ name: 'SMM Panel', type: 'n8n-nodes-smm-panel.smmPanel' }),
		getCredentials: async () => ({
			url: 'https://panel.example/api/v2',
			apiKey: 'key-0123456789',
			...credential,
		}),
		helpers: {
			async httpRequestWithAuthentication(_type: string, options: IHttpRequestOptions) {
				sent = options;
				return { body: '{}', headers: {}, statusCode: 200 };
			},
		},
	} as unknown as IExecuteFunctions;
	const { send } = await connect({ context, call: calls.balance });
	await send({});
	return sent;
}

/**
 * n8n checks a credential's allowed domains itself in the routing lane; otherwise a node has to pass them on. The host
 * of the credential's own URL is always one of them.
 */
describe('the allowed domains of the credential', () => {
	it('are passed on with the requests of the bulk lane', async () => {
		const options = await optionsWith({
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'other.example',
		});
		expect(options.allowedDomains).toBe('panel.example, other.example');
	});

	it('are as the user wrote them when they hold the panel', async () => {
		const options = await optionsWith({
			allowedHttpRequestDomains: 'domains',
			allowedDomains: '*.other.example, panel.example',
		});
		expect(options.allowedDomains).toBe('*.other.example, panel.example');
	});

	it.each(['all', undefined])('are no limit when set to %s', async (allowedHttpRequestDomains) => {
		expect(await optionsWith({ allowedHttpRequestDomains })).not.toHaveProperty('allowedDomains');
	});
});
