import fc from 'fast-check';

import { calls } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import type { Reply } from '../../nodes/SmmPanel/panel/reply';
import { readPlaced } from '../../nodes/SmmPanel/panel/rows';
import { asker, type Ask, type Send } from '../../nodes/SmmPanel/transport/ask';
import { networkFailure } from '../../nodes/SmmPanel/transport/network';
import { pacer } from '../../nodes/SmmPanel/transport/pace';
import {
	memoryKey,
	remembered,
	spend,
	type Memory,
	type Placed,
	type Purchase,
	type SpendOptions,
} from '../../nodes/SmmPanel/transport/spending';
import { failure, FakeClock, freshPanel, noPace, reply } from './helpers';

type Spend = typeof spend;
type Outcomes = Map<number, Placed | PanelFailure>;

/** What a panel does with an order that reaches it: whether it takes it, and what comes back. */
interface Behaviour {
	takes: boolean;
	/** The reply, or the error of the network. `id` is that of the order, if it was taken. */
	answer: (id: string) => Reply | { code: string; syscall?: string };
}

const takes = (answer: Behaviour['answer']): Behaviour => ({ takes: true, answer });
const leaves = (answer: Behaviour['answer']): Behaviour => ({ takes: false, answer });
const page = (status: number) => () => reply('<html>Bad gateway</html>', { status });
const network = (code: string, syscall?: string) => () => ({ code, syscall });

const BEHAVIOURS = {
	placed: takes((order) => reply({ order })),
	placedAsNumber: takes((order) => reply({ order: Number(order) }, { status: 201 })),
	placedInEnvelope: takes((order) => reply({ status: 'success', order, charge: '1.20' })),
	placedWith500: takes((order) => reply({ order }, { status: 500 })),
	badLink: leaves(() => reply({ error: 'Bad link' })),
	refusedWith422: leaves(() => reply({ success: false, message: 'No' }, { status: 422 })),
	noFunds: leaves(() => reply({ error: 'Not enough funds on balance' })),
	wrongKey: leaves(() => reply({ error: 'Invalid API key' }, { status: 401 })),
	rateLimit: leaves(() => reply({ error: 'Rate limit exceeded' })),
	tooMany: leaves(() => reply('', { status: 429, retryAfter: 3 })),
	refusedConnection: leaves(network('ECONNREFUSED', 'connect')),
	unknownHost: leaves(network('ENOTFOUND', 'getaddrinfo')),
	redirected: leaves(() => reply('', { status: 301, location: 'https://other.example/' })),
	resetBefore: leaves(network('ECONNRESET', 'read')),
	resetAfter: takes(network('ECONNRESET', 'read')),
	timeoutBefore: leaves(network('ECONNABORTED')),
	timeoutAfter: takes(network('ETIMEDOUT', 'read')),
	badRecordAfter: takes(network('ERR_SSL_WRONG_VERSION_NUMBER')),
	pageBefore: leaves(page(503)),
	pageAfter: takes(page(502)),
	firewall: leaves(page(403)),
	emptyAfter: takes(() => reply('')),
	truncatedAfter: takes(() => reply('{"order": 1')),
	limitWith500After: takes(() => reply({ error: 'Rate limit' }, { status: 500 })),
	orderAndError: takes((order) => reply({ order, error: 'But' })),
	withoutIdAfter: takes(() => reply({ status: 'success' })),
	redirectedAfter: takes(() => reply('', { status: 302, location: '/thanks' })),
} satisfies Record<string, Behaviour>;

type BehaviourName = keyof typeof BEHAVIOURS;

interface Scenario {
	/** What the panel does with each send, first to last, over both runs; then it places. */
	script: BehaviourName[];
	orders: number;
	width: number;
	stopAtFirst: boolean;
	/** Requests a minute. */
	perMinute: number;
	/** Milliseconds that the panel takes for each send. */
	latencies: number[];
	/** At this send the execution is stopped and saved as it is; the second run goes on from there. */
	cutAt: number;
}

/** Two runs of a node over the same purchases in one execution, with a ledger of what was really taken. */
async function play(spending: Spend, scenario: Scenario): Promise<void> {
	const { script, orders, width, stopAtFirst, perMinute, latencies, cutAt } = scenario;
	const clock = new FakeClock();
	const panel = freshPanel();
	const purchases: Purchase[] = Array.from({ length: orders }, (_, index) => ({
		item: index * 2 + 1,
		request: 'hash',
		key: `0:${index * 2 + 1}:hash`,
		fields: { service: '1', link: `https://example.com/${index}`, quantity: '10' },
	}));
	const byLink = new Map(purchases.map((purchase) => [purchase.fields.link, purchase]));
	/** The ids of the orders taken, by the key of their purchase. */
	const ledger = new Map<string, string[]>();
	let sends = 0;

	const run = async (memory: Memory, cut: boolean): Promise<Memory> => {
		let saved: Memory | undefined;
		/** A failure that ends the spending is known: not one more request may go out. */
		let known = false;
		const tooLate: number[] = [];
		const unnoted: number[] = [];
		const stop = new AbortController();
		const sentItems: number[] = [];
		const placedIds: Array<[number, string]> = [];
		const send: Send = async (fields) => {
			const purchase = byLink.get(fields.link) as Purchase;
			sentItems.push(purchase.item);
			// Judged afterwards: what is thrown in here becomes a failure of the order.
			if (known) tooLate.push(purchase.item);
			if (stop.signal.aborted) tooLate.push(purchase.item);
			if (memory[purchase.key] === undefined) unnoted.push(purchase.item);
			const number = sends++;
			const { takes: taken, answer } = BEHAVIOURS[script[number] ?? 'placed'];
			const id = String(1_000 + number);
			if (cut && number === cutAt) {
				saved = JSON.parse(JSON.stringify(memory)) as Memory;
				stop.abort();
			}
			await clock.wait(latencies[number % latencies.length]);
			if (taken) ledger.set(purchase.key, [...(ledger.get(purchase.key) ?? []), id]);
			const result = answer(id);
			if ('code' in result) throw networkFailure(result);
			return result;
		};
		const ask = asker({
			call: calls.add,
			send,
			clock,
			stopped: stop.signal,
			pace: pacer(panel, { perMinute }, clock, stop.signal),
		});
		const watched: Ask = async (fields, read, ...rest) => {
			const result = await ask(fields, read, ...rest);
			if (result instanceof PanelFailure && result.kind !== 'notSent') {
				known ||= stopAtFirst || result.reach === 'all';
			}
			return result;
		};
		const outcomes = await clock.run(
			spending({
				purchases,
				ask: watched,
				memory,
				width,
				stopAtFirst,
				onPlaced: ({ item }, order) => placedIds.push([item, order]),
				onUnknown: () => {},
			}),
		);
		judge(outcomes);
		expect({ tooLate, unnoted }).toEqual({ tooLate: [], unnoted: [] });
		const placed = [...outcomes].filter(([, each]) => !(each instanceof PanelFailure)) as Array<
			[number, Placed]
		>;
		for (const [item, order] of placedIds) expect(outcomes.get(item)).toMatchObject({ order });
		expect(placedIds.length).toBeLessThanOrEqual(placed.length);
		// Sent for the first time in the order of the input; at width 1 the repeats keep to it as well.
		const firsts = [...new Set(sentItems)];
		expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
		if (width === 1) expect(sentItems).toEqual([...sentItems].sort((a, b) => a - b));
		// n8n keeps the memory as JSON.
		expect(JSON.parse(JSON.stringify(memory))).toStrictEqual(memory);
		return saved ?? (JSON.parse(JSON.stringify(memory)) as Memory);
	};

	const judge = (outcomes: Outcomes) => {
		expect([...outcomes.keys()].sort((a, b) => a - b)).toEqual(purchases.map(({ item }) => item));
		for (const { key, item } of purchases) {
			const taken = ledger.get(key) ?? [];
			const outcome = outcomes.get(item) as Placed | PanelFailure;
			expect(taken.length).toBeLessThanOrEqual(1);
			if (outcome instanceof PanelFailure) {
				// A failure may be doubtful without an order; certain beside an order it may not be.
				if (taken.length > 0)
					expect({ item, certain: outcome.certain }).toEqual({ item, certain: false });
			} else {
				expect(taken).toEqual([outcome.order]);
				expect(Object.keys(outcome).sort()).toEqual(['order', 'raw']);
			}
		}
	};

	const kept = await run({}, true);
	await run(kept, false);
}

const scenarios = fc.record<Scenario>({
	script: fc.array(
		fc.oneof(
			{ arbitrary: fc.constantFrom<BehaviourName>('placed', 'badLink', 'rateLimit'), weight: 1 },
			{ arbitrary: fc.constantFrom(...(Object.keys(BEHAVIOURS) as BehaviourName[])), weight: 2 },
		),
		{ maxLength: 25 },
	),
	orders: fc.integer({ min: 1, max: 14 }),
	width: fc.integer({ min: 1, max: 10 }),
	stopAtFirst: fc.boolean(),
	perMinute: fc.constantFrom(0, 0, 60, 7),
	latencies: fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 8 }),
	cutAt: fc.oneof(fc.constant(-1), fc.nat(14)),
});

const invariants = (spending: Spend) =>
	fc.asyncProperty(scenarios, async (scenario) => await play(spending, scenario));

describe('whatever the panel does', () => {
	it('nothing is bought twice and no order is lost, over two runs', async () => {
		await fc.assert(invariants(spend), { numRuns: 500 });
	});

	it.each(Object.keys(BEHAVIOURS) as BehaviourName[])(
		'even if it answers every time: %s',
		async (name) => {
			for (const width of [1, 3]) {
				for (const stopAtFirst of [true, false]) {
					await play(spend, {
						script: Array.from({ length: 60 }, () => name),
						orders: 6,
						width,
						stopAtFirst,
						perMinute: 0,
						latencies: [10, 25],
						cutAt: -1,
					});
				}
			}
		},
	);
});

describe('the invariants can fail:', () => {
	interface Flaws {
		notesAfterwards?: boolean;
		repeatsOnDoubt?: boolean;
		forgetsDoubt?: boolean;
		goesOn?: boolean;
		claimsCertainty?: boolean;
		countsFromTheEnd?: boolean;
	}

	/** Spending as one might write it, right but for one flaw; without a flaw it holds the invariants. */
	const flawed =
		(flaws: Flaws): Spend =>
		async ({ purchases, ask, memory, width, stopAtFirst, onPlaced }) => {
			const outcomes: Outcomes = new Map();
			let end: PanelFailure | undefined;
			const queue = flaws.countsFromTheEnd ? [...purchases].reverse() : [...purchases];
			const buy = async (purchase: Purchase) => {
				const { key, fields } = purchase;
				if (!flaws.notesAfterwards) memory[key] = 'sent';
				const placing = async () => await ask(fields, readPlaced, () => end);
				let result = await placing();
				const lost = result instanceof PanelFailure && result.kind === 'connectionLost';
				if (lost && flaws.repeatsOnDoubt) result = await placing();
				if (!(result instanceof PanelFailure)) {
					memory[key] = { order: result.order, raw: result.raw };
					onPlaced(purchase, result.order);
				} else if (result.certain || flaws.forgetsDoubt) {
					delete memory[key];
				} else {
					memory[key] = 'sent';
					if (flaws.claimsCertainty) return failure(result.kind, { certain: true });
				}
				return result;
			};
			const recall = (note: unknown) =>
				note === 'sent' ? failure('sentBefore') : (note as Placed | undefined);
			const worker = async () => {
				for (let next = queue.shift(); next; next = queue.shift()) {
					const known = recall(memory[next.key]);
					const outcome = known ?? (end ? failure('notSent') : await buy(next));
					outcomes.set(next.item, outcome);
					const fails = outcome instanceof PanelFailure;
					if (fails && !flaws.goesOn && (stopAtFirst || (!known && outcome.reach === 'all')))
						end ??= outcome;
				}
			};
			await Promise.all(Array.from({ length: width }, worker));
			return outcomes;
		};

	const FLAWS: Array<[string, Flaws]> = [
		['noted after it is sent and not before', { notesAfterwards: true }],
		['sent again after a lost connection', { repeatsOnDoubt: true }],
		['a doubtful order forgotten, as if refused', { forgetsDoubt: true }],
		['a failure that does not end it', { goesOn: true }],
		['a doubt handed on as certain', { claimsCertainty: true }],
		['another order than the input’s', { countsFromTheEnd: true }],
	];

	it.each(FLAWS)('%s', async (_, flaws) => {
		const { failed } = await fc.check(invariants(flawed(flaws)), {
			seed: 1,
			numRuns: 500,
			endOnFailure: true,
		});
		expect(failed).toBe(true);
	});

	it('but not without a flaw', async () => {
		await fc.assert(invariants(flawed({})), { seed: 1, numRuns: 200 });
	});
});

describe('in particular', () => {
	const purchasesOf = (count: number): Purchase[] =>
		Array.from({ length: count }, (_, item) => ({
			item,
			request: 'h',
			key: `0:${item}:h`,
			fields: { service: '1', link: String(item) },
		}));

	/** Runs the spending over a panel whose answers are given by item. */
	async function buy(
		answers: Array<Reply | PanelFailure>,
		options: Partial<SpendOptions> = {},
		pace?: (clock: FakeClock) => () => Promise<void>,
	) {
		const clock = new FakeClock();
		const sent: string[] = [];
		const logged: string[] = [];
		const ask = asker({
			call: calls.add,
			clock,
			pace: pace?.(clock) ?? noPace,
			send: async ({ link }) => {
				sent.push(link);
				await clock.wait(1_000 + Number(link));
				const answer = answers[Number(link)];
				if (answer instanceof PanelFailure) throw answer;
				return answer;
			},
		});
		const memory: Memory = options.memory ?? {};
		const outcomes = await clock.run(
			spend({
				purchases: purchasesOf(answers.length),
				ask,
				width: 1,
				stopAtFirst: false,
				onPlaced: ({ item }, order) => logged.push(`${item}: ${order}`),
				onUnknown: ({ item }) => logged.push(`${item}?`),
				...options,
				memory,
			}),
		);
		const said = [...outcomes]
			.sort(([a], [b]) => a - b)
			.map(([, outcome]) => (outcome instanceof PanelFailure ? outcome.kind : outcome.order));
		return { outcomes, said, sent, logged, memory, clock };
	}

	const placed = (order: string) => reply({ order });

	it('each order comes back with its id and the reply as sent', async () => {
		const { outcomes, logged, memory } = await buy([
			reply({ order: 1, charge: '0.5' }),
			placed('a1'),
		]);
		expect([...outcomes]).toEqual([
			[0, { order: '1', raw: { order: 1, charge: '0.5' } }],
			[1, { order: 'a1', raw: { order: 'a1' } }],
		]);
		expect(logged).toEqual(['0: 1', '1: a1']);
		expect(memory).toEqual({
			'0:0:h': { order: '1', raw: { order: 1, charge: '0.5' } },
			'0:1:h': { order: 'a1', raw: { order: 'a1' } },
		});
	});

	it('a bad link concerns that order only, unless the first failure stops', async () => {
		const answers = [placed('1'), reply({ error: 'Bad link' }), placed('3')];
		expect((await buy(answers)).said).toEqual(['1', 'link', '3']);
		const stopping = await buy(answers, { stopAtFirst: true });
		expect(stopping.said).toEqual(['1', 'link', 'notSent']);
		expect(stopping.sent).toEqual(['0', '1']);
		expect(stopping.outcomes.get(2)).toMatchObject({ certain: true, panelMessage: 'Bad link' });
	});

	it.each([
		['a wrong key', reply({ error: 'Invalid API key' }), 'apiKey'],
		['no funds', reply({ error: 'Insufficient balance' }), 'funds'],
		['a refused connection', failure('connectionRefused'), 'connectionRefused'],
		['an unknown host', failure('unknownHost'), 'unknownHost'],
		['a rate limit that does not clear', reply({ error: 'Rate limit exceeded' }), 'rateLimit'],
	])('%s stops the rest', async (_, answer, kind) => {
		const { said, sent } = await buy([placed('1'), answer, placed('3'), placed('4')]);
		expect(said).toEqual(['1', kind, 'notSent', 'notSent']);
		expect(new Set(sent)).toEqual(new Set(['0', '1']));
	});

	it('two doubts in a row stop the rest, one does not', async () => {
		const lost = failure('connectionLost');
		const down = await buy([lost, lost, placed('3')]);
		expect(down.said).toEqual(['connectionLost', 'connectionLost', 'notSent']);
		expect(down.sent).toEqual(['0', '1']);
		const hiccup = await buy([lost, placed('2'), lost, placed('4')]);
		expect(hiccup.said).toEqual(['connectionLost', '2', 'connectionLost', '4']);
		expect(hiccup.sent).toEqual(['0', '1', '2', '3']);
	});

	it('a second run buys only what was certainly not placed', async () => {
		const answers = [placed('1'), failure('timeout'), reply({ error: 'Bad link' })];
		const first = await buy(answers);
		const second = await buy([placed('11'), placed('12'), placed('13')], { memory: first.memory });
		expect(first.logged).toEqual(['0: 1', '1?']);
		expect(second.sent).toEqual(['2']);
		expect(second.said).toEqual(['1', 'timeout', '13']);
		expect(second.outcomes.get(1)).toMatchObject({ certain: false });
		expect(second.logged).toEqual(['2: 13']);
	});

	it('an id that came with an error is kept for the second run', async () => {
		const first = await buy([reply({ order: 5, error: 'But' })]);
		expect(first.outcomes.get(0)).toMatchObject({ certain: false, order: '5' });
		const second = await buy([placed('6')], { memory: JSON.parse(JSON.stringify(first.memory)) });
		expect(second.sent).toEqual([]);
		expect(second.outcomes.get(0)).toMatchObject({
			certain: false,
			order: '5',
			kind: 'unexpectedReply',
		});
	});

	it('what a run that was cut off had sent is unknown, and never sent again', async () => {
		const memories: Memory[] = [];
		const memory: Memory = {};
		const cut: Ask = async () => {
			memories.push(JSON.parse(JSON.stringify(memory)) as Memory);
			return failure('notSent');
		};
		await spend({
			purchases: purchasesOf(1),
			ask: cut,
			memory,
			width: 1,
			stopAtFirst: false,
			onPlaced: () => {},
			onUnknown: () => {},
		});
		expect(memory).toEqual({});
		const second = await buy([placed('1')], { memory: memories[0] });
		expect(second.sent).toEqual([]);
		expect(second.outcomes.get(0)).toMatchObject({ kind: 'sentBefore', certain: false });
	});

	it('a doubt of the first run stops the second where the first failure stops', async () => {
		const { memory } = await buy([failure('timeout'), placed('2')], { stopAtFirst: true });
		const second = await buy([placed('1'), placed('2')], { memory, stopAtFirst: true });
		expect(second.said).toEqual(['timeout', 'notSent']);
		expect(second.sent).toEqual([]);
	});

	it('with a reason not to, only what the memory holds comes back', async () => {
		const { memory } = await buy([placed('1')]);
		const reasonNotTo = failure('parameter', { message: "'Link' is empty" });
		const { said, sent, outcomes } = await buy([placed('1'), placed('2')], { memory, reasonNotTo });
		expect(said).toEqual(['1', 'notSent']);
		expect(sent).toEqual([]);
		expect((outcomes.get(1) as PanelFailure).message).toContain("'Link' is empty");
	});

	it('what is not sent never gets as far as the memory', async () => {
		const memory: Memory = {};
		const outcomes = await spend({
			purchases: purchasesOf(2),
			ask: async () => {
				throw new Error(`asked with ${JSON.stringify(memory)}`);
			},
			memory,
			width: 1,
			stopAtFirst: false,
			reasonNotTo: failure('parameter'),
			onPlaced: () => {},
			onUnknown: () => {},
		});
		expect([...outcomes.values()]).toMatchObject([{ kind: 'notSent' }, { kind: 'notSent' }]);
	});

	it('doubts of an earlier run do not end this one', async () => {
		const { memory } = await buy([failure('timeout'), failure('timeout')]);
		const second = await buy([placed('1'), placed('2'), placed('3')], { memory });
		expect(second.said).toEqual(['timeout', 'timeout', '3']);
	});

	it("a doubt keeps the panel's words for the second run", async () => {
		const words = failure('httpError', { message: 'HTTP 502', panelMessage: 'Bad gateway' });
		const { memory } = await buy([words, failure('timeout')]);
		const { outcomes } = await buy([placed('1'), placed('2')], { memory });
		expect(outcomes.get(0)).toMatchObject({ message: 'HTTP 502', panelMessage: 'Bad gateway' });
		expect(outcomes.get(1)).toMatchObject({ panelMessage: null });
	});

	it('what an item bought is found without its fields, by its run and its number', () => {
		const note = { order: '7', raw: {} };
		const memory: Memory = { [memoryKey(0, 1, 'hash')]: note };
		expect(remembered(memory, 0, 1)).toEqual(note);
		for (const [run, item] of [
			[0, 0],
			[1, 1],
			[0, 11],
			[0, 10],
		]) {
			expect(remembered(memory, run, item)).toBeUndefined();
		}
		expect(remembered({ [memoryKey(0, 11, 'hash')]: note }, 0, 1)).toBeUndefined();
	});

	it('orders in flight are waited for, and kept', async () => {
		const answers = [reply({ error: 'Bad link' }), placed('2'), placed('3'), placed('4')];
		const { said, sent } = await buy(answers, { width: 3, stopAtFirst: true });
		expect(sent).toEqual(['0', '1', '2']);
		expect(said).toEqual(['link', '2', '3', 'notSent']);
	});

	it('an order that waits for its turn is not sent once the first failure is known', async () => {
		const answers = [reply({ error: 'Bad link' }), placed('2'), placed('3')];
		const { said, sent, memory } = await buy(answers, { width: 2, stopAtFirst: true }, (clock) =>
			pacer(freshPanel(), { perMinute: 20 }, clock),
		);
		expect(sent).toEqual(['0']);
		expect(said).toEqual(['link', 'notSent', 'notSent']);
		expect(memory).toEqual({});
	});

	it('an order that a rate limit keeps waiting is not sent again once the first failure is known', async () => {
		const answers = [failure('rateLimit', { retryAfter: 30 }), reply({ error: 'Bad link' })];
		const { said, sent } = await buy(answers, { width: 2, stopAtFirst: true });
		expect(sent).toEqual(['0', '1']);
		expect(said).toEqual(['rateLimit', 'link']);
	});
});
