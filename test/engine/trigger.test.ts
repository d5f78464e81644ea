import type { IDataObject } from 'n8n-workflow';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { TRIGGER_NAME } from '../../sandbox/engine';
import { generateServices } from '../../sandbox/panel';
import { copy, placeFinished, placeMany, sent, triggerOn, useBench, type Keeping } from './setup';

const bench = useBench();
const trigger = (keeping: Keeping, parameters: IDataObject) =>
	triggerOn(bench, keeping, parameters);

/** The trigger's state in the workflow's static data. */
const stateIn = (data: IDataObject) =>
	(data[`node:${TRIGGER_NAME}`] as IDataObject | undefined)?.watch;

/** Requests refills of finished orders on the panel directly, and returns their ids. */
async function refill(count: number): Promise<string[]> {
	const orders = await placeFinished(bench.panel, count);
	for (let n = 0; n < count; n += 100) {
		const body = new URLSearchParams({
			key: bench.panel.apiKey,
			action: 'refill',
			orders: orders.slice(n, n + 100).join(),
		});
		await fetch(bench.panel.url, { method: 'POST', body });
	}
	bench.panel.resetCounters();
	return [...bench.panel.refills.keys()];
}

interface Case {
	parameters: IDataObject;
	/** Prepares the panel. The result is merged into the parameters. */
	prepare: () => Promise<IDataObject>;
	/** Makes the event happen that is to be reported once. */
	happen: () => void;
	event: IDataObject;
	action: string;
}

const CASES: Record<string, Case> = {
	orderStatus: {
		parameters: { statuses: ['any'] },
		prepare: async () => ({ orderIds: (await placeMany(bench.panel, 2)).join() }),
		happen: () => bench.panel.setStatus('23502', 'Partial'),
		event: { order: '23502', status: 'Partial', previousStatus: 'Pending', finished: true },
		action: 'status',
	},
	refillStatus: {
		parameters: { statuses: ['any'] },
		prepare: async () => ({ refillIds: (await refill(2)).join() }),
		happen: () => bench.panel.setRefillStatus('2', 'Rejected'),
		event: { refill: '2', status: 'Rejected', previousStatus: 'Pending', finished: true },
		action: 'refill_status',
	},
	'balanceChange, below': {
		parameters: { threshold: 25.5 },
		prepare: async () => ({}),
		happen: () => bench.panel.setBalance('25.49999'),
		event: {
			before: 1000,
			after: 25.49999,
			change: -974.50001,
			currency: 'USD',
			threshold: 25.5,
		},
		action: 'balance',
	},
	'balanceChange, changed': {
		parameters: { balanceWhen: 'changed' },
		prepare: async () => ({}),
		happen: () => bench.panel.setBalance('1000.00001'),
		event: { before: 1000, after: 1000.00001, change: 0.00001, threshold: null },
		action: 'balance',
	},
	serviceChange: {
		parameters: { leastRateChange: 5 },
		prepare: async () => ({}),
		happen: () => {
			bench.panel.services[2].rate = '1.50';
			bench.panel.services[3].rate = '0.27820';
		},
		event: {
			service: '3',
			name: 'Instagram Followers | 30 Days Refill',
			event: 'changed',
			changed: ['rate'],
			changePercent: 20,
		},
		action: 'services',
	},
};

describe.each(Object.entries(CASES))(
	'%s',
	(name, { parameters, prepare, happen, event, action }) => {
		const given = async (keeping: Keeping) =>
			trigger(keeping, { event: name.split(',')[0], ...parameters, ...(await prepare()) });

		describe.each(['in memory', 'durable'] as const)('with its state %s', (keeping) => {
			it('remembers first, then reports once, with one request per poll', async () => {
				const { poll } = await given(keeping);
				expect(await poll()).toEqual([]);
				happen();
				bench.panel.resetCounters();
				expect(await poll()).toEqual([
					expect.objectContaining({ ...event, detectedAt: expect.stringMatching(/^\d{4}-/) }),
				]);
				expect(await poll()).toEqual([]);
				const onSave = jest.fn();
				await poll({ onSave });
				expect(onSave).not.toHaveBeenCalled();
				expect(bench.panel.count()).toBe(3);
				expect(bench.panel.count(action)).toBe(3);
			});

			it('loses and repeats nothing when polls fail in between', async () => {
				const { poll, data } = await given(keeping);
				await poll();
				const before = copy(data());
				happen();
				for (const kind of ['status500', 'html403', 'notJson', 'empty'] as const) {
					bench.panel.fault({ kind, times: Infinity });
					await expect(poll()).rejects.toMatchObject({
						failure: { cause: 'temporarily-unavailable' },
					});
					bench.panel.clearFaults();
					expect(data()).toEqual(before);
				}
				expect(await poll()).toMatchObject([event]);
				expect(await poll()).toEqual([]);
			});

			it('goes on after a restart with what it remembered', async () => {
				const { poll, data } = await given(keeping);
				await poll();
				happen();
				expect(await poll({ staticData: copy(data()) })).toMatchObject([event]);
			});
		});

		it('says that the key is wrong, and reports the failure to the scheduler', async () => {
			const { poll } = await given('durable');
			await expect(
				poll({ credentialData: { url: bench.panel.url, apiKey: 'wrong-key-000' } }),
			).rejects.toMatchObject({
				message: 'The panel answered "Invalid API key"',
				failure: { cause: 'credential-invalid' },
			});
		});

		it('waits as the panel requests, within its limit', async () => {
			const { poll } = await given('in memory');
			bench.panel.fault({ kind: 'status429', retryAfter: '3' });
			await poll();
			expect(bench.waits).toEqual([3_000]);
			bench.panel.fault({ kind: 'status429', retryAfter: '3600' });
			await expect(poll()).rejects.toMatchObject({
				failure: { cause: 'rate-limited', retryAfterMs: 3_600_000 },
			});
		});

		it('shows a sample on a manual run, in the shape of its items, and changes nothing', async () => {
			const { poll, data } = await given('in memory');
			const [first] = await poll({ mode: 'manual' });
			expect(stateIn(data())).toBeUndefined();
			await poll();
			const before = JSON.stringify(data());
			happen();
			await poll({ mode: 'manual' });
			expect(JSON.stringify(data())).toBe(before);
			const [item] = await poll();
			const fields = Object.keys(first).filter((name) => name !== 'note');
			expect(fields).toEqual(Object.keys(item));
		});

		it('reports one change once if slow polls overlap', async () => {
			const { poll } = await given('in memory');
			await poll();
			happen();
			bench.panel.fault({ kind: 'delay', ms: 60 });
			bench.panel.fault({ kind: 'delay', ms: 30, skip: 1 });
			const outputs = await Promise.all([poll(), poll(), poll()]);
			expect(outputs.flat()).toHaveLength(1);
		});
	},
);

it.each([
	['orderStatus', 'order', 'status'],
	['refillStatus', 'refill', 'refill_status'],
])('%s polls a hundred per request, and finished ones not at all', async (event, id, action) => {
	const ids = await (id === 'order' ? placeMany(bench.panel, 250) : refill(250));
	const watched = { [`${id}Ids`]: `${ids[0]}-${ids.at(-1)}` };
	const { poll, data } = trigger('in memory', { event, ...watched });
	bench.panel.resetCounters();
	await poll();
	expect(bench.panel.count(action)).toBe(3);
	expect(bench.panel.mostInFlight).toBeLessThanOrEqual(4);
	for (const each of ids.slice(0, 200)) {
		if (id === 'order') bench.panel.setStatus(each, 'Completed');
		else bench.panel.setRefillStatus(each, 'Completed');
	}
	expect(await poll()).toHaveLength(200);
	bench.panel.resetCounters();
	await poll();
	expect(sent(bench.panel)).toEqual([{ action, [`${id}s`]: ids.slice(200).join() }]);
	expect(JSON.stringify(data()).length).toBeLessThan(400);
});

describe('balanceChange', () => {
	it.each(['{"balance":null,"currency":"USD"}', '{"balance":"Unknown"}'])(
		'reports no event for %s, but that it is not a balance',
		async (body) => {
			const { poll, data } = trigger('in memory', { event: 'balanceChange' });
			await poll();
			const before = JSON.stringify(data());
			bench.panel.fault({ kind: 'reply', body, times: Infinity });
			await expect(poll()).rejects.toThrow(/without a balance|answered "Unknown"/);
			expect(JSON.stringify(data())).toBe(before);
			bench.panel.clearFaults();
			bench.panel.setBalance('9.99');
			expect(await poll()).toMatchObject([{ before: 1000, after: 9.99 }]);
		},
	);

	it('reports the fall below a threshold that was raised', async () => {
		const { poll } = trigger('in memory', { event: 'balanceChange', threshold: 10 });
		await poll();
		const parameters = { event: 'balanceChange', threshold: 2000 };
		expect(await poll({ parameters })).toMatchObject([{ after: 1000, threshold: 2000 }]);
		expect(await poll({ parameters })).toEqual([]);
	});
});

it('polls ten thousand services in one request', async () => {
	bench.panel.services.splice(0, Infinity, ...generateServices(10_000));
	const { poll, data } = trigger('in memory', { event: 'serviceChange' });
	await poll();
	expect(Buffer.byteLength(JSON.stringify(data()))).toBeLessThanOrEqual(10_000 * 80);
	bench.panel.services[7_000].max = '5';
	expect(await poll()).toMatchObject([{ service: '7001', event: 'changed' }]);
	expect(bench.panel.count()).toBe(2);
});

it.each(['orderGone', 'constructor'])(
	'reports an unknown event: %s',
	async (event) =>
		await expect(trigger('in memory', { event }).poll()).rejects.toThrow(
			`'Trigger On' has no event '${event}'`,
		),
);

const watchOrders = (keeping: Keeping, parameters: IDataObject) =>
	trigger(keeping, { event: 'orderStatus', statuses: ['any'], ...parameters });
const told = (items: IDataObject[]) =>
	items.map(({ order, status }) => `${String(order)} ${String(status)}`);

describe('the trigger', () => {
	it('goes on from what it saw at activation, which the durable engine keeps only with an event', async () => {
		const [a, b] = await placeMany(bench.panel, 2);
		const { poll, data } = watchOrders('durable', { orderIds: a });
		const workflowId = 'activated';
		expect(await poll({ workflowId, staticData: {} })).toEqual([]);
		bench.panel.setStatus(a, 'Partial');
		expect(told(await poll({ workflowId }))).toEqual([`${a} Partial`]);
		expect(await poll({ workflowId })).toEqual([]);

		// Activated again with one more order.
		const parameters = { event: 'orderStatus', statuses: ['any'], orderIds: `${a},${b}` };
		expect(await poll({ workflowId, parameters, staticData: copy(data()) })).toEqual([]);
		bench.panel.setStatus(b, 'Canceled');
		expect(told(await poll({ workflowId, parameters }))).toEqual([`${b} Canceled`]);
		expect(await poll({ workflowId, parameters })).toEqual([]);
	});

	it('reports again what n8n failed to store', async () => {
		const [a] = await placeMany(bench.panel, 1);
		const { poll, data } = watchOrders('durable', { orderIds: a });
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
		'reports one change once if slow polls overlap: %s, answered after %j ms',
		async (keeping, delays) => {
			const [a, b] = await placeMany(bench.panel, 2);
			const { poll } = watchOrders(keeping, { orderIds: `${a},${b}` });
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
		watchOrders('in memory', { watch: 'url', listUrl: url(), ...more });

	it('is read at every poll, following redirects, without the key', async () => {
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

	it('is an outage if it fails, is a web page, empty or odd: the last list stays', async () => {
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

	it('fails the first poll with a message while no list is known', async () => {
		list = '<html>';
		await expect(watching().poll()).rejects.toThrow(
			"The list at 'List URL' cannot be used: it is a web page",
		);
		const odd = watching({ listUrl: 'file:///etc/passwd' });
		await expect(odd.poll()).rejects.toThrow('it is not a web address');
	});
});
