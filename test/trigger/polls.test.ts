import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { balanceChange } from '../../nodes/SmmPanel/trigger/balanceChange.event';
import { orderStatus, refillStatus } from '../../nodes/SmmPanel/trigger/statusWatch.event';
import { serviceChange } from '../../nodes/SmmPanel/trigger/serviceChange.event';
import { polling as trigger } from './polling';

const HOUR = 3_600_000;

beforeEach(() => jest.spyOn(clock, 'wait').mockResolvedValue());
afterEach(() => jest.restoreAllMocks());

describe('a poll of orders', () => {
	const statuses: Record<string, string> = {};
	const respond = ({ order, orders }: IDataObject) => {
		const row = (id: string) =>
			statuses[id] ? { status: statuses[id], charge: '1' } : { error: 'Incorrect order ID' };
		if (order) return row(String(order));
		return Object.fromEntries(
			String(orders)
				.split(',')
				.map((id) => [id, row(id)]),
		);
	};
	beforeEach(() => {
		for (const id of Object.keys(statuses)) delete statuses[id];
		Object.assign(statuses, { 1: 'Pending', 2: 'Pending', 3: 'Completed' });
	});

	it('requests all ids first, then the unfinished ones, and reports the change', async () => {
		const { poll, bodies, sent } = trigger(orderStatus, { orderIds: '1-3' }, respond);
		expect(await poll()).toEqual([]);
		statuses[2] = 'Completed';
		expect(await poll()).toMatchObject([
			{ order: '2', status: 'Completed', previousStatus: 'Pending', finished: true, charge: 1 },
		]);
		expect(await poll()).toEqual([]);
		expect(bodies()).toEqual([
			{ action: 'status', orders: '1,2,3' },
			{ action: 'status', orders: '1,2' },
			{ action: 'status', order: '1' },
		]);
		// Three tenths of the time that n8n gives a poll.
		expect(sent[0].timeout).toBe(10_800);
	});

	it('reports orders that had already finished, and unknown ids an hour later, if set', async () => {
		let now = 1_000_000;
		jest.spyOn(clock, 'date').mockImplementation(() => now);
		const settings = { 'options.includeAlreadyFinished': true, 'options.reportUnknown': true };
		const { poll } = trigger(orderStatus, { orderIds: '1 3 9', ...settings }, respond);
		expect(await poll()).toEqual([
			expect.objectContaining({ order: '3', status: 'Completed', previousStatus: null }),
		]);
		now += HOUR - 1;
		expect(await poll()).toEqual([]);
		now += 1;
		expect(await poll()).toEqual([
			expect.objectContaining({ order: '9', status: null, unknown: true, charge: null }),
		]);
		now += HOUR;
		expect(await poll()).toEqual([]);
	});

	it.each([
		[{ error: 'Ktoś tu był' }],
		[{ error: 'Your request has failed' }],
		[[]],
		[{}],
		[{ status: 'fail', message: 'Ktoś tu był' }],
	])('fails if every answer is %j, and reports nothing', async (body) => {
		let now = 1_000_000;
		jest.spyOn(clock, 'date').mockImplementation(() => now);
		for (const orderIds of ['1', '1-101', '1-250']) {
			let isDown = false;
			const { poll, data } = trigger(
				orderStatus,
				{ orderIds, 'options.reportUnknown': true },
				(fields) => (isDown ? body : respond(fields)),
			);
			await poll();
			const before = JSON.stringify(data);
			isDown = true;
			for (let polls = 0; polls < 3; polls++) {
				await expect(poll()).rejects.toThrow();
				now += HOUR;
			}
			expect(JSON.stringify(data)).toBe(before);
		}
	});

	it.each([
		['Invalid API key', 'nvalid API key'],
		['Maintenance', 'aintenance'],
		['Rate limit exceeded', 'ate limit'],
		['Database error', 'atabase error'],
	])('fails when every row says "%s"', async (error, said) => {
		const rows = () => Object.fromEntries(['1', '2', '3'].map((id) => [id, { error }]));
		const { poll } = trigger(orderStatus, { orderIds: '1-3' }, rows);
		await expect(poll()).rejects.toThrow(said);
		const some = () => ({ ...rows(), 1: { status: 'Pending' }, 2: null });
		expect(await trigger(orderStatus, { orderIds: '1-3' }, some).poll()).toEqual([]);
		const none = trigger(orderStatus, { orderIds: '1-3' }, () => ({ ...rows(), 1: null }));
		await expect(none.poll()).rejects.toThrow(said);
	});

	it('keeps the state of an id whose row has an error other than an unknown id', async () => {
		let now = 1_000_000;
		jest.spyOn(clock, 'date').mockImplementation(() => now);
		const settings = { 'options.reportUnknown': true };
		const { poll, data } = trigger(orderStatus, { orderIds: '1 2', ...settings }, () => ({
			1: { error: 'foo' },
			2: { error: 'under maintenance' },
		}));
		for (let polls = 0; polls < 3; polls++) {
			expect(await poll()).toEqual([]);
			now += HOUR;
		}
		expect(data.watch).toMatchObject({ seen: { orders: { '': ['1-2'] } } });
	});

	it('requests ids one by one if the panel has no lists, a hundred per poll, and continues there', async () => {
		for (let id = 1; id <= 250; id++) statuses[id] = 'Pending';
		const { poll, bodies, warned } = trigger(
			orderStatus,
			{ orderIds: '1-250', statuses: ['any'] },
			(fields) => (fields.orders ? { error: 'Order not found.', status: '104' } : respond(fields)),
		);
		await poll();
		await poll();
		await poll();
		expect(warned).toHaveLength(3);
		const asked = bodies().flatMap(({ order }) => (order ? [String(order)] : []));
		expect(new Set(asked).size).toBe(250);
		expect(asked).toHaveLength(300);
		for (const id of Object.keys(statuses)) statuses[id] = 'Partial';
		const told = [await poll(), await poll(), await poll()];
		expect(told.map(({ length }) => length)).toEqual([100, 100, 50]);
	});

	it('requests the last hundred for a test event, even finished ones', async () => {
		const { poll, bodies } = trigger(orderStatus, { orderIds: '1-150' }, respond);
		await poll();
		statuses[150] = 'Pending';
		expect(await poll('manual')).toMatchObject([{ order: '150' }]);
		const asked = Array.from({ length: 100 }, (_, n) => String(51 + n));
		expect(bodies().at(-1)).toEqual({ action: 'status', orders: asked.join() });
	});

	it('starts no request after half of its time, and continues there in the next poll', async () => {
		let now = 1_000_000;
		jest.spyOn(clock, 'now').mockImplementation(() => now);
		const { poll, bodies } = trigger(orderStatus, { orderIds: '1-900' }, ({ orders }) => {
			now += 5_000;
			return Object.fromEntries(
				String(orders)
					.split(',')
					.map((id) => [id, { status: 'Pending' }]),
			);
		});
		for (const first of ['1', '401', '801', '301']) {
			const before = bodies().length;
			await poll();
			expect(String(bodies()[before].orders).split(',')[0]).toBe(first);
			expect(bodies().length - before).toBe(4);
			now += 60_000;
		}
	});

	it('is not held up by a request that fails, but fails when all do', async () => {
		let closed = '1,';
		const { poll } = trigger(orderStatus, { orderIds: '1-200', statuses: ['any'] }, (fields) => {
			if (String(fields.orders).startsWith(closed)) return [];
			const ids = String(fields.orders).split(',');
			return Object.fromEntries(ids.map((id) => [id, { status: statuses[id] ?? 'Pending' }]));
		});
		expect(await poll()).toEqual([]);
		statuses[150] = 'Partial';
		expect(await poll()).toMatchObject([{ order: '150', previousStatus: 'Pending' }]);
		closed = '';
		await expect(poll()).rejects.toMatchObject({
			message: 'The panel answered for none of the IDs',
		});
	});

	it.each([[[]], [undefined]])('reports finished orders if nothing is chosen: %j', async (none) => {
		const { poll } = trigger(orderStatus, { orderIds: '1 2', statuses: none }, respond);
		await poll();
		Object.assign(statuses, { 1: 'In progress', 2: 'Completed' });
		expect(await poll()).toMatchObject([{ order: '2' }]);
	});

	it('shows the last matching order, or else any, for a test event', async () => {
		const { poll, parameters } = trigger(orderStatus, { orderIds: '3 1' }, respond);
		const [wanted] = await poll('manual');
		expect(wanted).toMatchObject({ order: '3', previousStatus: null });
		expect(wanted).not.toHaveProperty('note');
		parameters.statuses = ['Canceled'];
		const note = expect.stringContaining("one of the selected 'Statuses' now");
		expect(await poll('manual')).toMatchObject([{ order: '1', note }]);
	});

	it('says that there is nothing to show, and fails without any answer', async () => {
		const none = trigger(orderStatus, { orderIds: '8 9' }, respond);
		await expect(none.poll('manual')).rejects.toMatchObject({
			message: expect.stringContaining('he panel knows none of the watched orders'),
			description: expect.stringContaining("Add the ID of an order of this account to 'Order IDs'"),
		});
		expect(await none.poll()).toEqual([]);
		const refused = trigger(orderStatus, { orderIds: '1' }, () => ({ error: 'Invalid API key' }));
		await expect(refused.poll()).rejects.toMatchObject({
			message: expect.stringContaining('Invalid API key'),
			failure: { cause: 'credential-invalid' },
		});
	});

	it('does not refer to options that a trigger does not have', async () => {
		const { poll } = trigger(orderStatus, { orderIds: '1' }, () => {
			throw Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' });
		});
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringContaining('o secure connection could be made'),
			description: "The panel's certificate is not valid. Ask the panel to fix it.",
		});
	});

	it('has a source that names the account and the watched ids', () => {
		const { context, parameters } = trigger(orderStatus, { orderIds: '1' }, respond);
		const one = orderStatus.source(context);
		expect(one).toContain('7');
		expect(refillStatus.source(context)).not.toBe(one);
		Object.assign(parameters, { watch: 'url', listUrl: 'https://list.example' });
		expect(orderStatus.source(context)).not.toBe(one);
	});
});

describe('a poll of refills', () => {
	it('asks for refills, and says so', async () => {
		const row = { refill: 5, status: 'Completed' };
		const { poll, bodies } = trigger(refillStatus, { refillIds: '5' }, () => row);
		expect(await poll('manual')).toMatchObject([{ refill: '5', status: 'Completed' }]);
		expect(bodies()).toEqual([{ action: 'refill_status', refill: '5' }]);
		const none = trigger(refillStatus, { refillIds: '5' }, () => ({ error: 'Refill not found' }));
		await expect(none.poll('manual')).rejects.toMatchObject({
			message: expect.stringContaining('none of the watched refills'),
			description: expect.stringContaining(
				"Add the ID of a refill of this account to 'Refill IDs'",
			),
		});
	});
});

describe('a poll of the balance', () => {
	let balance: unknown;
	const respond = () => ({ balance, currency: 'USD' });
	beforeEach(() => (balance = '12.00'));

	it('sends one request, and reports a fall below the threshold', async () => {
		const { poll, bodies } = trigger(balanceChange, { threshold: 10 }, respond);
		expect(await poll()).toEqual([]);
		balance = '9.99';
		expect(await poll()).toMatchObject([
			{ before: 12, after: 9.99, threshold: 10, currency: 'USD' },
		]);
		expect(await poll()).toEqual([]);
		expect(bodies()).toEqual(Array.from({ length: 3 }, () => ({ action: 'balance' })));
	});

	it('reports another fall only after a rise above the margin, and a low first balance if set', async () => {
		const { poll } = trigger(balanceChange, { threshold: 10, 'options.margin': 50 }, respond);
		const told: unknown[] = [];
		for (const each of ['12', '9', '14.99', '8', '15', '7']) {
			balance = each;
			told.push((await poll()).map(({ after }) => after));
		}
		expect(told).toEqual([[], [9], [], [], [], [7]]);
		for (const wanted of [true, false]) {
			const low = { threshold: 10, 'options.includeAlreadyLow': wanted };
			expect(await trigger(balanceChange, low, respond).poll()).toHaveLength(wanted ? 1 : 0);
		}
	});

	it('says in a test event that its balance would not trigger the workflow', async () => {
		const { poll } = trigger(balanceChange, { threshold: 10 }, respond);
		expect(await poll('manual')).toMatchObject([{ note: expect.stringContaining('not below') }]);
		balance = '9';
		expect((await poll('manual'))[0]).not.toHaveProperty('note');
	});

	it('shows the balance for a test event, and reports any change if set', async () => {
		const { poll, context } = trigger(balanceChange, { balanceWhen: 'changed' }, respond);
		expect(await poll('manual')).toMatchObject([{ before: 12, after: 12, change: 0 }]);
		await poll();
		balance = '12.01';
		expect(await poll()).toMatchObject([{ before: 12, after: 12.01 }]);
		expect(balanceChange.source(context)).toContain('changed');
	});

	it.each([
		[{ threshold: 'ten' }, '12', '\'Threshold\' holds "ten" instead of a number'],
		[{ threshold: 10, 'options.margin': 'ten' }, '12', '\'Margin (%)\' holds "ten" instead'],
		[{ threshold: 10 }, 'unlimited', 'without a balance that is a number'],
	])('fails for %j and a balance of %s', async (parameters, given, message) => {
		balance = given;
		const { poll } = trigger(balanceChange, parameters, respond);
		await expect(poll()).rejects.toMatchObject({ message: expect.stringContaining(message) });
	});
});

describe('a poll of services', () => {
	const service = (id: number, name: string, category: string, rate: string) => ({
		...{ service: id, name, category, rate, type: 'Default', min: '10', max: '100' },
		...{ refill: true, cancel: true },
	});
	let catalogue: unknown[];
	beforeEach(() => {
		catalogue = [
			service(1, 'Followers HQ', 'Instagram', '0.90'),
			service(2, 'Likes', 'Instagram', '0.10'),
			service(3, 'Views', 'TikTok', '0.01'),
		];
	});

	it.each([
		[{}, ['1', '2', '3']],
		[{ serviceWatch: 'filter', serviceCategory: ' instagram ' }, ['1', '2']],
		[{ serviceWatch: 'filter', serviceText: 'HQ followers' }, ['1']],
		[{ serviceWatch: 'filter', serviceText: 'hq views' }, []],
		[{ serviceWatch: 'ids', serviceIds: '2, 3' }, ['2', '3']],
	])('with %j reports rates of the services %j', async (parameters, ids) => {
		const changes = { serviceChanges: ['rate'], ...parameters };
		const { poll, bodies, context } = trigger(serviceChange, changes, () => catalogue);
		expect(await poll()).toEqual([]);
		catalogue = catalogue.map((each) => ({ ...(each as IDataObject), rate: '5.00' }));
		expect((await poll()).map((item) => String(item.service))).toEqual(ids);
		expect(bodies()).toEqual([{ action: 'services' }, { action: 'services' }]);
		expect(serviceChange.source(context)).toContain('serviceChange 7');
	});

	it('starts over only if other services are chosen', () => {
		const sourceOf = (parameters: IDataObject) =>
			serviceChange.source(trigger(serviceChange, parameters, () => catalogue).context);
		const sources = [
			{},
			{ serviceWatch: 'filter', serviceCategory: 'a', serviceText: 'b' },
			{ serviceWatch: 'filter', serviceCategory: 'b', serviceText: 'a' },
			{ serviceWatch: 'ids', serviceIds: '1' },
			{ serviceWatch: 'ids', serviceIds: '2' },
		].map(sourceOf);
		expect(new Set(sources).size).toBe(5);
		expect(sourceOf({ serviceIds: '2', serviceText: 'b', leastRateChange: 5 })).toBe(sources[0]);
		expect(sourceOf({ serviceWatch: 'ids', serviceIds: '1', serviceText: 'b' })).toBe(sources[3]);
	});

	it('keeps its state if the catalogue is empty, but not in the first poll', async () => {
		const first = trigger(serviceChange, {}, () => []);
		await expect(first.poll()).rejects.toThrow();
		const { poll, warned } = trigger(serviceChange, {}, () => catalogue);
		await poll();
		catalogue = [];
		expect(await poll()).toEqual([]);
		expect(warned).toEqual(['SMM Panel: the catalogue is empty; the last known one is kept']);
	});

	it.each([204, 206, 404, 429, 500])(
		'believes no catalogue that comes with HTTP %i',
		async (status) => {
			const { poll, http } = trigger(
				serviceChange,
				{ serviceChanges: ['removed'] },
				() => catalogue,
			);
			await poll();
			const [all, part] = [catalogue, catalogue.slice(1)];
			for (catalogue of [part, all, []]) {
				http.status = status;
				await expect(poll()).rejects.toThrow(`HTTP ${status}`);
			}
			catalogue = all;
			http.status = 200;
			expect(await poll()).toEqual([]);
		},
	);

	it.each([
		[[], { event: 'changed', changed: ['min', 'max'] }],
		[['rate'], { event: 'changed', changed: ['rate'] }],
		[['removed', 'type'], { event: 'changed', changed: ['type'] }],
		[['added', 'removed'], { event: 'added', before: null }],
		[['returned'], { event: 'returned' }],
		[['removed'], { event: 'removed', after: null }],
	])('shows for a test event what the choice %j lets through', async (serviceChanges, event) => {
		const { poll } = trigger(serviceChange, { serviceChanges }, () => catalogue);
		expect(await poll('manual')).toMatchObject([event]);
	});

	it('reports every change if none is chosen', async () => {
		const { poll } = trigger(serviceChange, { serviceChanges: [] }, () => catalogue);
		await poll();
		catalogue = catalogue.slice(1);
		expect(await poll()).toMatchObject([{ event: 'removed' }]);
	});

	it('shows a service for a test event, or says that none is watched', async () => {
		const { poll, parameters } = trigger(serviceChange, {}, () => catalogue);
		expect(await poll('manual')).toMatchObject([{ service: '1' }]);
		Object.assign(parameters, { serviceWatch: 'filter', serviceText: 'nothing like it' });
		await expect(poll('manual')).rejects.toMatchObject({
			message: expect.stringContaining('o service in the catalogue is watched'),
		});
		parameters.leastRateChange = 'much';
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringContaining("'Min Rate Change (%)' holds"),
		});
	});
});
