import fc from 'fast-check';

import { nextStart, pacer, type Pace } from '../../nodes/SmmPanel/transport/ask';
import { FakeClock, freshPanel } from './helpers';

const MINUTE = 60_000;

/** The start times of `count` requests that are made at once. */
async function startsOf(count: number, pace: Pace, panel = freshPanel(), clock = new FakeClock()) {
	const next = pacer(panel, pace, clock);
	const starts: number[] = [];
	const asked = Array.from({ length: count }, async () => {
		await next();
		starts.push(clock.now());
	});
	await clock.run(Promise.all(asked));
	return starts;
}

/** The most starts in any sixty seconds, both ends included. */
const mostInAMinute = (starts: number[]): number =>
	Math.max(
		0,
		...starts.map((from) => starts.filter((at) => at >= from && at <= from + MINUTE).length),
	);

describe('requests a minute', () => {
	it('0 is no limit', async () => {
		expect(await startsOf(5, { perMinute: 0 })).toEqual([0, 0, 0, 0, 0]);
	});

	it('0 neither waits for the limit of another node nor counts towards it', async () => {
		const [panel, clock] = [freshPanel(), new FakeClock()];
		for (const [perMinute, at] of [[0], [1], [0], [1, MINUTE]]) {
			const pace = { perMinute, end: perMinute * MINUTE };
			expect(await startsOf(1, pace, panel, clock)).toEqual([at ?? 0]);
		}
	});

	it('are spread evenly', async () => {
		expect(await startsOf(4, { perMinute: 60 })).toEqual([0, 1_000, 2_000, 3_000]);
		expect(await startsOf(3, { perMinute: 120 })).toEqual([0, 500, 1_000]);
	});

	it('that would start after the end are not sent, and take no turn', async () => {
		const clock = new FakeClock();
		const panel = freshPanel();
		const next = pacer(panel, { perMinute: 60, end: 1_500 }, clock);
		const turns = await clock.run(Promise.allSettled([next(), next(), next(), next()]));
		expect(turns.map(({ status }) => status)).toEqual([
			...['fulfilled', 'fulfilled', 'rejected', 'rejected'],
		]);
		expect((turns[2] as PromiseRejectedResult).reason).toMatchObject({
			kind: 'notSent',
			message: 'there was no time left to request it',
		});
		expect(await startsOf(1, { perMinute: 60 }, panel, clock)).toEqual([2_000]);
	});

	it('may start right at the end, but not after it, even if nothing spaces them out', async () => {
		const clock = new FakeClock();
		const next = pacer(freshPanel(), { perMinute: 0, end: 1_000 }, clock);
		await clock.run(clock.wait(1_000));
		await next();
		await clock.run(clock.wait(1));
		await expect(next()).rejects.toMatchObject({ kind: 'notSent' });
	});

	it('do not wait if they come late enough', async () => {
		const clock = new FakeClock();
		const next = pacer(freshPanel(), { perMinute: 60 }, clock);
		await next();
		await clock.run(clock.wait(1_500));
		await clock.run(next());
		expect(clock.now()).toBe(1_500);
		await clock.run(next());
		expect(clock.now()).toBe(2_500);
	});

	it('are shared by all reads and writes of the same panel', async () => {
		const clock = new FakeClock();
		const panel = freshPanel();
		const starts: string[] = [];
		const use = async (name: string, next: () => Promise<void>) => {
			await next();
			starts.push(`${name} ${clock.now()}`);
		};
		const reads = pacer(panel, { perMinute: 60 }, clock);
		const writes = pacer(panel, { perMinute: 60 }, clock);
		await clock.run(
			Promise.all([use('r', reads), use('w', writes), use('r', reads), use('w', writes)]),
		);
		expect(starts).toEqual(['r 0', 'w 1000', 'r 2000', 'w 3000']);
	});

	it('are counted separately for another panel', async () => {
		const clock = new FakeClock();
		const one = pacer(freshPanel(), { perMinute: 1 }, clock);
		const other = pacer(freshPanel(), { perMinute: 1 }, clock);
		await clock.run(Promise.all([one(), other()]));
		expect(clock.now()).toBe(0);
	});

	it('never exceed the limit by more than one in any minute, whoever asks when', async () => {
		const asker = fc.record({
			after: fc.nat(90_000),
			pacer: fc.nat(2),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(asker, { minLength: 1, maxLength: 60 }),
				fc.integer({ min: 1, max: 40 }),
				fc.record({ size: fc.nat(30), pause: fc.nat(70_000) }),
				async (askers, perMinute, batch) => {
					const clock = new FakeClock();
					const panel = freshPanel();
					const pacers = Array.from({ length: 3 }, () => pacer(panel, { perMinute, batch }, clock));
					const starts: number[] = [];
					const asked = askers.map(async (each) => {
						await clock.wait(each.after);
						await pacers[each.pacer]();
						starts.push(clock.now());
					});
					await clock.run(Promise.all(asked));
					expect(starts).toHaveLength(askers.length);
					expect(mostInAMinute(starts)).toBeLessThanOrEqual(perMinute + 1);
				},
			),
			{ numRuns: 100 },
		);
	});
});

describe('batching', () => {
	it('pauses after every so many requests', async () => {
		const starts = await startsOf(7, { perMinute: 0, batch: { size: 3, pause: 1_000 } });
		expect(starts).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000]);
	});

	it('counts the pause from the request that has to wait, if they come one by one', async () => {
		const clock = new FakeClock();
		const next = pacer(freshPanel(), { perMinute: 0, batch: { size: 2, pause: 1_000 } }, clock);
		const starts: number[] = [];
		const work = async () => {
			for (let request = 0; request < 5; request++) {
				await next();
				starts.push(clock.now());
				await clock.wait(300);
			}
		};
		await clock.run(work());
		expect(starts).toEqual([0, 300, 1_600, 1_900, 3_200]);
	});

	it.each([
		['no size', { size: 0, pause: 1_000 }],
		["n8n's -1 for no batching", { size: -1, pause: 1_000 }],
		['no pause', { size: 2, pause: 0 }],
	])('means nothing with %s', async (_, batch) => {
		expect(await startsOf(5, { perMinute: 0, batch })).toEqual([0, 0, 0, 0, 0]);
	});

	it('does not bunch requests beyond the limit of the minute', async () => {
		const starts = await startsOf(700, { perMinute: 60, batch: { size: 50, pause: 55_000 } });
		expect(mostInAMinute(starts)).toBeLessThanOrEqual(61);
	});

	it('of one node does not hold up another', async () => {
		const clock = new FakeClock();
		const panel = freshPanel();
		const batched = pacer(panel, { perMinute: 60, batch: { size: 1, pause: 600_000 } }, clock);
		const other = pacer(panel, { perMinute: 60 }, clock);
		await batched();
		const waiting = batched();
		await clock.run(other());
		expect(clock.now()).toBe(1_000);
		await clock.run(waiting);
		expect(clock.now()).toBe(600_000);
	});
});

describe('once the execution is stopped', () => {
	it('no one waits', async () => {
		const clock = new FakeClock();
		const next = pacer(freshPanel(), { perMinute: 1 }, clock, AbortSignal.abort());
		await clock.run(Promise.all([next(), next(), next()]));
		expect(clock.now()).toBe(0);
	});

	it('while it waits, no turn is taken', async () => {
		const clock = new FakeClock();
		const panel = freshPanel();
		const stop = new AbortController();
		const batch = { size: 1, pause: 5_000 };
		const next = pacer(panel, { perMinute: 60, batch }, clock, stop.signal);
		await clock.run(next());
		const waiting = next();
		stop.abort();
		await clock.run(waiting);
		expect(clock.now()).toBe(0);
		// Only the first request has taken a turn.
		await clock.run(pacer(panel, { perMinute: 60 }, clock)());
		expect(clock.now()).toBe(1_000);
	});

	it('what is not sent takes no turn from later executions', async () => {
		const clock = new FakeClock();
		const panel = freshPanel();
		const stopped = pacer(panel, { perMinute: 60 }, clock, AbortSignal.abort());
		for (let request = 0; request < 1_000; request++) await stopped();
		await clock.run(pacer(panel, { perMinute: 60 }, clock)());
		expect(clock.now()).toBe(0);
	});
});

it('forgets the pace of panels that may be asked again, and keeps no more than a thousand', async () => {
	const clock = new FakeClock();
	const ask = async () => await pacer(freshPanel(), { perMinute: 60 }, clock)();
	for (let panel = 0; panel < 1_500; panel++) await ask();
	expect(nextStart.size).toBe(1_000);
	await clock.run(clock.wait(1_000));
	await ask();
	expect(nextStart.size).toBe(1);
	await clock.run(clock.wait(60_000));
});
