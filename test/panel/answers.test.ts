import fc from 'fast-check';

import { readAnswers, type Answer } from '../../nodes/SmmPanel/panel/answers';
import { calls, type BatchCall } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import type { JsonObject } from '../../nodes/SmmPanel/panel/json';
import { isMissingOrder } from '../../nodes/SmmPanel/panel/reply';
import { resultRow } from '../../nodes/SmmPanel/panel/rows';
import { anyHttpStatus, anyText, failureOf, hostileJson, reply } from './helpers';

/** The answer for each id: its row, or the kind of its failure. */
const told = (answers: Map<string, Answer>) =>
	Object.fromEntries(
		[...answers].map(([id, answer]) => [id, answer instanceof PanelFailure ? answer.kind : answer]),
	);

const ask = (call: BatchCall, ids: string[], body: unknown) =>
	told(readAnswers(call, ids, reply(body)));

const oneFailure = (call: BatchCall, ids: string[], body: unknown, id = ids[0]) =>
	readAnswers(call, ids, reply(body)).get(id) as PanelFailure;

const ROW = '"charge":"0.27819","start_count":"3572","status":"Partial","remains":"157"';
const row = JSON.parse(`{${ROW}}`) as JsonObject;
const DRIP = '{"status":"Completed","runs":3,"orders":[{"order":1,"status":"Pending"}]}';
const PARENT = '{"status":"Active","posts":5,"expiry":"","orders":["11","12"]}';

describe('statuses of orders', () => {
	it.each<[name: string, ids: string, body: string, answers: object]>([
		[
			'the object by id of the contract, whatever its order',
			'100 1 10',
			`{"100":{"status":"In progress"},"10":{"error":"Incorrect order ID"},"1":{${ROW}}}`,
			{ '100': { status: 'In progress' }, '1': row, '10': 'orderId' },
		],
		['a bare object for one id', '1', `{${ROW}}`, { '1': row }],
		['one id that is keyed all the same', '1', `{"1":{${ROW}}}`, { '1': row }],
		['a bad one', '9', '{"9":{"error":"Incorrect order ID"}}', { '9': 'orderId' }],
		...['order', 'order_id', 'orderId', 'id'].map((id): [string, string, string, object] => [
			`an array whose rows name the id as ${id}`,
			'1 2',
			`[{"${id}":2,"status":"Completed"},{"${id}":"1",${ROW}}]`,
			{ '1': { [id]: '1', ...row }, '2': { [id]: 2, status: 'Completed' } },
		]),
		[
			'a status that is all that stands under the id',
			'1 2 3',
			'{"1":"Partial","2":"In progress","3":"5"}',
			{ '1': { status: 'Partial' }, '2': { status: 'In progress' }, '3': 'unexpectedReply' },
		],
		['text for an error', '1 2', `{"1":{${ROW}},"2":"Bad link"}`, { '1': row, '2': 'link' }],
		[
			'an id that is left out, null or of no known form',
			'1 2 3 4',
			`{"1":{${ROW}},"3":null,"4":{"foo":1}}`,
			{ '1': row, '2': 'missing', '3': 'missing', '4': 'unexpectedReply' },
		],
		['one answer without an id to one', '1', `[{${ROW}}]`, { '1': row }],
		['two to one', '1', `[{${ROW}},{${ROW}}]`, { '1': 'ambiguous' }],
		['two to two', '1 2', `[{${ROW}},{${ROW}}]`, { '1': 'ambiguous', '2': 'ambiguous' }],
		['a bare one to two', '1 2', `{${ROW}}`, { '1': 'ambiguous', '2': 'ambiguous' }],
		[
			'what names an id, and not the rest of a mixed array',
			'1 2 3',
			`[{"order":2,"status":"Completed"},{${ROW}}]`,
			{ '1': 'ambiguous', '2': { order: 2, status: 'Completed' }, '3': 'ambiguous' },
		],
		['nothing for another id', '1', `{"order":2,${ROW}}`, { '1': 'missing' }],
		['nothing under another id', '1', `{"1":{"order":2,${ROW}}}`, { '1': 'ambiguous' }],
		['nothing keyed by another id', '1', `{"2":{${ROW}}}`, { '1': 'missing' }],
		['the asked alone of several', '1', `{"1":{${ROW}},"2":{${ROW}}}`, { '1': row }],
		[
			'the same answer twice as one',
			'1',
			`[{"order":1,${ROW}},{"order":1,${ROW}}]`,
			{ '1': { order: 1, ...row } },
		],
		['two different ones as none', '1', `[{"order":1,${ROW}},{"order":1}]`, { '1': 'ambiguous' }],
		['the parent of a subscription whole', '1', PARENT, { '1': JSON.parse(PARENT) }],
		[
			'parents by id',
			'1 2',
			`{"1":${PARENT},"2":${DRIP}}`,
			{ '1': JSON.parse(PARENT), '2': JSON.parse(DRIP) },
		],
		[
			'an envelope that says success',
			'1 2',
			`{"status":"success","data":{"1":{${ROW}}}}`,
			{ '1': row, '2': 'missing' },
		],
		['an envelope of one order', '1', `{"success":true,"order":{${ROW}}}`, { '1': row }],
		...['order', 'statuses', 'items', 'list'].map((field): [string, string, string, object] => [
			`a mere envelope named ${field}`,
			'1',
			`{"${field}":{"1":{${ROW}}}}`,
			{ '1': row },
		]),
		[
			'fields in another case, but not two spellings of one',
			'1 2 3',
			'{"Data":[{"Order":2,"STATUS":"Completed"},{"order":1,"Order":3,"Status":"Partial"},{"Order":3,"Error":"Incorrect order ID"}]}',
			{
				'1': 'unexpectedReply',
				'2': { order: 2, status: 'Completed' },
				'3': 'orderId',
			},
		],
		['JSON that was encoded twice', '1', JSON.stringify(`{"1":{${ROW}}}`), { '1': row }],
		['JSONP', '1', `back({"1":{${ROW}}});`, { '1': row }],
		[
			'an order whose own status comes with a flag of success',
			'1',
			'{"success":true,"status":"Active","orders":[{"status":"Pending"}]}',
			{ '1': { success: true, status: 'Active', orders: [{ status: 'Pending' }] } },
		],
		...['0170adc834d2', '550e8400-e29b-41d4-a716-446655440000', '12345678901234567890'].map(
			(id): [string, string, string, object] => [
				`the id ${id} by its text`,
				`${id} 7`,
				`{"${id}":{${ROW}},"7":{${ROW}}}`,
				{ [id]: row, '7': row },
			],
		),
		[
			'the digits of ids beyond 2^53 in arrays',
			'90071992547409932 90071992547409931',
			'[{"order":90071992547409931,"status":"Pending"},{"order":90071992547409932,"status":"Partial"}]',
			{
				'90071992547409932': { order: '90071992547409932', status: 'Partial' },
				'90071992547409931': { order: '90071992547409931', status: 'Pending' },
			},
		],
	])('reads %s', (_, ids, body, answers) =>
		expect(ask(calls.status, ids.split(' '), body)).toEqual(answers),
	);

	it('reports fifty ids as missing if the panel answers only a hundred of 150', () => {
		const ids = Array.from({ length: 150 }, (_, n) => String(n + 1));
		const body = Object.fromEntries(ids.slice(0, 100).map((id) => [id, row]));
		const answers = Object.values(ask(calls.status, ids, body));
		expect(answers.filter((answer) => answer === 'missing')).toHaveLength(50);
		expect(answers).toHaveLength(150);
	});

	it('assigns no answer to an id if it names another one in a spelling of its own', () => {
		for (const name of ['orderID', 'Order', 'Order-Id', 'ORDER_ID'])
			expect(ask(calls.status, ['1'], { [name]: 2, ...row })).toEqual({ '1': 'missing' });
		expect(ask(calls.refill, ['1'], { refill: { id: 5, order: 2 } })).toEqual({ '1': 'ambiguous' });
	});

	it('accepts no list as a status, and no status of the request as one of a refill', () => {
		expect(ask(calls.status, ['1'], { status: ['Completed'] })).toEqual({ '1': 'unexpectedReply' });
		for (const said of [true, 1, '200'])
			expect(ask(calls.refillStatus, ['1'], { status: said })).toEqual({ '1': 'unexpectedReply' });
	});
});

describe('refills and cancels', () => {
	const no = '{"error":"Incorrect order ID"}';

	it.each<[name: string, keyof typeof calls, ids: string, body: string, object]>([
		[
			'the arrays of the contract',
			'refill',
			'1 3',
			`[{"order":1,"refill":1},{"order":3,"refill":${no}}]`,
			{ '1': { order: 1, refill: 1 }, '3': 'orderId' },
		],
		[
			'the arrays of the contract',
			'refillStatus',
			'1 3',
			'[{"refill":1,"status":"Rejected"},{"refill":3,"status":{"error":"Refill not found"}}]',
			{ '1': { refill: 1, status: 'Rejected' }, '3': 'refillId' },
		],
		[
			'the arrays of the contract',
			'cancel',
			'9 2',
			`[{"order":9,"cancel":${no}},{"order":2,"cancel":1}]`,
			{ '9': 'orderId', '2': { order: 2, cancel: 1 } },
		],
		[
			'flat errors',
			'cancel',
			'9 2',
			'[{"order":9,"error":"Incorrect order ID"},{"order":2,"cancel":77}]',
			{ '9': 'orderId', '2': { order: 2, cancel: 77 } },
		],
		[
			'its own name',
			'refillStatus',
			'1',
			'{"refill_status":"Failed"}',
			{ '1': { refill_status: 'Failed' } },
		],
		['one id collapsed', 'refillStatus', '1', '{"status":"Failed"}', { '1': { status: 'Failed' } }],
		['one that failed', 'refill', '1', '{"refill":{"error":"Nope"}}', { '1': 'refused' }],
		[
			'results by id',
			'refill',
			'1 2 3',
			'{"1":55,"2":"Refill not available","3":{"refill":56}}',
			{ '1': { refill: 55 }, '2': 'refused', '3': { refill: 56 } },
		],
		['null as no answer', 'cancel', '3', '[{"order":3,"cancel":null}]', { '3': 'unexpectedReply' }],
		['the asked alone', 'refill', '1', '[{"order":2,"refill":7}]', { '1': 'missing' }],
		[
			'not the id of a refill as that of an order',
			'refill',
			'1 2',
			'[{"id":1,"refill":5},{"id":2,"refill":6}]',
			{ '1': 'ambiguous', '2': 'ambiguous' },
		],
	])('reads %s of %s', (_, call, ids, body, answers) =>
		expect(ask(calls[call] as BatchCall, ids.split(' '), body)).toEqual(answers),
	);
});

describe('the failure of one id', () => {
	const { status, refill, cancel } = calls;
	const row = { status: 'Completed' };

	it.each([
		['status', { '1': { error: 'Incorrect order ID' }, '2': row }],
		['status', { '1': 'Incorrect order ID', '2': row }],
		['status', [{ order: 1, error: 'Incorrect order ID' }]],
		['refill', [{ order: 1, refill: { error: 'Incorrect order ID' } }]],
		['refill', [{ order: 1, refill: 'Incorrect order ID' }]],
		['cancel', [{ order: 1, cancel: { message: 'x', error: 'Incorrect order ID' } }]],
		['cancel', { '1': { cancel: 'Incorrect order ID' } }],
	] as const)('has the words of the panel: %s %j', (call, body) => {
		expect(oneFailure(calls[call], ['1', '2'], body)).toMatchObject({
			kind: 'orderId',
			message: 'the panel answered "Incorrect order ID"',
			panelMessage: 'Incorrect order ID',
			certain: true,
			retryable: false,
		});
	});

	it.each([
		'Order is not completed',
		'Order has already started',
		'The order is still in progress',
		'Sipariş tamamlandı',
		'Đơn hàng đã hoàn thành',
		'Заказ завершён',
		'O pedido não foi concluído',
		'Pesanan sudah selesai',
	])('is certain where the state of the order is the reason: %s', (error) => {
		const isCertain = { kind: 'refused', certain: true };
		for (const call of [refill, cancel]) {
			expect(failureOf(() => readAnswers(call, ['1'], reply({ error })))).toMatchObject(isCertain);
			for (const part of [{ error }, { [call.result]: { error } }]) {
				expect(oneFailure(call, ['1', '2'], [{ order: 1, ...part }])).toMatchObject(isCertain);
			}
		}
		expect(oneFailure(status, ['1', '2'], [{ order: 1, error }])).toMatchObject({ certain: false });
	});

	it('says that the id was left out', () => {
		expect(oneFailure(status, ['1', '2'], { '2': row })).toMatchObject({
			kind: 'missing',
			message: 'the panel left it out of its answer',
			certain: false,
		});
	});

	it('says that answers name no id', () => {
		expect(oneFailure(status, ['1', '2'], [row])).toMatchObject({
			kind: 'ambiguous',
			message: 'the panel sent answers without IDs',
			certain: false,
		});
	});

	it('shows both of two different answers', () => {
		const body = [
			{ order: 1, ...row },
			{ order: 1, status: 'Partial' },
		];
		expect(oneFailure(status, ['1'], body)).toMatchObject({
			kind: 'ambiguous',
			message: 'the panel gave two different answers for it',
			panelMessage: '{"order":1,"status":"Completed"} {"order":1,"status":"Partial"}',
		});
	});

	it('shows the id that the answer names instead', () => {
		expect(oneFailure(status, ['1'], { '1': { order: 2, ...row } })).toMatchObject({
			kind: 'ambiguous',
			message: "the panel's answer is for the ID 2 instead",
			panelMessage: '{"order":2,"status":"Completed"}',
		});
	});

	it('shows an answer of no known form', () => {
		for (const [call, value] of [
			[status, { foo: 1 }],
			[status, 5],
			[status, []],
			[refill, {}],
			[refill, { refill: null }],
			[refill, { refill: [1] }],
			[cancel, { cancel: {} }],
		] as const) {
			expect(oneFailure(call, ['1'], { '1': value })).toMatchObject({
				kind: 'unexpectedReply',
				message: 'the panel answered for it in an unknown format',
				panelMessage: JSON.stringify(value),
				certain: false,
			});
		}
	});

	it('is that of the whole request if the panel refused it', () => {
		for (const call of [status, refill, cancel]) {
			expect(
				failureOf(() => readAnswers(call, ['1', '2'], reply({ error: 'Rate limit exceeded' }))),
			).toMatchObject({ kind: 'rateLimit', panelMessage: 'Rate limit exceeded', retryable: true });
			const enveloped = { success: true, [call.action]: 1, data: { error: 'Bad day' } };
			expect(failureOf(() => readAnswers(call, ['1'], reply(enveloped))).panelMessage).toBe(
				'Bad day',
			);
		}
	});
});

describe('the result of a refill or a cancel', () => {
	const { refill, refillStatus, cancel } = calls;

	it.each([
		['refill', 1],
		['refill', '1'],
		['refill', '0170adc834d2'],
		['refill', '550e8400-e29b-41d4-a716-446655440000'],
		['cancel', 1],
		['cancel', true],
		['cancel', 'true'],
		['cancel', 'success'],
		['cancel', 9],
		['cancel', 'Cancelled'],
		['cancel', 'Accepted'],
		['refill', 'R-12'],
		['refillStatus', 'In progress'],
		['refillStatus', 'REJECTED'],
	] as const)('of %s may be %j, under its id and alone', (name, result) => {
		const call = calls[name];
		const id = call === refillStatus ? 'refill' : 'order';
		const part = { [id]: 9, [call.result]: result };
		expect(ask(call, ['9'], [part])).toEqual({ '9': part });
		expect(ask(call, ['9', '8'], [part])).toEqual({ '9': part, '8': 'missing' });
		expect(ask(call, ['9', '8'], { '9': { [call.result]: result } })).toEqual({
			'9': { [call.result]: result },
			'8': 'missing',
		});
		expect(ask(call, ['9'], { [call.result]: result })).toEqual({ '9': { [call.result]: result } });
	});

	it.each([0, '0', false, 'false', 'False', '', ' '])('is a refusal if it is %j', (result) => {
		for (const call of [refill, cancel]) {
			expect(oneFailure(call, ['9', '8'], [{ order: 9, [call.result]: result }])).toMatchObject({
				kind: 'refused',
				panelMessage: JSON.stringify({ order: 9, [call.result]: result }),
			});
		}
	});

	it.each(['failed', 'error', 'no', 'error.refill_not_available', 'NotAvailable'])(
		'is not the word %j: nothing is certain then',
		(word) => {
			for (const call of [refill, cancel]) {
				for (const body of [[{ order: 1, [call.result]: word }], { '1': word }]) {
					expect(readAnswers(call, ['1', '2'], reply(body)).get('1')).toMatchObject({
						certain: false,
						panelMessage: word,
					});
				}
			}
		},
	);

	it('means the same without a field', () => {
		expect(ask(cancel, ['1', '2'], { '1': 'success', '2': 'Canceled' })).toEqual({
			'1': { cancel: 'success' },
			'2': { cancel: 'Canceled' },
		});
		expect(
			readAnswers(refill, ['1', '2'], reply({ '1': 'Refill request taken', '2': 'Bad link' })),
		).toMatchObject(
			new Map([
				['1', { kind: 'refused', certain: false }],
				['2', { kind: 'link', certain: true }],
			]),
		);
		// The words of a refusal may begin with a number.
		expect(oneFailure(refill, ['1', '2'], { '1': '5 days to wait' })).toMatchObject({
			kind: 'refused',
			panelMessage: '5 days to wait',
		});
	});

	it('may be the only value under the id', () => {
		expect(ask(cancel, ['1', '2', '3'], { '1': 1, '2': 0, '3': true })).toEqual({
			'1': { cancel: 1 },
			'2': 'refused',
			'3': { cancel: true },
		});
		expect(ask(refill, ['1'], { '1': '0170adc834d2' })).toEqual({
			'1': { refill: '0170adc834d2' },
		});
		expect(ask(refill, ['1'], [5])).toEqual({ '1': { refill: 5 } });
		expect(ask(refillStatus, ['1', '2'], { '1': 5, '2': 'Refill not found' })).toEqual({
			'1': 'unexpectedReply',
			'2': 'refillId',
		});
		expect(ask(refillStatus, ['1', '2'], { '1': 'Completed', '2': 'in_progress' })).toEqual({
			'1': { status: 'Completed' },
			'2': { status: 'in_progress' },
		});
	});

	it.each(['refill', 'refill_id', 'refillId', 'id'])(
		'of a refill’s status names the id as %s',
		(name) => {
			const body = [2, 1].map((id) => ({ [name]: id, status: 'Completed' }));
			expect(ask(refillStatus, ['1', '2'], body)).toEqual({ '1': body[1], '2': body[0] });
		},
	);
});

describe('a refusal of several ids at once', () => {
	it.each([
		...[
			'Order not found.',
			'invalid_order',
			'Incorrect order ID',
			'Missing order ID',
			'Sipariş bulunamadı.',
		],
		...['Incorrect request', 'Refill not found', 'Service not found', 'Bad link'],
	])('says nothing of any of them: %s', (words) => {
		for (const call of [calls.status, calls.refill, calls.refillStatus, calls.cancel]) {
			expect(failureOf(() => readAnswers(call, ['1', '2'], reply({ error: words })))).toMatchObject(
				{
					kind: 'batchRefused',
					panelMessage: words,
					certain: true,
				},
			);
		}
	});

	it('gives no reason if its words are unknown', () => {
		for (const call of [calls.status, calls.refill, calls.refillStatus, calls.cancel])
			expect(
				failureOf(() => readAnswers(call, ['1', '2'], reply({ error: 'Whatever' }))),
			).toMatchObject({ kind: 'batchRefused', certain: false });
	});

	it.each([
		['apiKey', 'Invalid API key'],
		['funds', 'no money'],
		['account', 'Account suspended'],
		['maintenance', 'Under maintenance'],
		['rateLimit', 'Too many requests'],
		['serverError', 'Internal error'],
	])('is %s if it affects every request', (kind, error) => {
		expect(failureOf(() => readAnswers(calls.status, ['1', '2'], reply({ error }))).kind).toBe(
			kind,
		);
	});

	it('of a single id is its own', () => {
		const failure = failureOf(() =>
			readAnswers(calls.cancel, ['1'], reply({ error: 'Order not found' })),
		);
		expect(failure.kind).toBe('orderId');
	});

	it.each([
		['Missing order ID', true],
		['order is required', true],
		['missing_order', true],
		['The order field is required.', true],
		['Order ID should not be empty', true],
		['Sipariş ID gerekli', true],
		['Thiếu mã đơn hàng', true],
		['Не указан ID заказа', true],
		['Falta el ID del pedido', true],
		['Order not found', false],
		['Cannot cancel', false],
		['Missing API key for order', false],
		['Internal error: order is missing', false],
	])('of a cancel may ask for the field of one order: %s is %s', (error, is) => {
		for (const ids of [['1'], ['1', '2']]) {
			const failure = failureOf(() => readAnswers(calls.cancel, ids, reply({ error })));
			expect(isMissingOrder(failure)).toBe(is);
		}
	});
});

describe('more ways to answer', () => {
	const row = { charge: '1', status: 'Completed' };

	it.each([
		{ cancel: 1 },
		{ cancel: { status: 1 } },
		{ cancel: { success: true } },
		{ order: 5, cancel: { cancel: 1 } },
		{ order: 5, cancel: [{ order: 9, cancel: 1 }] },
		[{ order: 5, cancel: [{ order: 9, cancel: '1' }] }],
		{ '5': { cancel: { status: 'success' } } },
		{ status: 'success', message: 'Canceled' },
		{ success: true },
	])('a cancel may say yes as %j', (body) => {
		const answer = readAnswers(calls.cancel, ['5'], reply(body)).get('5');
		expect(resultRow(calls.cancel, '5', answer as never).cancel).toMatch(/^(1|true|success)$/);
	});

	it.each([
		{ cancel: { status: 0 } },
		{ cancel: { error: 'no' } },
		{ cancel: { status: 'error' } },
		{ cancel: { note: 'x' } },
	])('and no as %j', (body) =>
		expect(ask(calls.cancel, ['5'], body)['5']).toEqual(expect.any(String)),
	);

	it.each<[unknown, string | null]>([
		[{ status: 'success', refill_id: 77 }, '77'],
		[{ status: 'success', id: 77 }, '77'],
		[{ success: true, data: { refill_id: 77 } }, '77'],
		[{ success: true, data: { id: 77 } }, '77'],
		[{ status: 'success', result: { id: '77', order: 5 } }, '77'],
		[{ status: 'success', refill: { refillId: 77 } }, '77'],
		[[{ order_id: 5, refill_id: 77 }], '77'],
		[
			{
				refill: [
					{ order: 6, refill: 78 },
					{ order: 5, refill: 77 },
				],
			},
			'77',
		],
		[{ refills: [{ order: 5, refill: 77 }] }, '77'],
		[{ refill: '77 ' }, '77'],
		[{ refill: true }, null],
		[{ refill: 'pending' }, null],
		[{ status: 'success' }, null],
	])('a refill has its id, or only a confirmation, in %j', (body, refill) => {
		const answer = readAnswers(calls.refill, ['5'], reply(body)).get('5');
		expect(resultRow(calls.refill, '5', answer as never)).toMatchObject({ order: '5', refill });
	});

	it.each([
		...[{ refill: -1 }, { refill: 77.5 }, { refill: '1e+5' }, { cancel: -1 }, { cancel: '0.5' }],
		...[
			{ refill: '77', status: 'error' },
			{ cancel: 77, status: 'fail' },
		],
	])('and an invalid id, or one with a failure, is in doubt: %j', (body) =>
		expect(oneFailure('refill' in body ? calls.refill : calls.cancel, ['5'], body)).toMatchObject({
			certain: false,
		}),
	);

	it.each([
		...[
			{ Error: 'Refill not found' },
			{ err: 'Refill not found' },
			{ error_message: 'Refill not found' },
		],
		...[{ code: 404, message: 'Refill not found' }, { status: { message: 'Refill not found' } }],
	])('an id may be unknown as %j', (part) => {
		for (const call of [calls.status, calls.refillStatus])
			expect(ask(call, ['5', '6'], { 5: part })['5']).toBe('refillId');
	});

	it.each(['none', 'No error', 'success', null])('an error of %j is not an error', (error) =>
		expect(ask(calls.status, ['5'], { error, ...row })).toEqual({ '5': { error, ...row } }),
	);

	it('an error in the row of a finished order is its reason', () => {
		const over = { status: 'Canceled', error: 'Canceled by provider', remains: '10' };
		expect(ask(calls.status, ['5'], over)).toEqual({ '5': over });
		expect(ask(calls.status, ['5'], { 5: over })).toEqual({ '5': over });
		const failed = failureOf(() =>
			readAnswers(calls.status, ['5'], reply({ ...over, status: 'error' })),
		);
		expect(failed.panelMessage).toBe('Canceled by provider');
	});

	it('reads objects keyed by id in an array, and a list within a list', () => {
		expect(
			ask(calls.status, ['1', '2'], [{ '1': row }, { '2': { error: 'Incorrect order ID' } }]),
		).toEqual({ '1': row, '2': 'orderId' });
		expect(ask(calls.status, ['1'], [[{ order: 1, ...row }]])).toEqual({
			'1': { order: 1, ...row },
		});
	});

	it.each(
		(['data', 'result', 'response', 'orders'] as const).flatMap((name) =>
			[{ 5: row }, [{ order: 5, ...row }], { orders: { 5: row } }, row].flatMap((content) =>
				[{}, { code: 0 }, { success: true }, { error: '', total: 1 }].map((beside): [object] => [
					{ ...beside, [name]: content },
				]),
			),
		),
	)('opens an envelope without a denial: %j', (body) =>
		expect(ask(calls.status, ['5'], body)['5']).toMatchObject(row),
	);

	it.each(['error', false])('and opens none with a status of %j', (status) =>
		expect(ask(calls.status, ['5'], { status, data: { 5: row } })['5']).toEqual(expect.any(String)),
	);

	it.each([
		(json: string) => `<br />\n<b>Warning</b>: Undefined index in <b>/a.php</b><br />\n${json}`,
		(json: string) => `${json}\n<!-- Page made in 0.1 s -->`,
	])('reads the only piece of JSON in other text, for reads only', (around) => {
		const text = around(JSON.stringify({ 5: row }));
		expect(ask(calls.status, ['5'], text)).toEqual({ 5: row });
		expect(
			failureOf(() => readAnswers(calls.cancel, ['5'], reply(around('{"5":1}')))),
		).toMatchObject({ certain: false });
		for (const odd of [text + text, `<!doctype html>${text}`, text.replace('{', '')])
			expect(failureOf(() => readAnswers(calls.status, ['5'], reply(odd))).kind).toMatch(
				/^(notJson|html)$/,
			);
	});

	it('reads a known refusal that is plain text', () => {
		const read = (text: string) =>
			failureOf(() => readAnswers(calls.status, ['5'], reply(text))).kind;
		expect(['Invalid API key', 'Too many requests', 'Hello', 'OK: accepted'].map(read)).toEqual([
			'apiKey',
			'rateLimit',
			'notJson',
			'notJson',
		]);
	});

	it('reads refusals inside data', () => {
		const data = { name: 'Exception', message: 'Order not found.', type: 'UserException' };
		for (const body of [{ success: false, data }, { data: { error: 'Order not found.' } }]) {
			expect(failureOf(() => readAnswers(calls.status, ['1'], reply(body)))).toMatchObject({
				kind: 'orderId',
				panelMessage: 'Order not found.',
			});
		}
	});

	it.each(['success', 'error', 'fail', 'Success'])(
		'takes a bare status %s for no status of an order',
		(status) => {
			for (const body of [{ status }, { '5': { status } }, [{ order: 5, status }]]) {
				expect(ask(calls.status, ['5'], body)).toEqual({ '5': 'unexpectedReply' });
			}
			expect(ask(calls.status, ['5'], { status, remains: '0' })).toEqual({
				'5': { status, remains: '0' },
			});
		},
	);

	it('reads words for an unknown refill in its status as a refusal', () => {
		const body = '[{"refill":1,"status":"Not found"},{"refill":2,"status":"Refill not found"}]';
		expect(ask(calls.refillStatus, ['1', '2'], body)).toEqual({ '1': 'refillId', '2': 'refillId' });
	});
});

describe('a refusal together with answers', () => {
	const row = { order: 1, refill: 701 };

	it.each([
		{ data: [row], errors: [{ order: 2, message: 'Whatever' }] },
		{ '1': row, error: 'Order 2: whatever' },
		{ status: 'error', message: 'Some were refused', data: [row] },
		{ success: false, data: [row] },
	])('does not affect them, and leaves the rest in doubt: %j', (body) => {
		const answers = readAnswers(calls.refill, ['1', '2', '3'], reply(body));
		expect(answers.get('1')).toEqual(row);
		for (const id of ['2', '3'])
			expect(answers.get(id)).toMatchObject({ kind: 'batchRefused', certain: false });
	});

	it.each([
		['cancel', false],
		['status', true],
	] as const)('with words that are known, after a %s: certain is %s', (name, certain) => {
		const body = { error: 'Invalid API key', '1': { status: 'Pending', cancel: 7 } };
		const answers = readAnswers(calls[name], ['1', '2'], reply(body));
		expect(answers.get('1')).toEqual(body['1']);
		expect(answers.get('2')).toMatchObject({ kind: 'apiKey', certain });
	});

	it.each([
		...[[{ error: 'Invalid API key' }], ['Invalid API key'], { Error: 'Invalid API key' }],
		...[{ err: 'Invalid API key' }, { reason: 'Invalid API key' }],
		...[{ description: 'Invalid API key' }, { result: 'error', msg: 'Invalid API key' }],
	])('applies to the whole request in any form: %j', (body) => {
		for (const call of [calls.status, calls.refill, calls.refillStatus, calls.cancel])
			expect(failureOf(() => readAnswers(call, ['1', '2'], reply(body))).kind).toBe('apiKey');
	});

	it('may be only a code', () =>
		expect(
			failureOf(() => readAnswers(calls.status, ['1', '2'], reply({ status: 'error', code: 104 })))
				.kind,
		).toBe('batchRefused'));

	it.each([{}, [], null, { message: '' }, { ok: false }, { code: 0, data: [] }])(
		'by HTTP status without words applies to the whole request: %j',
		(body) => {
			for (const [status, kind] of [
				[429, 'rateLimit'],
				[503, 'httpError'],
			] as const)
				expect(
					failureOf(() => readAnswers(calls.status, ['1', '2'], reply(body, status))),
				).toMatchObject({ kind, retryable: true });
		},
	);
});

describe('keys and codes that are not answers', () => {
	it('are list indexes if the rows name other ids', () => {
		const list = [3, 1, 2].map((id) => ({ id, status: 'Completed' }));
		const all = { '1': list[1], '2': list[2], '3': list[0] };
		expect(ask(calls.status, ['1', '2', '3'], { ...list })).toEqual(all);
		expect(ask(calls.status, ['1', '2', '3'], { a: list[0], b: list[1], c: list[2] })).toEqual(all);
		expect(ask(calls.refillStatus, ['1'], { '1': list[1], 5: 0 })).toEqual({ '1': list[1] });
		expect(ask(calls.refillStatus, ['1'], { '1': list[0] })).toEqual({ '1': 'ambiguous' });
	});

	it.each([
		['status', ['1', '2'], { 0: { status: 'Partial' }, 1: { status: 'Pending' } }],
		['status', ['2', '3'], { 1: { status: 'Partial' }, 2: { status: 'Pending' } }],
		['refill', ['1', '2', '3'], { 0: { refill: 7 }, 1: { refill: 8 }, 2: { refill: 9 } }],
		['cancel', ['1', '2'], { status: 'success', 0: 1, 1: 0 }],
	] as const)('are list indexes if they were not requested: %s of %j', (call, ids, body) =>
		expect(Object.values(ask(calls[call], [...ids], body))).toEqual(ids.map(() => 'ambiguous')),
	);

	it.each([200, '200'])('are an envelope if they repeat HTTP %j', (status) => {
		const row = { status: 'Partial', charge: '1' };
		expect(ask(calls.status, ['1'], { status, data: row })).toEqual({ '1': row });
		expect(ask(calls.status, ['1', '2'], { status, data: { '2': row } })).toEqual({
			'1': 'missing',
			'2': row,
		});
		expect(ask(calls.status, ['1'], { status })).toEqual({ '1': 'unexpectedReply' });
	});

	it.each(['Not found', 'N/A', 'not_found'])(
		'are an unknown order if the status is %j',
		(status) => {
			expect(ask(calls.status, ['1'], { status, charge: '0' })).toEqual({ '1': 'orderId' });
			expect(ask(calls.status, ['1', '2'], { '1': status, '2': { status } })).toEqual({
				'1': 'orderId',
				'2': 'orderId',
			});
		},
	);

	it('are the status of an order if a message adds nothing', () => {
		const row = { status: 'Processing', message: 'Order is being processed' };
		expect(ask(calls.status, ['1'], row)).toEqual({ '1': row });
	});
});

const anyCall = fc.constantFrom<BatchCall>(
	calls.status,
	calls.refill,
	calls.refillStatus,
	calls.cancel,
);

describe('any reply at all', () => {
	const anyIds = fc.uniqueArray(
		fc.oneof(
			fc.nat({ max: 5 }).map(String),
			fc.stringMatching(/^[0-9a-f]{12}$/),
			fc.constantFrom('status', 'error', 'toString', 'constructor', '__proto__'),
		),
		{ minLength: 1, maxLength: 6 },
	);

	/** Reads a reply, and checks that every requested id has one answer, or that the whole reply is one failure. */
	function read(call: BatchCall, ids: string[], text: string, status: number): void {
		try {
			const answers = readAnswers(call, ids, { status, text });
			expect([...answers.keys()]).toEqual(ids);
			for (const answer of answers.values()) {
				expect(answer).toBeInstanceOf(Object);
				expect(Array.isArray(answer)).toBe(false);
			}
		} catch (error) {
			expect(error).toBeInstanceOf(PanelFailure);
		}
	}

	it.each([
		['any JSON', fc.json(), 200],
		['JSON of the decoder’s own words', hostileJson.map((value) => JSON.stringify(value)), 1_000],
		['any text', anyText, 200],
	])('is one answer an id or one failure, for %s', (_, texts, numRuns) => {
		fc.assert(fc.property(anyCall, anyIds, texts, anyHttpStatus, read), { numRuns });
	});

	it('is one failure if it nests too deep', () => {
		const deep = '['.repeat(50_000) + ']'.repeat(50_000);
		for (const text of [
			deep,
			`{"error":${deep}}`,
			`{"1":${deep}}`,
			`[{"order":1,"refill":${deep}}]`,
		]) {
			expect(failureOf(() => readAnswers(calls.refill, ['1', '2'], reply(text)))).toMatchObject({
				kind: 'notJson',
				certain: false,
			});
		}
	});

	it.each([
		['status', '{"1":{"status":"Completed","charge":"1"},"2":{"error":"Incorrect order ID"}}'],
		['refill', '[{"order":1,"refill":1},{"order":2,"refill":{"error":"Refill not available"}}]'],
		['refillStatus', '[{"refill":1,"status":"Completed"},{"refill":2,"status":"Rejected"}]'],
		['cancel', '{"status":"success","data":[{"order":1,"cancel":1},{"order":2,"cancel":1}]}'],
	] as const)('is one failure for any truncation of a good reply: %s', (name, text) => {
		const call = calls[name];
		expect(readAnswers(call, ['1', '2'], reply(text)).size).toBe(2);
		for (let length = 0; length < text.length; length++) {
			expect(
				failureOf(() => readAnswers(call, ['1', '2'], reply(text.slice(0, length)))).kind,
			).toBe(length === 0 ? 'empty' : 'notJson');
		}
	});
});

describe('a random dialect of known outcomes', () => {
	const anyId = fc.oneof(
		fc.integer({ min: 1, max: 99_999 }).map(String),
		fc.integer({ min: 1, max: 40 }).map(String),
		fc.bigInt({ min: 10n ** 16n, max: 10n ** 22n }).map(String),
		fc.stringMatching(/^[0-9a-f]{12}$/),
		fc.uuid(),
	);
	const outcomes = fc.record({
		call: anyCall,
		/** Each id, and whether its outcome is good. */
		wanted: fc.uniqueArray(fc.tuple(anyId, fc.boolean()), {
			selector: ([id]) => id,
			minLength: 1,
			maxLength: 20,
		}),
		// Long enough not to be a list index.
		foreign: anyId.filter((id) => id.length > 2),
		shape: fc.constantFrom('keyed', 'array', 'nameless', 'bare'),
		error: fc.constantFrom('nested', 'flat', 'text', 'absent'),
		numbers: fc.boolean(),
		reversed: fc.boolean(),
		envelope: fc.constantFrom(undefined, 'data', 'result', 'orders'),
	});

	/** JSON with `"#5"` replaced by the number 5, for numbers of any length. */
	const rendered = (body: unknown) => JSON.stringify(body).replace(/"#(\d+)"/g, '$1');

	it('is assigned to its own id, or is a failure, and is never assigned to another id', () => {
		fc.assert(
			fc.property(outcomes, ({ call, wanted, foreign, shape, error, ...more }) => {
				const ids = wanted.map(([id]) => id);
				const isBare = shape === 'bare' && ids.length === 1;
				const isNamed = shape === 'array';
				const result = call.result ?? 'status';
				const wordsOf = (id: string) => `Incorrect order ID (${id})`;
				const good = (id: string) => ({
					...(call.action.endsWith('status') ? { status: 'Completed' } : { [result]: '7' }),
					mark: id,
				});
				// A text in a status field is read as a status, so the error is not put there.
				const isText = error === 'text' && (shape === 'keyed' || !call.action.endsWith('status'));
				const bad = (id: string) => {
					if (isText) return shape === 'keyed' ? wordsOf(id) : { [result]: wordsOf(id) };
					if (error === 'nested' && call.result) return { [result]: { error: wordsOf(id) } };
					return { error: wordsOf(id) };
				};
				const named = (id: string, part: unknown) => {
					const isNumber = more.numbers && /^\d+$/.test(id) && !id.startsWith('0');
					return isNamed ? { [call.id]: isNumber ? `#${id}` : id, ...(part as object) } : part;
				};
				const entries = wanted
					.filter(([, isGood]) => isGood || error !== 'absent')
					.map(([id, isGood]) => [id, named(id, isGood ? good(id) : bad(id))] as const);
				const decoy =
					shape === 'keyed' || isNamed ? [[foreign, named(foreign, good(foreign))]] : [];
				const parts = [...entries, ...(ids.includes(foreign) ? [] : decoy)];
				if (more.reversed) parts.reverse();
				const list = parts.map(([, part]) => part);
				const plain =
					shape === 'keyed' ? Object.fromEntries(parts) : isBare ? (list[0] ?? {}) : list;
				const body = more.envelope ? { success: true, [more.envelope]: plain } : plain;

				let answers: Map<string, Answer>;
				try {
					answers = readAnswers(call, ids, reply(rendered(body)));
				} catch (failure) {
					// If only one id is requested, its bare refusal is the refusal of the whole request.
					expect(failure).toBeInstanceOf(PanelFailure);
					expect(isBare).toBe(true);
					expect(wanted[0][1]).toBe(false);
					expect((failure as PanelFailure).panelMessage).toBe(wordsOf(ids[0]));
					return;
				}
				expect([...answers.keys()]).toEqual(ids);
				const isSure = shape === 'keyed' || isNamed || ids.length === 1;
				for (const [id, isGood] of wanted) {
					const answer = answers.get(id);
					if (isSure && isGood) expect((answer as { mark: string }).mark).toBe(id);
					else expect(answer).toBeInstanceOf(PanelFailure);
					if (!isGood && isSure) {
						const failure = answer as PanelFailure;
						const isAbsent = error === 'absent';
						expect(failure.kind).toBe(isAbsent ? 'missing' : 'orderId');
						expect(failure.panelMessage).toBe(isAbsent ? null : wordsOf(id));
					}
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is refused as a whole if several answers name no id', () => {
		const rows = fc.array(fc.constantFrom('Completed', 'Partial', 'Pending'), {
			minLength: 2,
			maxLength: 20,
		});
		fc.assert(
			fc.property(rows, fc.integer({ min: 1, max: 20 }), anyCall, (words, count, call) => {
				const ids = Array.from({ length: count }, (_, n) => String(n + 1));
				const result = call.result ?? 'status';
				const answers = readAnswers(call, ids, reply(words.map((word) => ({ [result]: word }))));
				expect([...answers.keys()]).toEqual(ids);
				for (const answer of answers.values()) {
					expect(answer).toMatchObject({ kind: 'ambiguous', certain: false });
				}
			}),
		);
	});
});
