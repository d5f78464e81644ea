/** Secrets in the wrong place, and hosts to which n8n allows no requests. */
import type { INodeParameters } from 'n8n-workflow';
import { createRequire } from 'node:module';

import { AttackServer, whole } from './attackServer';
import { everythingOf, LANES, TRIGGER, TYPE, useBench, words } from './setup';

const bench = useBench();
const server = new AttackServer();
const BALANCE: INodeParameters = { resource: 'account', operation: 'getBalance' };
const SECRET = 'c0ffee5ecret1234567890abcdefabcd';

beforeAll(async () => await server.start());
afterAll(() => server.close());

const messageOf = async (work: Promise<unknown>) =>
	await work.then(
		(result) => JSON.stringify(result),
		(error: Error & { description?: string }) => `${error.message}\n${error.description}`,
	);

/** Everything reported about a credential with this URL, for each way to a panel. */
async function said(url: string, apiKey = 'another-key-altogether'): Promise<string[]> {
	const credentialData = { url, apiKey };
	const test = {
		type: TYPE,
		method: 'smmPanelApiTest',
		credentialType: 'smmPanelApi',
		data: credentialData,
	};
	const search = { type: TYPE, method: 'searchServices', credentialData };
	const poll = { type: TRIGGER, parameters: { event: 'balanceChange' }, credentialData };
	return [
		await messageOf(bench.engine.credentialTest(test)),
		await messageOf(bench.engine.listSearch(search)),
		await messageOf(bench.engine.poll(poll)),
		...(await Promise.all(
			LANES.map(async (lane) => {
				const run = await bench.run(BALANCE, { lane, credentialData });
				return `${words(run)}\n${everythingOf(run)}`;
			}),
		)),
	];
}

it.each([
	['alone', () => SECRET],
	['behind the URL', () => `${server.url} ${SECRET}`],
	['in its query', () => `${server.url}?key=${SECRET}`],
	['as a user', () => server.url.replace('//', `//me:${SECRET}@`)],
])('a key in the URL, %s, is never reported', async (_, url) => {
	const location = `Location: ${url().split(' ')[0]}\r\n`;
	for (const attack of [whole(`Bad ${SECRET}`), whole('', location, '302 Found')]) {
		server.attack = attack;
		for (const text of await said(url())) expect(text.includes(SECRET)).toBe(false);
	}
});

it('the URL of a list is never reported, because its query may hold a secret', async () => {
	server.attack = whole('', '', '404 Not Found');
	for (const listUrl of [`${server.url}?token=${SECRET}`, SECRET]) {
		const parameters = { event: 'orderStatus', watch: 'url', listUrl };
		const credentialData = { url: bench.panel.url, apiKey: bench.panel.apiKey };
		const text = await messageOf(bench.engine.poll({ type: TRIGGER, parameters, credentialData }));
		expect(text).toContain('cannot be used');
		expect(text).not.toContain(SECRET);
	}
});

/** Turns n8n's protection of internal addresses on or off. Returns false if this core has none. */
function protect(on: boolean): boolean {
	const requireOfCore = createRequire(require.resolve('n8n-core'));
	const { SsrfProtectionConfig } = requireOfCore('@n8n/config') as {
		SsrfProtectionConfig?: new () => { enabled: boolean };
	};
	if (!SsrfProtectionConfig) return false;
	const { Container } = requireOfCore('@n8n/di') as {
		Container: { get(type: unknown): { enabled: boolean } };
	};
	Container.get(SsrfProtectionConfig).enabled = on;
	return true;
}

describe("n8n's protection of internal addresses", () => {
	afterEach(() => void protect(false));

	it('is respected on each way to a panel, and named', async () => {
		const isProtected = protect(true);
		const said_ = await said(bench.panel.url, bench.panel.apiKey);
		const parameters = { event: 'orderStatus', watch: 'url', listUrl: server.url };
		server.attack = whole('23501');
		server.requests.length = 0;
		const credentialData = { url: bench.panel.url, apiKey: bench.panel.apiKey };
		said_.push(await messageOf(bench.engine.poll({ type: TRIGGER, parameters, credentialData })));
		for (const text of said_) expect(/N8N_SSRF_ALLOWED/.test(text)).toBe(isProtected);
		// A core without the protection sends requests; with it, none are sent.
		expect(bench.panel.count() + server.requests.length > 0).toBe(!isProtected);
	});
});
