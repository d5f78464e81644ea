import fc from 'fast-check';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { meaningOf } from '../../nodes/SmmPanel/panel/meaning';
import { readPlaced } from '../../nodes/SmmPanel/panel/placed';
import { failureOf, reply } from './helpers';
import words from './words.json';

const read = (body: unknown, status = 200) => {
	try {
		return readPlaced(reply(body, status));
	} catch (error) {
		return error as PanelFailure;
	}
};

/** A placed order; a failure that names one has no `raw`. */
const placed = (order: unknown) => ({ order, raw: expect.anything() });

const NAMES = ['order', 'order_id', 'orderId'];
const PLACES: Array<(fields: object) => unknown> = [
	(fields) => fields,
	(fields) => [fields],
	(fields) => ({ data: fields }),
	(fields) => ({ result: fields }),
	(fields) => ({ response: fields }),
	(fields) => ({ success: true, data: fields }),
	(fields) => ({ success: true, data: [fields] }),
];
const WRAPS: Array<(json: string) => string> = [
	(json) =>
		`<br />\n<b>Warning</b>: mysqli::query() in <b>/x.php</b> on line <b>38</b><br />${json}`,
	(json) => `Notice: Undefined index: a in /x.php${json}`,
	(json) => `${json}string(76) "Failed to connect"`,
	(json) => `${'debug {"a":[1]} '.repeat(20_000)}${json}`,
	(json) => `${json}${'<p>debug</p>'.repeat(20_000)}`,
	(json) => `<html><script>var menu = {"order":1}</script></html>${json}`,
];
const IDS = [
	77,
	...'77 0170adc834d2 550e8400-e29b-41d4-a716-446655440000 VEGA123ABC ck9x 5010e8735104 12E5'.split(
		' ',
	),
];
const NO_IDS = [
	...[0, -1, 1.5, ''],
	...'1.5 -1 +1 1e400 5e3 5.01E+12 50e+3 .5 0 000 -'.split(' '),
	...'Rejected insufficient_funds <b>12</b> 1,2'.split(' '),
];
const STATUSES = [200, 201, 301, 302, 400, 401, 403, 422, 429, 500, 503];
const ERRORS = Object.values(words as Record<string, string[]>).flat();
const isActive = (said: string) => meaningOf(said) === 'activeOrder';

describe('an order is placed', () => {
	it.each(NAMES)('by its %s in every place, without an error', (name) => {
		for (const place of PLACES) {
			for (const id of IDS) {
				expect(read(place({ [name]: id }))).toMatchObject(placed(String(id)));
				const twice = JSON.stringify(JSON.stringify(place({ [name]: id })));
				expect(read(twice)).toMatchObject(placed(String(id)));
				for (const no of NO_IDS)
					expect(read(place({ [name]: no }))).toMatchObject({ certain: false });
			}
		}
	});

	it.each([
		...[{ error: {} }, { error: 200 }, { error: { code: 0, message: '' } }, { errors: ['none'] }],
		...[{ error_message: 'No errors' }, { exception: {} }],
	])('next to an error field that holds no error: %j', (fields) =>
		expect(read({ order: 5, ...fields })).toMatchObject(placed('5')),
	);

	it('by a bare id, and by an object instead of the id', () => {
		for (const place of PLACES) expect(read(place({ id: 5 }))).toMatchObject(placed('5'));
		expect(read({ success: true, order: { id: 5 } })).toMatchObject(placed('5'));
	});

	it.each([
		...[
			{ Success: true, Data: { OrderId: 5 } },
			{ Result: { Order: 5 } },
			{ order: { _id: '5a' } },
		],
		...[{ orderNumber: 5 }, { status: 'success', order_no: 5 }, { id: 5, order_number: 'N1' }],
		{ data: { id: 5, type: 'Default', link: 'https://example.com/a' } },
	])('in the shapes of other frameworks: %j', (body) =>
		expect(read(body)).toMatchObject(placed(expect.any(String))),
	);

	it('never by an invalid id, even if JSON allows it', () => {
		for (const text of [
			'{"order":1e400}',
			'{"order":-0}',
			'{"order":1e30}',
			'{"order":[12,13]}',
			'{"orders":[12,13]}',
			'[{"order":1},{"order":2}]',
		]) {
			expect(failureOf(() => readPlaced(reply(text)))).toMatchObject({
				kind: 'unexpectedReply',
				certain: false,
			});
		}
	});
});

describe('words next to the id', () => {
	const UNDONE = [
		'Order was not placed / order_not_created / Your order has not been accepted',
		"We didn't place your order / No order was created / Not placed / Unsuccessful",
		'failed / no / Balance was not deducted / Siparişiniz oluşturulmadı',
		'Заказ не создан / Đơn hàng chưa được tạo / El pedido no fue creado',
		'O pedido não foi criado / Pesanan tidak dibuat / Bestellung wurde nicht erstellt',
	].flatMap((line) => line.split(' / '));
	const DONE = [
		'Order placed. It cannot be cancelled',
		'Your order was placed and will be processed soon',
		'Do not resubmit, your order was created',
		'Order created successfully, not yet started / Not started / Pending',
		'Thank you, no refunds / Заказ создан / Sipariş oluşturuldu',
	].flatMap((line) => line.split(' / '));
	it.each([
		[
			'Refill failed, insufficient balance / Low balance / Max quantity exceeded / Invalid link',
			true,
		],
		['The link has an active order / Could not be sent to provider', true],
		['Will start in 10 minutes / Your balance is $0.00 / 30 days refill guarantee', false],
		[
			'Do not change the link until the order is completed / Make sure the account is public',
			false,
		],
		['Wait 5 minutes before the next order / Cancel not available / No refill', false],
		[
			'Do not place several orders for the same link / No refund for invalid links / ' +
				'If you place another order on this link, we cancel the first',
			false,
		],
		[
			'Bad link. If you need help, contact us / Wrong link, no refund / Do not retry, the order was not placed',
			true,
		],
	])('that are reasons put it in doubt, and notes do not: %s', (words, isDoubt) => {
		for (const message of words.split(' / ')) {
			const said = [message, read({ order: 12, message })];
			const doubt = {
				certain: false,
				message: 'the panel answered without a clear result, and named order 12',
				hint: 'Its ID may be 12.',
			};
			const certain = isDoubt ? doubt : { raw: { order: 12, message } };
			expect(said).toEqual([message, expect.objectContaining({ order: '12', ...certain })]);
		}
	});

	it.each(['message', 'msg', 'status'])(
		'in %s that deny it put it in doubt, others do not',
		(at) => {
			const readWith = (said: string) => [said, read({ order: 12, [at]: said })];
			expect(UNDONE.map(readWith)).toEqual(
				UNDONE.map((said) => [said, expect.objectContaining({ certain: false, order: '12' })]),
			);
			expect(DONE.map(readWith)).toEqual(
				DONE.map((said) => [said, { order: '12', raw: { order: 12, [at]: said } }]),
			);
		},
	);
});

describe('an order that is named differently', () => {
	it.each([
		['Order #23501 was placed', '23501'],
		['order: 23501', '23501'],
		['Your order id 0170adc834d2 is ready', '0170adc834d2'],
		['Order No. 5', '5'],
		['placed as #77', '77'],
		['You have 5 orders', undefined],
		['wait 30 seconds', undefined],
		['Not enough funds', undefined],
	])('in text is in doubt, with its number only after "order" or "#": %s', (order, told) => {
		const failure = failureOf(() => readPlaced(reply({ order })));
		expect(failure).toMatchObject({ kind: 'unexpectedReply', certain: false });
		expect(failure.order).toBe(told);
	});

	it('with an error is in doubt, with its id, and never sent again; with words about an active order it is the earlier one', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...STATUSES),
				fc.constantFrom(...ERRORS),
				fc.constantFrom(...NAMES),
				fc.constantFrom(...IDS),
				fc.constantFrom(...PLACES),
				fc.constantFrom('beside', 'above', 'message'),
				(status, said, name, id, place, where) => {
					fc.pre(where !== 'message' || status >= 400);
					const error = where === 'message' ? { message: said } : { error: said };
					const named = place({ [name]: id, ...(where === 'above' ? {} : error) });
					const body =
						where === 'above' && !Array.isArray(named)
							? { ...(named as object), ...error }
							: place({ [name]: id, ...error });
					const failure = failureOf(() => readPlaced(reply(body, status)));
					expect(failure.order).toBe(String(id));
					if (failure.kind === 'activeOrder') expect(isActive(said)).toBe(true);
					else expect(failure).toMatchObject({ certain: false, retryable: false });
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('by two fields with different IDs is in doubt, with the ID under `order`', () =>
		expect(read({ order_id: 1, order: 2 })).toMatchObject({ certain: false, order: '2' }));

	it('with an error about an active order is that order, and none was placed', () =>
		expect(read({ error: 'You have active order with this link', order: 12 })).toMatchObject({
			kind: 'activeOrder',
			certain: true,
			order: '12',
		}));

	it('with an error is reported with its id from any place and any spelling of its field', () => {
		const fields =
			'order ORDER orderID Order-Id order_no order_number orderNumber orders reference ' +
			'order.id id_order apiOrderId provider_order_id created_order pedido_id siparis заказ';
		const around: Array<(named: object, error: string) => unknown> = [
			(named, error) => ({ ...named, error }),
			(named, error) => ({ error: { message: error, context: { more: named } } }),
			(named, error) => ({ error: { message: error, ...named } }),
			(named, error) => ({ errors: [error], result: named }),
			(named, error) => [named, { error }],
			(named, error) => ({ error, data: [[{ list: named }]] }),
		];
		fc.assert(
			fc.property(
				fc.constantFrom(...STATUSES),
				fc.constantFrom(...ERRORS),
				fc.constantFrom(...fields.split(' '), '<id>'),
				fc.constantFrom<(id: unknown) => unknown>(
					(id) => id,
					(id) => [id],
					(id) => ({ id }),
				),
				fc.constantFrom(...around),
				(status, said, field, dress, place) => {
					const named = field === '<id>' ? { error: said, '7701': {} } : { [field]: dress(7701) };
					const failure = failureOf(() => readPlaced(reply(place(named, said), status)));
					expect(failure.order).toBe('7701');
					if (failure.kind === 'activeOrder') expect(isActive(said)).toBe(true);
					else expect(failure).toMatchObject({ certain: false, retryable: false });
				},
			),
			{ numRuns: 600 },
		);
	});

	it.each([
		['Order #23501: Too many requests', '23501'],
		['Not enough funds for order id 23501', '23501'],
		['Order number: 0170adc834d2, bad link', '0170adc834d2'],
		['Minimum order 100', undefined],
		['Order id is 23501, bad link', '23501'],
		['Order (23501) has a bad link', '23501'],
		['Order 23501: bad link', '23501'],
		['Bad link (order 23501)', '23501'],
		['order=23501, bad link', '23501'],
		['Provider said {"order":"23501","error":"Bad link"}', '23501'],
		['Sipariş 23501: geçersiz link', '23501'],
		['Pedido 23501: enlace inválido', '23501'],
		['Заказ №23501: неверная ссылка', '23501'],
		['Минимальный заказ: 100', undefined],
		['Min. pedido: 100', undefined],
		['Service #12 not found', undefined],
		['Service ID #123 not found', undefined],
		['Minimum order (100)', undefined],
		['object(stdClass)#1: Too many requests', undefined],
		['Link example.com/a#55 is invalid', undefined],
		['Not enough funds, order 100 or less', undefined],
	])('in the words of a refusal is reported only after "#" or its name: %s', (error, order) => {
		for (const status of [200, 400, 429]) {
			for (const body of [{ error }, order === undefined ? { error } : error]) {
				const failure = failureOf(() => readPlaced(reply(body, status)));
				expect([failure.certain, failure.order]).toEqual([order === undefined, order]);
				if (order !== undefined) expect(failure.kind).not.toBe('rateLimit');
			}
		}
	});

	it.each(['Error', 'error_message', 'reason', 'err'])('not at all with %s is certain', (field) =>
		expect(read({ [field]: 'Not enough funds' })).toMatchObject({ kind: 'funds', certain: true }),
	);

	it.each([
		...[{ error_code: 'NOT_ENOUGH_FUNDS' }, { errorCode: 'not_enough_funds' }],
		...[{ messages: ['Not enough funds'] }, { status: false, error: true, data: 'Saldo kurang' }],
		...[{ result: 'Not enough funds' }, { hata: 'Yetersiz bakiye' }, ['Not enough funds']],
		...[{ error: '&#10060; Not enough funds' }, { error: '&#x274C; Not enough funds' }],
	])('not at all with the words elsewhere is certain: %j', (body) =>
		expect(read(body)).toMatchObject({ kind: 'funds', certain: true }),
	);

	it.each([
		{
			detail: [
				{ type: 'int_parsing', loc: ['body', 'quantity'], msg: 'Input should be a valid integer' },
			],
		},
		...[{ link: ['This field is required.'] }, { non_field_errors: ['Insufficient balance'] }],
		{ Message: 'The request is invalid.', ModelState: { 'model.Link': ['Required.'] } },
	])("not at all in a validator's report is certain with HTTP 400 and 422: %j", (body) => {
		for (const status of [400, 422]) {
			expect(read(body, status)).toMatchObject({ certain: true });
			for (const more of [{ charge: '0.12' }, { created: true }, { trace: 'SQLSTATE[40001]' }])
				expect(read({ ...body, ...more }, status)).toMatchObject({ certain: false });
		}
		for (const status of [200, 500])
			expect(read({ ...body, non_field_errors: ['x'] }, status)).toMatchObject({ certain: false });
	});

	it('not at all with an error is certain, even with a description or a price', () =>
		expect([
			read({ error: 'Error', description: 'Not enough funds' }),
			read({ error: 'Not enough funds', charge: '0.12' }),
		]).toMatchObject(Array(2).fill({ kind: 'funds', certain: true })));

	it.each([
		...[{ status: 'error' }, { code: 401 }, { status: 'Failed' }, { status: 'rejected' }],
		...[{ status: 'Canceled' }, { status: 'denied' }, { status: 400 }, { state: 'error' }],
		...[{ result: 'error' }, { failed: 1 }, { fail: true }, { ok: false }, { placed: false }],
		...[{ duplicate: true }, { status: 'exists' }, { status: 'already_ordered' }],
		...[{ err: 'x' }, { error_code: 7 }, { exception: 'E' }, { errorMessage: 'Bad day' }],
		...['message', 'reason', 'error_message', 'description'].map((field) => ({
			[field]: 'Not enough funds',
		})),
	])('is not placed with %j', (fields) => {
		for (const place of PLACES) {
			for (const name of ['order', 'id'])
				expect(read(place({ [name]: 422, ...fields }))).toMatchObject({
					certain: false,
					retryable: false,
					order: '422',
				});
		}
	});

	it.each([
		...[{ status: 100 }, { status: 'pending', message: 'Order created, awaiting the provider' }],
		...[
			{ code: 0 },
			{ code: '200', message: 'Thank you' },
			{ error_code: 0, err: null },
			...[{ ok: true }, { failed: false, is_duplicate: 0 }],
			{ message: 'You have a pending order. Wait for order completion' },
		],
	])('is placed with %j', (fields) =>
		expect(read({ order: 500, ...fields })).toMatchObject(placed('500')),
	);

	it('in JSON before or after other text is in doubt, with its id', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...STATUSES),
				fc.option(fc.constantFrom(...ERRORS), { nil: undefined }),
				fc.constantFrom(...NAMES),
				fc.constantFrom(...IDS),
				fc.constantFrom(...PLACES),
				fc.constantFrom(...WRAPS),
				(status, error, name, id, place, wrap) => {
					const text = wrap(JSON.stringify(place({ [name]: id, error })));
					expect(failureOf(() => readPlaced({ status, text }))).toMatchObject({
						certain: false,
						retryable: false,
						order: String(id),
					});
				},
			),
			{ numRuns: 200 },
		);
	});

	it.each([400, 422, 429])('and breaks off is in doubt with HTTP %i, too', (status) => {
		for (const text of ['{"order": 235', '{"order":"235', '{"order":', 'Notice {"order_id":5']) {
			const failure = failureOf(() => readPlaced({ status, text }));
			expect(failure).toMatchObject({ certain: false });
			expect(failure.order).toBeUndefined();
		}
	});

	it('in a message next to an error is in doubt, with its ID', () =>
		expect(read({ error: 'Internal error', message: 'Order #23501 was sent' })).toMatchObject({
			certain: false,
			order: '23501',
		}));

	it('by a bare id in JSON that breaks off is in doubt with its ID, unless it has an error', () => {
		const idIn = (text: string) => failureOf(() => readPlaced({ status: 200, text })).order;
		expect(idIn('Notice {"id":"23501","x')).toBe('23501');
		expect(idIn('Notice {"id":"23501","error":"x')).toBeUndefined();
		expect(idIn('Notice {"id":"23501","errors":["x')).toBeUndefined();
	});

	it.each(['canceled', 'Refund', 'Cancelado', 'Отменён', 'Annulé', '已取消'])(
		'and is %s is in doubt, with its ID',
		(status) => expect(read({ order: 5, status })).toMatchObject({ certain: false, order: '5' }),
	);

	it('by a redirect is in doubt', () => {
		for (const status of [301, 302, 307, 308]) {
			expect(read({ order: 5 }, status)).toMatchObject({
				kind: 'redirect',
				hint: expect.stringMatching(/^Its ID may be \S+\. Set the credential's URL/),
				certain: false,
				order: '5',
			});
		}
	});

	it('by a bare id counts with a server error or a rate limit, but not with a reason', () => {
		expect(read({ id: 5, error: 'Internal error' })).toMatchObject({ certain: false, order: '5' });
		expect(read({ id: 5, error: 'Too many requests' })).toMatchObject({
			certain: false,
			order: '5',
		});
		expect(read({ id: 5, error: 'x' }, 429)).toMatchObject({ certain: false, order: '5' });
		expect(read({ id: 5, error: 'Bad link' })).toMatchObject({
			kind: 'link',
			certain: true,
			order: undefined,
		});
	});

	it.each([
		...[{ charge: '0.12' }, { start_count: 0, remains: 100 }, { status: 'Pending' }],
		...[{ success: true }, { data: { status: 'In progress' } }],
	])('is in doubt with a rate limit and %j, which only an order has', (fields) => {
		for (const status of [200, 429])
			for (const error of [{ error: 'Too many requests' }, {}])
				expect(read({ ...error, ...fields }, status)).toMatchObject({
					kind: 'unexpectedReply',
					certain: false,
				});
	});

	it.each([{ charge: 0 }, { status: 'error' }, { success: false }, { request_id: 'a1' }])(
		'is not in doubt with a rate limit and %j',
		(fields) =>
			expect(read({ error: 'Too many requests', ...fields })).toMatchObject({
				kind: 'rateLimit',
				certain: true,
			}),
	);

	it('by a page that says that it was placed is in doubt, with its id', () => {
		const text = '<p>Your order 23501 was placed. <a href="/orders">Orders</a></p>';
		for (const status of STATUSES)
			expect(read(text, status)).toMatchObject({ certain: false, order: '23501' });
	});

	it('by words that say that it was placed is in doubt', () => {
		expect(read({ error: 'Order #5 placed at provider but not saved' }, 400)).toMatchObject({
			certain: false,
			order: '5',
		});
		expect(read({ error: 'Order placed, but too many requests' }, 429)).toMatchObject({
			kind: 'serverError',
			certain: false,
		});
		expect(read({ error: 'Too many requests to provider, order saved' })).toMatchObject({
			kind: 'serverError',
			certain: false,
		});
		expect(read('Your order was placed, slow down', 429)).toMatchObject({ certain: false });
		expect(read('"closed"')).toMatchObject({ kind: 'unexpectedReply', certain: false });
		expect(read('"Invalid API key"')).toMatchObject({ kind: 'apiKey', certain: true });
		expect(read('"Order #5 is queued"')).toMatchObject({ certain: false, order: '5' });
		expect(read('Internal error', 400)).toMatchObject({ kind: 'httpError', certain: false });
	});
});

it('an invalid id is never read as placed, whatever surrounds it', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...STATUSES),
			fc.constantFrom(...NAMES, 'id'),
			fc.oneof(
				fc.constantFrom<unknown>(...NO_IDS, ...ERRORS.filter((said) => said.includes(' '))),
				fc.integer({ max: 0 }),
				fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
				fc
					.tuple(fc.nat({ max: 9 }), fc.nat({ max: 400 }))
					.map(([base, exponent]) => `${base}e${exponent}`),
			),
			fc.constantFrom(...PLACES),
			(status, name, value, place) => {
				expect(read(place({ [name]: value }), status)).toBeInstanceOf(PanelFailure);
			},
		),
		{ numRuns: 600 },
	);
});

describe('words that give no reason in the order', () => {
	const DOUBT = [
		'आंतरिक सर्वर त्रुटि / ऑर्डर सहेजा नहीं जा सका / تعذر حفظ الطلب / انتهت المهلة',
		'تواصل مع الدعم / Datenbankfehler / Server überlastet / Etwas ist schiefgelaufen',
		'Anbieterfehler / Bir şeyler ters gitti / Sipariş kaydedilemedi / İşlem başarısız',
		'Servis hatası / Bakiye düştü ama sipariş oluşmadı / Сбой системы',
		'Нет ответа от провайдера / Servidor indisponível / Error técnico',
		'Sin respuesta del proveedor / Server sedang sibuk / Errore interno del server / 请稍后再试',
		'订单创建失败 / خطای سرور / เกิดข้อผิดพลาด / SQL error / Transaction rolled back',
		'ServerError / dbError / error.unknown / neworder.error.unknown / json_decode error',
		'No response / Invalid response / A PHP Error was encountered / Order ID already taken',
		'Order under review / Created / Успешно / Başarılı / Sucesso / Erfolg / Berhasil / सफल',
		"تم إنشاء الطلب / Access denied for user 'root'@'localhost' (using password: YES)",
		'max_user_connections exceeded / Incorrect integer value: "" for column quantity',
		"Can't insert order: link too long / Internal error: invalid link table",
		"Class 'App\\Order' not found / CSRF token mismatch / Duplicate order id",
		'Parent panel: Not enough funds on balance / Vendor rejected: Not enough funds',
		'Erro no serviço do fornecedor / Too many requests: database error',
		'Deadlock: too many requests / Too many requests to supplier',
		'Order 1242 exists; rate limit exceeded / Order in progress; rate limit',
		'Duplicate submission, wait 7 seconds / Bestellung angelegt. Zu viele Anfragen',
		'Pesanan diproses, tunggu 30 detik',
	].flatMap((line) => line.split(' / '));

	it.each(DOUBT)('are doubt, and are never sent again: %s', (error) => {
		for (const status of [200, 400]) {
			const failure = read({ error }, status);
			expect(failure).toMatchObject({ certain: false });
			expect(failure).not.toMatchObject({ kind: 'rateLimit' });
		}
	});

	it.each([
		[200, { error: 'Bad link', debug: 'SQLSTATE[40001]' }],
		[200, { error: 'Bad link', details: 'order was saved but provider timed out' }],
		[200, { error: 'Bad link', order_created: true }],
		[200, { message: 'Not enough funds', error: 'Internal Server Error', statusCode: 500 }],
		[200, { order: 555, status: 'success', message: 'You have an active order 555' }],
		[404, 'OK 1242'],
		[429, 'order=1242'],
		[429, { success: true, message: 'ok' }],
		[429, { error: 'Internal server error' }],
		[429, { error: 'SQLSTATE[40001]: Deadlock' }],
		[308, { error: 'Order placed at provider but local save failed' }],
		[200, { order: 1242, Error: 'Not enough funds' }],
		[200, { order: 1242, order_id: 1243 }],
		[429, { order: 1242 }],
		[429, { error: 'Too many requests', order: 'pending' }],
		[429, '<html>Too many requests. Your order was placed</html>'],
		...[
			1242,
			{ ok: true },
			{ created: 1 },
			{ result: 'ok' },
			{ data: 1242 },
			{ result: '1242' },
		].map((body): [number, unknown] => [429, body]),
		[200, { error: 'Bad link', charge: '0.12' }],
		[400, { error: 'Minimum 100', data: { start_count: 5 } }],
		[400, 'Thank you for your order'],
		[200, { id: 55, balance: 3 }],
		[200, { error: 'Insufficient balance. Order: 1242' }],
		...['ERR_042', '$100', '50%', '10:30', '1/2', 'a@b1.com', '1242\u200b', '/orders/1242'].map(
			(order): [number, object] => [200, { order }],
		),
	])('HTTP %i with %j is doubt', (status, body) => {
		const failure = read(body, status);
		expect(failure).toMatchObject({ certain: false });
		expect(failure).not.toMatchObject({ kind: 'rateLimit' });
	});
});
