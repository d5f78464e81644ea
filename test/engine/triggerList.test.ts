/** A list at a URL, through n8n's own HTTP helper. `attacks.test.ts` tests its time and size limits. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { TRIGGER, useBench } from './setup';

const bench = useBench();
let server: Server;
let answer: RequestListener;

beforeAll(async () => {
	server = createServer((request, response) => answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
});

/** The error of the first poll with the list at the server. */
async function reasonFor(listener: RequestListener): Promise<string> {
	answer = listener;
	const { port } = server.address() as AddressInfo;
	const listUrl = `http://127.0.0.1:${port}/list?secret=5`;
	const error = await bench.engine
		.poll({
			type: TRIGGER,
			parameters: { event: 'orderStatus', watch: 'url', listUrl },
			credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
		})
		.then(
			() => new Error('no error'),
			(failure: Error) => failure,
		);
	expect(JSON.stringify(error)).not.toContain(bench.panel.apiKey);
	return error.message;
}

/** Shortens the timeout of 15 seconds. */
const hurry = () => {
	const { timeout } = AbortSignal;
	return jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation(() => timeout.call(AbortSignal, 200));
};

it('times out if nothing arrives', async () => {
	const timeout = hurry();
	expect(await reasonFor(() => {})).toContain('it did not arrive within 15 seconds');
	const [[ms]] = timeout.mock.calls;
	expect(ms).toBeGreaterThan(14_000);
	expect(ms).toBeLessThanOrEqual(15_000);
});

it('is given up if its redirects do not end, or lead nowhere', async () => {
	expect(
		await reasonFor((_request, response) =>
			response.writeHead(302, { location: '/on', connection: 'close' }).end(),
		),
	).toMatch(/cannot be used: .*redirect/i);
	expect(
		await reasonFor((_request, response) =>
			response.writeHead(302, { location: 'file:///etc/passwd', connection: 'close' }).end(),
		),
	).toContain('cannot be used: ');
});

it.each<[string, RequestListener, string]>([
	['in part', (_request, response) => response.writeHead(206).end('1\n2\n'), 'HTTP 206'],
	[
		'in UTF-16',
		(_request, response) => response.end(Buffer.from('\uFEFF1\n2\n', 'utf16le')),
		'not text in UTF-8',
	],
])('is an outage when it comes %s', async (_, listener, reason) => {
	expect(await reasonFor(listener)).toContain(reason);
});
