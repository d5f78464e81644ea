import { clock } from '../../nodes/SmmPanel/transport/clock';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Whether a wait is over, without advancing time. */
async function isOver(waiting: Promise<void>): Promise<boolean> {
	let over = false;
	void waiting.then(() => (over = true));
	for (let turn = 0; turn < 10; turn++) await Promise.resolve();
	return over;
}

it('has the date, and a time that changes of the date do not affect', () => {
	jest.setSystemTime(1_234_567);
	expect(clock.date()).toBe(1_234_567);
	const began = clock.now();
	jest.setSystemTime(0);
	jest.advanceTimersByTime(250);
	expect(clock.now() - began).toBe(250);
});

it('returns random numbers from 0 to 1', () => {
	const chances = Array.from({ length: 100 }, () => clock.random());
	expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...chances)).toBeLessThan(1);
	expect(new Set(chances).size).toBeGreaterThan(50);
});

it.each([undefined, new AbortController().signal])('waits for the given time', async (stopped) => {
	const waiting = clock.wait(1_000, stopped);
	await jest.advanceTimersByTimeAsync(999);
	expect(await isOver(waiting)).toBe(false);
	await jest.advanceTimersByTimeAsync(1);
	expect(await isOver(waiting)).toBe(true);
});

it.each([0, -5])('does not wait %i ms', async (ms) => {
	expect(await isOver(clock.wait(ms))).toBe(true);
	expect(jest.getTimerCount()).toBe(0);
});

it('does not wait when the execution is stopped already', async () => {
	expect(await isOver(clock.wait(1_000, AbortSignal.abort()))).toBe(true);
	expect(jest.getTimerCount()).toBe(0);
});

it('stops waiting when the execution is stopped', async () => {
	const stop = new AbortController();
	const waiting = clock.wait(1_000, stop.signal);
	await jest.advanceTimersByTimeAsync(500);
	expect(await isOver(waiting)).toBe(false);
	stop.abort();
	expect(await isOver(waiting)).toBe(true);
});

it('leaves no timer for longer than a second after an aborted wait of an hour', async () => {
	const stop = new AbortController();
	const waiting = clock.wait(3_600_000, stop.signal);
	await jest.advanceTimersByTimeAsync(1_800_500);
	stop.abort();
	await waiting;
	await jest.advanceTimersByTimeAsync(500);
	expect(jest.getTimerCount()).toBe(0);
});

it('leaves no listener on the signal', async () => {
	const { signal } = new AbortController();
	const added = jest.spyOn(signal, 'addEventListener');
	const removed = jest.spyOn(signal, 'removeEventListener');
	const waiting = clock.wait(10, signal);
	await jest.advanceTimersByTimeAsync(10);
	await waiting;
	expect(added).toHaveBeenCalledTimes(1);
	expect(removed.mock.calls).toEqual([added.mock.calls[0].slice(0, 2)]);
});
