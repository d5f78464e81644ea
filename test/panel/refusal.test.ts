import fc from 'fast-check';

import { isObject } from '../../nodes/SmmPanel/panel/json';
import { meaningOf } from '../../nodes/SmmPanel/panel/meaning';
import { refusalIn } from '../../nodes/SmmPanel/panel/reply';
import { hostileJson } from './helpers';

// In addition to those of words.json.
it.each([
	[
		'apiKey',
		'Incorrect API key / INVALID API KEY / invalid_api_key / Unauthorised request',
		'Key is not valid / Неверный API-ключ / Ключа нет / Clave de API incorrecta',
	],
	[
		'serviceId',
		'Incorrect service ID / error.incorrect_service_id / Service not found',
		'Unknown service / Service is under maintenance / Услуга отключена',
		'Сервис временно отключен',
	],
	[
		'funds',
		'Not enough funds on balance / Insufficient balance',
		'neworder.error.not_enough_funds / error.not_enough_balance',
		'Your balance is insufficient / Insufficient account balance',
	],
	[
		'quantity',
		'Quantity less than minimal 50 / Quantity more than maximum 1000',
		'neworder.error.min_quantity',
	],
	['link', 'Bad link / Invalid URL'],
	['activeOrder', 'neworder.error.link_duplicate'],
	['refused', 'Refill not available / The keyboard /  / 订单错误'],
	['rateLimit', 'Too many attempts / rate_limit / Request limit reached'],
	['orderId', 'The order does not exist / error.incorrect_order_id'],
	['refillId', 'error.incorrect_refill_id'],
])('the meaning %s have the words %s', (kind, ...lines) => {
	for (const said of lines.flatMap((line) => line.split(' / ')))
		expect([said, meaningOf(said)]).toEqual([said, kind]);
});

describe('refusalIn', () => {
	it.each([
		[{ error: 'Bad link' }, 'Bad link'],
		[{ error: ' Bad link ' }, ' Bad link '],
		[{ error: { message: 'Bad link', code: 5 } }, 'Bad link'],
		[{ error: { error: 'Bad link' } }, 'Bad link'],
		[{ error: { msg: 'Bad link' } }, 'Bad link'],
		[{ error: { text: 'Bad link' } }, 'Bad link'],
		[{ error: { code: 5 } }, '{"code":5}'],
		[{ error: { message: { error: 'Bad link' } } }, 'Bad link'],
		[{ error: 5 }, '5'],
		[{ errors: ['Bad link'] }, 'Bad link'],
		[{ errors: ['Bad link', { message: 'Bad day' }] }, 'Bad link; Bad day'],
		[{ errors: { link: ['Bad link'] } }, '{"link":["Bad link"]}'],
		[{ error: null, errors: ['Bad link'] }, 'Bad link'],
		[{ success: false, error: 'Bad link' }, 'Bad link'],
		[{ success: false, message: 'Bad link' }, 'Bad link'],
		[{ success: 0, message: 'Bad link' }, 'Bad link'],
		[{ success: '0', msg: 'Bad link' }, 'Bad link'],
		[{ success: null, message: 'Bad link' }, 'Bad link'],
		[{ success: 'false' }, '{"success":"false"}'],
		[{ status: 'error', message: 'Bad link' }, 'Bad link'],
		[{ status: 'FAIL', msg: 'Bad link' }, 'Bad link'],
		[{ status: 'failed', message: 'Bad link' }, 'Bad link'],
		[{ status: false, message: 'Bad link' }, 'Bad link'],
		[{ status: 0, message: 'Bad link' }, 'Bad link'],
		[{ error: true, message: 'Bad link' }, 'Bad link'],
		[{ error: 1, message: 'Bad link' }, 'Bad link'],
		[{ error: '1', msg: 'Bad link' }, 'Bad link'],
		[{ error: 'true', message: 'Bad link' }, 'Bad link'],
		[{ error: 'Yes', message: 'Bad link' }, 'Bad link'],
		[{ error: true }, 'true'],
		[{ error: 'Bad link', message: 'x' }, 'Bad link'],
		[{ error: 'Bad link', order: 5 }, 'Bad link'],
		[{ error: 'Неверная ссылка' }, 'Неверная ссылка'],
		[{ error: { toString: 1 } }, '{"toString":1}'],
	])('finds the words in %j', (value, words) => expect(refusalIn(value as never)).toBe(words));

	it.each(['Error', 'error', 'fail', 'FAILED', 'Canceled', 'Rejected', false, 0, '0', null, ''])(
		'never takes the status %j alone for a refusal',
		(status) => {
			expect(refusalIn({ status })).toBeNull();
			expect(refusalIn({ status, charge: '0', remains: '5', start_count: null })).toBeNull();
		},
	);

	it.each([
		{},
		{ error: null, order: 5 },
		{ error: '', order: 5 },
		{ error: ' ', order: 5 },
		{ error: 0, order: 5 },
		{ error: '0', order: 5 },
		{ error: false, order: 5 },
		{ error: 'False', order: 5 },
		{ error: 'null', order: 5 },
		{ error: [], order: 5 },
		{ errors: [], order: 5 },
		{ errors: [null, ''], order: 5 },
		{ error: null, errors: [], order: 5 },
		{ success: true, message: 'Order taken', order: 5 },
		{ success: 1, order: 5 },
		{ status: 'success', message: 'Order taken', order: 5 },
		{ message: 'Thank you', status: 'Completed' },
		{ message: 'Thank you' },
		{ status: { toString: 1 }, message: 'x' },
		{ status: 'Failed', message: 'The link is gone', charge: '0' },
		{ status: 'Error', message: 'The link is gone', remains: 5 },
	])('finds none in %j', (value) => expect(refusalIn(value as never)).toBeNull());

	it('is words or null for any object, whatever it holds', () => {
		fc.assert(
			fc.property(hostileJson.filter(isObject), (value) => {
				const words = refusalIn(value);
				expect(words === null || typeof words === 'string').toBe(true);
			}),
			{ numRuns: 600 },
		);
	});
});
