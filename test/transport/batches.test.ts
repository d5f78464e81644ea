import fc from 'fast-check';

import { calls, idFields, type BatchCall } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { type Ask, makeAsk, pacer } from '../../nodes/SmmPanel/transport/ask';
import { answerAll } from '../../nodes/SmmPanel/transport/batches';
import { failure, FakeClock, freshPanel, noPace, reply } from './helpers';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const BATCH_CALLS: BatchCall[] = [calls.status, calls.refill, calls.refillStatus, calls.cancel];

/** A panel's answer to a request, with a good result for each id. */
function goodReply(call: BatchCall, ids: string[]) {
	if (call === calls.status) {
		const row = (id: string) => ({ status: 'Completed', charge: id });
		return reply(
			ids.length === 1 ? row(ids[0]) : Object.fromEntries(ids.map((id) => [id, row(id)])),
		);
	}
	const result = call.result as string;
	return reply(
		ids.map((id) => ({ [call.id]: id, [result]: call.id === result ? id : `done-${id}` })),
	);
}

const log = () => {};

type Fate = PanelFailure | undefined;

/** A fake panel with an `ask` that does not retry; `fate` decides which requests fail. */
function bench(
	call: BatchCall,
	fate: (request: number) => Fate = () => undefined,
	latency = () => 1,
) {
	const clock = new FakeClock();
	const requests: string[][] = [];
	let inFlight = 0;
	let most = 0;
	const ask: Ask = async (fields, read) => {
		const ids = (fields[call.one] ?? fields[call.many]).split(',');
		expect(fields).toEqual(idFields(call, ids));
		const request = requests.push(ids);
		most = Math.max(most, ++inFlight);
		await clock.wait(latency());
		inFlight--;
		return fate(request) ?? read(goodReply(call, ids));
	};
	const run = async (ids: Iterable<string>, width: number) =>
		(await clock.run(answerAll(call, ids, ask, { width, log }))).answers;
	return { ask, clock, requests, run, most: () => most };
}

const kindsOf = (answers: Map<string, unknown>, ids: string[]) =>
	ids.map((id) => {
		const answer = answers.get(id);
		return answer instanceof PanelFailure ? answer.kind : 'answer';
	});

describe('answerAll', () => {
	it.each(BATCH_CALLS)(
		'$action asks every id once and answers every id, whatever fails',
		async (call) => {
			const ids = fc.oneof(
				{
					arbitrary: fc.array(fc.integer({ min: 1, max: 700 }).map(String), { maxLength: 900 }),
					weight: 3,
				},
				{ arbitrary: fc.array(fc.uuid(), { maxLength: 5 }), weight: 1 },
			);
			await fc.assert(
				fc.asyncProperty(
					ids,
					fc.integer({ min: 1, max: 10 }),
					fc.infiniteStream(fc.nat(50)),
					fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
					async (ids, width, latencies, failing) => {
						let read = 0;
						function* counted() {
							for (const id of ids) {
								read++;
								yield id;
							}
						}
						const distinct = [...new Set(ids)];
						const readBy = (batch: number) =>
							batch * 100 >= distinct.length
								? ids.length
								: ids.indexOf(distinct[batch * 100 - 1]) + 1;
						const panel = bench(
							call,
							(request) => (failing.includes(request) ? failure('refused') : undefined),
							() => latencies.next().value,
						);
						const ask: Ask = async (fields, reader, ...rest) => {
							// When a request starts, only the ids up to its own have been read.
							expect(read).toBe(readBy(panel.requests.length + 1));
							return await panel.ask(fields, reader, ...rest);
						};
						const { answers } = await panel.clock.run(
							answerAll(call, counted(), ask, { width, log }),
						);
						expect(panel.requests.flat()).toEqual(distinct);
						expect(panel.requests).toHaveLength(Math.ceil(distinct.length / 100));
						expect(Math.max(0, ...panel.requests.map(({ length }) => length))).toBeLessThanOrEqual(
							100,
						);
						expect(panel.most()).toBe(Math.min(width, panel.requests.length));
						expect([...answers.keys()].sort()).toEqual([...distinct].sort());
						for (const [index, batch] of panel.requests.entries()) {
							for (const id of batch) {
								if (failing.includes(index + 1)) {
									expect(answers.get(id)).toMatchObject({ kind: 'refused' });
								} else {
									expect(JSON.stringify(answers.get(id))).toContain(`${id}"`);
									expect(answers.get(id)).not.toBeInstanceOf(PanelFailure);
								}
							}
						}
					},
				),
				{ numRuns: 40 },
			);
		},
	);

	it('starts the first request before later ids are read, at full width', async () => {
		const { clock, ask } = bench(calls.status);
		const steps: string[] = [];
		function* ids() {
			for (const id of numbers(1_000)) {
				if (Number(id) % 100 === 1) steps.push(`read ${id}`);
				yield id;
			}
		}
		const logged: Ask = async (fields, read) => {
			steps.push('request');
			return await ask(fields, read);
		};
		await clock.run(answerAll(calls.status, ids(), logged, { width: 2, log }));
		expect(steps.slice(0, 5)).toEqual(['read 1', 'request', 'read 101', 'request', 'read 201']);
	});

	it.each(BATCH_CALLS)('$action: a failure that would hit all ends the rest', async (call) => {
		const { requests, run } = bench(call, (request) =>
			request === 2 ? failure('apiKey', { panelMessage: 'Invalid API key' }) : undefined,
		);
		const ids = numbers(500);
		const answers = await run(ids, 1);
		expect(requests).toHaveLength(2);
		expect(new Set(kindsOf(answers, ids.slice(0, 100)))).toEqual(new Set(['answer']));
		expect(new Set(kindsOf(answers, ids.slice(100, 200)))).toEqual(new Set(['apiKey']));
		expect(new Set(kindsOf(answers, ids.slice(200)))).toEqual(new Set(['notSent']));
		expect(answers.get('500')).toMatchObject({ certain: true, panelMessage: 'Invalid API key' });
	});

	it('waits for the requests in flight at a fatal failure, and keeps their answers', async () => {
		const latencies = [5, 10, 20][Symbol.iterator]();
		const { requests, run } = bench(
			calls.status,
			(request) => (request === 1 ? failure('funds') : undefined),
			() => latencies.next().value ?? 1,
		);
		const ids = numbers(600);
		const answers = await run(ids, 3);
		expect(requests).toHaveLength(3);
		expect(new Set(kindsOf(answers, ids.slice(100, 300)))).toEqual(new Set(['answer']));
		expect(new Set(kindsOf(answers, ids.slice(300)))).toEqual(new Set(['notSent']));
	});

	it('stops after two doubts in a row', async () => {
		const { requests, run } = bench(calls.status, (request) =>
			request === 2 || request === 3 ? failure('timeout') : undefined,
		);
		const ids = numbers(500);
		const answers = await run(ids, 1);
		expect(requests).toHaveLength(3);
		expect(kindsOf(answers, ['100', '200', '300', '301', '500'])).toEqual([
			'answer',
			'timeout',
			'timeout',
			'notSent',
			'notSent',
		]);
	});

	it('does not stop after doubts that are not consecutive', async () => {
		const { requests, run } = bench(calls.status, (request) =>
			request % 2 === 1 ? failure('timeout') : undefined,
		);
		const answers = await run(numbers(500), 1);
		expect(requests).toHaveLength(5);
		expect(kindsOf(answers, ['1', '101', '201', '301', '401'])).toEqual([
			'timeout',
			'answer',
			'timeout',
			'answer',
			'timeout',
		]);
	});

	it('fail for the last failure that is not only for want of time', async () => {
		const kinds = ['timeout', 'notSent'] as const;
		const { ask, clock } = bench(calls.status, (request) => failure(kinds[request - 1]));
		const asked = answerAll(calls.status, numbers(200), ask, { width: 1, log, isPoll: true });
		expect((await clock.run(asked)).failure).toMatchObject({ kind: 'timeout' });
	});

	it('a request that waits for its turn is not sent once the rest is ended', async () => {
		const clock = new FakeClock();
		let sent = 0;
		const ask = makeAsk({
			call: calls.status,
			clock,
			pace: pacer(freshPanel(), { perMinute: 1 }, clock),
			send: async () => {
				sent++;
				return reply({ error: 'Invalid API key' });
			},
		});
		const { answers } = await clock.run(
			answerAll(calls.status, numbers(500), ask, { width: 4, log }),
		);
		expect(sent).toBe(1);
		expect(kindsOf(answers, ['1', '101', '201', '500'])).toEqual([
			'apiKey',
			'notSent',
			'notSent',
			'notSent',
		]);
	});
});

describe('a list that the panel refuses as a whole', () => {
	/** A fake panel that replies with `answer`. `sent` has each request as its field and its ids. */
	function panelOf(call: BatchCall, answer: (ids: string[], field: string) => unknown) {
		const clock = new FakeClock();
		const sent: string[] = [];
		const lines: string[] = [];
		let inFlight = 0;
		let most = 0;
		const ask = makeAsk({
			call,
			clock,
			pace: noPace,
			send: async (fields) => {
				const [[field, list]] = Object.entries(fields);
				sent.push(`${field}=${list}`);
				most = Math.max(most, ++inFlight);
				await clock.wait(1);
				inFlight--;
				const said = answer(list.split(','), field);
				if (said instanceof PanelFailure) throw said;
				return said === undefined ? goodReply(call, list.split(',')) : reply(said);
			},
		});
		const run = async (ids: Iterable<string>, isPoll = false, width = 3) =>
			await clock.run(
				answerAll(call, ids, ask, { width, isPoll, log: (line) => lines.push(line) }),
			);
		return {
			run,
			sent,
			lines,
			singles: () => sent.filter((each) => !each.includes(',')),
			most: () => most,
		};
	}

	const refuseLists = (error: string) => (ids: string[]) =>
		ids.length > 1 ? { error } : undefined;

	it.each([
		['Order not found.', calls.status],
		['invalid_order', calls.status],
		['Invalid order ID', calls.refill],
		['Refill not found', calls.refillStatus],
		['Nie rozumiem', calls.status],
	])('is asked for singly after %s, with one line in the log', async (words, call) => {
		const panel = panelOf(call, refuseLists(words));
		const { answers, answered } = await panel.run(numbers(100));
		expect(panel.sent).toHaveLength(101);
		expect(panel.singles()).toEqual(numbers(100).map((id) => `${call.one}=${id}`));
		expect(panel.most()).toBe(3);
		expect(new Set(kindsOf(answers, numbers(100)))).toEqual(new Set(['answer']));
		expect(answered.size).toBe(100);
		expect(panel.lines).toEqual([expect.stringContaining(words)]);
	});

	it('is requested one by one, and other lists are not', async () => {
		const panel = panelOf(calls.status, (ids) =>
			ids.length > 1 && ids.length < 100 ? { error: 'Order not found' } : undefined,
		);
		await panel.run(numbers(250));
		expect(panel.singles()).toEqual(
			numbers(250)
				.slice(200)
				.map((id) => `order=${id}`),
		);
		expect(panel.lines).toHaveLength(1);
	});

	it('of more than a hundred ids fails them, and says what to do', async () => {
		const panel = panelOf(calls.status, refuseLists('Order not found'));
		const { answers } = await panel.run(numbers(102));
		expect(panel.sent).toHaveLength(2);
		expect(new Set(kindsOf(answers, numbers(102)))).toEqual(new Set(['batchRefused']));
		expect(answers.get('102')).toMatchObject({ hint: expect.stringContaining('at most 100 IDs') });
	});

	it.each([
		['Invalid API key', 'apiKey'],
		['Not enough funds on balance', 'funds'],
		['Rate limit exceeded', 'rateLimit'],
	])('is not asked for singly after %s', async (error, kind) => {
		const panel = panelOf(calls.status, () => ({ error }));
		const { answers } = await panel.run(['1', '2']);
		expect(panel.singles()).toEqual([]);
		expect(kindsOf(answers, ['1', '2'])).toEqual([kind, kind]);
	});

	it('stops its single requests like any others', async () => {
		let said = 0;
		const panel = panelOf(calls.status, (ids) =>
			ids.length > 1
				? { error: 'Order not found' }
				: ++said > 3
					? { error: 'Invalid API key' }
					: undefined,
		);
		const { answers, failure } = await panel.run(numbers(90), false, 1);
		expect(panel.sent).toHaveLength(5);
		expect(kindsOf(answers, ['3', '4', '5', '90'])).toEqual([
			'answer',
			'apiKey',
			'notSent',
			'notSent',
		]);
		expect(failure).toMatchObject({ kind: 'apiKey' });
	});

	it.each([calls.refill, calls.cancel])(
		'is not sent again by $action if it may have been done',
		async (call) => {
			const facts = { certain: false, panelMessage: 'Missing order ID' };
			const panel = panelOf(call, () => failure('batchRefused', facts));
			const { answers } = await panel.run(['1', '2']);
			expect(panel.sent).toHaveLength(1);
			expect(answers.get('2')).toMatchObject({ kind: 'batchRefused', certain: false });
		},
	);

	it('advances a poll by at least a hundred ids, and limits the single requests', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 700 }),
				fc.uniqueArray(fc.nat(6), { maxLength: 7 }),
				async (count, bad) => {
					// Refuses a list with the id in the middle of a hundred in `bad`.
					const panel = panelOf(calls.status, (ids) =>
						ids.length > 1 && ids.some((id) => bad.some((n) => id === String(n * 100 + 50)))
							? { error: 'Order not found' }
							: undefined,
					);
					const answered = new Set<string>();
					let next = 0;
					for (let polls = 0; answered.size < count; polls++) {
						expect(polls).toBeLessThan(8);
						const from = panel.sent.length;
						const ids = numbers(count);
						const order = [...ids.slice(next), ...ids.slice(0, next)];
						const said = await panel.run(order, true);
						for (const id of said.answered) answered.add(id);
						expect(panel.most()).toBeLessThanOrEqual(3);
						const first = order.find((id) => !said.answered.has(id));
						next = first === undefined ? 0 : Number(first) - 1;
						const singles = panel.sent.slice(from).filter((each) => !each.includes(','));
						expect(singles.length).toBeLessThanOrEqual(101);
						expect(panel.lines.length).toBeLessThanOrEqual(polls + 1);
						expect(said.answered.size).toBeGreaterThanOrEqual(Math.min(count, 100));
					}
				},
			),
			{ numRuns: 100 },
		);
	});

	it('stops a poll if more ids are refused than it may request one by one', async () => {
		const panel = panelOf(calls.status, refuseLists('Order not found'));
		const { answers } = await panel.run(numbers(2_000), true);
		// Three concurrent lists, and the ids of the first one by one.
		expect(panel.sent).toHaveLength(3 + 100);
		expect(panel.most()).toBe(3);
		expect(kindsOf(answers, ['100', '101', '2000'])).toEqual(['answer', 'batchRefused', 'notSent']);
	});

	const onlyOrder = (done: string[]) => (ids: string[], field: string) => {
		if (field !== 'order') return { error: 'Missing order ID' };
		done.push(...ids);
		return { cancel: 1 };
	};

	it.each([
		[['5'], ['orders=5', 'order=5']],
		[
			['5', '6', '7'],
			['orders=5,6,7', 'order=5', 'order=6', 'order=7'],
		],
	])('is cancelled by the field `order` where a panel misses it: %j', async (ids, sent) => {
		const done: string[] = [];
		const panel = panelOf(calls.cancel, onlyOrder(done));
		const { answers } = await panel.run(ids, false, 1);
		expect(panel.sent).toEqual(sent);
		expect(done).toEqual(ids);
		expect(kindsOf(answers, ids)).toEqual(ids.map(() => 'answer'));
	});

	it('finds out that the panel takes only `order` with the first id, if the list was refused in other words', async () => {
		const done: string[] = [];
		const panel = panelOf(calls.cancel, (ids, field) =>
			ids.length > 1 ? { error: 'Order not found' } : onlyOrder(done)(ids, field),
		);
		await panel.run(['5', '6'], false, 1);
		expect(panel.sent).toEqual(['orders=5,6', 'orders=5', 'order=5', 'order=6']);
	});

	it.each<[unknown, BatchCall?]>([
		[{ error: 'Incorrect order ID' }],
		[{ error: 'This order has already started and cannot be cancelled.' }],
		[[{ order: 5, cancel: 'Missing order ID, perhaps' }]],
		[failure('serverError', { panelMessage: 'Missing order ID' })],
		[failure('timeout')],
		[{ error: 'Missing order ID' }, calls.refill],
	])('is not requested in another field after %j', async (said, call = calls.cancel) => {
		const panel = panelOf(call, () => said);
		await panel.run(['5']);
		expect(panel.sent).toEqual([`${call.one}=5`]);
	});
});

it.each<[string, string[], string[], unknown, BatchCall?]>([
	['a row', ['1', '2'], ['1', '2'], { 1: { status: 'Pending' } }],
	['words in a row', ['1', '2'], ['1', '2'], { 1: { error: 'foo' } }],
	['words in the only row', ['1'], ['1'], { 1: { error: 'foo' } }],
	['a wrong id that was asked alone', ['1'], ['1'], { error: 'Incorrect order ID' }],
	['a wrong refill', ['1'], ['1'], { error: 'Refill not found' }, calls.refillStatus],
	['other words', ['1'], [], { error: 'Ktoś tu był' }],
	['an empty list', ['1'], [], []],
	['an empty object', ['1', '2'], [], {}],
	['rows without ids', ['1', '2'], [], [{ charge: 1 }, { charge: 2 }]],
	['a row in an unknown form', ['1'], [], { 1: [5] }],
])('%s, of the ids %j, is about %j', async (name, ids, about, said, call = calls.status) => {
	const ask: Ask = async (_, read) => {
		try {
			return read(reply(said));
		} catch (error) {
			return error as PanelFailure;
		}
	};
	const { answered, failure } = await answerAll(call, ids, ask, { width: 1, log });
	expect([...answered]).toEqual(about);
	expect(failure === undefined).toBe(about.length > 0);
	const kinds = { 'an empty object': 'missing', 'rows without ids': 'ambiguous' };
	if (name in kinds) expect(failure?.kind).toBe(kinds[name as keyof typeof kinds]);
});
