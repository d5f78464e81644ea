import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { copy, placeMany, triggerOn, useBench, type Keeping } from './setup';

const bench = useBench();
const trigger = (keeping: Keeping, parameters: IDataObject) =>
	triggerOn(bench, keeping, { event: 'orderStatus', statuses: ['any'], ...parameters });

const told = (items: IDataObject[]) =>
	items.map(({ order, status }) => `${String(order)} ${String(status)}`);

describe.each(['in memory', 'durable'] as const)('the trigger with its state %s', (keeping) => {
	it.each(['orderGone', 'constructor'])(
		'says so where it does not know the event %s',
		async (event) => {
			await expect(trigger(keeping, { event, orderIds: '1' }).poll()).rejects.toThrow(
				`'Trigger On' has no event '${event}'`,
			);
		},
	);

	it('remembers first, then gives out each change once', async () => {
		const [a, b] = await placeMany(bench.panel, 2);
		const { poll } = trigger(keeping, { orderIds: `${a},${b}` });
		expect(await poll()).toEqual([]);
		bench.panel.setStatus(a, 'Partial');
		expect(await poll()).toEqual([
			expect.objectContaining({
				order: a,
				status: 'Partial',
				previousStatus: 'Pending',
				finished: true,
			}),
		]);
		expect(await poll()).toEqual([]);
	});

	it('loses and repeats nothing when polls fail in between', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const { poll } = trigger(keeping, { orderIds: a });
		await poll();
		bench.panel.setStatus(a, 'Completed');
		bench.panel.fault({ kind: 'status500', times: 7 });
		await expect(poll()).rejects.toThrow('The panel answered with HTTP 500');
		expect(told(await poll())).toEqual([`${a} Completed`]);
		expect(await poll()).toEqual([]);
	});

	it('goes on after a restart with what it remembered', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const before = trigger(keeping, { orderIds: a });
		await before.poll();
		const saved = copy(before.data());
		bench.panel.setStatus(a, 'Canceled');
		const after = trigger(keeping, { orderIds: a });
		expect(told(await after.poll({ staticData: saved }))).toEqual([`${a} Canceled`]);
	});

	it('asks a hundred orders in a request, and finished ones not at all', async () => {
		const ids = await placeMany(bench.panel, 250);
		const { poll, data } = trigger(keeping, { orderIds: `${ids[0]}-${ids.at(-1)}` });
		bench.panel.resetCounters();
		await poll();
		expect(bench.panel.count('status')).toBe(3);
		expect(bench.panel.mostInFlight).toBeLessThanOrEqual(4);
		for (const id of ids.slice(0, 200)) bench.panel.setStatus(id, 'Completed');
		expect(await poll()).toHaveLength(200);
		bench.panel.resetCounters();
		await poll();
		expect(bench.panel.count('status')).toBe(1);
		expect(JSON.stringify(data()).length).toBeLessThan(400);
	});
});

describe('the trigger', () => {
	it('goes on from what it saw at activation, which the durable engine keeps only if something is given out', async () => {
		const [a, b] = await placeMany(bench.panel, 2);
		const { poll, data } = trigger('durable', { orderIds: a });
		const workflowId = 'activated';
		expect(await poll({ workflowId, staticData: {} })).toEqual([]);
		bench.panel.setStatus(a, 'Partial');
		expect(told(await poll({ workflowId }))).toEqual([`${a} Partial`]);
		expect(await poll({ workflowId })).toEqual([]);

		// Activated anew with one order more.
		const parameters = { event: 'orderStatus', statuses: ['any'], orderIds: `${a},${b}` };
		expect(await poll({ workflowId, parameters, staticData: copy(data()) })).toEqual([]);
		bench.panel.setStatus(b, 'Canceled');
		expect(told(await poll({ workflowId, parameters }))).toEqual([`${b} Canceled`]);
		expect(await poll({ workflowId, parameters })).toEqual([]);
	});

	it('gives out again what n8n failed to keep', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const { poll, data } = trigger('durable', { orderIds: a });
		const workflowId = 'not committed';
		await poll({ workflowId });
		bench.panel.setStatus(a, 'Partial');
		expect(told(await poll({ workflowId, staticData: copy(data()) }))).toEqual([`${a} Partial`]);
		const later = clock.now() + 60_000;
		jest.spyOn(clock, 'now').mockImplementation(() => later);
		expect(told(await poll({ workflowId }))).toEqual([`${a} Partial`]);
		expect(await poll({ workflowId })).toEqual([]);
	});

	it.each([
		['in memory', [60, 30, 0]],
		['in memory', [0, 30, 60]],
		['durable', [60, 30, 0]],
		['durable', [0, 30, 60]],
	] as const)(
		'gives out one change once when slow polls overlap: %s, answered after %j ms',
		async (keeping, delays) => {
			const [a, b] = await placeMany(bench.panel, 2);
			const { poll } = trigger(keeping, { orderIds: `${a},${b}` });
			const workflowId = `overlapping ${keeping} ${delays.join()}`;
			await poll({ workflowId });
			bench.panel.setStatus(a, 'Completed');
			delays.forEach((ms, skip) => bench.panel.fault({ kind: 'delay', ms, skip }));
			const three = [1, 2, 3].map(async () => await poll({ workflowId }));
			const outputs = await Promise.all(three);
			expect(told(outputs.flat())).toEqual([`${a} Completed`]);
			bench.panel.setStatus(b, 'Canceled');
			expect(told(await poll({ workflowId }))).toEqual([`${b} Canceled`]);
			expect(await poll({ workflowId })).toEqual([]);
		},
	);

	it('is not held up by one request that fails', async () => {
		const ids = await placeMany(bench.panel, 150);
		const { poll } = trigger('in memory', { orderIds: ids.join() });
		await poll();
		for (const id of ids) bench.panel.setStatus(id, 'Completed');
		const disarm = bench.panel.fault({
			kind: 'status500',
			times: Infinity,
			match: ({ orders }) => orders?.startsWith(ids[0]),
		});
		expect(await poll()).toHaveLength(50);
		disarm();
		expect(await poll()).toHaveLength(100);
	});

	it('says in words that the key is wrong, and declares it to the scheduler', async () => {
		const { poll } = trigger('durable', { orderIds: '1' });
		await expect(
			poll({ credentialData: { url: bench.panel.url, apiKey: 'wrong-key-000' } }),
		).rejects.toMatchObject({
			message: 'The panel answered "Invalid API key"',
			failure: { cause: 'credential-invalid' },
		});
	});

	it('waits as the panel asks, within its patience', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const { poll } = trigger('in memory', { orderIds: a });
		bench.panel.fault({ kind: 'status429', retryAfter: '3' });
		await poll();
		expect(bench.waits).toEqual([3_000]);
		bench.panel.fault({ kind: 'status429', retryAfter: '3600' });
		await expect(poll()).rejects.toMatchObject({
			failure: { cause: 'rate-limited', retryAfterMs: 3_600_000 },
		});
	});

	it('fails when the panel answers no request, and tells the scheduler', async () => {
		const ids = await placeMany(bench.panel, 150);
		const { poll, data } = trigger('in memory', { orderIds: ids.join() });
		await poll();
		const before = copy(data());
		for (const kind of ['status500', 'html403', 'notJson', 'empty'] as const) {
			bench.panel.fault({ kind, times: Infinity });
			await expect(poll()).rejects.toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
			bench.panel.clearFaults();
		}
		expect(data()).toEqual(before);
	});

	it('fails when all that it hears are words that name no id, of one order as of many', async () => {
		const ids = await placeMany(bench.panel, 101);
		for (const orderIds of [ids[0], ids.join()]) {
			const { poll, data } = trigger('durable', { orderIds, options: { reportUnknown: true } });
			await poll();
			const before = copy(data());
			for (const body of ['{"error":"Ktoś tu był"}', '[]', '{}']) {
				bench.panel.fault({ kind: 'reply', body, times: Infinity });
				await expect(poll()).rejects.toThrow();
				bench.panel.clearFaults();
				expect(data()).toEqual(before);
			}
			expect(await poll()).toEqual([]);
		}
	});

	it('never fails for ids that the panel does not know, and reports them once, later, if asked to', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const { poll } = trigger('in memory', {
			orderIds: `${a}, 99`,
			options: { reportUnknown: true },
		});
		expect(await poll()).toEqual([]);
		expect(await poll()).toEqual([]);
		const later = Date.now() + 3_600_000;
		jest.spyOn(clock, 'date').mockImplementation(() => later);
		expect(await poll()).toMatchObject([{ order: '99', unknown: true, status: null }]);
		expect(await poll()).toEqual([]);
		const quiet = trigger('in memory', { orderIds: '99' });
		expect(await quiet.poll()).toEqual([]);
	});

	it('asks for orders singly where the panel has no multiple form', async () => {
		const ids = await placeMany(bench.panel, 150);
		bench.panel.dialect({ batches: false });
		const { poll } = trigger('in memory', { orderIds: ids.join() });
		await poll();
		await poll();
		for (const id of ids) bench.panel.setStatus(id, 'Partial');
		bench.panel.resetCounters();
		expect(await poll()).toHaveLength(100);
		expect(bench.panel.count()).toBe(102);
		expect(await poll()).toHaveLength(50);
	});

	it('gives out what had finished already, if asked to', async () => {
		const ids = await placeMany(bench.panel, 2);
		for (const id of ids) bench.panel.setStatus(id, 'Completed');
		const options = { includeAlreadyFinished: true };
		const { poll } = trigger('in memory', { orderIds: ids[0], options });
		expect(told(await poll())).toEqual([`${ids[0]} Completed`]);
		expect(await poll()).toEqual([]);
		// Ids that are added later as well.
		const parameters = { event: 'orderStatus', orderIds: ids.join(), options };
		expect(told(await poll({ parameters }))).toEqual([`${ids[1]} Completed`]);
		expect(await poll({ parameters })).toEqual([]);
	});

	it('shows a sample without changing anything, and says what to do when there is none', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const { poll, data } = trigger('in memory', { orderIds: a });
		await poll();
		const before = JSON.stringify(data());
		expect(await poll({ mode: 'manual' })).toMatchObject([{ order: a, status: 'Pending' }]);
		expect(JSON.stringify(data())).toBe(before);
		const nothing = trigger('in memory', { orderIds: '99' });
		await expect(nothing.poll({ mode: 'manual' })).rejects.toMatchObject({
			message: expect.stringContaining('there is nothing to show'),
			description: expect.stringContaining("'Order IDs'"),
		});
		expect(JSON.stringify(nothing.data())).not.toContain('watch');
	});

	it.each([
		['', "'Order IDs' is empty"],
		['5-1', "'Order IDs' holds the range 5-1"],
	])('refuses the ids %j in words', async (orderIds, message) => {
		await expect(trigger('in memory', { orderIds }).poll()).rejects.toThrow(message);
	});
});

describe('a list at a URL', () => {
	let server: Server;
	let list = '';
	let status = 200;
	const seen: string[] = [];
	beforeAll(async () => {
		server = createServer((request, response) => {
			seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
			if (request.url === '/moved')
				response.writeHead(302, { location: '/list', connection: 'close' }).end();
			else response.writeHead(status, { connection: 'close' }).end(list);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => server.close());
	beforeEach(() => {
		status = 200;
		seen.length = 0;
	});
	const url = (path = '/list') =>
		`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
	const watching = (more: IDataObject = {}) =>
		trigger('in memory', { watch: 'url', listUrl: url(), ...more });

	it('is read at every poll, redirects followed, without the key', async () => {
		const [a, b] = await placeMany(bench.panel, 2);
		list = `order,note\n${a},x\n`;
		const { poll } = watching({ listUrl: url('/moved') });
		await poll();
		list += `${b},y\n`;
		await poll();
		bench.panel.setStatus(b, 'Completed');
		expect(told(await poll())).toEqual([`${b} Completed`]);
		expect(seen.filter((each) => each.startsWith('GET /moved'))).toHaveLength(3);
		expect(seen.join()).not.toContain(bench.panel.apiKey);
	});

	it('is an outage when it fails, is a web page, is empty or odd: the last one stays', async () => {
		const [a] = await placeMany(bench.panel, 1);
		list = a;
		const { poll, data } = watching();
		await poll();
		const before = JSON.stringify(data());
		for (const [code, text] of [
			[500, a],
			[200, '<html>'],
			[200, ''],
			[200, 'Please log in'],
			[404, ''],
		] as const) {
			[status, list] = [code, text];
			expect(await poll()).toEqual([]);
			expect(JSON.stringify(data())).toBe(before);
		}
		bench.panel.setStatus(a, 'Completed');
		expect(told(await poll())).toEqual([`${a} Completed`]);
	});

	it('fails the first poll in words, where none was known', async () => {
		list = '<html>';
		await expect(watching().poll()).rejects.toThrow(
			"The list at 'List URL' cannot be used: it is a web page",
		);
		const odd = watching({ listUrl: 'file:///etc/passwd' });
		await expect(odd.poll()).rejects.toThrow('it is not a web address');
	});

	it('is believed to be much shorter when it was so three times in a row', async () => {
		const ids = await placeMany(bench.panel, 20);
		list = ids.join('\n');
		const { poll } = watching();
		await poll();
		list = ids[0];
		await poll();
		await poll();
		bench.panel.setStatus(ids[1], 'Completed');
		bench.panel.resetCounters();
		await poll();
		expect(bench.panel.requests.map(({ fields }) => fields.order ?? fields.orders)).toEqual([
			ids[0],
		]);
	});

	it('that is short only once costs nothing', async () => {
		const ids = await placeMany(bench.panel, 20);
		list = ids.join('\n');
		const { poll } = watching();
		await poll();
		list = ids[0];
		await poll();
		await poll();
		list = ids.join('\n');
		bench.panel.setStatus(ids[7], 'Completed');
		expect(told(await poll())).toEqual([`${ids[7]} Completed`]);
	});
});
