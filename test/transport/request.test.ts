import { Readable } from 'node:stream';

import type { IDataObject, IHttpRequestOptions, INode } from 'n8n-workflow';

import { calls } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import {
	connect,
	panelUrl,
	replyOf,
	type Connection,
	type PanelContext,
} from '../../nodes/SmmPanel/transport/request';

const KEY = 'k3y/with+signs';
const URL_OF_PANEL = 'https://panel.example/api/v2';

function thrownBy(make: () => unknown): PanelFailure {
	try {
		make();
	} catch (error) {
		return error as PanelFailure;
	}
	throw new Error('Nothing was thrown');
}

describe('panelUrl', () => {
	it.each([
		['https://panel.example/api/v2', 'https://panel.example/api/v2'],
		['  https://panel.example/api/v2 \n', 'https://panel.example/api/v2'],
		['https://panel.example/api/v2/', 'https://panel.example/api/v2'],
		[' https://panel.example/api/v2// ', 'https://panel.example/api/v2'],
		['https://panel.example/', 'https://panel.example'],
		['HTTP://Panel.Example:8080/api', 'HTTP://Panel.Example:8080/api'],
		['http://127.0.0.1:3000/api/v2', 'http://127.0.0.1:3000/api/v2'],
		['https://[::1]:3000/api', 'https://[::1]:3000/api'],
		['https://panel.example/api.php?v=2', 'https://panel.example/api.php?v=2'],
	])('%j is %s', (url, expected) => {
		expect(panelUrl(url)).toBe(expected);
	});

	it.each(['', '   ', '/', undefined, null])('%j is empty', (url) => {
		expect(thrownBy(() => panelUrl(url))).toMatchObject({
			kind: 'url',
			certain: true,
			message: "the credential's URL is empty",
		});
	});

	it.each([
		'panel.example/api/v2',
		'//panel.example/api',
		'ftp://panel.example',
		'https://',
		'https:///api/v2',
		'https://panel example/api',
		'https://panel.example/api v2',
		'https://panel.example:port/',
		'https://[::1',
		'javascript:alert(1)',
		'x:https://panel.example',
		42,
	])('%j is no web address', (url) => {
		const failure = thrownBy(() => panelUrl(url));
		expect(failure).toBeInstanceOf(PanelFailure);
		expect(failure).toMatchObject({
			kind: 'url',
			message: "the credential's URL is not a web address",
		});
	});
});

/** A fake of the parts of n8n's context that `connect` uses; `respond` replaces the network. */
async function open(
	connection: Partial<Connection> = {},
	respond: () => unknown = () => ({ body: '{}', headers: {}, statusCode: 200 }),
	url = ` ${URL_OF_PANEL}/ `,
) {
	const requests: IHttpRequestOptions[] = [];
	const context = {
		getNode: () => ({ name: 'SMM Panel', parameters: {} }) as INode,
		getCredentials: async () => ({ url, apiKey: KEY }),
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
				requests.push(options);
				return respond();
			},
		},
	} as unknown as PanelContext;
	const { send, pace } = await connect({ context, call: calls.status, ...connection });
	return { send, pace, requests };
}

async function requestOf(connection: Partial<Connection> = {}, fields = {}) {
	const { send, requests } = await open(connection);
	await send(fields);
	return requests[0];
}

const withOptions = async (requestOptions: Connection['requestOptions']) =>
	await requestOf({ requestOptions });

describe('connect', () => {
	it('makes a form post that n8n neither repeats, nor redirects, nor parses', async () => {
		expect(await requestOf({}, { order: '1' })).toMatchObject({
			method: 'POST',
			url: URL_OF_PANEL,
			headers: {
				accept: 'application/json',
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: { action: 'status', order: '1' },
			timeout: 60_000,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			encoding: 'stream',
			json: false,
			proxy: undefined,
			skipSslCertificateValidation: false,
		});
	});

	it('gives writes more time, or the time that the user sets', async () => {
		expect((await requestOf({ call: calls.add })).timeout).toBe(120_000);
		expect((await withOptions({ timeout: 5_000 })).timeout).toBe(5_000);
		expect((await withOptions({ timeout: 0 })).timeout).toBe(60_000);
	});

	it('ignores the certificate only if set', async () => {
		const ignoring = await withOptions({ allowUnauthorizedCerts: true });
		expect(ignoring.skipSslCertificateValidation).toBe(true);
	});

	it('keeps what n8n prepared, except for what is dangerous', async () => {
		const prepared = {
			url: '/wrong',
			baseURL: URL_OF_PANEL,
			proxy: { host: 'p', port: 1 },
			skipSslCertificateValidation: true,
			disableFollowRedirect: false,
			json: true,
		} as IHttpRequestOptions;
		expect(await requestOf({ prepared })).toMatchObject({
			url: URL_OF_PANEL,
			baseURL: undefined,
			proxy: { host: 'p', port: 1 },
			skipSslCertificateValidation: true,
			disableFollowRedirect: true,
			json: false,
		});
	});

	it('gives each request separate headers and a separate body', async () => {
		const { send, requests } = await open();
		await send({ order: '1' });
		(requests[0].headers as IDataObject).key = KEY;
		(requests[0].body as IDataObject).key = KEY;
		await send({ order: '2' });
		expect(requests[1].headers).not.toHaveProperty('key');
		expect(requests[1].body).toEqual({ action: 'status', order: '2' });
	});

	it('paces by account, in batches and by the minute', async () => {
		const waits = jest.spyOn(clock, 'wait').mockResolvedValue();
		jest.spyOn(clock, 'now').mockReturnValue(0);
		const batching = { batch: { batchSize: 1, batchInterval: 7_000 } };
		const { pace } = await open({ perMinute: 60, requestOptions: { batching } });
		await pace();
		await pace();
		const { pace: other } = await open({ perMinute: 60 });
		await other();
		const { pace: elsewhere } = await open({ perMinute: 60 }, undefined, 'https://b.example');
		await elsewhere();
		expect(waits.mock.calls.map(([ms]) => ms).filter((ms) => ms > 0)).toEqual([
			7_000, 1_000, 2_000,
		]);
		jest.restoreAllMocks();
	});

	it.each([
		[calls.status, 8],
		[calls.services, 32],
	])('reads no answer that is too large: %j', async (call, most) => {
		const body = Readable.from([new Uint8Array(most * 2 ** 20 + 1)]);
		const { send } = await open({ call }, () => ({ body, headers: {}, statusCode: 200 }));
		await expect(send({})).rejects.toMatchObject({
			message: `the answer is larger than ${most} MB, and was not read`,
		});
	});

	it('names the limit that is no number', async () => {
		await expect(open({ perMinute: 'x' })).rejects.toMatchObject({
			message: expect.stringContaining("'Requests per Minute'"),
		});
	});

	it('says why n8n could not add the credential', async () => {
		for (const thrown of [new Error('no credential'), 'no credential'])
			await expect((await open({}, () => Promise.reject(thrown))).send({})).rejects.toMatchObject({
				kind: 'notSent',
				message: expect.stringMatching(/^n8n could not .*: no credential$/),
			});
	});

	it('throws no error of the HTTP library', async () => {
		const { send } = await open({}, () => {
			throw Object.assign(new Error(`connect ECONNREFUSED ${KEY}`), { code: 'ECONNREFUSED' });
		});
		const failure = (await send({}).catch((error: unknown) => error)) as PanelFailure;
		expect(failure).toBeInstanceOf(PanelFailure);
		expect(failure).toMatchObject({
			kind: 'connectionRefused',
			message: 'the panel refused the connection',
		});
	});

	it('masks the secrets of the addresses in the answer, but no short words', async () => {
		const body = 'long-password 0123-in-query proxy@password api';
		const { send } = await open(
			{ requestOptions: { proxy: 'http://me:proxy%40password@p.example' } },
			() => ({ body, headers: {}, statusCode: 200 }),
			'https://me:long-password@panel.example/?key=0123-in-query&v=api',
		);
		expect((await send({})).text).toBe('*** *** *** api');
	});

	it('masks the key in the answer', async () => {
		const { send } = await open({}, () => ({
			body: `{"key": "k3y\\/with+signs"} ${encodeURIComponent(KEY)}`,
			headers: { location: `/login?key=${KEY}` },
			statusCode: 302,
		}));
		expect(await send({})).toEqual({
			status: 302,
			text: '{"key": "***"} ***',
			location: '/login',
			retryAfter: undefined,
		});
	});

	it.each([
		['http://proxy.example:3128', { host: 'proxy.example', port: 3128, protocol: 'http' }],
		[' http://proxy.example ', { host: 'proxy.example', port: 80, protocol: 'http' }],
		['https://proxy.example', { host: 'proxy.example', port: 443, protocol: 'https' }],
		['https://proxy.example:8443/', { host: 'proxy.example', port: 8443, protocol: 'https' }],
		[
			'http://us%40er:p%3Ass@proxy.example:3128',
			{
				host: 'proxy.example',
				port: 3128,
				protocol: 'http',
				auth: { username: 'us@er', password: 'p:ss' },
			},
		],
		[
			'http://100%:a%@proxy.example',
			{
				host: 'proxy.example',
				port: 80,
				protocol: 'http',
				auth: { username: '100%', password: 'a%' },
			},
		],
	])('reads the proxy %s', async (proxy, expected) => {
		expect((await withOptions({ proxy })).proxy).toEqual(expected);
	});

	it.each([undefined, '', '  '])('uses no proxy for %j', async (proxy) => {
		expect((await withOptions({ proxy })).proxy).toBeUndefined();
	});

	it.each([
		'proxy',
		'proxy.example:3128',
		'localhost:8080',
		'http://',
		'http://proxy example',
		'socks5://proxy.example:1080',
		'user:secret@proxy.example:3128',
	])('refuses %s as a proxy', async (proxy) => {
		const failure = (await withOptions({ proxy }).catch((error: unknown) => error)) as PanelFailure;
		expect(failure).toBeInstanceOf(PanelFailure);
		expect(failure).toMatchObject({
			kind: 'parameter',
			certain: true,
			message: "the value of 'Proxy' is not a valid URL",
			hint: "Set 'Proxy' in the node's request options in the form http://host:port.",
		});
	});
});

describe('replyOf', () => {
	const masked = (text: string) => text.replaceAll('secret', '***');
	const given = (body: string, headers: IDataObject = {}) =>
		replyOf({ body, headers, statusCode: 200 }, masked);

	it.each([
		['https://me:secret99@panel.example:81/api/v3?key=1#x', 'https://panel.example:81/api/v3'],
		['/login?key=1', '/login'],
		['//me:pass@panel.example/x', '//panel.example/x'],
		['/secret/login', '/***/login'],
		['', ''],
	])('reports only the host and path of the location %s', (location, expected) => {
		expect(given('', { location }).location).toBe(expected);
	});

	it.each([
		['7', 7],
		['0', 0],
		['1.5', 1.5],
		['-3', 0],
		['', undefined],
		[' ', undefined],
		['soon', undefined],
		['Infinity', undefined],
		[undefined, undefined],
		[['7'], undefined],
	])('waits for a Retry-After of %j: %s seconds', (header, seconds) => {
		expect(given('', { 'retry-after': header }).retryAfter).toBe(seconds);
	});

	it('waits until the date of a Retry-After', () => {
		jest.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
		const at = (date: string) => given('', { 'retry-after': date }).retryAfter;
		expect(at('Thu, 01 Jan 2026 00:00:30 GMT')).toBe(30);
		expect(at('Wed, 31 Dec 2025 23:59:00 GMT')).toBe(0);
		jest.useRealTimers();
	});
});
