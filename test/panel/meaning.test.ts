import fc from 'fast-check';

import { failureKinds, type FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { meaningOf, saysDone } from '../../nodes/SmmPanel/panel/meaning';
import { anyText } from './helpers';
import words from './words.json';

const all = words as Record<string, string[]>;
/** Reasons with which nothing was done, without those that are vague or belong to a refill or a cancel. */
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
];

describe('the meaning of words', () => {
	it.each(Object.entries(all))('is %s', (kinds, each) => {
		const wrong = each
			.map((said) => [said, meaningOf(said)])
			.filter(([, kind]) => !kinds.split('|').includes(kind));
		expect(wrong).toEqual([]);
	});

	it('is the reason where the server’s trouble is named as well, in any order', () => {
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
			{ numRuns: 1_000 },
		);
	});

	it('is doubt wherever something was done, whatever else is said', () => {
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
			{ numRuns: 1_000 },
		);
	});

	it.each([
		'Order was not placed',
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
