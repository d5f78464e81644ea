import fc from 'fast-check';

import { calls } from '../../nodes/SmmPanel/panel/calls';
import {
	failureKinds,
	PanelFailure,
	type FailureFacts,
	type FailureKind,
} from '../../nodes/SmmPanel/panel/failure';
import type { Reply } from '../../nodes/SmmPanel/panel/reply';
import { readPlaced } from '../../nodes/SmmPanel/panel/placed';
import { readBalance } from '../../nodes/SmmPanel/panel/rows';
import {
	makeAsk,
	CircuitBreaker,
	notSentAfter,
	type AskOptions,
	type Send,
} from '../../nodes/SmmPanel/transport/ask';
import { networkFailure } from '../../nodes/SmmPanel/transport/network';
import { OF_ALL, PASSING } from '../panel/kinds';
import { failure, FakeClock, noPace, reply } from './helpers';

const MOST_SENDS = 7;
const GROWING = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];
const BALANCE = reply({ balance: '1.50', currency: 'USD' });
const WRITES = [calls.add, calls.refill, calls.cancel];

type Script = (send: number) => Reply | PanelFailure;

/** An `ask` to a panel that follows a script. */
function bench(script: Script, options: Partial<AskOptions> = {}) {
	const clock = new FakeClock();
	const sent: Array<Record<string, string>> = [];
	const send: Send = async (fields) => {
		sent.push(fields);
		const result = script(sent.length);
		if (result instanceof PanelFailure) throw result;
		return result;
	};
	const ask = makeAsk({ call: calls.balance, send, pace: noPace, clock, ...options });
	return { ask, clock, sent };
}

const always =
	(kind: FailureKind, facts?: Partial<FailureFacts>): Script =>
	() =>
		failure(kind, facts);

describe('reads', () => {
	it('returns what was read, after one request with the given fields', async () => {
		const { ask, clock, sent } = bench(() => BALANCE);
		const result = await clock.run(ask({ a: 'b' }, ({ text }) => text));
		expect(result).toBe(BALANCE.text);
		expect(sent).toEqual([{ a: 'b' }]);
		expect(clock.waits).toEqual([]);
	});

	it.each(failureKinds)(
		'are repeated on %s only if it passes, seven times at most',
		async (kind) => {
			const { ask, clock, sent } = bench(always(kind));
			const result = await clock.run(ask({}, readBalance));
			expect(result).toMatchObject({ kind });
			const passes = PASSING.includes(kind);
			expect(sent).toHaveLength(passes ? MOST_SENDS : 1);
			expect(clock.waits).toEqual(passes ? GROWING : []);
		},
	);

	it('report the last answer if no time is left for a retry', async () => {
		const late = failure('notSent', { message: 'there was no time left to request it' });
		let turns = 0;
		const pace = async () => {
			if (turns++ > 0) throw late;
		};
		const { ask, clock, sent } = bench(always('timeout'), { pace });
		expect(await clock.run(ask({}, readBalance))).toMatchObject({ kind: 'timeout' });
		expect(sent).toHaveLength(1);
		expect(await clock.run(ask({}, readBalance))).toBe(late);
		expect(sent).toHaveLength(1);
	});

	it('are retried only if the failure itself is retryable', async () => {
		const stays = bench(always('html', { retryable: false }));
		await stays.clock.run(stays.ask({}, readBalance));
		expect(stays.sent).toHaveLength(1);
		const passes = bench(always('refused', { retryable: true }));
		await passes.clock.run(passes.ask({}, readBalance));
		expect(passes.sent).toHaveLength(MOST_SENDS);
	});

	it.each([1, 2, 3, 4, 5, 6])('return the answer after %i failures', async (failures) => {
		const { ask, clock, sent } = bench((send) => (send > failures ? BALANCE : failure('timeout')));
		const result = await clock.run(ask({}, readBalance));
		expect(result).toMatchObject({ row: { balance: 1.5 } });
		expect(sent).toHaveLength(failures + 1);
		expect(clock.waits).toEqual(GROWING.slice(0, failures));
	});

	it.each([
		['a 429 without words', reply('', { status: 429 }), MOST_SENDS],
		['a truncated body', reply('{"balance": "1'), MOST_SENDS],
		['the website at a wrong URL', reply('<html>Welcome</html>'), 1],
		['a wrong key', reply({ error: 'Invalid API key' }), 1],
	])('after %s', async (_, answer, sends) => {
		const { ask, clock, sent } = bench(() => answer);
		expect(await clock.run(ask({}, readBalance))).toBeInstanceOf(PanelFailure);
		expect(sent).toHaveLength(sends);
	});
});

describe('waits', () => {
	it('as long as the panel asks', async () => {
		const { ask, clock, sent } = bench((send) =>
			send > 3 ? BALANCE : failure('rateLimit', { retryAfter: 5 * send }),
		);
		await clock.run(ask({}, readBalance));
		expect(clock.waits).toEqual([5_000, 10_000, 15_000]);
		expect(sent).toHaveLength(4);
	});

	it('grow with the tries, also where some of the waits were the panel’s', async () => {
		const asked = [undefined, 7, undefined];
		const { ask, clock } = bench((send) =>
			send > 3 ? BALANCE : failure('rateLimit', { retryAfter: asked[send - 1] }),
		);
		await clock.run(ask({}, readBalance));
		expect(clock.waits).toEqual([1_000, 7_000, 4_000]);
	});

	it.each([
		['at once where one wait is beyond two minutes', [121], []],
		['after a wait of just two minutes', [120, 1], [120_000]],
		['where the sum is beyond two minutes', [60, 50, 11], [60_000, 50_000]],
		['not where the sum is just two minutes', [60, 50, 10, 1], [60_000, 50_000, 10_000]],
	])('end %s', async (_, retryAfters, waits) => {
		const { ask, clock, sent } = bench((send) =>
			failure('rateLimit', { retryAfter: retryAfters[send - 1], message: `answer ${send}` }),
		);
		const result = await clock.run(ask({}, readBalance));
		expect(clock.waits).toEqual(waits);
		expect(sent).toHaveLength(waits.length + 1);
		expect(result).toMatchObject({ kind: 'rateLimit', message: `answer ${waits.length + 1}` });
	});

	it('end with the maxWait given', async () => {
		const { ask, clock, sent } = bench(always('timeout'), { maxWait: 7_500 });
		await clock.run(ask({}, readBalance));
		expect(clock.waits).toEqual([1_000, 2_000, 4_000]);
		expect(sent).toHaveLength(4);
	});

	it('have the default length if the panel asks for none', async () => {
		const { ask, clock } = bench(always('rateLimit', { retryAfter: 0 }));
		await clock.run(ask({}, readBalance));
		expect(clock.waits).toEqual(GROWING);
	});
});

describe.each(WRITES)('a write ($action)', (call) => {
	it.each(
		failureKinds.flatMap((kind) => [true, false, undefined].map((certain) => ({ kind, certain }))),
	)('after $kind (certain: $certain)', async ({ kind, certain }) => {
		const { ask, clock, sent } = bench(always(kind, { certain, retryable: true }), { call });
		const result = (await clock.run(ask({}, readPlaced))) as PanelFailure;
		// Both kinds are certain by default.
		const safe = ['rateLimit', 'connectionRefused'].includes(kind) && certain !== false;
		expect(sent).toHaveLength(safe ? MOST_SENDS : 1);
		expect(result.kind).toBe(kind);
	});

	it.each([
		['a 429', reply('', { status: 429 }), MOST_SENDS, true],
		['a rate limit with HTTP 200', reply({ error: 'Rate limit exceeded' }), MOST_SENDS, true],
		['a rate limit with HTTP 500', reply({ error: 'Rate limit' }, { status: 500 }), 1, false],
		['no id', reply({ status: 'success' }), 1, false],
		['a refusal', reply({ error: 'Bad link' }), 1, true],
	])('after %s', async (_, answer, sends, certain) => {
		const { ask, clock, sent } = bench(() => answer, { call });
		const result = await clock.run(ask({}, readPlaced));
		expect(result).toMatchObject({ certain });
		expect(sent).toHaveLength(sends);
	});

	it.each([
		['ECONNREFUSED', 'connect', MOST_SENDS, true],
		['ENOTFOUND', 'getaddrinfo', 1, true],
		['ECONNRESET', 'read', 1, false],
	])('after the network’s %s in %s', async (code, syscall, sends, certain) => {
		const { ask, clock, sent } = bench(() => networkFailure({ code, syscall }), { call });
		expect(await clock.run(ask({}, readPlaced))).toMatchObject({ certain });
		expect(sent).toHaveLength(sends);
	});

	it('is not sent again after the answer that follows a rate limit', async () => {
		const { ask, clock, sent } = bench(
			(send) => failure(send < 3 ? 'rateLimit' : 'connectionLost'),
			{ call },
		);
		expect(await clock.run(ask({}, readPlaced))).toMatchObject({ kind: 'connectionLost' });
		expect(sent).toHaveLength(3);
	});
});

describe('a fault in reading', () => {
	it.each([calls.balance, calls.add])('is a failure and not repeated ($action)', async (call) => {
		const { ask, clock, sent } = bench(() => BALANCE, { call });
		const result = await clock.run(
			ask({}, () => {
				throw new TypeError('no such thing');
			}),
		);
		expect(result).toBeInstanceOf(PanelFailure);
		expect(result).toMatchObject({
			kind: 'unexpectedReply',
			message: "the panel's answer could not be read (no such thing)",
			certain: false,
			retryable: false,
		});
		expect(sent).toHaveLength(1);
	});
});

describe('once the execution is stopped', () => {
	const NOT_SENT = {
		kind: 'notSent',
		certain: true,
		message: 'the execution was stopped before it was sent',
	};

	it('nothing is sent', async () => {
		const { ask, clock, sent } = bench(() => BALANCE, { stopped: AbortSignal.abort() });
		expect(await clock.run(ask({}, readBalance))).toMatchObject(NOT_SENT);
		expect(sent).toEqual([]);
	});

	it('nothing is sent after the wait for its turn', async () => {
		const stop = new AbortController();
		const pace = async () => stop.abort();
		const { ask, clock, sent } = bench(() => BALANCE, { stopped: stop.signal, pace });
		expect(await clock.run(ask({}, readBalance))).toMatchObject(NOT_SENT);
		expect(sent).toEqual([]);
	});

	it.each([calls.balance, calls.add])('nothing is sent again ($action)', async (call) => {
		const stop = new AbortController();
		const script: Script = (send) => {
			if (send === 3) stop.abort();
			return failure('rateLimit');
		};
		const { ask, clock, sent } = bench(script, { call, stopped: stop.signal });
		expect(await clock.run(ask({}, readBalance))).toMatchObject(NOT_SENT);
		expect(sent).toHaveLength(3);
		expect(clock.waits).toEqual([1_000, 2_000]);
	});

	it('the wait ends at once', async () => {
		const stop = new AbortController();
		const { ask, clock, sent } = bench(always('rateLimit'), { stopped: stop.signal });
		const asked = ask({}, readBalance);
		void clock.wait(500).then(() => stop.abort());
		expect(await clock.run(asked)).toMatchObject(NOT_SENT);
		expect(clock.now()).toBe(500);
		expect(sent).toHaveLength(1);
	});

	it('an answer that was under way is still given', async () => {
		const stop = new AbortController();
		const script: Script = () => {
			stop.abort();
			return reply({ order: 7 });
		};
		const { ask, clock } = bench(script, { call: calls.add, stopped: stop.signal });
		expect(await clock.run(ask({}, readPlaced))).toMatchObject({ order: '7' });
	});
});

describe('once requests are no longer worth sending', () => {
	it('one that waited for its turn is not sent', async () => {
		let ended: PanelFailure | undefined;
		const pace = async () => void (ended = failure('funds', { panelMessage: 'No money' }));
		const { ask, clock, sent } = bench(() => BALANCE, { pace });
		expect(await clock.run(ask({}, readBalance, () => ended))).toMatchObject({
			kind: 'notSent',
			certain: true,
			panelMessage: 'No money',
		});
		expect(sent).toEqual([]);
	});

	it('one that waited to be sent again keeps its own failure', async () => {
		let ended: PanelFailure | undefined;
		const script: Script = () => {
			ended = failure('funds');
			return failure('rateLimit', { panelMessage: 'Slow down' });
		};
		const { ask, clock, sent } = bench(script, { call: calls.add });
		expect(await clock.run(ask({}, readPlaced, () => ended))).toMatchObject({
			kind: 'rateLimit',
			panelMessage: 'Slow down',
		});
		expect(sent).toHaveLength(1);
	});
});

it('waits for its turn before every try', async () => {
	let turns = 0;
	const pace = async () => void turns++;
	const { ask, clock } = bench(always('timeout'), { pace });
	await clock.run(ask({}, readBalance));
	expect(turns).toBe(MOST_SENDS);
});

describe('jitter', () => {
	it('spreads further tries, never before what the panel asked for nor beyond the maxWait', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
				fc.integer({ min: 0, max: 120 }),
				async (chance, retryAfter) => {
					const { ask, clock, sent } = bench((send) =>
						send > 1 ? BALANCE : failure('rateLimit', { retryAfter }),
					);
					clock.chance = chance;
					await clock.run(ask({}, readBalance));
					expect(sent).toHaveLength(2);
					const wait = Math.max(1, retryAfter) * 1_000;
					expect(clock.now()).toBeCloseTo(wait + chance * Math.min(wait / 2, 120_000 - wait), 3);
				},
			),
		);
	});
});

describe('the circuit breaker', () => {
	const noting = (...results: unknown[]) => {
		const breaker = new CircuitBreaker();
		for (const result of results) breaker.note(result);
		return breaker.ended;
	};

	it.each(failureKinds)('after one or two %s in a row', (kind) => {
		const [first, second] = [failure(kind), failure(kind)];
		expect(noting(first)).toBe(OF_ALL.includes(kind) ? first : undefined);
		const ended = { all: first, perhaps: second, one: undefined }[first.reach];
		expect(noting(first, second)).toBe(ended);
		expect(noting(first, {}, second)).toBe(OF_ALL.includes(kind) ? first : undefined);
		expect(noting(failure('html'), failure('link'), failure('html'))).toBeUndefined();
	});

	it('keeps the first reason', () => {
		const first = failure('funds');
		expect(noting(first, failure('apiKey'), {})).toBe(first);
		const breaker = new CircuitBreaker();
		breaker.stop(first);
		breaker.stop(failure('link'));
		breaker.note(failure('apiKey'));
		expect(breaker.ended).toBe(first);
	});

	it('gives the reason for what is not sent', () => {
		const earlier = failure('funds', { message: 'no money', panelMessage: 'Not enough funds' });
		expect(notSentAfter(earlier)).toMatchObject({
			kind: 'notSent',
			certain: true,
			message: 'it was not sent, because of an earlier failure: no money',
			panelMessage: 'Not enough funds',
			hint: 'Add funds to your balance on the panel.',
		});
		expect(notSentAfter(failure('empty')).panelMessage).toBeNull();
	});
});
