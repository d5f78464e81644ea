import {
	NodeOperationError,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeType,
} from 'n8n-workflow';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Engine, loadPackage, SET_NODE, stored, type LogEntry } from '../../sandbox/engine';

const requests: URLSearchParams[] = [];
let failures = 0;
const server = createServer(async (request, response) => {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	const form = new URLSearchParams(body);
	requests.push(form);
	const status = failures > 0 ? 500 : form.get('key') === 'right' ? 200 : 403;
	failures = Math.max(0, failures - 1);
	response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
	response.end('{"balance":"1"}');
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

class ToyApi implements ICredentialType {
	name = 'toyApi';

	displayName = 'Toy API';

	properties: ICredentialType['properties'] = [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Key', name: 'apiKey', type: 'string', default: 'right' },
	];

	authenticate: ICredentialType['authenticate'] = async (credentials, request) => ({
		...request,
		body: { ...(request.body as IDataObject), key: credentials.apiKey },
	});
}

async function call(this: IExecuteFunctions) {
	const { url: address } = await this.getCredentials<{ url: string }>('toyApi');
	const options: IHttpRequestOptions = {
		url: address,
		method: 'POST',
		headers: form,
		body: { action: 'bulk' },
	};
	const reply = await this.helpers.httpRequestWithAuthentication.call(this, 'toyApi', options);
	return [[{ json: reply as IDataObject, pairedItem: { item: 0 } }]];
}

async function fail(this: IExecuteFunctions) {
	this.logger.warn('about to fail', { item: 0 });
	const context = this.getContext('node');
	context.tries = ((context.tries as number) ?? 0) + 1;
	if (context.tries === 1) throw new NodeOperationError(this.getNode(), 'The first try fails');
	return [[{ json: { tries: context.tries as number } }]];
}

async function items(this: IExecuteFunctions) {
	return [
		this.getInputData().map(({ json }, item) => ({
			json: json.bad ? { error: 'bad item' } : { ok: true, ...json },
			pairedItem: { item },
		})),
	];
}

async function wait(this: IExecuteFunctions) {
	this.getContext('node').begun = true;
	const signal = this.getExecutionCancelSignal()!;
	await new Promise((resolve) => signal.addEventListener('abort', resolve));
	this.getContext('node').tooLate = true;
	this.logger.info('stopped');
	return [[]];
}

class Toy implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Toy',
		name: 'toy',
		group: ['transform'],
		version: 1,
		description: 'A node that has both lanes',
		defaults: { name: 'Toy' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'toyApi' }],
		requestDefaults: { baseURL: '={{$credentials.url}}', method: 'POST', headers: form },
		properties: [
			{ displayName: 'Resource', name: 'resource', type: 'hidden', default: 'toy' },
			{ displayName: 'Operation', name: 'operation', type: 'string', default: 'call' },
			{
				displayName: 'Needed',
				name: 'needed',
				type: 'string',
				default: '',
				required: true,
				displayOptions: { show: { operation: ['needy'] } },
			},
			{
				displayName: 'Action',
				name: 'action',
				type: 'hidden',
				default: 'routed',
				routing: { send: { type: 'body', property: 'action' }, request: { url: '' } },
			},
		],
	};

	customOperations = { toy: { call, fail, items, wait } };

	methods: INodeType['methods'] = {
		listSearch: {
			async find(filter, paginationToken) {
				const { url: address } = await this.getCredentials<{ url: string }>('toyApi');
				const chosen = this.getCurrentNodeParameter('operation') as string;
				const reply = (await this.helpers.httpRequestWithAuthentication.call(this, 'toyApi', {
					url: address,
					method: 'POST',
					headers: form,
					body: { action: 'list' },
				})) as { balance: string };
				const name = [filter, paginationToken, chosen, reply.balance].join(' ');
				return { results: [{ name, value: 1 }] };
			},
		},
		credentialTest: {
			async check({ data }) {
				return data?.apiKey === 'right'
					? { status: 'OK', message: 'Fine' }
					: { status: 'Error', message: 'Wrong' };
			},
		},
	};
}

class ToyTrigger implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Toy Trigger',
		name: 'toyTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Counts its polls',
		defaults: { name: 'Toy Trigger' },
		polling: true,
		inputs: [],
		outputs: ['main'],
		properties: [],
	};

	poll: INodeType['poll'] = async function () {
		const data = this.getWorkflowStaticData('node');
		data.polls = ((data.polls as number) ?? 0) + 1;
		const pollTimes = this.getNodeParameter('pollTimes') as IDataObject;
		return this.getMode() === 'manual' ? [[{ json: { pollTimes } }]] : null;
	};
}

const TYPE = 'toys.toy';
const toy = new Toy();
let engine: Engine;

beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	engine = await Engine.start({
		nodes: {
			[TYPE]: toy,
			'toys.toyTrigger': new ToyTrigger(),
		},
		credentials: { toyApi: new ToyApi() },
		credentialData: { toyApi: { url: url() } },
	});
});

afterAll(async () => {
	await engine.close();
	server.close();
});

beforeEach(() => {
	requests.length = 0;
	failures = 0;
});

const operation = (name: string) => ({ type: TYPE, parameters: { operation: name } });

describe('lanes', () => {
	it('takes the custom operation where there is one, and signs its request', async () => {
		const run = await engine.run(operation('call'));
		expect(run).toMatchObject({ status: 'success', json: [{ balance: '1' }] });
		expect(requests.map(String)).toEqual(['action=bulk&key=right']);
	});

	it('takes the routing where there is none', async () => {
		const run = await engine.run(operation('other'));
		expect(run.json).toEqual([{ balance: '1' }]);
		expect(requests.map(String)).toEqual(['action=routed&key=right']);
	});

	it('takes the routing on demand, one request for each item', async () => {
		const run = await engine.run({ ...operation('call'), lane: 'routing', items: [{}, {}] });
		expect(run.json).toHaveLength(2);
		expect(requests.map((sent) => sent.get('action'))).toEqual(['routed', 'routed']);
	});

	it('refuses the lane bulk without a custom operation', async () => {
		await expect(engine.run({ ...operation('other'), lane: 'bulk' })).rejects.toThrow(
			'"toys.toy" has no custom operation for toy → other',
		);
	});

	it('leaves the node type as it was', () => {
		expect(toy.description.properties.map(({ name }) => name)).not.toContain('requestOptions');
		expect(toy).not.toHaveProperty('execute');
		expect(toy.customOperations.toy).toHaveProperty('call');
	});

	it('knows the request options that n8n adds', async () => {
		const requestOptions = { batching: { batch: { batchSize: 1, batchInterval: 100 } } };
		const parameters = { operation: 'other', requestOptions };
		const begun = Date.now();
		await engine.run({ type: TYPE, parameters, items: [{}, {}, {}] });
		expect(Date.now() - begun).toBeGreaterThanOrEqual(190);
	});
});

describe('credentials', () => {
	it('signs with the data of the run', async () => {
		const credentialData = { url: url(), apiKey: 'wrong' };
		const run = await engine.run({ ...operation('call'), credentialData });
		expect(run.status).toBe('error');
		expect(requests[0].get('key')).toBe('wrong');
	});
});

describe('errors', () => {
	it('returns the error of a failed run', async () => {
		const run = await engine.run(operation('fail'));
		expect(run).toMatchObject({ status: 'error', json: [], items: [], errorItems: [] });
		expect(run.error?.message).toBe('The first try fails');
		expect(stored(run.data)).toContain('The first try fails');
	});

	it('continues with the regular output, and shows the input items behind it', async () => {
		const run = await engine.run({
			...operation('fail'),
			items: [{ id: 1 }],
			onError: 'continueRegularOutput',
			after: [{ name: 'Next', type: SET_NODE, parameters: { value: '={{ $json.id }}' } }],
		});
		expect(run).toMatchObject({ status: 'success', json: [{ id: 1 }], errorItems: [] });
		expect(run.after.Next[0].json).toEqual({ value: 1 });
	});

	it('splits items over the two outputs, and shows both to the nodes behind', async () => {
		const run = await engine.run({
			...operation('items'),
			items: [{ id: 1 }, { id: 2, bad: true }],
			onError: 'continueErrorOutput',
			after: [
				{ name: 'Good', type: SET_NODE, parameters: { value: '={{ $json.id }}' } },
				{
					name: 'Bad',
					type: SET_NODE,
					parameters: { value: "={{ $json.error }} of {{ $('SMM Panel').params.operation }}" },
					fromOutput: 1,
				},
			],
		});
		expect(run.json).toEqual([{ ok: true, id: 1 }]);
		expect(run.errorItems.map(({ json }) => json)).toEqual([
			{ id: 2, bad: true, error: 'bad item' },
		]);
		expect(run.after.Good.map(({ json }) => json)).toEqual([{ value: 1 }]);
		expect(run.after.Bad.map(({ json }) => json)).toEqual([{ value: 'bad item of items' }]);
	});

	it('refuses to start without a required parameter', async () => {
		await expect(engine.run(operation('needy'))).rejects.toThrow(/issues/);
	});

	it('runs the node again on Retry On Fail', async () => {
		failures = 1;
		const run = await engine.run({
			...operation('call'),
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});
		expect(run.status).toBe('success');
		expect(requests).toHaveLength(2);
	});

	it("keeps the node's context over the Retry button, and the failed run as it was", async () => {
		const failed = await engine.run(operation('fail'));
		const before = stored(failed.data);
		const retried = await engine.run({ ...operation('fail'), retryOf: failed });
		expect(retried).toMatchObject({ status: 'success', json: [{ tries: 2 }] });
		expect(stored(failed.data)).toBe(before);
		await expect(engine.run({ ...operation('fail'), retryOf: retried })).rejects.toThrow(
			'cannot be retried',
		);
	});

	it('stores a cancelled run as it was when it was cancelled', async () => {
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 50);
		const run = await engine.run({ ...operation('wait'), signal: controller.signal });
		expect(run.status).toBe('canceled');
		expect(stored(run.data)).toContain('begun');
		expect(stored(run.data)).not.toContain('tooLate');
		expect(run.logs).toContainEqual({ level: 'info', message: 'stopped' });
	});
});

it('keeps the log lines of overlapping runs apart', async () => {
	const [one, two] = await Promise.all([
		engine.run(operation('fail')),
		engine.run(operation('items')),
	]);
	const warnings = (logs: LogEntry[]) => logs.filter(({ level }) => level === 'warn');
	expect(warnings(one.logs)).toEqual([
		{ level: 'warn', message: 'about to fail', meta: { item: 0 } },
	]);
	expect(warnings(two.logs)).toEqual([]);
});

it('runs with the first item only on Execute Once', async () => {
	const run = await engine.run({
		...operation('items'),
		lane: 'bulk',
		items: [{}, {}],
		executeOnce: true,
	});
	expect(run.json).toHaveLength(1);
});

describe('the editor', () => {
	it('searches a list', async () => {
		const { results } = await engine.listSearch({
			...operation('call'),
			method: 'find',
			filter: 'likes',
			paginationToken: '2',
		});
		expect(results).toEqual([{ name: 'likes 2 call 1', value: 1 }]);
		expect(requests.map(String)).toEqual(['action=list&key=right']);
	});

	it('names a method that is missing', async () => {
		await expect(engine.listSearch({ type: TYPE, method: 'none' })).rejects.toThrow(
			'"toys.toy" has no listSearch method "none"',
		);
	});

	it('runs a credential test function', async () => {
		const test = { type: TYPE, method: 'check', credentialType: 'toyApi' };
		const wrong = await engine.credentialTest({ ...test, data: { apiKey: 'wrong' } });
		expect(wrong).toEqual({ status: 'Error', message: 'Wrong' });
		expect((await engine.credentialTest({ ...test, data: {} })).status).toBe('OK');
	});
});

it('polls with the static data of its caller', async () => {
	const staticData: IDataObject = {};
	const options = { type: 'toys.toyTrigger', parameters: {}, staticData };
	expect(await engine.poll(options)).toBeNull();
	const test = await engine.poll({ ...options, mode: 'manual' });
	expect(test).toEqual([[{ json: { pollTimes: { item: [{ mode: 'everyMinute' }] } } }]]);
	expect(JSON.stringify(staticData)).toBe('{"node:SMM Panel Trigger":{"polls":2}}');
});

it('loads a built package with the loader of n8n', async () => {
	const dir = mkdtempSync(join(tmpdir(), 'harness-package-'));
	const n8n = { nodes: ['dist/Built.node.js'], credentials: ['dist/Built.credentials.js'] };
	const node = new Toy().description;
	const credential = new ToyApi();
	mkdirSync(join(dir, 'dist'));
	writeFileSync(
		join(dir, 'package.json'),
		JSON.stringify({ name: 'built', version: '1.0.0', n8n }),
	);
	writeFileSync(
		join(dir, 'dist/Built.node.js'),
		`exports.Built = class { constructor() { this.description = ${JSON.stringify(node)}; } };`,
	);
	writeFileSync(
		join(dir, 'dist/Built.credentials.js'),
		`exports.Built = class { constructor() { Object.assign(this, ${JSON.stringify(credential)}, { authenticate: ${String(credential.authenticate)} }); } };`,
	);
	const loaded = await loadPackage(dir);
	rmSync(dir, { recursive: true });
	const credentialData = { toyApi: { url: url() } };
	const other = await Engine.start({ ...loaded, credentialData });
	const run = await other.run({ type: 'built.toy', parameters: { operation: 'call' } });
	await other.close();
	expect(run.json).toEqual([{ balance: '1' }]);
	expect(requests.map(String)).toEqual(['action=routed&key=right']);
	const options = loaded.nodes['built.toy'].description.properties.filter(
		({ name }) => name === 'requestOptions',
	);
	expect(options).toHaveLength(1);
	expect(options[0].options).toHaveLength(4);
});

it("n8n's loader keeps what its AI builder reads", async () => {
	const { nodes } = await loadPackage(join(__dirname, '../..'));
	for (const type of ['smmPanel', 'smmPanelTrigger']) {
		const { builderHint } = nodes[`n8n-nodes-smm-panel.${type}`].description;
		expect(builderHint).toMatchObject({ searchHint: expect.stringMatching(/SMM panel/i) });
	}
	const hints = JSON.stringify(nodes['n8n-nodes-smm-panel.smmPanel'].description.properties);
	expect(hints.match(/"propertyHint"/g)).toHaveLength(2);
});
