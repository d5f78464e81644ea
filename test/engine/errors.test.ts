import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SET_NODE, type EngineRun, type Lane, type RunOptions } from '../../sandbox/engine';
import type { Dialect, Fault } from '../../sandbox/panel';
import {
	byId,
	closedAddress,
	defaultOrder,
	everythingOf,
	GO_ON,
	LANES,
	LINK,
	useBench,
	words,
} from './setup';

/** Each of these characters is encoded differently in JSON, HTML, a form body or a URL. */
const KEY = 'k3y/with"all&the<odd>+chars %41\'=ok';
const bench = useBench({ apiKey: KEY });

const BALANCE: INodeParameters = { resource: 'account', operation: 'getBalance' };
const QUICK = { requestOptions: { timeout: 600 } };
const ORDER = { items: [{ link: LINK }] };

async function listening(server: Server): Promise<string> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Every way in which a panel can write the key. */
const KEY_FORMS = [
	KEY,
	JSON.stringify(KEY).slice(1, -1),
	JSON.stringify(KEY).slice(1, -1).replace(/\//g, '\\/'),
	encodeURIComponent(KEY),
	new URLSearchParams({ key: KEY }).toString().slice('key='.length),
	KEY.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
];

function expectNoKeyIn(run: EngineRun): void {
	const everything = everythingOf(run);
	// The first letters are the same in every encoding; the text around them shows where the key was.
	const at = everything.indexOf('k3y');
	expect(at < 0 ? '' : everything.slice(Math.max(0, at - 60), at + 60)).toBe('');
}

/** Expressions with which a following node could try to read what it should not see. */
const LOOKS = [
	'={{ JSON.stringify($input.item) }}',
	'={{ JSON.stringify($input.item.error) }}',
	'={{ $input.item.error?.cause?.config?.data }}',
	'={{ $json.error?.cause?.config?.data }}',
	'={{ JSON.stringify($json.details) }}',
	'={{ JSON.stringify($("SMM Panel").all()) }}',
	'={{ JSON.stringify($("SMM Panel").params) }}',
	'={{ JSON.stringify($node["SMM Panel"]) }}',
];
const spies = (fromOutput: 0 | 1) =>
	LOOKS.map((value, n) => ({
		name: `Spy ${n}`,
		type: SET_NODE,
		parameters: { value },
		fromOutput,
	}));

/**
 * Runs in both lanes with each 'On Error' setting, searches for the key everywhere, and returns the run of the
 * bulk lane that stopped.
 */
async function failing(
	parameters: INodeParameters,
	prepare: () => void,
	options: Partial<RunOptions> = {},
): Promise<EngineRun> {
	const runs: EngineRun[] = [];
	for (const lane of LANES as Lane[]) {
		for (const onError of [undefined, 'continueRegularOutput', 'continueErrorOutput'] as Array<
			OnError | undefined
		>) {
			bench.panel.clearFaults();
			prepare();
			const after = onError ? spies(onError === 'continueErrorOutput' ? 1 : 0) : [];
			const run = await bench.run(parameters, { lane, onError, after, ...options });
			expectNoKeyIn(run);
			if (onError) expect(Object.keys(run.after)).toHaveLength(LOOKS.length);
			runs.push(run);
		}
	}
	expect(runs[0].status).toBe('error');
	expect(words(runs[3])).toBe(words(runs[0]));
	return runs[0];
}

const credentialFor = (url: string) => ({ credentialData: { url, apiKey: KEY } });

describe("the panel's words", () => {
	it('do not make n8n take the failure for a cancellation by its user', async () => {
		const body = '{"error":"Order is already canceled"}';
		const prepare = () => void bench.panel.fault({ kind: 'reply', body });
		const run = await failing({ resource: 'order', operation: 'cancel', orderIds: '7' }, prepare);
		expect(run.error?.message).toContain('"Order is already cancelled"');
	});

	const SAID: Array<[string, string, string]> = [
		['Invalid API key', 'apiKey', 'Copy the API key again'],
		['Not enough funds on balance', 'funds', 'Add funds'],
		['Incorrect service ID', 'serviceId', 'Select the service again'],
		['Rate limit exceeded', 'rateLimit', "'Requests per Minute'"],
		['Quantity less than minimal 50', 'quantity', "Keep 'Quantity' between"],
		['Bad link', 'link', "Check 'Link'"],
		['You have active order with this link.', 'activeOrder', 'Wait until the active order'],
		['You cannot do that', 'refused', "These are the panel's own words"],
	];

	it.each(SAID)('"%s" (%s)', async (error, kind, hint) => {
		bench.panel.fault({ kind: 'reply', body: JSON.stringify({ error }), times: 99 });
		for (const lane of LANES) {
			const run = await bench.run(defaultOrder(), { lane, ...ORDER });
			expect(run.error?.message).toBe(
				`The order was not placed: the panel answered "${error}" [item 0]`,
			);
			expect(run.error?.description).toContain(hint);
			const { json } = await bench.run(defaultOrder(), { lane, ...GO_ON, ...ORDER });
			expect(json).toMatchObject([{ details: { kind, outcome: 'notPlaced' } }]);
		}
	});

	it('for an unknown id', async () => {
		const parameters = { resource: 'order', operation: 'getStatus', orderIds: '999' };
		const run = await failing(parameters, () => {});
		expect(run.error?.message).toBe('Order 999: the panel answered "Incorrect order ID" [item 0]');
	});

	it('for an unknown service', async () => {
		const run = await failing(defaultOrder({ service: byId(4711) }), () => {}, ORDER);
		expect(run.error?.message).toContain('"Incorrect service ID"');
	});
});

describe('invalid answers', () => {
	const STRANGE: Array<[string, Fault, RegExp, RegExp]> = [
		['a web page', { kind: 'html200' }, /a web page instead of data \(HTTP 200\)/, /\/api\/v2/],
		['a firewall', { kind: 'html403' }, /a web page instead of data \(HTTP 403\)/, /firewall/],
		['an error page', { kind: 'html500' }, /a web page instead of data \(HTTP 500\)/, /\/api\/v2/],
		['an empty body', { kind: 'empty' }, /sent an empty answer \(HTTP 200\)/, /\/api\/v2/],
		['other text', { kind: 'notJson' }, /something that is not JSON \(HTTP 200\)/, /\/api\/v2/],
		['a bare 500', { kind: 'status500' }, /answered with HTTP 500/, /\/api\/v2/],
		[
			'a 404',
			{ kind: 'reply', status: 404, body: 'no such page' },
			/answered with HTTP 404/,
			/\/api\/v2/,
		],
		['a list', { kind: 'reply', body: '[1,2]' }, /answered without a balance/, /\/api\/v2/],
		['null', { kind: 'reply', body: 'null' }, /answered without a balance/, /\/api\/v2/],
		['a number', { kind: 'reply', body: '17' }, /answered without a balance/, /\/api\/v2/],
		['a word', { kind: 'reply', body: '"closed"' }, /answered "closed"/, /panel's own words/],
		['half a body', { kind: 'truncated', complete: true }, /that is not JSON/, /\/api\/v2/],
		['a broken body', { kind: 'truncated' }, /broke before the answer was complete/, /overloaded/],
		['a reset', { kind: 'resetBefore' }, /broke before the answer was complete/, /overloaded/],
	];

	it.each(STRANGE)('%s', async (_, fault, message, hint) => {
		bench.panel.fault({ ...fault, times: 99 });
		for (const lane of LANES) {
			const { error } = await bench.run(BALANCE, { lane });
			expect(error?.message).toMatch(message);
			expect(error?.message).toMatch(/ \[item 0\]$/);
			expect(error?.description).toMatch(hint);
			const order = await bench.run(defaultOrder(), { lane, ...ORDER });
			expect(words(order)).toMatch(
				fault.status === 404
					? /^The order was not placed[^]+It is safe to retry this order\./
					: /^It is unknown whether the order was placed[^]+in the list of orders on the panel's website/,
			);
		}
	});

	it('shows only the beginning of a long body', async () => {
		const body = `<html><body>${'blah '.repeat(5_000)}</body></html>`;
		bench.panel.fault({ kind: 'reply', body, times: 99 });
		const run = await bench.run(BALANCE);
		expect(words(run).length).toBeLessThan(1_000);
	});
});

describe('no answer', () => {
	it('in time', async () => {
		const prepare = () => void bench.panel.fault({ kind: 'hang', times: 99 });
		const parameters = defaultOrder(QUICK);
		const run = await failing(parameters, prepare, ORDER);
		expect(run.error?.message).toContain('the panel did not answer in time');
		expect(run.error?.message).toContain('It is unknown whether the order was placed');
		expect(run.error?.description).toContain("'Timeout' in the node's request options");
		expect(bench.panel.count('add')).toBe(6);
	});

	it('from a closed port', async () => {
		const run = await failing(defaultOrder(), () => {}, {
			...ORDER,
			...credentialFor(`${await closedAddress()}/api/v2`),
		});
		expect(run.error?.message).toBe(
			'The order was not placed: the panel refused the connection [item 0]',
		);
		expect(run.error?.description).toContain('The panel may be down');
	});

	it('from a host that does not exist', async () => {
		const run = await failing(defaultOrder(), () => {}, {
			...ORDER,
			...credentialFor('http://panel.invalid/api/v2'),
		});
		expect(run.error?.message).toMatch(
			/^The order was not placed: the host (is unknown|name could not be looked up) \[item 0\]$/,
		);
		expect(run.error?.description).toContain('Check the host name');
	});

	it.each([
		['', /the credential's URL is empty/],
		['panel.example/api/v2', /the credential's URL is not a web address/],
		['ftp://panel.example', /is not a web address/],
		['https://', /is not a web address/],
	])('for the URL "%s"', async (url, message) => {
		const run = await failing(defaultOrder(), () => {}, { ...ORDER, ...credentialFor(url) });
		expect(run.error?.message).toMatch(message);
		expect(run.error?.description).toContain('https://panel.example/api/v2');
	});
});

describe('a redirect', () => {
	const visits: string[] = [];
	const other = createHttpServer((request, response) => {
		visits.push(request.url ?? '');
		response.end('{"balance":"1"}');
	});
	let address = '';
	beforeAll(async () => (address = await listening(other)));
	afterAll(() => void other.close());

	it.each([302, 307])('with HTTP %d is never followed', async (status) => {
		const location = `http://${address}/moved?key=${encodeURIComponent(KEY)}`;
		const prepare = () => void bench.panel.fault({ kind: 'redirect', status, location, times: 9 });
		const run = await failing(BALANCE, prepare);
		expect(run.error?.message).toContain(`redirects to http://${address}/moved`);
		expect(run.error?.description).toContain('Redirects are not followed');
		const order = await failing(defaultOrder(), prepare, ORDER);
		expect(order.error?.message).toContain(
			status === 307 ? 'The order was not placed' : 'It is unknown whether the order was placed',
		);
		expect(visits).toEqual([]);
		expect(bench.panel.count()).toBe(12);
	});
});

describe('a bad certificate', () => {
	let server: Server;
	let url = '';
	let requests = 0;
	beforeAll(async () => {
		const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
		const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const self = ['-subj', '/CN=localhost', '-keyout', key, '-out', cert, '-days', '2'];
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...self], {
			stdio: 'ignore',
		});
		const tls = { key: readFileSync(key), cert: readFileSync(cert) };
		rmSync(folder, { recursive: true });
		server = createHttpsServer(tls, (_request, response) => {
			requests++;
			response.end('{"balance":"12","currency":"EUR"}');
		});
		url = `https://${await listening(server)}/api/v2`;
	});
	afterAll(() => void server.close());

	it('is refused before anything is sent', async () => {
		const run = await failing(defaultOrder(), () => {}, { ...ORDER, ...credentialFor(url) });
		expect(run.error?.message).toBe(
			'The order was not placed: no secure connection could be made [item 0]',
		);
		expect(run.error?.description).toContain("'Ignore SSL Issues'");
		expect(requests).toBe(0);
	});

	it.each(LANES)('is accepted with Ignore SSL Issues (%s)', async (lane) => {
		const requestOptions = { allowUnauthorizedCerts: true };
		const run = await bench.run({ ...BALANCE, requestOptions }, { lane, ...credentialFor(url) });
		expect(run.json).toEqual([{ balance: 12, currency: 'EUR' }]);
	});
});

describe('a panel that repeats the key', () => {
	const DIALECTS: Array<Partial<Dialect>> = [
		{ echoKey: true },
		{ echoKey: true, errorShape: 'success' },
		{ echoKey: true, errorShape: 'message', errorStatus: 400 },
		{ echoKey: true, errorShape: 'list', errorStatus: 401 },
	];

	it.each(DIALECTS)('in refusals, %j', async (dialect) => {
		bench.panel.dialect(dialect);
		const run = await failing(defaultOrder(), () => {}, { items: [{ link: 'nonsense' }] });
		expect(run.error?.message).toContain('Bad link (key: ***)');
	});

	it('in rows', async () => {
		bench.panel.dialect({ echoKey: true });
		const parameters = { resource: 'order', operation: 'cancel', orderIds: '998,999' };
		const run = await failing(parameters, () => {});
		expect(run.error?.message).toContain('Incorrect order ID (key: ***)');
	});

	const escaped = (char: string) => `\\u00${char.charCodeAt(0).toString(16)}`;
	// `test/transport/mask.test.ts` tests the other encodings of a key.
	const BODIES: Array<[string, Partial<Fault>]> = [
		['in JSON with \\u', { body: JSON.stringify({ error: KEY }).replace(/[<>&'/]/g, escaped) }],
		['in a web page, raw', { body: `<html><!-- ${KEY} --><p title='${KEY}'>${KEY}</p></html>` }],
		['in JSON', { body: JSON.stringify({ error: `bad key ${KEY}` }) }],
		['in JSON as a name', { body: JSON.stringify({ [KEY]: 1, error: 'no' }) }],
		['as a form body', { body: `POST key=${KEY_FORMS[4]}&action=balance` }],
		['with HTTP 500', { status: 500, body: KEY }],
	];

	it.each(BODIES)('%s', async (_, fault) => {
		const prepare = () => void bench.panel.fault({ kind: 'reply', times: 99, ...fault });
		await failing(BALANCE, prepare);
		await failing(defaultOrder(), prepare, ORDER);
	});

	it.each(LANES)('in a successful answer, also in raw (%s)', async (lane) => {
		const body = JSON.stringify({ balance: '1', currency: 'EUR', key: KEY, note: `x${KEY}y` });
		bench.panel.fault({ kind: 'reply', body });
		const run = await bench.run({ ...BALANCE, output: 'raw' }, { lane, after: spies(0) });
		expect(run.json).toEqual([{ balance: '1', currency: 'EUR', key: '***', note: 'x***y' }]);
		expectNoKeyIn(run);
	});

	it('in the answer to an order, which the execution stores', async () => {
		const body = JSON.stringify({ order: 77, echo: { key: KEY } });
		bench.panel.fault({ kind: 'reply', body });
		const run = await bench.run({ ...defaultOrder(), output: 'raw' }, { ...ORDER });
		expect(run.json).toEqual([{ order: 77, echo: { key: '***' } }]);
		expectNoKeyIn(run);
	});
});

it('does not retry when the panel answers 401', async () => {
	for (const lane of LANES) {
		bench.panel.resetCounters();
		bench.panel.fault({
			kind: 'reply',
			status: 401,
			body: '{"error":"Invalid API key"}',
			times: 9,
		});
		await bench.run(BALANCE, { lane });
		expect(bench.panel.count()).toBe(1);
	}
});

it('sends nothing of an input field named key', async () => {
	const items: IDataObject[] = [{ link: LINK, key: 'mine', action: 'balance' }];
	await bench.run(defaultOrder(), { items });
	expect(bench.panel.requests.map(({ fields }) => [fields.key, fields.action])).toEqual([
		[KEY, 'add'],
	]);
});
