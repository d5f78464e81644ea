import type { INodeParameters } from 'n8n-workflow';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { closedAddress, defaultOrder, GO_ON, LANES, linkItems, place, useBench } from './setup';

const bench = useBench();
const BALANCE: INodeParameters = { resource: 'account', operation: 'getBalance' };
const batching = (batchSize: number, batchInterval: number) => ({
	batching: { batch: { batchSize, batchInterval } },
});

describe('timeout', () => {
	it.each(LANES)('ends a request that takes longer (%s)', async (lane) => {
		bench.panel.fault({ kind: 'delay', ms: 1_500, times: 9 });
		const parameters = { ...BALANCE, requestOptions: { timeout: 400 } };
		const begun = Date.now();
		const run = await bench.run(parameters, { lane });
		expect(run.error?.message).toBe('The panel did not answer in time [item 0]');
		expect(bench.panel.count()).toBe(7);
		expect(Date.now() - begun).toBeLessThan(5_000);
	});

	it.each(LANES)('leaves a shorter one alone (%s)', async (lane) => {
		bench.panel.fault({ kind: 'delay', ms: 100 });
		const run = await bench.run({ ...BALANCE, requestOptions: { timeout: 5_000 } }, { lane });
		expect(run.json).toMatchObject([{ balance: 1000 }]);
		expect(bench.panel.count()).toBe(1);
	});
});

describe('proxy', () => {
	const visits: Array<{ url: string; authorization?: string }> = [];
	const proxy = createServer((incoming, outgoing) => {
		const { url = '', method, headers } = incoming;
		visits.push({ url, authorization: headers['proxy-authorization'] });
		incoming.pipe(
			httpRequest(url, { method, headers }, (response) => {
				outgoing.writeHead(response.statusCode ?? 500, response.headers);
				response.pipe(outgoing);
			}),
		);
	});
	let address = '';
	beforeAll(async () => {
		proxy.listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	});
	beforeEach(() => void (visits.length = 0));
	afterAll(() => {
		proxy.closeAllConnections();
		proxy.close();
	});

	it.each(LANES)('is used for requests to the panel (%s)', async (lane) => {
		const parameters = { ...BALANCE, requestOptions: { proxy: `http://${address}` } };
		const run = await bench.run(parameters, { lane });
		expect(run.json).toMatchObject([{ balance: 1000 }]);
		expect(visits).toEqual([{ url: bench.panel.url, authorization: undefined }]);
		expect(bench.panel.count()).toBe(1);
	});

	it.each(LANES)('receives its user and password (%s)', async (lane) => {
		const parameters = { ...BALANCE, requestOptions: { proxy: `http://me:secret@${address}` } };
		await bench.run(parameters, { lane });
		const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
		expect(visits).toEqual([{ url: bench.panel.url, authorization }]);
	});

	it('is used for batches and orders too', async () => {
		const requestOptions = { proxy: `http://${address}` };
		await bench.run(defaultOrder({ requestOptions }), { items: linkItems(2) });
		const statuses = { resource: 'order', operation: 'getStatus', orderIds: '23501,23502' };
		await bench.run({ ...statuses, requestOptions });
		expect(visits).toHaveLength(3);
		expect(bench.panel.count()).toBe(3);
	});

	it('without a valid URL is reported, and not bypassed', async () => {
		const run = await bench.run({ ...BALANCE, requestOptions: { proxy: 'my proxy' } });
		expect(run.error?.message).toMatch(/[Pp]roxy.* is not a valid URL \[item 0\]$/);
		expect(bench.panel.count()).toBe(0);
	});

	it.each(LANES)('that is down is not bypassed (%s)', async (lane) => {
		const requestOptions = { proxy: await closedAddress() };
		const run = await bench.run(defaultOrder({ requestOptions }), { lane, items: linkItems(1) });
		expect(run.error?.message).toContain('the panel refused the connection');
		expect(bench.panel.count()).toBe(0);
	});
});

describe('batching', () => {
	const statuses = (ids: number, requestOptions: object): INodeParameters =>
		({
			resource: 'order',
			operation: 'getStatus',
			orderIds: Array.from({ length: ids }, (_, n) => n).join(),
			options: { concurrency: 1 },
			requestOptions,
		}) as INodeParameters;

	it('pauses in the bulk lane after each batch of requests', async () => {
		await bench.run(statuses(600, batching(2, 500)), GO_ON);
		expect(bench.panel.count()).toBe(6);
		expect(bench.waits).toHaveLength(4);
		expect(Math.max(...bench.waits)).toBeLessThanOrEqual(1_000);
	});

	it('pauses in real time', async () => {
		jest.restoreAllMocks();
		await bench.run(statuses(300, batching(1, 60)), GO_ON);
		const times = bench.panel.requests.map(({ at }) => at);
		expect(times).toHaveLength(3);
		for (const [n, at] of times.slice(1).entries()) {
			expect(at - times[n]).toBeGreaterThanOrEqual(55);
		}
	});

	it('pauses in the routing lane, by the engine', async () => {
		const id = await place(bench.panel);
		const parameters = {
			resource: 'order',
			operation: 'getStatus',
			orderIds: id,
			requestOptions: batching(1, 200),
		};
		await bench.run(parameters, { lane: 'routing', items: [{}, {}, {}] });
		const times = bench.panel.requests.map(({ at }) => at);
		// Two pauses, minus the possible delay of the first request on a busy machine.
		expect(times[2] - times[0]).toBeGreaterThanOrEqual(220);
	});
});

describe('Requests per Minute', () => {
	let now = Date.now();
	beforeEach(() => {
		// The rate limiter is shared in the process, so each test is a day after the previous one.
		now += 86_400_000;
		jest.spyOn(clock, 'now').mockImplementation(() => now);
	});
	const options = { requestsPerMinute: 60 };

	it.each(LANES)('is shared by reads and writes (%s)', async (lane) => {
		await bench.run({ ...BALANCE, options }, { lane });
		expect(bench.waits).toEqual([]);
		await bench.run(defaultOrder({ options }), { lane, items: linkItems(1) });
		expect(bench.waits).toEqual([1_000]);
		await bench.run({ resource: 'service', operation: 'getMany', options }, { lane });
		expect(bench.waits).toEqual([1_000, 2_000]);
	});

	it('spaces the orders of one run', async () => {
		await bench.run(defaultOrder({ options }), { items: linkItems(4) });
		expect(bench.waits).toEqual([1_000, 2_000, 3_000]);
	});

	it('applies to concurrent requests', async () => {
		const ids = Array.from({ length: 500 }, (_, n) => n).join();
		const parameters = {
			resource: 'order',
			operation: 'getStatus',
			orderIds: ids,
			options: { requestsPerMinute: 120 },
		};
		await bench.run(parameters, GO_ON);
		expect(bench.panel.count()).toBe(5);
		expect([...bench.waits].sort((a, b) => a - b)).toEqual([500, 1_000, 1_500, 2_000]);
	});

	it('counts retries', async () => {
		bench.panel.fault({ kind: 'html500', times: 1 });
		await bench.run({ ...BALANCE, options });
		// The wait before the retry, and the wait for the rate limiter, because this clock does not move.
		expect(bench.waits).toEqual([1_000, 1_000]);
	});

	it('is off at 0', async () => {
		await bench.run(defaultOrder({ options: { requestsPerMinute: 0 } }), { items: linkItems(5) });
		expect(bench.waits).toEqual([]);
	});

	it.each([
		['Requests per Minute', { requestsPerMinute: '30 a minute' }],
		['Concurrency', { concurrency: 'few' }],
	])('is an error if %s is not a number, and nothing is sent', async (label, odd) => {
		const status = { resource: 'order', operation: 'getStatus', orderIds: '1' };
		for (const parameters of [defaultOrder({ options: odd }), { ...status, options: odd }]) {
			const run = await bench.run(parameters, { items: linkItems(1), ...GO_ON });
			expect(JSON.stringify(run.json[0])).toContain(`Set '${label}' to a number`);
		}
		expect(bench.panel.count()).toBe(0);
	});

	it('spaces requests in real time', async () => {
		jest.restoreAllMocks();
		jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + 10 * 365 * 86_400_000);
		const parameters = defaultOrder({ options: { requestsPerMinute: 1_200 } });
		// The first request may be delayed, so only the arrival of the last one counts.
		const begun = Date.now();
		await bench.run(parameters, { items: linkItems(4) });
		expect(bench.panel.requests[3].at - begun).toBeGreaterThanOrEqual(149);
	});
});
