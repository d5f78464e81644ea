import fc from 'fast-check';

import { isObject } from '../../nodes/SmmPanel/panel/json';
import { meaningOf } from '../../nodes/SmmPanel/panel/meaning';
import { refusalIn } from '../../nodes/SmmPanel/panel/reply';
import { hostileJson } from './helpers';

describe('the meaning of words of refusal', () => {
	it.each([
		// Each of "Words of refusal seen"
		['Invalid API key', 'apiKey'],
		['Incorrect API key', 'apiKey'],
		['Incorrect request', 'refused'],
		['Incorrect service ID', 'serviceId'],
		['Incorrect order ID', 'orderId'],
		['Incorrect refill ID', 'refillId'],
		['Refill not found', 'refillId'],
		['Not enough funds on balance', 'funds'],
		['Insufficient balance', 'funds'],
		['Quantity less than minimal 50', 'quantity'],
		['Quantity more than maximum 1000', 'quantity'],
		['Bad link', 'link'],
		[
			'You have active order with this link. Please wait until order being completed.',
			'activeOrder',
		],
		['neworder.error.not_enough_funds', 'funds'],
		['neworder.error.link_duplicate', 'activeOrder'],
		['neworder.error.min_quantity', 'quantity'],
		['error.incorrect_service_id', 'serviceId'],
		['Rate limit exceeded', 'rateLimit'],
		['Refill not available', 'refused'],
		['Refill already requested', 'refused'],
		['This order has already started and cannot be cancelled.', 'refused'],
		// Their variants
		['INVALID API KEY', 'apiKey'],
		['invalid_api_key', 'apiKey'],
		['Unauthorized', 'apiKey'],
		['Unauthorised request', 'apiKey'],
		['Too many requests', 'rateLimit'],
		['Too many attempts', 'rateLimit'],
		['rate_limit', 'rateLimit'],
		['Request limit reached', 'rateLimit'],
		['Low balance', 'funds'],
		['error.not_enough_balance', 'funds'],
		['Order not found', 'orderId'],
		['The order does not exist', 'orderId'],
		['Service not found', 'serviceId'],
		['Unknown service', 'serviceId'],
		['Invalid URL', 'link'],
		['error.incorrect_order_id', 'orderId'],
		['error.incorrect_refill_id', 'refillId'],
		['Service is under maintenance', 'serviceId'],
		['Monkey business', 'refused'],
		['The keyboard', 'refused'],
		['', 'refused'],
		['Quantity is insufficient', 'quantity'],
		['Your balance is insufficient', 'funds'],
		['Insufficient account balance', 'funds'],
		['Insufficient permissions', 'refused'],
		['Please enter key words', 'refused'],
		['Key is not valid', 'apiKey'],
		// Other languages
		['Услуга отключена', 'serviceId'],
		['Сервис временно отключен', 'serviceId'],
		['Укажите ключевые слова', 'refused'],
		['Falta la palabra clave', 'refused'],
		['Palavra-chave ausente', 'refused'],
		['Неверный API-ключ', 'apiKey'],
		['Ключа нет', 'apiKey'],
		['Chave inválida', 'apiKey'],
		['Clave de API incorrecta', 'apiKey'],
		['Неверный ключ', 'apiKey'],
		['Saldo insuficiente', 'funds'],
		['Fondos insuficientes', 'funds'],
		['Недостаточно средств', 'funds'],
		['订单错误', 'refused'],
		['Pedido no encontrado', 'orderId'],
	])('%s is %s', (words, kind) => expect(meaningOf(words)).toBe(kind));
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
			{ numRuns: 2_000 },
		);
	});
});
