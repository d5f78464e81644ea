import fc from 'fast-check';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { readIds } from '../../nodes/SmmPanel/panel/ids';
import { meaningOf, refusalIn } from '../../nodes/SmmPanel/panel/refusal';
import { readStatus } from '../../nodes/SmmPanel/panel/status';
import { toFlag, toNumber, toText } from '../../nodes/SmmPanel/panel/values';

describe('values', () => {
	it.each([
		['0.27819', 0.27819],
		[' 157 ', 157],
		[3572, 3572],
		['-1', -1],
		['1,234.50', 1234.5],
		['1e3', 1000],
		['.5', 0.5],
		['1,234', null],
		['0,27', null],
		['Unknown', null],
		['', null],
		[null, null],
		[undefined, null],
		[true, null],
		[{}, null],
	])('reads %j as the number %j', (value, number) => expect(toNumber(value as never)).toBe(number));

	it.each([
		[true, true],
		[1, true],
		['1', true],
		['true', true],
		['YES', true],
		[false, false],
		[0, false],
		['0', false],
		['false', false],
		['no', false],
		[null, null],
		[undefined, null],
		['maybe', null],
		[2, null],
	])('reads %j as the flag %j', (value, flag) => expect(toFlag(value as never)).toBe(flag));

	it.each([
		[' a ', 'a'],
		[7, '7'],
		['', null],
		['  ', null],
		[null, null],
		[{}, null],
	])('reads %j as the text %j', (value, text) => expect(toText(value)).toBe(text));
});

describe('status words', () => {
	const words = {
		Pending: [false, false],
		Processing: [false, false],
		'In progress': [false, false],
		Awaiting: [false, false],
		Active: [false, false],
		Paused: [false, false],
		Completed: [true, true],
		Partial: [true, false],
		Canceled: [true, false],
		Refunded: [true, false],
		Failed: [true, true],
		Expired: [true, false],
		Rejected: [false, true],
	};

	it.each(Object.entries(words))('%s in any dress', (status, [order, refill]) => {
		const dressed = [
			status,
			status.toLowerCase(),
			status.toUpperCase(),
			status.toUpperCase().replace(' ', '_'),
			status.replace(' ', ''),
			status.replace(' ', '-'),
			` ${status}  `,
		];
		for (const word of dressed) {
			expect(readStatus(word, 'order')).toEqual({ status, finished: order });
			expect(readStatus(word, 'refill')).toEqual({ status, finished: refill });
		}
	});

	it.each([
		['Cancelled', 'Canceled'],
		['Error', 'Failed'],
		['fail', 'Failed'],
	])('%s is %s', (word, status) =>
		expect(readStatus(word, 'order')).toEqual({ status, finished: true }),
	);

	it('keeps an unknown word, and never takes it for final', () => {
		expect(readStatus(' Completed soon ', 'order')).toEqual({
			status: 'Completed soon',
			finished: false,
		});
		expect(readStatus('constructor', 'order')).toEqual({ status: 'constructor', finished: false });
	});
});

describe('words of refusal', () => {
	it.each([
		['Invalid API key', 'apiKey'],
		['Incorrect API key', 'apiKey'],
		['Chave inválida', 'apiKey'],
		['Incorrect request', 'refused'],
		['Incorrect service ID', 'serviceId'],
		['error.incorrect_service_id', 'serviceId'],
		['Incorrect order ID', 'orderId'],
		['Order not found', 'orderId'],
		['Incorrect refill ID', 'refillId'],
		['Refill not found', 'refillId'],
		['Not enough funds on balance', 'funds'],
		['Insufficient balance', 'funds'],
		['neworder.error.not_enough_funds', 'funds'],
		['Saldo insuficiente', 'funds'],
		['Quantity less than minimal 50', 'quantity'],
		['Quantity more than maximum 1000', 'quantity'],
		['neworder.error.min_quantity', 'quantity'],
		['Bad link', 'link'],
		[
			'You have active order with this link. Please wait until order being completed.',
			'activeOrder',
		],
		['neworder.error.link_duplicate', 'activeOrder'],
		['Rate limit exceeded', 'rateLimit'],
		['Too many requests', 'rateLimit'],
		['Refill not available', 'refused'],
		['Refill already requested', 'refused'],
		['This order has already started and cannot be cancelled.', 'refused'],
		['Service is under maintenance', 'refused'],
		['订单错误', 'refused'],
	])('%s is %s', (words, kind) => expect(meaningOf(words)).toBe(kind));

	it.each([
		[{ error: 'Bad link' }, 'Bad link'],
		[{ error: { code: 5, message: 'Bad link' } }, 'Bad link'],
		[{ errors: ['Bad link', { message: 'Bad day' }] }, 'Bad link; Bad day'],
		[{ success: false, error: 'Bad link' }, 'Bad link'],
		[{ success: 0, message: 'Bad link' }, 'Bad link'],
		[{ success: 'false' }, '{"success":"false"}'],
		[{ status: 'error', message: 'Bad link' }, 'Bad link'],
		[{ status: 'FAIL', msg: 'Bad link' }, 'Bad link'],
		[{ error: true, message: 'Bad link' }, 'Bad link'],
		[{ error: 1, message: 'Bad link' }, 'Bad link'],
		[{ error: 'Bad link', message: 'x' }, 'Bad link'],
	])('finds them in %j', (value, words) => expect(refusalIn(value as never)).toBe(words));

	it.each([
		{ status: 'Error', charge: '0' },
		{ status: 'fail' },
		{ error: null, order: 5 },
		{ error: '', order: 5 },
		{ error: 0, order: 5 },
		{ error: false, order: 5 },
		{ errors: [], order: 5 },
		{ success: true, message: 'Order taken', order: 5 },
		{ status: 'success', message: 'Order taken', order: 5 },
		{ message: 'Thank you', status: 'Completed' },
	])('finds none in %j', (value) => expect(refusalIn(value as never)).toBeNull());
});

describe('ids', () => {
	const ids = (value: unknown) => readIds(value, 'Order IDs');

	it.each([
		['23501', ['23501']],
		[23501, ['23501']],
		['1,2, 3;4\n5\t6\r\n7 8', ['1', '2', '3', '4', '5', '6', '7', '8']],
		[
			[1, '2,3', ['4']],
			['1', '2', '3', '4'],
		],
		['["a1","b2"]', ['a1', 'b2']],
		['1,1,2,1', ['1', '2']],
		['12345678901234567890', ['12345678901234567890']],
		['550e8400-e29b-41d4-a716-446655440000', ['550e8400-e29b-41d4-a716-446655440000']],
		[[1, null, undefined, ''], ['1']],
	])('reads %j', (value, expected) => expect(ids(value)).toEqual(expected));

	it.each(['', '  ,\n', [], null, undefined])('refuses nothing: %j', (value) => {
		expect(() => ids(value)).toThrow(
			expect.objectContaining({ kind: 'parameter', message: "'Order IDs' is empty" }),
		);
	});

	it.each([[2 ** 53], [1.5], [NaN], [true], [{ order: 1 }]])(
		'refuses %j, which can not be an id',
		(value) => {
			expect(() => ids(value)).toThrow(PanelFailure);
			expect(() => ids([value])).toThrow(/'Order IDs' holds/);
		},
	);

	it('gives back any list of ids, joined in any way', () => {
		const list = fc.uniqueArray(fc.stringMatching(/^[0-9a-zA-Z_-]{1,20}$/), {
			minLength: 1,
			maxLength: 50,
		});
		fc.assert(
			fc.property(list, fc.constantFrom(',', ' ', '\n', ', ', ';', '\r\n'), (each, separator) => {
				expect(ids(each.join(separator))).toEqual(each);
				expect(ids(each)).toEqual(each);
			}),
		);
	});
});
