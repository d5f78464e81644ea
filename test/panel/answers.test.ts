import fc from 'fast-check';

import { readAnswers, type Answer } from '../../nodes/SmmPanel/panel/answers';
import { calls, idFields, type BatchCall } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';

const reply = (body: unknown, status = 200) => ({
	status,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** What each id got: its row, or the kind of its failure. */
const told = (answers: Map<string, Answer>) =>
	Object.fromEntries(
		[...answers].map(([id, answer]) => [id, answer instanceof PanelFailure ? answer.kind : answer]),
	);

const ask = (call: BatchCall, ids: string[], body: unknown) =>
	told(readAnswers(call, ids, reply(body)));

describe('the fields that name ids', () => {
	it('uses the single form for one id and the list for more', () => {
		expect(idFields(calls.status, ['7'])).toEqual({ order: '7' });
		expect(idFields(calls.status, ['7', '8'])).toEqual({ orders: '7,8' });
		expect(idFields(calls.refill, ['7'])).toEqual({ order: '7' });
		expect(idFields(calls.refillStatus, ['7'])).toEqual({ refill: '7' });
		expect(idFields(calls.refillStatus, ['7', '8'])).toEqual({ refills: '7,8' });
	});

	it('uses the list for one cancel too, which has no single form', () => {
		expect(idFields(calls.cancel, ['7'])).toEqual({ orders: '7' });
	});
});

describe('statuses of orders', () => {
	const { status } = calls;
	const row = {
		charge: '0.27819',
		start_count: '3572',
		status: 'Partial',
		remains: '157',
		currency: 'USD',
	};

	it('reads the object by id of the contract, whatever its order', () => {
		const body = {
			'100': { status: 'In progress' },
			'10': { error: 'Incorrect order ID' },
			'1': row,
		};
		expect(ask(status, ['100', '1', '10'], body)).toEqual({
			'100': { status: 'In progress' },
			'1': row,
			'10': 'orderId',
		});
	});

	it('reads a bare object for one id', () => {
		expect(ask(status, ['1'], row)).toEqual({ '1': row });
	});

	it('reads one id that is keyed all the same, good or bad', () => {
		expect(ask(status, ['1'], { '1': row })).toEqual({ '1': row });
		expect(ask(status, ['999'], { '999': { error: 'Incorrect order ID' } })).toEqual({
			'999': 'orderId',
		});
	});

	it.each(['order', 'order_id', 'orderId', 'id'])(
		'reads an array whose rows name the id as %s',
		(name) => {
			const body = [
				{ [name]: 2, status: 'Completed' },
				{ [name]: '1', ...row },
			];
			expect(ask(status, ['1', '2'], body)).toEqual({ '1': body[1], '2': body[0] });
		},
	);

	it('reads a plain text in place of an error object', () => {
		expect(ask(status, ['1', '2'], { '1': row, '2': 'Incorrect order ID' })).toEqual({
			'1': row,
			'2': 'orderId',
		});
	});

	it('reports an id that is left out, null or of no known form', () => {
		expect(ask(status, ['1', '2', '3', '4'], { '1': row, '3': null, '4': { foo: 1 } })).toEqual({
			'1': row,
			'2': 'missing',
			'3': 'missing',
			'4': 'unexpectedReply',
		});
	});

	it('reports the fifty ids of a panel that answers only a hundred of 150', () => {
		const ids = Array.from({ length: 150 }, (_, n) => String(n + 1));
		const body = Object.fromEntries(ids.slice(0, 100).map((id) => [id, row]));
		const answers = Object.values(ask(status, ids, body));
		expect(answers.filter((answer) => answer === 'missing')).toHaveLength(50);
		expect(answers).toHaveLength(150);
	});

	it('refuses answers without ids, unless one was asked and one came', () => {
		expect(ask(status, ['1'], [row])).toEqual({ '1': row });
		expect(ask(status, ['1'], [row, row])).toEqual({ '1': 'ambiguous' });
		expect(ask(status, ['1', '2'], [row, row])).toEqual({ '1': 'ambiguous', '2': 'ambiguous' });
		expect(ask(status, ['1', '2'], row)).toEqual({ '1': 'ambiguous', '2': 'ambiguous' });
	});

	it('files what names an id, and refuses the rest of a mixed array', () => {
		const body = [{ order: 2, status: 'Completed' }, row];
		expect(ask(status, ['1', '2', '3'], body)).toEqual({
			'1': 'ambiguous',
			'2': body[0],
			'3': 'ambiguous',
		});
	});

	it('files nothing under an id that the answer contradicts', () => {
		expect(ask(status, ['1'], { order: 2, ...row })).toEqual({ '1': 'missing' });
		expect(ask(status, ['1'], { '1': { order: 2, ...row } })).toEqual({ '1': 'ambiguous' });
		expect(ask(status, ['1'], { '2': row })).toEqual({ '1': 'missing' });
	});

	it('takes the same answer twice for one, and refuses two different ones', () => {
		expect(
			ask(
				status,
				['1'],
				[
					{ order: 1, ...row },
					{ order: 1, ...row },
				],
			),
		).toEqual({ '1': { order: 1, ...row } });
		expect(
			ask(
				status,
				['1'],
				[
					{ order: 1, ...row },
					{ order: 1, status: 'Completed' },
				],
			),
		).toEqual({ '1': 'ambiguous' });
	});

	it('keeps the parents of subscriptions and drip-feeds whole', () => {
		const parent = { status: 'Active', posts: 5, expiry: '', orders: ['11', '12'] };
		expect(ask(status, ['1'], parent)).toEqual({ '1': parent });
		expect(
			ask(status, ['1', '2'], {
				'1': parent,
				'2': { status: 'Completed', runs: 3, orders: [{ order: 1, status: 'Pending' }] },
			}),
		).toEqual({
			'1': parent,
			'2': { status: 'Completed', runs: 3, orders: [{ order: 1, status: 'Pending' }] },
		});
	});

	it('opens an envelope that says success', () => {
		expect(ask(status, ['1', '2'], { status: 'success', data: { '1': row } })).toEqual({
			'1': row,
			'2': 'missing',
		});
		expect(ask(status, ['1'], { success: true, order: row })).toEqual({ '1': row });
	});

	it('does not open the children of an order whose own status comes with a flag of success', () => {
		const parent = { success: true, status: 'Active', orders: [{ status: 'Pending' }] };
		expect(ask(status, ['1'], parent)).toEqual({ '1': parent });
	});

	it.each(['0170adc834d2', '550e8400-e29b-41d4-a716-446655440000', '12345678901234567890'])(
		'knows the id %s by its text',
		(id) =>
			expect(ask(status, [id, '7'], { [id]: row, '7': row })).toEqual({ [id]: row, '7': row }),
	);

	it('keeps the digits of ids beyond 2^53 in arrays', () => {
		const body =
			'[{"order":90071992547409931,"status":"Pending"},{"order":90071992547409932,"status":"Partial"}]';
		expect(ask(status, ['90071992547409932', '90071992547409931'], body)).toEqual({
			'90071992547409932': { order: '90071992547409932', status: 'Partial' },
			'90071992547409931': { order: '90071992547409931', status: 'Pending' },
		});
	});

	it('throws the refusal of the whole', () => {
		expect(() => readAnswers(status, ['1', '2'], reply({ error: 'Invalid API key' }))).toThrow(
			expect.objectContaining({ kind: 'apiKey', panelMessage: 'Invalid API key' }),
		);
	});
});

describe('refills and cancels', () => {
	const { refill, refillStatus, cancel } = calls;

	it('reads the arrays of the contract', () => {
		expect(
			ask(
				refill,
				['1', '2', '3'],
				[
					{ order: 1, refill: 1 },
					{ order: 2, refill: 2 },
					{ order: 3, refill: { error: 'Incorrect order ID' } },
				],
			),
		).toEqual({ '1': { order: 1, refill: 1 }, '2': { order: 2, refill: 2 }, '3': 'orderId' });
		expect(
			ask(
				refillStatus,
				['1', '2', '3'],
				[
					{ refill: 1, status: 'Completed' },
					{ refill: 2, status: 'Rejected' },
					{ refill: 3, status: { error: 'Refill not found' } },
				],
			),
		).toEqual({
			'1': { refill: 1, status: 'Completed' },
			'2': { refill: 2, status: 'Rejected' },
			'3': 'refillId',
		});
		expect(
			ask(
				cancel,
				['9', '2'],
				[
					{ order: 9, cancel: { error: 'Incorrect order ID' } },
					{ order: 2, cancel: 1 },
				],
			),
		).toEqual({ '9': 'orderId', '2': { order: 2, cancel: 1 } });
	});

	it('reads flat errors', () => {
		expect(
			ask(
				cancel,
				['9', '2'],
				[
					{ order: 9, error: 'Incorrect order ID' },
					{ order: 2, cancel: 77 },
				],
			),
		).toEqual({
			'9': 'orderId',
			'2': { order: 2, cancel: 77 },
		});
	});

	it('reads one id that collapsed to its result', () => {
		expect(ask(refill, ['1'], { refill: '1' })).toEqual({ '1': { refill: '1' } });
		expect(ask(cancel, ['1'], { cancel: 1 })).toEqual({ '1': { cancel: 1 } });
		expect(ask(refillStatus, ['1'], { status: 'Completed' })).toEqual({
			'1': { status: 'Completed' },
		});
		expect(ask(refill, ['1'], { refill: { error: 'Refill not available' } })).toEqual({
			'1': 'refused',
		});
	});

	it('reads results by id', () => {
		expect(
			ask(refill, ['1', '2', '3'], { '1': 55, '2': 'Refill not available', '3': { refill: 56 } }),
		).toEqual({
			'1': { refill: 55 },
			'2': 'refused',
			'3': { refill: 56 },
		});
	});

	it('takes 0, false and nothing for a refusal or no answer, never for a result', () => {
		expect(
			ask(
				cancel,
				['1', '2', '3', '4'],
				[
					{ order: 1, cancel: 0 },
					{ order: 2, cancel: false },
					{ order: 3, cancel: null },
					{ order: 4, cancel: '' },
				],
			),
		).toEqual({ '1': 'refused', '2': 'refused', '3': 'unexpectedReply', '4': 'refused' });
	});

	it('does not take the id of a refill for that of an order', () => {
		expect(
			ask(
				refill,
				['1', '2'],
				[
					{ id: 1, refill: 5 },
					{ id: 2, refill: 6 },
				],
			),
		).toEqual({
			'1': 'ambiguous',
			'2': 'ambiguous',
		});
	});
});

describe('any reply at all', () => {
	const batchCalls = [calls.status, calls.refill, calls.refillStatus, calls.cancel];
	const anyCall = fc.constantFrom<BatchCall>(...batchCalls);
	const anyIds = fc.uniqueArray(
		fc.oneof(
			fc.nat().map(String),
			fc.stringMatching(/^[0-9a-f]{12}$/),
			fc.constantFrom('1', '2', 'status', 'error', '__proto__'),
		),
		{ minLength: 1, maxLength: 6 },
	);

	/** Reads a reply, and checks that every id asked for has one answer or that the whole is one failure. */
	function read(call: BatchCall, ids: string[], text: string, status: number): void {
		try {
			const answers = readAnswers(call, ids, { status, text });
			expect([...answers.keys()]).toEqual(ids);
			for (const answer of answers.values()) {
				expect(answer instanceof PanelFailure || typeof answer === 'object').toBe(true);
			}
		} catch (error) {
			expect(error).toBeInstanceOf(PanelFailure);
		}
	}

	const anyStatus = fc.constantFrom(200, 200, 200, 201, 301, 400, 403, 429, 500, 503);

	it('is answers or one failure, for any JSON', () => {
		fc.assert(
			fc.property(anyCall, anyIds, fc.json(), anyStatus, (call, ids, text, status) =>
				read(call, ids, text, status),
			),
			{ numRuns: 1_000 },
		);
	});

	it('is answers or one failure, for any text', () => {
		fc.assert(
			fc.property(anyCall, anyIds, fc.string(), anyStatus, (call, ids, text, status) =>
				read(call, ids, text, status),
			),
			{ numRuns: 1_000 },
		);
	});

	it('is one failure for any truncation of a good reply', () => {
		const body = JSON.stringify({
			'1': { status: 'Completed', charge: '1' },
			'2': { status: 'Partial' },
		});
		for (let length = 0; length < body.length; length++) {
			expect(() => readAnswers(calls.status, ['1', '2'], reply(body.slice(0, length)))).toThrow(
				PanelFailure,
			);
		}
	});
});

describe('a random dialect of known outcomes', () => {
	/** An outcome that is marked, so that a row under the wrong id can be told. */
	const outcomes = fc
		.uniqueArray(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 30 })
		.chain((ids) =>
			fc.record({
				ids: fc.constant(ids.map(String)),
				good: fc.array(fc.boolean(), { minLength: ids.length, maxLength: ids.length }),
				shape: fc.constantFrom('keyed', 'array', 'nameless', 'bare'),
				error: fc.constantFrom('object', 'text', 'flat', 'absent'),
				numbers: fc.boolean(),
				reversed: fc.boolean(),
				envelope: fc.boolean(),
			}),
		);

	it('comes out under its own id, or as a failure, and never under another', () => {
		fc.assert(
			fc.property(outcomes, ({ ids, good, shape, error, numbers, reversed, envelope }) => {
				const isKeyed = shape === 'keyed' || (error === 'text' && shape !== 'nameless');
				const parts = ids.flatMap((id, n): Array<[string, unknown]> => {
					const order = numbers ? Number(id) : id;
					const name = isKeyed || shape === 'nameless' || shape === 'bare' ? {} : { order };
					if (good[n]) return [[id, { ...name, status: 'Completed', charge: '1', mark: id }]];
					if (error === 'absent') return [];
					if (error === 'text' && isKeyed) return [[id, 'Incorrect order ID']];
					return [[id, { ...name, error: 'Incorrect order ID', mark: id }]];
				});
				if (reversed) parts.reverse();
				const list = parts.map(([, part]) => part);
				const plain = isKeyed
					? Object.fromEntries(parts)
					: shape === 'bare' && list.length === 1
						? list[0]
						: list;
				const body =
					envelope && !(shape === 'bare' && list.length === 1)
						? { success: true, data: plain }
						: plain;
				let answers: Map<string, Answer>;
				try {
					answers = readAnswers(calls.status, ids, reply(body));
				} catch (failure) {
					// A lone refusal without a name is the refusal of the whole.
					expect(failure).toBeInstanceOf(PanelFailure);
					expect(isKeyed).toBe(false);
					return;
				}
				for (const [n, id] of ids.entries()) {
					const answer = answers.get(id);
					if (answer instanceof PanelFailure) {
						const isNameless = shape === 'nameless' || shape === 'bare';
						expect(good[n] && (isKeyed || !isNameless)).toBe(false);
					} else {
						expect(answer?.mark).toBe(id);
						expect(good[n]).toBe(true);
					}
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});
