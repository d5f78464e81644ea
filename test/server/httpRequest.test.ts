/** The credential in n8n's HTTP Request node, for a panel's calls beyond API v2. */
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { INodeParameters } from 'n8n-workflow';

import { withCredential } from '../../sandbox/n8n/exchange';
import { HOST } from '../../sandbox/n8n/ports';
import { createWorkflow, ended, errorOf, outputOf, run } from '../../sandbox/n8n/workflows';
import { API_KEY, type Host, startHost } from './host';
import { HTTP, httpRequest } from './nodeRun';

/** Reads fields in every encoding, and never sends them back. */
let echo: FastifyInstance;
let echoUrl: string;
const seen: Array<{ type: string; fields: Record<string, unknown> }> = [];

let host: Host;

beforeAll(async () => {
	echo = fastify();
	await echo.register(formbody);
	echo.addContentTypeParser(
		'multipart/form-data',
		{ parseAs: 'string' },
		async ({ headers }: FastifyRequest, body: string) => {
			const type = { 'content-type': String(headers['content-type']) };
			const fields: Record<string, unknown> = {};
			const form = await new Response(body, { headers: type }).formData();
			form.forEach((value, name) => (fields[name] = value));
			return fields;
		},
	);
	echo.post('/', ({ headers, body }) => {
		const type = String(headers['content-type']).split(';')[0];
		seen.push({ type, fields: { ...(body as object) } });
		return { status: 'success' };
	});
	echo.post('/moved', (_, reply) => reply.redirect('/', 307));
	echoUrl = await echo.listen({ host: HOST, port: 0 });
	host = await startHost();
});
afterAll(async () => {
	await host?.close();
	await echo?.close();
});

async function call(url: string, body: INodeParameters) {
	const file = withCredential(httpRequest(url, body), host.credential, {
		type: 'smmPanelApi',
		nodes: /httpRequest$/,
	});
	return await ended(host.rest, await run(host.rest, await createWorkflow(host.rest, file)));
}

const FIELDS = { bodyParameters: { parameters: [{ name: 'action', value: 'balance' }] } };

it('a form is answered by the panel', async () => {
	const done = await call(host.panel.url, { contentType: 'form-urlencoded', ...FIELDS });
	expect(errorOf(done)).toBe('');
	expect(outputOf(done, HTTP)).toEqual([{ balance: host.panel.balance(), currency: 'USD' }]);
});

it.each<[string, string, INodeParameters]>([
	['application/x-www-form-urlencoded', 'fields', { contentType: 'form-urlencoded', ...FIELDS }],
	[
		'application/x-www-form-urlencoded',
		'one line',
		{ contentType: 'form-urlencoded', specifyBody: 'string', body: 'action=balance' },
	],
	['multipart/form-data', 'fields', { contentType: 'multipart-form-data', ...FIELDS }],
	['application/json', 'fields', { contentType: 'json', ...FIELDS }],
	[
		'application/json',
		'JSON',
		{ contentType: 'json', specifyBody: 'json', jsonBody: '{"action":"balance"}' },
	],
	[
		'application/x-www-form-urlencoded',
		'text',
		{
			contentType: 'raw',
			rawContentType: 'application/x-www-form-urlencoded',
			body: 'action=balance',
		},
	],
	[
		'application/json',
		'text',
		{ contentType: 'raw', rawContentType: 'application/json', body: '{"action":"balance"}' },
	],
])('%s, given as %s, arrives with the key', async (type, _, body) => {
	seen.length = 0;
	const done = await call(echoUrl, body);
	expect(errorOf(done)).toBe('');
	expect(seen).toEqual([{ type, fields: { action: 'balance', key: API_KEY } }]);
	expect(JSON.stringify(done.data)).not.toContain(API_KEY);
});

it.each(['form-urlencoded', 'json'])('%s does not follow a redirect with the key', async (type) => {
	seen.length = 0;
	const done = await call(`${echoUrl}/moved`, { contentType: type, ...FIELDS });
	expect(errorOf(done)).not.toBe('');
	expect(seen).toEqual([]);
});
