/** The duration of a poll: n8n's budget, the rate limiter, the panel's rate limits, panels that hang. */
import type { IDataObject, INodeParameters, IPollFunctions } from 'n8n-workflow';

import { SmmPanelApi } from '../../credentials/SmmPanelApi.credentials';
import { SmmPanelTrigger } from '../../nodes/SmmPanel/SmmPanelTrigger.node';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { Engine } from '../../sandbox/engine';
import { placeMany, TRIGGER, useBench } from './setup';

const MINUTE = 60_000;
/** The budget of n8n's durable scheduler for a poll, which it aborts after 45 seconds. */
const BUDGET = 36_000;

/** The trigger on an engine with this time budget for a poll; undefined for older engines, which do not tell. */
class Timed extends SmmPanelTrigger {
	constructor(budget: number | undefined) {
		super();
		const untimed = this.poll;
		this.poll = async function (this: IPollFunctions) {
			const getPollBudgetMs = budget === undefined ? undefined : () => budget;
			Object.assign(this, { getPollBudgetMs });
			return await untimed.call(this);
		};
	}
}

const bench = useBench();
let engine: Engine;
let now = 0;
/** How long the panel takes per request, in milliseconds. */
let slow = 0;

async function startEngine(budget: number | undefined): Promise<void> {
	engine = await Engine.start({
		nodes: { [TRIGGER]: new Timed(budget) },
		credentials: { smmPanelApi: new SmmPanelApi() },
	});
}

beforeEach(() => {
	slow = 0;
	// The rate limiter is shared in the process, so start long after the previous test.
	now += 1_000 * MINUTE;
	// Time passes only by waits and requests.
	jest.spyOn(clock, 'now').mockImplementation(() => now + slow * bench.panel.count());
	const sleepers: Array<{ at: number; wake: () => void }> = [];
	let isRunning = false;
	const run = async () => {
		isRunning = true;
		while (sleepers.length > 0) {
			await new Promise((resolve) => setTimeout(resolve, 20));
			sleepers.sort((a, b) => a.at - b.at);
			const next = sleepers.shift();
			if (!next) break;
			now = Math.max(now, next.at - slow * bench.panel.count());
			next.wake();
		}
		isRunning = false;
	};
	jest.spyOn(clock, 'wait').mockImplementation(async (ms) => {
		if (!(ms > 0)) return;
		const awake = new Promise<void>((wake) => sleepers.push({ at: clock.now() + ms, wake }));
		if (!isRunning) void run();
		await awake;
	});
});
afterEach(async () => await engine.close());

/** Polls every minute as the durable engine does: the state is kept on success. */
function trigger(parameters: IDataObject) {
	let data: IDataObject = {};
	let next = 0;
	const poll = async () => {
		now += Math.max(0, next - clock.now());
		next = clock.now() + MINUTE;
		const began = clock.now();
		const from = bench.panel.requests.length;
		const staticData = JSON.parse(JSON.stringify(data)) as IDataObject;
		const output = await engine.poll({
			type: TRIGGER,
			parameters: { event: 'orderStatus', statuses: ['any'], ...parameters } as INodeParameters,
			credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
			staticData,
		});
		data = staticData;
		return {
			took: clock.now() - began,
			items: output?.[0] ?? [],
			asked: bench.panel.requests
				.slice(from)
				.flatMap(({ fields }) => (fields.orders ?? fields.order).split(',')),
		};
	};
	return { poll };
}

it('stops within its time, and the next poll goes on from there', async () => {
	await startEngine(BUDGET);
	const ids = await placeMany(bench.panel, 1_000);
	const { poll } = trigger({ orderIds: ids.join() });
	slow = 4_000;
	const first = await poll();
	expect(first.took).toBeLessThan(BUDGET);
	expect(first.asked.length).toBeGreaterThanOrEqual(400);
	expect(first.asked.length).toBeLessThan(1_000);
	const second = await poll();
	expect(second.asked[0]).toBe(ids[first.asked.length]);
	expect(new Set([...first.asked, ...second.asked]).size).toBe(1_000);
});

it('assumes five minutes if n8n does not tell', async () => {
	await startEngine(undefined);
	const ids = await placeMany(bench.panel, 2_000);
	const { poll } = trigger({ orderIds: ids.join() });
	slow = 20_000;
	const { took, asked } = await poll();
	expect(took).toBeGreaterThan(120_000);
	expect(took).toBeLessThan(300_000);
	expect(asked.length).toBeLessThan(2_000);
});

it.each([1, 2, 4, 10])(
	'keeps to %i requests a minute and to its time, and reaches every order',
	async (requestsPerMinute) => {
		await startEngine(BUDGET);
		const ids = await placeMany(bench.panel, 1_000);
		const { poll } = trigger({ orderIds: ids.join(), options: { requestsPerMinute } });
		const asked = new Set<string>();
		const start = clock.now();
		for (let polls = 0; asked.size < ids.length && polls < 20; polls++) {
			const one = await poll();
			expect(one.took).toBeLessThan(BUDGET);
			for (const id of one.asked) asked.add(id);
		}
		expect(asked.size).toBe(ids.length);
		const minutes = (clock.now() - start) / MINUTE;
		expect(bench.panel.count()).toBeLessThanOrEqual(requestsPerMinute * minutes + 1);
	},
);

it('reaches every order of a panel that lets only some requests through', async () => {
	await startEngine(BUDGET);
	const ids = await placeMany(bench.panel, 1_000);
	const { poll } = trigger({ orderIds: ids.join() });
	const heard = new Set<string>();
	for (let polls = 0; polls < 10; polls++) {
		bench.panel.clearFaults();
		bench.panel.fault({ kind: 'rateLimitText', skip: 2, times: Infinity });
		const from = bench.panel.requests.length;
		const { took } = await poll();
		expect(took).toBeLessThan(BUDGET);
		for (const { fields } of bench.panel.requests.slice(from, from + 2)) {
			for (const id of fields.orders.split(',')) heard.add(id);
		}
	}
	expect(heard.size).toBe(ids.length);
});

it('leaves a wait longer than its time to the scheduler', async () => {
	await startEngine(BUDGET);
	const [id] = await placeMany(bench.panel, 1);
	const { poll } = trigger({ orderIds: id });
	bench.panel.fault({ kind: 'status429', retryAfter: '20' });
	const began = clock.now();
	await expect(poll()).rejects.toMatchObject({
		failure: { cause: 'rate-limited', retryAfterMs: 20_000 },
	});
	expect(clock.now()).toBe(began);
});

it('is not held up by orders for which the panel always fails, slowly', async () => {
	await startEngine(BUDGET);
	const ids = await placeMany(bench.panel, 150);
	const { poll } = trigger({ orderIds: ids.join() });
	await poll();
	slow = 10_000;
	for (const id of ids) bench.panel.setStatus(id, 'Completed');
	bench.panel.fault({
		kind: 'status500',
		times: Infinity,
		match: ({ orders }) => orders?.startsWith(ids[0]),
	});
	const { took, items } = await poll();
	expect(items).toHaveLength(50);
	expect(took).toBeLessThan(BUDGET);
});

it('gives up on hanging requests while there is time to keep the others', async () => {
	// In real time, because the timeout of a request is n8n's.
	await startEngine(4_000);
	jest.spyOn(clock, 'now').mockImplementation(() => Date.now());
	const ids = await placeMany(bench.panel, 150);
	const { poll } = trigger({ orderIds: ids.join() });
	await poll();
	for (const id of ids) bench.panel.setStatus(id, 'Completed');
	bench.panel.fault({
		kind: 'hang',
		times: Infinity,
		match: ({ orders }) => orders?.startsWith(ids[0]),
	});
	const began = Date.now();
	jest.spyOn(clock, 'wait').mockResolvedValue();
	expect((await poll()).items).toHaveLength(50);
	expect(Date.now() - began).toBeLessThan(4_000);
});

it('waits for its turn after the other nodes of its credential, or for the next poll', async () => {
	await startEngine(BUDGET);
	const [id] = await placeMany(bench.panel, 1);
	const one = trigger({ orderIds: id, options: { requestsPerMinute: 2 } });
	const others = [1, 2, 3].map(() => trigger({ orderIds: id, options: { requestsPerMinute: 2 } }));
	const polls = await Promise.all([...others, one].map(async ({ poll }) => await poll()));
	// Turns are at 0, 30, 60 and 90 seconds, and a poll must send its request within 18.
	expect(polls.map(({ asked }) => asked.length).sort()).toEqual([0, 0, 0, 1].sort());
	for (const { took } of polls) expect(took).toBeLessThan(BUDGET);
});
