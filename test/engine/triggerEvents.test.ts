import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { TRIGGER_NAME } from '../../sandbox/engine';
import { generateServices } from '../../sandbox/panel';
import { copy, LISTED, placeFinished, sent, triggerOn, useBench, type Keeping } from './setup';

const bench = useBench();
const trigger = (keeping: Keeping, parameters: IDataObject) =>
	triggerOn(bench, keeping, parameters);

/** What the trigger keeps in the workflow's static data. */
const stateIn = (data: IDataObject) =>
	(data[`node:${TRIGGER_NAME}`] as IDataObject | undefined)?.watch;

/** Asks the panel itself for refills of finished orders, and gives their ids. */
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
	/** Prepares the panel; what it gives is merged into the parameters. */
	prepare: () => Promise<IDataObject>;
	/** Lets something happen that is to be told of once. */
	happen: () => void;
	event: IDataObject;
	action: string;
}

const CASES: Record<string, Case> = {
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
			it('remembers first, then tells once, with one request a poll', async () => {
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

		it('says in words that the key is wrong, and declares it to the scheduler', async () => {
			const { poll } = await given('durable');
			await expect(
				poll({ credentialData: { url: bench.panel.url, apiKey: 'wrong-key-000' } }),
			).rejects.toMatchObject({
				message: 'The panel answered "Invalid API key"',
				failure: { cause: 'credential-invalid' },
			});
		});

		it('waits as the panel asks, within its patience', async () => {
			const { poll } = await given('in memory');
			bench.panel.fault({ kind: 'status429', retryAfter: '3' });
			await poll();
			expect(bench.waits).toEqual([3_000]);
			bench.panel.fault({ kind: 'status429', retryAfter: '3600' });
			await expect(poll()).rejects.toMatchObject({
				failure: { cause: 'rate-limited', retryAfterMs: 3_600_000 },
			});
		});

		it('shows a sample by hand, in the shape of its items, and changes nothing', async () => {
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

		it('gives out one change once when slow polls overlap', async () => {
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

describe('refillStatus', () => {
	it('asks a hundred refills in a request, and finished ones not at all', async () => {
		const ids = await refill(250);
		const { poll } = trigger('in memory', { event: 'refillStatus', refillIds: `1-${ids.length}` });
		await poll();
		expect(bench.panel.count('refill_status')).toBe(3);
		for (const id of ids.slice(0, 200)) bench.panel.setRefillStatus(id, 'Completed');
		expect(await poll()).toHaveLength(200);
		bench.panel.resetCounters();
		await poll();
		expect(sent(bench.panel)).toEqual([
			{ action: 'refill_status', refills: ids.slice(200).join() },
		]);
	});

	it('never fails for ids that the panel does not know, and reports them an hour later if asked to', async () => {
		const [id] = await refill(1);
		const { poll } = trigger('in memory', {
			event: 'refillStatus',
			refillIds: `${id}, 99`,
			options: { reportUnknown: true },
		});
		expect(await poll()).toEqual([]);
		const later = Date.now() + 3_600_000;
		jest.spyOn(clock, 'date').mockImplementation(() => later);
		expect(await poll()).toEqual([
			expect.objectContaining({ refill: '99', status: null, finished: false, unknown: true }),
		]);
		expect(await poll()).toEqual([]);
		const nothing = trigger('in memory', { event: 'refillStatus', refillIds: '99' });
		await expect(nothing.poll({ mode: 'manual' })).rejects.toMatchObject({
			message: expect.stringContaining('knows none of the watched refills'),
			description: expect.stringContaining("'Refill IDs'"),
		});
	});

	it('says which parameter holds no ids', async () => {
		const { poll } = trigger('in memory', { event: 'refillStatus', refillIds: '' });
		await expect(poll()).rejects.toThrow("'Refill IDs' is empty");
	});
});

describe('balanceChange', () => {
	it.each([
		'{"balance":null,"currency":"USD"}',
		'{"balance":"Unknown"}',
		'{"balance":""}',
		'{"balance":{"amount":"1"}}',
		'{"balance":"0,00"}',
		'{"currency":"USD"}',
		'{}',
		'[]',
		'0',
	])('raises no alarm for %s, but says that it is no balance', async (body) => {
		const { poll, data } = trigger('in memory', { event: 'balanceChange' });
		await poll();
		const before = JSON.stringify(data());
		bench.panel.fault({ kind: 'reply', body, times: Infinity });
		await expect(poll()).rejects.toThrow(/without a balance|answered "Unknown"/);
		expect(JSON.stringify(data())).toBe(before);
		bench.panel.clearFaults();
		bench.panel.setBalance('9.99');
		expect(await poll()).toMatchObject([{ before: 1000, after: 9.99 }]);
	});

	it.each([
		['"1,234.50"', 1234.5],
		['-5.25', -5.25],
		['"-5.25"', -5.25],
		['1e1', 10],
	])('reads %s', async (balance, after) => {
		const { poll } = trigger('in memory', { event: 'balanceChange', balanceWhen: 'changed' });
		await poll();
		bench.panel.fault({ kind: 'reply', body: `{"balance":${balance}}` });
		expect(await poll()).toMatchObject([{ after, currency: 'USD' }]);
	});

	it('is armed again by the margin of the options', async () => {
		const { poll } = trigger('in memory', {
			event: 'balanceChange',
			threshold: 10,
			options: { margin: 50, includeAlreadyLow: true },
		});
		const tell = async (balance: string) => {
			bench.panel.setBalance(balance);
			return (await poll()).length;
		};
		const told: number[] = [];
		for (const balance of ['9', '14.99', '9', '15', '9.99999', '9']) told.push(await tell(balance));
		expect(told).toEqual([1, 0, 0, 0, 1, 0]);
	});

	it('tells of the fall below a threshold that was raised', async () => {
		const { poll } = trigger('in memory', { event: 'balanceChange', threshold: 10 });
		await poll();
		const parameters = { event: 'balanceChange', threshold: 2000 };
		expect(await poll({ parameters })).toMatchObject([{ after: 1000, threshold: 2000 }]);
		expect(await poll({ parameters })).toEqual([]);
	});
});

describe('serviceChange', () => {
	const names = (items: IDataObject[]) =>
		items.map(({ service, event }) => `${String(service)} ${String(event)}`);

	it('polls ten thousand services in one request', async () => {
		bench.panel.services.splice(0, Infinity, ...generateServices(10_000));
		const { poll, data } = trigger('in memory', { event: 'serviceChange' });
		await poll();
		expect(bench.panel.count()).toBe(1);
		expect(Buffer.byteLength(JSON.stringify(data()))).toBeLessThanOrEqual(10_000 * 80);
		bench.panel.services[7_000].max = '5';
		expect(names(await poll())).toEqual(['7001 changed']);
		expect(bench.panel.count()).toBe(2);
	});

	it('watches those of a category, of a text, or chosen ones', async () => {
		const choices: IDataObject[] = [
			{ serviceWatch: 'filter', serviceCategory: 'instagram' },
			{ serviceWatch: 'filter', serviceText: 'views' },
			{ serviceWatch: 'filter', serviceCategory: 'tiktok', serviceText: 'followers' },
			{ serviceWatch: 'ids', serviceIds: '1, 5-6' },
		];
		bench.panel.services.splice(LISTED);
		const triggers = choices.map((each) =>
			trigger('in memory', { event: 'serviceChange', ...each }),
		);
		for (const { poll } of triggers) await poll();
		for (const service of bench.panel.services) service.rate = '99';
		const told = await Promise.all(triggers.map(async ({ poll }) => names(await poll())));
		const ids = ['3', '4', '10', '11', '12', '13', '14', '15', '16', '17', '20'];
		expect(told).toEqual([
			ids.map((id) => `${id} changed`),
			['5 changed', '6 changed'],
			[],
			['1 changed', '5 changed', '6 changed'],
		]);
	});

	it('starts anew with another choice', async () => {
		const { poll } = trigger('in memory', { event: 'serviceChange' });
		await poll();
		bench.panel.services[0].rate = '99';
		const parameters = { event: 'serviceChange', serviceWatch: 'ids', serviceIds: '1' };
		expect(await poll({ parameters })).toEqual([]);
	});

	it('takes an empty catalogue for an outage, however long, and fails by hand and at first', async () => {
		const { poll, data } = trigger('in memory', { event: 'serviceChange' });
		bench.panel.dialect({ emptyServices: true });
		await expect(poll()).rejects.toThrow('The panel answered without a single service');
		expect(stateIn(data())).toBeUndefined();
		bench.panel.dialect({ emptyServices: false });
		await poll();
		const before = JSON.stringify(data());
		bench.panel.dialect({ emptyServices: true });
		for (let n = 0; n < 5; n++) expect(await poll()).toEqual([]);
		expect(JSON.stringify(data())).toBe(before);
		await expect(poll({ mode: 'manual' })).rejects.toThrow('without a single service');
		bench.panel.dialect({ emptyServices: false });
		expect(await poll()).toEqual([]);
	});

	it('takes a much shorter catalogue for an outage, until it has come three times', async () => {
		const { poll } = trigger('in memory', {
			event: 'serviceChange',
			serviceWatch: 'ids',
			serviceIds: '20',
		});
		await poll();
		const rest = bench.panel.services.splice(5);
		expect(await poll()).toEqual([]);
		expect(await poll()).toEqual([]);
		bench.panel.services.push(...rest);
		expect(await poll()).toEqual([]);
		bench.panel.services.splice(5);
		await poll();
		await poll();
		expect(names(await poll())).toEqual(['20 removed']);
		bench.panel.services.push(...rest);
		expect(names(await poll())).toEqual(['20 returned']);
	});

	it('tells of what was added, removed and came back', async () => {
		const { poll } = trigger('in memory', { event: 'serviceChange' });
		await poll();
		const [second] = bench.panel.services.splice(1, 1);
		bench.panel.services.push({ ...second, service: 777, name: 'New' });
		expect(names(await poll()).sort()).toEqual(['2 removed', '777 added']);
		bench.panel.services.push(second);
		expect(names(await poll())).toEqual(['2 returned']);
	});

	it('says what to do where nothing is watched', async () => {
		const { poll } = trigger('in memory', {
			event: 'serviceChange',
			serviceWatch: 'filter',
			serviceText: 'nothing like it',
		});
		expect(await poll()).toEqual([]);
		await expect(poll({ mode: 'manual' })).rejects.toMatchObject({
			message: expect.stringContaining('there is nothing to show'),
			description: expect.stringContaining("'Text'"),
		});
	});
});
