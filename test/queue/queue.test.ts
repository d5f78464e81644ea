/** The packed package in n8n with several processes: what holds there, and what does not. */
import type { INodeParameters } from 'n8n-workflow';

import { createCredential } from '../../sandbox/n8n/credentials';
import { createOrdersTable } from '../../sandbox/n8n/examples';
import { onDataTable, withCredential } from '../../sandbox/n8n/exchange';
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
	type WorkflowFile,
} from '../../sandbox/n8n/workflows';
import { HOST } from '../../sandbox/n8n/ports';
import type { N8nServer } from '../../sandbox/n8n/server';
import { DATABASE, USER } from '../../sandbox/queue/postgres';
import { orderForm } from '../../sandbox/orderForm';
import { NODE, oneNode, oneTrigger, runNode, TRIGGER } from '../server/nodeRun';
import { checkLedger, newRow, saveReorder } from '../server/reorder';
import { until } from '../server/until';
import { look } from '../server/watching';
import { type QueueHost, startQueueHost } from './host';

const WORKERS = 2;

let host: QueueHost;

beforeAll(async () => (host = await startQueueHost(WORKERS)), 300_000);

afterAll(async () => await host?.close());

beforeEach(() => {
	host.panel.clearFaults();
	host.panel.resetCounters();
});

/** Places an order on the panel directly, and returns its id. */
async function place(link: string): Promise<string> {
	const { url, apiKey: key } = host.panel;
	const fields = { key, action: 'add', service: '1', link, quantity: '100' };
	const reply = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
	return String(((await reply.json()) as { order: number }).order);
}

const told: string[] = [];
const tell = (line: string) => told.push(line);
afterAll(() => console.log(told.join('\n')));

it('reads the statuses of 10,000 orders with 100 requests, in a worker', async () => {
	const first = await place('https://example.com/many');
	const order = host.panel.orders.get(first)!;
	const ids = Array.from({ length: 10_000 }, (_, n) => String(Number(first) + n));
	for (const id of ids) host.panel.orders.set(id, { ...order, id });
	host.panel.resetCounters();
	const started = Date.now();
	const execution = await runNode(host, {
		resource: 'order',
		operation: 'getStatus',
		orderIds: ids.join(','),
	});
	const seconds = (Date.now() - started) / 1000;
	expect(errorOf(execution)).toBe('');
	expect(outputOf(execution, NODE).map((each) => each.order)).toEqual(ids);
	expect(host.panel.count('status')).toBe(100);
	expect(host.panel.count()).toBe(100);
	expect(host.workerOf(execution.id)).toBeDefined();
	tell(
		`Status of 10,000 orders: 100 requests, ${seconds.toFixed(1)} s from the click to the data.`,
	);
	for (const id of ids) host.panel.orders.delete(id);
});

it('orders the rows of the example, each once, and writes the ids back', async () => {
	const rows = Array.from({ length: 12 }, (_, n) => newRow(n + 1));
	const table = await createOrdersTable(host.rest, 'Orders', rows);
	const workflow = await saveReorder(host, onDataTable(table.id));
	const execution = await ended(host.rest, await run(host.rest, workflow));
	expect(errorOf(execution)).toBe('');
	const after = await table.rows();
	checkLedger(host, after);
	expect(after.map(({ order_state }) => order_state)).toEqual(rows.map(() => 'ordered'));
	expect(host.panel.count('add')).toBe(12);
	const [bytes] = await host.cluster.postgres.query(
		`SELECT pg_column_size(data) FROM execution_data WHERE "executionId" = ${execution.id}`,
	);
	tell(`The example, 12 rows: ${Math.round(Number(bytes) / 1024)} KiB in the database.`);
	expect(host.workerOf(execution.id)).toBeDefined();
});

it('starts no execution twice for a change, with a worker killed in the middle', async () => {
	const ids: string[] = [];
	for (let n = 0; n < 7; n++) ids.push(await place(`https://example.com/watched-${n}`));
	const file = oneTrigger({ orderIds: ids.join(',') });
	const [balance] = oneNode('', { resource: 'account', operation: 'getBalance' }).nodes.slice(1);
	file.nodes.push(balance);
	file.connections = { [TRIGGER]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } };
	const saved = await createWorkflow(host.rest, withCredential(file, host.credential));
	/** Makes the trigger poll now, as every activation does. */
	const poll = async () => {
		const before = host.panel.count('status');
		await activate(host.rest, saved);
		await until(
			() => host.panel.count('status'),
			(count) => count > before,
		);
	};
	const finish = (some: string[]) => some.forEach((id) => host.panel.setStatus(id, 'Completed'));

	await look(host, saved, /"=Pending"/);

	finish(ids.slice(0, 3));
	host.panel.fault({ kind: 'hang', action: 'balance' });
	await poll();
	await until(
		() => host.panel.count('balance'),
		(count) => count === 1,
	);
	const [{ id: first }] = await executionsOf(host.rest, saved);
	const killed = host.workerOf(first);
	expect(killed).toBeDefined();
	await killed?.kill();
	await deactivate(host.rest, saved);

	finish(ids.slice(3, 6));
	await poll();
	const executions = await until(
		async () => await executionsOf(host.rest, saved),
		(all) =>
			all.length === 2 && all.every(({ status }) => status !== 'running' && status !== 'new'),
		90_000,
	);
	await killed?.start();
	await deactivate(host.rest, saved);

	const all = await Promise.all(executions.map(async ({ id }) => await ended(host.rest, id)));
	// n8n marks the execution of a dead worker as failed, stores none of its items, and does not run it again.
	const [second, lost] = all;
	expect(lost).toMatchObject({ id: first, status: 'error' });
	expect(errorOf(lost)).toContain('failed to be processed too many times');
	expect(outputOf(lost, TRIGGER)).toEqual([]);
	expect(outputOf(second, TRIGGER).map(({ order }) => order)).toEqual(ids.slice(3, 6));
	expect(host.panel.count('balance')).toBe(2);
	// Nor does the trigger report a change twice.
	finish(ids.slice(6));
	await look(host, saved, /^(?!.*"=Pending").*"=Completed"/);
	const [last, ...before] = await executionsOf(host.rest, saved);
	expect(before.map(({ id }) => id)).toEqual(executions.map(({ id }) => id));
	expect(outputOf(await ended(host.rest, last.id), TRIGGER).map(({ order }) => order)).toEqual(
		ids.slice(6),
	);
	tell(
		`Trigger, a worker killed -9: 6 changes, 2 executions (${all.map(({ status }) => status).join(', ')}), ` +
			'3 changes lost with the worker, none told twice.',
	);
});

describe('a duplicate key', () => {
	const KEYS = 10;
	const RUNS = 20;
	const ONCE = Array.from({ length: KEYS }, () => 1);

	/** No other test uses these links, so that each order identifies its key. */
	const linkOf = (name: string, n: number): string => `https://example.com/${name}-${n}`;

	const inARow = (...names: string[]): WorkflowFile['connections'] =>
		Object.fromEntries(
			names
				.slice(0, -1)
				.map((name, n) => [name, { main: [[{ node: names[n + 1], type: 'main', index: 0 }]] }]),
		);

	const ORDER = {
		resource: 'order',
		operation: 'create',
		service: { __rl: true, mode: 'id', value: '1' },
		fields: orderForm({ link: '={{ $json.link }}', quantity: 100 }),
		duplicateKey: '={{ $json.link }}',
	};

	const save = async (file: WorkflowFile): Promise<SavedWorkflow> =>
		await createWorkflow(host.rest, withCredential(file, host.credential));

	/** Orders all keys in one execution. */
	function orderAll(name: string, parameters: INodeParameters): WorkflowFile {
		const file = oneNode(name, parameters);
		const array = `={{ Array.from({ length: ${KEYS} }, (_, n) => '${linkOf(name, 0).slice(0, -1)}' + n) }}`;
		file.nodes.push(
			{
				id: 'links',
				name: 'Links',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [60, 0],
				parameters: {
					assignments: { assignments: [{ id: '1', name: 'link', value: array, type: 'array' }] },
				},
			},
			{
				id: 'items',
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [120, 0],
				parameters: { fieldToSplitOut: 'link' },
			},
		);
		file.connections = inARow('Start', 'Links', 'Items', NODE);
		return file;
	}

	const continuing = (file: WorkflowFile): WorkflowFile => ({
		...file,
		nodes: file.nodes.map((node) => ({ ...node, onError: 'continueRegularOutput' })),
	});

	async function runAtOnce(workflow: SavedWorkflow): Promise<Execution[]> {
		const ids = await Promise.all(
			Array.from({ length: RUNS }, async () => await run(host.rest, workflow)),
		);
		return await Promise.all(ids.map(async (id) => await ended(host.rest, id)));
	}

	/** How many orders each of the ten keys has. */
	function ordersOf(name: string): number[] {
		const links = [...host.panel.orders.values()].map(({ link }) => link);
		return Array.from({ length: KEYS }, (_, n) => linkOf(name, n)).map(
			(own) => links.filter((link) => link === own).length,
		);
	}

	const workersOf = (executions: Execution[]): number =>
		new Set(executions.map(({ id }) => host.workerOf(id))).size;
	const tookAny = (worker: N8nServer, executions: Execution[]): boolean =>
		executions.some(({ id }) => host.workerOf(id) === worker);

	it('holds from one execution to the next, run by both workers', async () => {
		const workflow = await save(orderAll('next', ORDER));
		const executions: Execution[] = [];
		const more = async () => {
			const id = await run(host.rest, workflow);
			executions.push(await ended(host.rest, id));
		};
		while (executions.length < 6) await more();
		// Which worker takes an execution is a matter of milliseconds; a worker that runs alone takes it for certain.
		const [idle] = host.cluster.workers.filter((worker) => !tookAny(worker, executions));
		if (idle) {
			const others = host.cluster.workers.filter((worker) => worker !== idle);
			for (const worker of others) await worker.stop();
			await more();
			for (const worker of others) await worker.start();
		}
		expect(workersOf(executions)).toBe(WORKERS);
		expect(executions.map(errorOf)).toEqual(executions.map(() => ''));
		const [, ...later] = executions.map((each) => outputOf(each, NODE));
		for (const output of later) {
			expect(output.map(({ skipped }) => skipped)).toEqual(output.map(() => true));
		}
		expect(ordersOf('next')).toEqual(ONCE);
		tell(
			`Duplicate key, ${executions.length} executions one after the other on ${workersOf(executions)} workers: ` +
				`${KEYS} keys, ${host.panel.count('add')} orders.`,
		);
	});

	/** Makes all executions wait for the same moment before the node that orders. */
	function together(file: WorkflowFile): WorkflowFile {
		const dateTime = new Date(Date.now() + 8_000).toISOString();
		const wait: WorkflowFile['nodes'][number] = {
			id: 'together',
			name: 'Together',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			position: [160, 0],
			parameters: { resume: 'specificTime', dateTime },
			webhookId: 'together',
		};
		return {
			...file,
			nodes: [...file.nodes, wait],
			connections: inARow('Start', 'Links', 'Items', 'Together', NODE),
		};
	}

	it('is measured, not guaranteed, between workers that order at the same moment', async () => {
		const file = continuing(together(orderAll('at-once', ORDER)));
		const executions = await runAtOnce(await save(file));
		const orders = ordersOf('at-once');
		tell(
			`Duplicate key, ${RUNS} executions at one moment on ${workersOf(executions)} workers: ` +
				`${KEYS} keys, orders by key: ${orders.join(', ')}.`,
		);
		expect(workersOf(executions)).toBe(WORKERS);
		// How often a key is ordered twice depends on milliseconds, but each is ordered at least once.
		expect(Math.min(...orders)).toBeGreaterThanOrEqual(1);
	});

	it('holds with one worker, however many executions are running', async () => {
		const [, other] = host.cluster.workers;
		await other.stop();
		const executions = await runAtOnce(await save(continuing(orderAll('one-worker', ORDER))));
		await other.start();
		tell(
			`Duplicate key, ${RUNS} executions at once on ${workersOf(executions)} worker: ` +
				`${KEYS} keys, ${host.panel.count('add')} orders.`,
		);
		expect(ordersOf('one-worker')).toEqual(ONCE);
	});

	it("is safe between workers if a database's unique column decides who orders", async () => {
		await host.cluster.postgres.query('CREATE TABLE claimed (link text PRIMARY KEY)');
		const database = await createCredential(
			host.rest,
			'Database',
			{
				host: HOST,
				port: host.cluster.postgres.port,
				database: DATABASE,
				user: USER,
				password: '',
				ssl: 'disable',
			},
			'postgres',
		);
		const file = orderAll('claimed', { ...ORDER, duplicateKey: '' });
		const claim: WorkflowFile['nodes'][number] = {
			id: 'claim',
			name: 'Claim',
			type: 'n8n-nodes-base.postgres',
			typeVersion: 2.6,
			position: [100, 0],
			parameters: {
				operation: 'executeQuery',
				query: 'INSERT INTO claimed VALUES ($1) ON CONFLICT DO NOTHING RETURNING link',
				options: { queryReplacement: '={{ [$json.link] }}', queryBatching: 'independently' },
			},
			credentials: { postgres: { id: database.id, name: database.name } },
		};
		// If the key was already claimed, n8n's node outputs an item without it.
		const claimed: WorkflowFile['nodes'][number] = {
			id: 'claimed',
			name: 'Claimed',
			type: 'n8n-nodes-base.filter',
			typeVersion: 2.2,
			position: [150, 0],
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
					conditions: [
						{
							id: 'link',
							leftValue: '={{ $json.link }}',
							rightValue: '',
							operator: { type: 'string', operation: 'exists', singleValue: true },
						},
					],
					combinator: 'and',
				},
			},
		};
		file.nodes.push(claim, claimed);
		file.connections = inARow('Start', 'Links', 'Items', 'Claim', 'Claimed', NODE);
		const executions = await runAtOnce(await save(file));
		expect(executions.map(errorOf)).toEqual(executions.map(() => ''));
		tell(
			`A unique column, ${RUNS} executions at once on ${workersOf(executions)} workers: ` +
				`${KEYS} keys, ${host.panel.count('add')} orders.`,
		);
		expect(workersOf(executions)).toBe(WORKERS);
		expect(ordersOf('claimed')).toEqual(ONCE);
	});
});
