import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../sandbox/panel';
import { closedAddress, GO_ON, LANES, place, placeFinished, useBench } from './setup';

const bench = useBench();

const BALANCE: INodeParameters = { resource: 'account', operation: 'getBalance' };
const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/** One example of each way in which a request fails: by its status, its text, its connection and its body. */
const PASSING: Fault[] = [
	{ kind: 'status429' },
	{ kind: 'rateLimitText' },
	{ kind: 'html500', status: 503 },
	{ kind: 'resetAfter' },
	{ kind: 'truncated' },
	{ kind: 'empty' },
];

describe('a read', () => {
	it.each(PASSING)('is retried after %j', async (fault) => {
		for (const lane of LANES) {
			bench.panel.resetCounters();
			bench.waits.length = 0;
			bench.panel.fault({ ...fault, times: 2 });
			const { json } = await bench.run(BALANCE, { lane });
			expect(json).toMatchObject([{ balance: 1000 }]);
			expect(bench.panel.count()).toBe(3);
			expect(bench.waits).toEqual(WAITS.slice(0, 2));
		}
	});

	it('is retried a limited number of times', async () => {
		bench.panel.fault({ kind: 'status429', times: 99 });
		expect((await bench.run(BALANCE)).status).toBe('error');
		expect(bench.panel.count()).toBe(WAITS.length + 1);
		expect(bench.waits).toEqual(WAITS);
	});

	it.each<[string, IDataObject]>([
		['orders', { resource: 'order', operation: 'getStatus', orderIds: '1,2' }],
		['refills', { resource: 'refill', operation: 'getStatus', refillIds: '1' }],
		['services', { resource: 'service', operation: 'getMany' }],
	])('is retried for %s', async (_, parameters) => {
		bench.panel.fault({ kind: 'html500', times: 1 });
		await bench.run(parameters as INodeParameters, GO_ON);
		expect(bench.panel.count()).toBe(2);
		expect(bench.waits).toEqual([1_000]);
	});

	it.each<Fault>([
		{ kind: 'redirect' },
		{ kind: 'reply', body: '{"error":"Invalid API key"}' },
		{ kind: 'reply', body: '[]' },
	])('is not retried if that cannot help, after %j', async (fault) => {
		bench.panel.fault({ ...fault, times: 9 });
		const { status } = await bench.run(BALANCE);
		expect(status).toBe('error');
		expect(bench.panel.count()).toBe(1);
		expect(bench.waits).toEqual([]);
	});
});

describe('Retry-After', () => {
	it.each(LANES)('in seconds is honoured (%s)', async (lane) => {
		bench.panel.fault({ kind: 'status429', retryAfter: '7' });
		const { status } = await bench.run(BALANCE, { lane });
		expect(status).toBe('success');
		expect(bench.waits).toEqual([7_000]);
	});

	it('as a date is honoured', async () => {
		const retryAfter = new Date(Date.now() + 30_000).toUTCString();
		bench.panel.fault({ kind: 'status429', retryAfter });
		await bench.run(BALANCE);
		expect(bench.waits).toHaveLength(1);
		expect(bench.waits[0]).toBeGreaterThan(25_000);
		expect(bench.waits[0]).toBeLessThanOrEqual(30_000);
	});
});

describe('a write', () => {
	const OPERATIONS = [
		['cancel', 'order', 'cancel'],
		['refill', 'refill', 'create'],
	] as const;
	const parametersOf = (resource: string, operation: string, orderIds: string) => ({
		resource,
		operation,
		orderIds,
	});
	const ready = async (action: string) =>
		action === 'refill' ? (await placeFinished(bench.panel, 1))[0] : await place(bench.panel);

	describe.each(OPERATIONS)('%s', (action, resource, operation) => {
		it.each<Fault>([
			{ kind: 'status429' },
			{ kind: 'rateLimitText' },
			{ kind: 'status429', retryAfter: '5' },
		])('is retried after %j', async (fault) => {
			const id = await ready(action);
			bench.panel.fault({ ...fault, times: 2 });
			const { json } = await bench.run(parametersOf(resource, operation, id));
			expect(json).toMatchObject([{ order: id }]);
			expect(bench.panel.count(action)).toBe(3);
			expect(bench.waits).toEqual(fault.retryAfter ? [5_000, 5_000] : [1_000, 2_000]);
		});

		it.each<Fault>([
			{ kind: 'status500' },
			{ kind: 'html500', when: 'after' },
			{ kind: 'html403' },
			{ kind: 'html200' },
			{ kind: 'resetBefore' },
			{ kind: 'resetAfter' },
			{ kind: 'truncated' },
			{ kind: 'truncated', complete: true },
			{ kind: 'empty', when: 'after' },
			{ kind: 'notJson' },
			{ kind: 'reply', status: 500, body: '{"error":"Rate limit exceeded"}' },
		])('is not retried after %j, and is reported as unknown', async (fault) => {
			const id = await ready(action);
			bench.panel.fault({ ...fault, times: 9 });
			const { json } = await bench.run(parametersOf(resource, operation, id), GO_ON);
			expect(bench.panel.count(action)).toBe(1);
			expect(bench.waits).toEqual([]);
			expect(json).toMatchObject([{ details: { order: id, outcome: 'unknown' } }]);
			expect(json[0].error).toContain('it is unknown whether');
		});

		it('is retried when the connection was refused', async () => {
			const parameters = parametersOf(resource, operation, '1');
			const { json } = await bench.run(parameters, {
				...GO_ON,
				credentialData: { url: await closedAddress(), apiKey: 'some-key' },
			});
			expect(bench.waits).toEqual(WAITS);
			expect(json).toMatchObject([
				{ details: { kind: 'connectionRefused', outcome: 'notPlaced' } },
			]);
		});
	});

	it('sends no more batches once the panel looks down', async () => {
		const ids = Array.from({ length: 500 }, (_, n) => n);
		bench.panel.fault({ kind: 'html500', times: 99 });
		const { json } = await bench.run(parametersOf('order', 'cancel', ids.join()), GO_ON);
		expect(bench.panel.count('cancel')).toBe(2);
		const kinds = json.map(({ details }) => (details as IDataObject).kind);
		expect(kinds.filter((kind) => kind === 'html')).toHaveLength(200);
		expect(kinds.filter((kind) => kind === 'notSent')).toHaveLength(300);
	});
});
