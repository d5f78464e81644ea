import fc from 'fast-check';

import { failureKinds, type FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { meaningOf, saysDone, saysReason } from '../../nodes/SmmPanel/panel/meaning';
import { anyText } from './helpers';
import words from './words.json';

const all = words as Record<string, string[]>;
/** Reasons that mean that nothing was done, except vague ones and those of a refill or a cancel. */
const reasons = ['funds', 'account', 'apiKey', 'serviceId', 'quantity', 'link'].flatMap((kind) =>
	all[kind].filter((said) => said.includes(' ')),
);
const trouble = ['Internal server error', 'Please try again later', 'Contact support', 'Timeout'];
const done = [
	'Order was placed',
	'Your order has been created',
	'You have been charged',
	'Order #5 placed at provider',
	'Sipariş oluşturuldu',
	'Đơn hàng đã được tạo',
	'Заказ создан',
	'Pedido criado',
	'El pedido fue creado',
	'Pesanan berhasil dibuat',
	'Order queued',
	'Order is being processed',
	'Your order has been received',
	'Order #5 saved',
	'Siparişiniz işleme alındı',
	'Đơn hàng đã được lưu',
	'Заказ сохранён',
	'Pedido recebido',
	'Commande enregistrée',
	'订单已创建',
];

describe('the meaning of words', () => {
	it.each(Object.entries(all))('is %s', (kinds, each) => {
		const wrong = each
			.map((said) => [said, meaningOf(said)])
			.filter(([, kind]) => !kinds.split('|').includes(kind));
		expect(wrong).toEqual([]);
	});

	it('is the reason, even with an error of the server before or after it', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...reasons),
				fc.constantFrom(...trouble),
				fc.boolean(),
				(reason, more, isFirst) => {
					const said = isFirst ? `${more}. ${reason}.` : `${reason}. ${more}.`;
					expect([said, meaningOf(said)]).not.toContain('serverError');
				},
			),
			{ numRuns: 400 },
		);
	});

	it('is doubt if something was done, whatever else is said', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...reasons, ...trouble),
				fc.constantFrom(...done),
				fc.boolean(),
				(more, said, isFirst) => {
					const both = isFirst ? `${said}. ${more}` : `${more}. ${said}`;
					expect([both, meaningOf(both)]).toEqual([both, 'serverError']);
				},
			),
			{ numRuns: 400 },
		);
	});

	it('is doubt for the words of a program or a provider, or a single word', () => {
		const said = [
			'Internal error, key not found in cache|Key not found in redis|Quantity service unavailable',
			'Failed to notify the provider about the quantity|Insufficient funds at provider',
			'Provider: not enough funds|Provider error: Incorrect service ID|provider API key is invalid',
			'Invalid response from service provider|Provider not responding|Provider rejected the request',
			'Bad link after charge|Redis connection lost|Connection reset by peer|write EPIPE',
			'no space left on device|disk full|Read-only file system|could not serialize access',
			'Object could not be converted to string|HTTP 500|500|Service error|Queue is full|Pending|OK',
			'Service returned error 500|Balance updated; error writing log|Service Temporarily Unavailable',
			'Order ID already exists|order_id already exists|Order already exists in database|Row not found',
			'role "smm" does not exist|function now() does not exist|type "order" does not exist',
			'permission denied for relation orders|Account is locked by another transaction|Session expired',
			'Database is not available|Queue disabled|Stream closed|Unknown storage engine|Already processed',
			'Success|Accepted|系统繁忙|サーバーエラー|서버 오류|Wystąpił błąd|Недостаточно средств у провайдера',
		].flatMap((line) => line.split('|'));
		expect(said.filter((each) => meaningOf(each) !== 'serverError')).toEqual([]);
	});

	it('is a reason, and nothing was done', () => {
		const said = [
			'No action specified|Неизвестное действие|Acción no válida|Не все параметры переданы',
			'Заполните все поля|Preencha todos os campos|Rellene todos los campos|Harap isi semua kolom',
			'يرجى ملء جميع الحقول|Veuillez remplir tous les champs|Bitte füllen Sie alle Felder aus|请填写所有字段',
			'لطفا همه فیلدها را پر کنید|모든 필드를 입력하세요|The order has not dropped|No drop detected',
			'Order is not refillable|Рефилл уже запрошен|Refill non disponible|Refill nicht verfügbar|该订单不支持补单',
			'Warranty period has ended|Order is under refill|Отмена уже запрошена|لا يمكن إلغاء الطلب',
			'Cette commande ne peut pas être annulée|Diese Bestellung kann nicht storniert werden|订单无法取消',
			'Замовлення не можна скасувати|주문을 취소할 수 없습니다|Not cancelable|Order too old to cancel',
			'Data tidak lengkap|Unprocessable Entity|Eksik parametre gönderildi|Parameter kurang',
			'Vui lòng điền đầy đủ thông tin|Refill was requested recently|No guarantee',
			"Order doesn't have refill|Service without refill|Refill off|Bu servis telafisizdir",
			'Bu siparişte garanti yoktur|Pesanan tidak memiliki garansi|Đơn hàng đã hết hạn bảo hành',
			'Рефил не доступен|Este pedido não pode ser reposto|Garantía vencida|Cancel request exists',
			'Não é possível cancelar este pedido|El pedido ya fue cancelado|No es posible cancelar',
		].flatMap((line) => line.split('|'));
		expect(said.filter((each) => !saysReason(each) || meaningOf(each) !== 'refused')).toEqual([]);
	});

	it.each([
		'Your order for this link is being processed',
		'Order status unknown',
		'Unknown order state',
		'Unknown status from provider',
	])('is none for %j', (said) => expect(saysReason(said)).toBe(false));

	it.each([
		['You are banned', 'account'],
		['You have been banned', 'account'],
		['No permission', 'account'],
		['bad_auth', 'apiKey'],
		['Order is processing and cannot be cancelled', 'refused'],
		['Provider inactive', 'serviceId'],
	])('of %j is %s', (said, kind) => expect(meaningOf(said)).toBe(kind));

	it.each([
		'Order was not placed',
		'Order not saved',
		'Your order cannot be processed',
		'No order was placed, and you were not charged',
		'The order could not be created',
		'Orders can only be placed with funds',
		'Your order will be placed once you add funds',
		'Before an order is created, add funds',
		'The order was created more than 30 days ago',
		'Заказ не создан',
		'Sipariş oluşturulamadı',
		'Đơn hàng không được tạo',
		'O pedido não foi criado',
		'Pesanan tidak dibuat',
	])('is not that something was done: %s', (said) => expect(saysDone(said)).toBe(false));

	it('is some kind for any words', () => {
		fc.assert(
			fc.property(anyText, (said) =>
				expect(failureKinds).toContain(meaningOf(said) as FailureKind),
			),
		);
	});
});
