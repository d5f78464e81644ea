import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { buyUndoubted } from '../../nodes/SmmPanel/transport/doubts';
import type { Placed, Purchase } from '../../nodes/SmmPanel/transport/spending';
import { failure, FakeClock } from './helpers';

const HOUR = 3_600_000;
let clock: FakeClock;
let tests = 0;

beforeEach(() => {
	clock = new FakeClock();
	tests += 1;
});

/** Orders, each by what it sends; what is remembered of one test is not met in another. */
const orders = (...requests: string[]): Purchase[] =>
	requests.map((request, item) => ({
		item,
		fields: {},
		request: `${tests} ${request}`,
		key: `0:${item}:${request}`,
	}));

const placed: Placed = { order: '5', raw: {} };

/** Buys, and says which requests were sent and what came of each order. */
async function buy(requests: string[], outcome: Placed | PanelFailure | undefined) {
	const sent: string[] = [];
	const outcomes = await buyUndoubted(orders(...requests), clock, async (purchases) => {
		sent.push(...purchases.map(({ request }) => request.split(' ')[1]));
		return new Map(
			outcome === undefined ? [] : purchases.map(({ item }) => [item, outcome] as const),
		);
	});
	const kinds = requests.map((_, item) => {
		const each = outcomes.get(item);
		return each instanceof PanelFailure ? each.kind : each?.order;
	});
	return { sent, kinds };
}

it('sends an order again whose outcome is clear: placed, or certainly not placed', async () => {
	expect(await buy(['a'], placed)).toEqual({ sent: ['a'], kinds: ['5'] });
	expect(await buy(['a'], failure('funds'))).toEqual({ sent: ['a'], kinds: ['funds'] });
	expect(await buy(['a'], placed)).toEqual({ sent: ['a'], kinds: ['5'] });
});

it.each([
	['without a clear answer', failure('timeout')],
	['of which nothing was said', undefined],
])('does not send an order %s again for an hour, and others all the same', async (_, outcome) => {
	await clock.run(clock.wait(5 * HOUR));
	await buy(['a', 'b'], outcome);
	await clock.run(clock.wait(HOUR - 1));
	expect(await buy(['a', 'c', 'b'], placed)).toEqual({
		sent: ['c'],
		kinds: ['sentBefore', '5', 'sentBefore'],
	});
	await clock.run(clock.wait(1));
	expect(await buy(['a'], placed)).toEqual({ sent: ['a'], kinds: ['5'] });
});

it('does not send an order that is still on its way for another call, nor after that call broke off', async () => {
	let breakOff: (error: Error) => void = () => {};
	const first = buyUndoubted(orders('a'), clock, async () => {
		return await new Promise((_, reject) => (breakOff = reject));
	});
	expect((await buy(['a'], placed)).kinds).toEqual(['sentBefore']);
	breakOff(new Error('stopped'));
	await expect(first).rejects.toThrow('stopped');
	expect((await buy(['a'], placed)).kinds).toEqual(['sentBefore']);
});

it('tells that nothing is certain of an order in doubt', async () => {
	await buy(['a'], failure('timeout'));
	const outcomes = await buyUndoubted(orders('a'), clock, async () => new Map());
	expect(outcomes.get(0)).toMatchObject({
		kind: 'sentBefore',
		certain: false,
		message: expect.stringContaining('so it was not sent again'),
	});
});
