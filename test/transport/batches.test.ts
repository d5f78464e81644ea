import fc from 'fast-check';

import { calls, idFields, type BatchCall } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { asker, type Ask } from '../../nodes/SmmPanel/transport/ask';
import { answerAll, batchesOf } from '../../nodes/SmmPanel/transport/batches';
import { pacer } from '../../nodes/SmmPanel/transport/pace';
import { failure, FakeClock, freshPanel, noPace, reply } from './helpers';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const BATCH_CALLS: BatchCall[] = [calls.status, calls.refill, calls.refillStatus, calls.cancel];

/** What a panel answers to the ids of a request, each good. */
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

type Fate = PanelFailure | undefined;

/** A panel behind an `ask` that is not repeated; `fate` says which requests fail. */
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
		await clock.run(answerAll(call, ids, ask, width));
	return { ask, clock, requests, run, most: () => most };
}

const kindsOf = (answers: Map<string, unknown>, ids: string[]) =>
	ids.map((id) => {
		const answer = answers.get(id);
		return answer instanceof PanelFailure ? answer.kind : 'answer';
	});

describe('batchesOf', () => {
	it.each([
		[0, []],
		[1, [1]],
		[100, [100]],
		[101, [100, 1]],
		[250, [100, 100, 50]],
	])('%i ids', (count, sizes) => {
		expect([...batchesOf(numbers(count))].map(({ length }) => length)).toEqual(sizes);
	});

	it('keeps the order and drops repeats, also across batches', () => {
		const ids = numbers(150);
		expect([...batchesOf([...ids, ...ids, '0', '1'])].flat()).toEqual([...ids, '0']);
	});
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
							// Nothing beyond the ids of this request has been read when it starts.
							expect(read).toBe(readBy(panel.requests.length + 1));
							return await panel.ask(fields, reader, ...rest);
						};
						const answers = await panel.clock.run(answerAll(call, counted(), ask, width));
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

	it('asks for nothing where there are no ids', async () => {
		const { requests, run } = bench(calls.status);
		expect((await run([], 4)).size).toBe(0);
		expect(requests).toEqual([]);
	});

	it('starts the first request before later ids are read, at full width', async () => {
		const { clock, ask } = bench(calls.status);
		const log: string[] = [];
		function* ids() {
			for (const id of numbers(1_000)) {
				if (Number(id) % 100 === 1) log.push(`read ${id}`);
				yield id;
			}
		}
		const logged: Ask = async (fields, read) => {
			log.push('request');
			return await ask(fields, read);
		};
		await clock.run(answerAll(calls.status, ids(), logged, 2));
		expect(log.slice(0, 5)).toEqual(['read 1', 'request', 'read 101', 'request', 'read 201']);
	});

	it('a failed batch is the answer of each of its ids, and of no others', async () => {
		const refused = failure('refused');
		const { run } = bench(calls.status, (request) => (request === 2 ? refused : undefined));
		const ids = numbers(250);
		const answers = await run(ids, 3);
		for (const id of ids.slice(100, 200)) expect(answers.get(id)).toBe(refused);
		const others = [...ids.slice(0, 100), ...ids.slice(200)];
		expect(new Set(kindsOf(answers, others))).toEqual(new Set(['answer']));
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

	it('waits for the requests beside the one that ended it, and keeps their answers', async () => {
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

	it('two doubts in a row end it', async () => {
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

	it('doubts apart from each other do not', async () => {
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

	it('a request that waits for its turn is not sent once the rest is ended', async () => {
		const clock = new FakeClock();
		let sent = 0;
		const ask = asker({
			call: calls.status,
			clock,
			pace: pacer(freshPanel(), { perMinute: 1 }, clock),
			send: async () => {
				sent++;
				return reply({ error: 'Invalid API key' });
			},
		});
		const answers = await clock.run(answerAll(calls.status, numbers(500), ask, 4));
		expect(sent).toBe(1);
		expect(kindsOf(answers, ['1', '101', '201', '500'])).toEqual([
			'apiKey',
			'notSent',
			'notSent',
			'notSent',
		]);
	});

	it('refuses a reply as a whole for every id of its batch alone', async () => {
		const clock = new FakeClock();
		const ask = asker({
			call: calls.status,
			clock,
			pace: noPace,
			send: async ({ orders }) =>
				orders.startsWith('1,')
					? reply({ error: 'Incorrect request' })
					: goodReply(calls.status, orders.split(',')),
		});
		const answers = await clock.run(answerAll(calls.status, numbers(200), ask, 1));
		expect(kindsOf(answers, ['1', '100', '101', '200'])).toEqual([
			'batchRefused',
			'batchRefused',
			'answer',
			'answer',
		]);
	});
});
