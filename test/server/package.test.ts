/** The packed package in a real n8n: its listing, its operations, its secrets, and an upgrade. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';

import { testCredential } from '../../sandbox/n8n/credentials';
import { readExamples } from '../../sandbox/n8n/examples';
import { installPackage, pack } from '../../sandbox/n8n/pack';
import { withCredential } from '../../sandbox/n8n/exchange';
import {
	activate,
	createWorkflow,
	deactivate,
	ended,
	errorOf,
	type Execution,
	executionsOf,
	outputOf,
	run,
	type SavedWorkflow,
} from '../../sandbox/n8n/workflows';
import { FINISHED_AT } from '../../sandbox/panel';
import { orderForm } from '../../sandbox/orderForm';
import { API_KEY, type Host, startHost } from './host';
import { NODE, oneTrigger, runNode, saveOneNode, TRIGGER } from './nodeRun';
import { lastRelease } from './release';
import { until } from './until';

const LINK = 'https://example.com/post-of-the-package-test';
const ORDER = {
	resource: 'order',
	operation: 'create',
	service: { __rl: true, mode: 'id', value: '1' },
	fields: orderForm({ link: LINK, quantity: 100 }),
};

/** The same order with its own link. */
const orderOf = (end: string) => ({
	...ORDER,
	fields: orderForm({ link: `${LINK}${end}`, quantity: 100 }),
});

/** The release to upgrade from; if there is none, the current files under an older version. */
const RELEASE = lastRelease();

let host: Host;
/** A workflow saved and run with the previous version. */
let saved: SavedWorkflow;
let before: Execution;

beforeAll(async () => {
	host = await startHost(RELEASE ? { release: RELEASE } : { version: '0.0.1' });
	saved = await saveOneNode(host, ORDER);
	before = await ended(host.rest, await run(host.rest, saved));
	await host.server.stop();
	await installPackage(host.folder, await pack(host.folder));
	await host.server.start();
	await host.rest.logIn();
});

afterAll(async () => await host?.close());

it('lists its types under the name of the package', async () => {
	const nodes = await host.rest.get<Array<{ name: string }>>('/types/nodes.json');
	const credentials = await host.rest.get<Array<{ name: string }>>('/types/credentials.json');
	const ours = nodes.map(({ name }) => name).filter((name) => /smm/i.test(name));
	expect(ours.sort()).toEqual([
		'n8n-nodes-smm-panel.smmPanel',
		'n8n-nodes-smm-panel.smmPanelTool',
		'n8n-nodes-smm-panel.smmPanelTrigger',
	]);
	expect(credentials.map(({ name }) => name)).toContain('smmPanelApi');
});

it('has examples of nodes and versions that n8n knows', async () => {
	const types =
		await host.rest.get<Array<{ name: string; version: number | number[] }>>('/types/nodes.json');
	for (const file of await readExamples()) {
		const unknown = file.nodes.filter(
			({ type, typeVersion }) =>
				!types.some(({ name, version }) => name === type && [version].flat().includes(typeVersion)),
		);
		expect(unknown).toEqual([]);
		await expect(createWorkflow(host.rest, file)).resolves.toMatchObject({ name: file.name });
	}
});

it('tests a credential, right and wrong', async () => {
	const test = async (data: { url: string; apiKey: string }) =>
		await testCredential(host.rest, host.credential, data);
	const { url } = host.panel;
	await expect(test({ url, apiKey: API_KEY })).resolves.toMatchObject({ status: 'OK' });
	await expect(test({ url, apiKey: 'wrong' })).resolves.toMatchObject({
		status: 'Error',
		message: expect.stringContaining('Invalid API key'),
	});
	await expect(
		test({ url: url.replace('/api/v2', '/elsewhere'), apiKey: API_KEY }),
	).resolves.toMatchObject({ status: 'Error', message: expect.stringContaining('URL') });
});

describe('each operation, in a workflow that n8n runs', () => {
	let order: string;
	let refill: string;

	const output = async (parameters: INodeParameters) => {
		const execution = await runNode(host, parameters);
		expect(errorOf(execution)).toBe('');
		return outputOf(execution, NODE);
	};

	it('account: getBalance', async () => {
		await expect(output({ resource: 'account', operation: 'getBalance' })).resolves.toEqual([
			{ balance: Number(host.panel.balance()), currency: 'USD' },
		]);
	});

	it('service: getMany', async () => {
		const all = await output({ resource: 'service', operation: 'getMany', returnAll: true });
		expect(all).toHaveLength(host.panel.services.length);
	});

	it('service: get', async () => {
		const service = { __rl: true, mode: 'id', value: '1' };
		await expect(output({ resource: 'service', operation: 'get', service })).resolves.toEqual([
			expect.objectContaining({ service: '1', name: 'Followers', rate: 0.9, refill: true }),
		]);
	});

	it('order: create', async () => {
		const [placed] = await output(orderOf('-1'));
		order = String(placed.order);
		expect(host.panel.orders.get(order)).toMatchObject({ link: `${LINK}-1`, quantity: 100 });
	});

	it('order: getStatus', async () => {
		host.panel.advance(FINISHED_AT);
		await expect(
			output({ resource: 'order', operation: 'getStatus', orderIds: order }),
		).resolves.toEqual([
			expect.objectContaining({ order, status: 'Completed', finished: true, charge: 0.09 }),
		]);
	});

	it('refill: create', async () => {
		const [asked] = await output({ resource: 'refill', operation: 'create', orderIds: order });
		refill = String(asked.refill);
		expect(host.panel.refills.get(refill)).toMatchObject({ order });
	});

	it('refill: getStatus', async () => {
		await expect(
			output({ resource: 'refill', operation: 'getStatus', refillIds: refill }),
		).resolves.toEqual([{ refill, status: 'Pending', finished: false }]);
	});

	it('order: cancel', async () => {
		const [placed] = await output(orderOf('-2'));
		const orderIds = String(placed.order);
		await expect(output({ resource: 'order', operation: 'cancel', orderIds })).resolves.toEqual([
			{ order: orderIds, cancel: expect.any(String) },
		]);
		expect(host.panel.count('cancel')).toBe(1);
	});
});

it('the trigger starts a workflow', async () => {
	const placed = await runNode(host, orderOf('-watched'));
	const [{ order }] = outputOf(placed, NODE);
	host.panel.advance(FINISHED_AT);
	const watching = await createWorkflow(
		host.rest,
		withCredential(
			oneTrigger({ orderIds: String(order), options: { includeAlreadyFinished: true } }),
			host.credential,
		),
	);
	await activate(host.rest, watching);
	const [{ id }] = await until(
		async () => await executionsOf(host.rest, watching),
		({ length }) => length > 0,
	);
	const execution = await ended(host.rest, id);
	await deactivate(host.rest, watching);
	expect(outputOf(execution, TRIGGER)).toEqual([
		expect.objectContaining({ order, status: 'Completed', previousStatus: null }),
	]);
});

it(`runs a workflow that was saved with ${RELEASE ?? 'the same files as an older version'}, with the same result`, async () => {
	host.panel.advance(FINISHED_AT);
	const after = await ended(host.rest, await run(host.rest, saved));
	expect([before, after].map(errorOf)).toEqual(['', '']);
	const [[first], [second]] = [before, after].map((each) => outputOf(each, NODE));
	const placed = { service: '1', link: LINK, quantity: 100 };
	expect(first).toEqual({ ...placed, order: expect.stringMatching(/^\d+$/) });
	expect(second).toEqual({ ...placed, order: expect.stringMatching(/^\d+$/) });
	expect(second.order).not.toBe(first.order);
	const fields = [first, second].map(({ order }) => host.panel.orders.get(String(order))?.fields);
	expect(fields[1]).toEqual(fields[0]);
});

it('stores the API key only in the credential, encrypted', async () => {
	// Failures that could leak the request: a panel that repeats the key, and one that is down.
	const undo = host.panel.dialect({ echoKey: true });
	host.panel.fault({ kind: 'html500', action: 'balance' });
	await runNode(host, { resource: 'account', operation: 'getBalance', output: 'raw' });
	await runNode(host, { resource: 'order', operation: 'getStatus', orderIds: '999999' });
	await runNode(host, { ...ORDER, fields: orderForm({ link: LINK, quantity: 1 }) });
	host.panel.fault({ kind: 'resetAfter', action: 'add' });
	await runNode(host, orderOf('-3'));
	undo();

	expect(await filesWith(host.folder, LINK)).not.toEqual([]);
	expect(await filesWith(host.folder, API_KEY)).toEqual([]);
	expect(host.server.log).not.toContain(API_KEY);
});

/** The files of n8n that contain a text: its database with its write-ahead log, and its logs. */
async function filesWith(folder: string, text: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		.filter((file) => !file.includes('node_modules'));
	const found = await Promise.all(
		files.map(async (file) => ((await readFile(file)).includes(text) ? [file] : [])),
	);
	return found.flat();
}
