import fc from 'fast-check';

import { readAnswers } from '../../nodes/SmmPanel/panel/answers';
import { calls } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { isObject } from '../../nodes/SmmPanel/panel/json';
import { readPlaced } from '../../nodes/SmmPanel/panel/placed';
import {
	orderRow,
	placedRow,
	readBalance,
	refillRow,
	resultRow,
} from '../../nodes/SmmPanel/panel/rows';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import { anyHttpStatus, failureOf, hostileJson, reply } from './helpers';

describe('orderRow', () => {
	const counts = { start_count: '3572', remains: '157' };
	const raw = { charge: '0.27819', ...counts, status: 'Partial', currency: 'USD' };
	const numbers = { charge: 0.27819, start_count: 3572, remains: 157 };
	const row = { order: '1', status: 'Partial', finished: true, ...numbers, currency: 'USD' };

	it('makes an order of the contract', () => {
		expect(orderRow('1', raw)).toEqual(row);
		expect(Object.keys(orderRow('1', raw))).toEqual(
			'order status finished charge start_count remains currency'.split(' '),
		);
	});

	it('keeps its own fields where the panel has some of the same names', () => {
		expect(orderRow('1', { ...raw, order: 7, finished: 0, rawStatus: 'x', extra: 1 })).toEqual({
			...row,
			extra: 1,
		});
		expect(refillRow('5', { status: 'ended', finished: true, rawStatus: 'x' })).toEqual({
			refill: '5',
			status: 'ended',
			finished: false,
		});
	});

	it.each(['3,572', '3 572', '3\u00a0572'])('takes the count %j for thousands', (start_count) => {
		expect(orderRow('1', { ...raw, start_count })).toEqual(row);
	});

	it.each(['start_counter', 'startCount'])('takes the count of %s', (field) => {
		const { start_count, remains, ...others } = raw;
		expect(orderRow('1', { ...others, [field]: start_count, remain: remains })).toMatchObject(row);
	});

	it('takes numbers as numbers', () => {
		expect(orderRow('1', { ...raw, charge: 0.27819, start_count: 0, remains: 157 })).toEqual({
			...row,
			start_count: 0,
		});
	});

	it.each([
		['charge', null],
		['charge', undefined],
		['charge', ''],
		['start_count', null],
		['start_count', undefined],
		['start_count', 'Unknown'],
		['remains', 'Unknown'],
		['remains', null],
		['remains', {}],
		['currency', null],
		['currency', undefined],
		['currency', ''],
		['start_count', '3.572'],
	])('has null for the %s %j', (field, value) => {
		expect(orderRow('1', { ...raw, [field]: value } as never)).toEqual({ ...row, [field]: null });
	});

	it('keeps the panel’s word if it is spelled differently', () => {
		expect(orderRow('1', { ...raw, status: 'IN_PROGRESS' })).toEqual({
			...row,
			status: 'In progress',
			rawStatus: 'IN_PROGRESS',
			finished: false,
		});
		expect(orderRow('1', { ...raw, status: 'Cancelled' })).toEqual({
			...row,
			status: 'Canceled',
			rawStatus: 'Cancelled',
		});
		expect(orderRow('1', { ...raw, status: 'On hold' })).toEqual({
			...row,
			status: 'On hold',
			finished: false,
		});
	});

	it.each<[object, string | null, boolean]>([
		[{ order_status: 'Pending', charge: '1', remains: '5' }, 'Pending', false],
		[{ state: 'Partial', charge: '1' }, 'Partial', true],
		[{ state: 'success', charge: '1', remains: '5' }, null, false],
		[{ charge: '1', remains: '5', start_count: '3' }, null, false],
		[{ charge: '1' }, null, false],
		[{ charge: '1', remains: '0' }, 'Completed', true],
		[{ Order_Status: 'Pending', Charge: '1' }, 'Pending', false],
	])('reads a success with %j as that of the request if possible', (more, status, finished) => {
		const row = { status: 'success', ...more };
		for (const raw of [row, { status: 'success', data: row }])
			expect(
				orderRow('1', readAnswers(calls.status, ['1'], reply(raw)).get('1') as never),
			).toMatchObject({ status, finished });
	});

	it.each([[undefined], [null], [''], [true], [{ error: 'x' }]])(
		'has no status for %j',
		(status) => {
			expect(orderRow('1', { ...raw, status } as never)).toEqual({
				...row,
				status: null,
				finished: false,
			});
		},
	);

	it('passes on what else the panel sent, behind its own, under the id that was asked', () => {
		const more = { orders: ['11', { order: 12 }], runs: 3, 'average time': 'x', id: 9 };
		const made = orderRow('90071992547409931', { ...more, ...raw, order: 9 });
		expect(made).toEqual({ ...row, order: '90071992547409931', ...more });
		expect(Object.keys(made).slice(-4)).toEqual(Object.keys(more));
	});

	it('knows that the status of an order is not that of a refill', () => {
		expect(orderRow('1', { status: 'Rejected' }).finished).toBe(false);
		expect(orderRow('1', { status: 'Partial' }).finished).toBe(true);
	});
});

describe('refillRow', () => {
	it('has the status as one of a refill', () => {
		expect(refillRow('5', { refill: 5, status: 'rejected', note: 'x' })).toEqual({
			refill: '5',
			status: 'Rejected',
			rawStatus: 'rejected',
			finished: true,
			note: 'x',
		});
		expect(refillRow('5', { status: 'Partial' })).toEqual({
			refill: '5',
			status: 'Partial',
			finished: false,
		});
		expect(refillRow('5', {})).toEqual({ refill: '5', status: null, finished: false });
	});
});

describe('resultRow', () => {
	it.each([
		['refill', { order: 1, refill: 7 }, { order: '1', refill: '7' }],
		['refill', { refill: '90071992547409931' }, { order: '1', refill: '90071992547409931' }],
		['cancel', { order: 9, cancel: 1 }, { order: '1', cancel: '1' }],
		['cancel', { cancel: true, by: 'x' }, { order: '1', cancel: 'true', by: 'x' }],
		[
			'cancel',
			{ cancel: '0170adc834d2', refill: 5 },
			{ order: '1', cancel: '0170adc834d2', refill: 5 },
		],
	] as const)('of %s makes %j %j', (call, raw, row) => {
		expect(resultRow(calls[call], '1', raw as never)).toEqual(row);
	});
});

describe('readPlaced', () => {
	it.each([
		[{ order: 23501 }, 200, '23501'],
		[{ order: '23501' }, 200, '23501'],
		[{ order: ' 23501 ' }, 200, '23501'],
		[{ order: 'okb1' }, 200, 'okb1'],
		[{ order: '0170adc834d2' }, 201, '0170adc834d2'],
		[
			{ order: '550e8400-e29b-41d4-a716-446655440000' },
			200,
			'550e8400-e29b-41d4-a716-446655440000',
		],
		[{ status: 'success', order: 5 }, 200, '5'],
		[{ status: 'success', order: 5, message: 'Order taken' }, 200, '5'],
		[{ status: 'success', data: { order: 5 } }, 200, '5'],
		[{ success: true, result: { id: 5 } }, 200, '5'],
		[{ success: true, order: { id: 5 } }, 200, '5'],
		[{ success: true, order: { order: 5, id: 6 } }, 200, '5'],
		[{ order: 5, error: null }, 200, '5'],
		[{ order: 5, error: '', errors: [] }, 200, '5'],
		[{ order: 5 }, 400, '5'],
		[{ order: 5 }, 500, '5'],
	])('reads %j with HTTP %i', (body, status, order) => {
		expect(readPlaced(reply(body, status))).toEqual({ order, raw: body });
	});

	it('keeps the digits of the id', () => {
		expect(readPlaced(reply('{"order":90071992547409931}'))).toEqual({
			order: '90071992547409931',
			raw: { order: '90071992547409931' },
		});
	});
});

describe('placedRow', () => {
	it('has the id as text, what was sent, and what else the panel sent', () => {
		const raw = { order: 5, charge: '1', link: 'theirs' };
		const fields = { service: '3', username: 'nasa', min: '5', coupon: 'X', order: '7' };
		expect(placedRow('5', raw, fields)).toEqual({
			order: '5',
			service: '3',
			link: null,
			quantity: null,
			username: 'nasa',
			min: 5,
			coupon: 'X',
			charge: '1',
		});
	});

	it.each([
		[{ success: true, data: { balance: 5 } }],
		[{ data: { balance: 5 } }],
		[[{ balance: 5 }]],
		[{ user: { balance: 5 } }],
		[{ status: 'success', data: { id: 7, user: { Balance: 5 } } }],
	])('opens an envelope: %j', (body) =>
		expect(readBalance(reply(body))).toEqual({
			raw: { balance: 5 },
			row: { balance: 5, currency: null },
		}),
	);

	const two = { from: { balance: 5 }, to: { balance: 6 } };
	it.each([[{}], [[]], [null], [5], [{ funds: 5 }], [{ status: 'success' }], [two]])(
		'finds none in %j',
		(body) => {
			expect(failureOf(() => readBalance(reply(JSON.stringify(body))))).toMatchObject({
				kind: 'unexpectedReply',
				message: 'the panel answered without a balance',
				panelMessage: JSON.stringify(body),
			});
		},
	);

	it.each([
		[{ error: 'Invalid API key' }, 'apiKey', 'Invalid API key'],
		[[{ error: 'Invalid API key' }], 'apiKey', 'Invalid API key'],
		[{ balance: { error: 'Invalid API key' } }, 'apiKey', 'Invalid API key'],
		[{ balance: { message: 'Who are you' } }, 'refused', 'Who are you'],
		[{ balance: false, message: 'Invalid API key' }, 'apiKey', 'Invalid API key'],
		[{ reason: 'Invalid API key', user: { balance: 0 } }, 'apiKey', 'Invalid API key'],
		[{ user: { status: 'error', balance: 0 } }, 'refused', '{"status":"error","balance":0}'],
		[{ balance: 'Invalid API key (401)' }, 'apiKey', 'Invalid API key (401)'],
		[{ balance: 'Who are you' }, 'refused', 'Who are you'],
		[{ status: 'error', balance: '0' }, 'refused', '{"status":"error","balance":"0"}'],
	])('is a credential test: %j is a refusal', (body, kind, panelMessage) =>
		expect(failureOf(() => readBalance(reply(body)))).toMatchObject({ kind, panelMessage }),
	);

	it.each([null, false, '', [], '5 $ left', '1.000 VND', 'Unknown'])('is null for %j', (balance) =>
		expect(readBalance(reply({ balance })).row.balance).toBeNull(),
	);
});

describe('readServices', () => {
	const same = { name: 'Followers', type: 'Default', category: 'First Category' };
	const flags = { refill: true, cancel: false };
	const raw = { service: 1, ...same, rate: '0.90', min: '50', max: '10000', ...flags };
	const numbers = { rate: 0.9, min: 50, max: 10000 };
	const row = { service: '1', ...same, ...numbers, ...flags, guaranteeDays: null };

	it('makes rows of numbers and flags, and keeps the raw ones', () => {
		expect(readServices(reply([raw]))).toEqual([{ raw, row }]);
		expect(Object.keys(readServices(reply([raw]))[0].row)).toEqual(
			'service name type category rate min max refill cancel guaranteeDays'.split(' '),
		);
	});

	it.each([
		['1', '0', true, false],
		[1, 0, true, false],
		['true', 'false', true, false],
		[false, true, false, true],
		['yes', 'No', true, false],
		[undefined, null, null, null],
		['maybe', {}, null, null],
	])('reads the flags %j and %j as %j and %j', (refill, cancel, isRefill, isCancel) => {
		const [service] = readServices(reply([{ ...raw, refill, cancel }]));
		expect(service.row).toEqual({ ...row, refill: isRefill, cancel: isCancel });
	});

	it.each([
		['1k', 1_000],
		['25 K', 25_000],
		['1.25M', 1_250_000],
		['1.2.5k', null],
	])('reads a bound of %s as %j', (max, row) => {
		expect(readServices(reply([{ service: 1, max }]))[0].row.max).toBe(row);
	});

	it('has null for missing fields, and passes on other ones', () => {
		const [service] = readServices(reply([{ service: '0170adc834d2', dripfeed: true, desc: 'x' }]));
		const nothing = Object.fromEntries(Object.keys(row).map((field) => [field, null]));
		expect(service.row).toEqual({
			...{ ...nothing, service: '0170adc834d2' },
			...{ dripfeed: true, desc: 'x' },
		});
	});

	it('keeps the order and the number of ten thousand', () => {
		const list = Array.from({ length: 10_000 }, (_, n) => ({ ...raw, service: n + 1 }));
		expect(readServices(reply(list)).map((service) => service.row.service)).toEqual(
			list.map(({ service }) => String(service)),
		);
	});

	it('reads them by key and from an envelope, and skips what is not a service', () => {
		expect(readServices(reply({ a: raw, b: { name: 'no id' } }))).toEqual([{ raw, row }]);
		expect(readServices(reply({ success: true, services: [raw, null, 5, [raw]] }))).toEqual([
			{ raw, row },
		]);
		for (const service of ['', '1'.repeat(201)])
			expect(readServices(reply([{ ...raw, service }, raw]))).toEqual([{ raw, row }]);
		for (const body of [{ services: { Instagram: [raw] } }, { data: { services: [raw] } }])
			expect(readServices(reply(body))).toEqual([{ raw, row }]);
		const { service: id, ...rest } = raw;
		for (const body of [[{ ...rest, service_id: id }], [{ ...rest, id }], { [id]: rest }])
			expect(readServices(reply(body))).toMatchObject([{ row }]);
	});

	it('reads the lists of categories, and a list of nothing but a refusal', () => {
		const { category, ...rest } = raw;
		for (const body of [
			[{ category, services: [rest] }],
			{ categories: [{ name: category, services: [raw] }] },
			{ data: [{ name: 'x', services: [raw] }] },
			[{ ...raw, category: { id: 3, name: category } }],
			[Object.fromEntries(Object.entries(raw).map(([k, v]) => [k.toUpperCase(), v]))],
		])
			expect(readServices(reply(body))).toMatchObject([{ row }]);
		expect(failureOf(() => readServices(reply([{ error: 'Wrong key' }]))).kind).toBe('apiKey');
	});

	it("does not take a category's key for the ID of its service", () => {
		const { service, ...rest } = raw;
		const categories = { 12: { category: 'x', services: [{ ...raw, service }, rest] }, 13: rest };
		expect(readServices(reply(categories)).map(({ row: { service: id } }) => id)).toEqual(['1']);
		expect(() => readServices(reply({ 12: { category: 'x', services: [rest] } }))).toThrow();
	});

	it.each([[[]], [{}], [[5]], [null], [5], [[{ name: 'x' }]]])(
		'takes %j for an outage, not for an empty catalogue',
		(body) => {
			expect(failureOf(() => readServices(reply(JSON.stringify(body))))).toMatchObject({
				kind: 'unexpectedReply',
				message: 'the panel answered without a single service',
			});
		},
	);
});

describe('any reply', () => {
	it.each([
		['readBalance', readBalance],
		['readServices', readServices],
	])('gives %s a result or a PanelFailure', (_, read) => {
		fc.assert(
			fc.property(hostileJson, anyHttpStatus, (body, status) => {
				try {
					expect(read(reply(JSON.stringify(body), status))).toBeInstanceOf(Object);
				} catch (error) {
					expect(error).toBeInstanceOf(PanelFailure);
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('gives rows for any object', () => {
		fc.assert(
			fc.property(hostileJson.filter(isObject), (raw) => {
				const order = orderRow('77', raw);
				expect(order.order).toBe('77');
				expect(['number', 'object']).toContain(typeof order.charge);
				expect(typeof order.finished).toBe('boolean');
				expect(refillRow('78', raw).refill).toBe('78');
				expect(placedRow('79', raw, {}).order).toBe('79');
			}),
			{ numRuns: 200 },
		);
	});
});
