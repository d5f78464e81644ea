import fc from 'fast-check';

import { moneyNumber, moneyText, perThousand, toMoney } from '../../nodes/SmmPanel/panel/money';
import { countOf, priceOf } from '../../nodes/SmmPanel/panel/price';
import { readServices } from '../../nodes/SmmPanel/panel/rows';
import { orderTypeNamed } from '../../nodes/SmmPanel/panel/orderTypes';

const money = (value: unknown) => {
	const amount = toMoney(value);
	return amount === null ? null : moneyText(amount);
};

describe('money', () => {
	it.each([
		['0.90', '0.9'],
		[0.1, '0.1'],
		['100', '100'],
		[' 7.00001 ', '7.00001'],
		[1e-7, '0.0000001'],
		['1e3', '1000'],
		['1.5E2', '150'],
		['0', '0'],
		['0.000000000000001', '0.000000000000001'],
	])('reads %j exactly', (value, text) => expect(money(value)).toBe(text));

	it.each([
		null,
		undefined,
		'',
		'-1',
		-1,
		'1,5',
		'$1',
		'NaN',
		NaN,
		Infinity,
		'0.0000000000000001',
		'1e99',
		{},
		'.',
	])('refuses %j', (value) => expect(toMoney(value)).toBeNull());

	it('adds in decimal', () => {
		const [a, b, c] = ['0.1', '0.2', '0.3'].map((text) => toMoney(text) as bigint);
		expect(a + b).toBe(c);
		expect(0.1 + 0.2).not.toBe(0.3);
	});

	it('is the price of so many at a rate per 1,000, to the last digit', () => {
		const cents = fc.bigInt({ min: 0n, max: 10n ** 9n });
		fc.assert(
			fc.property(cents, fc.bigInt({ min: 0n, max: 10n ** 9n }), (rate, count) => {
				const amount = toMoney(
					`${rate / 100000n}.${String(rate % 100000n).padStart(5, '0')}`,
				) as bigint;
				expect(perThousand(amount, count)).toBe((rate * count * 10n ** 10n) / 1000n);
			}),
		);
	});

	it('is a number for the output', () =>
		expect(moneyNumber(toMoney('0.27819') as bigint)).toBe(0.27819));
});

const service = (type: string, rate: unknown = '2.00', more: object = {}) =>
	readServices({ status: 200, text: JSON.stringify([{ service: 1, type, rate, ...more }]) })[0];

const price = (type: string, fields: Record<string, string>, rate?: unknown) => {
	const found = priceOf({ service: '1', ...fields }, service(type, rate));
	return 'charge' in found ? moneyText(found.charge) : found.unknown;
};

describe('the price of an order', () => {
	it.each([
		['Default', { link: 'x', quantity: '1500' }, '3'],
		['Default', { link: 'x', quantity: '1500', runs: '3', interval: '5' }, '9'],
		['Package', { link: 'x' }, '2'],
		['Custom Comments Package', { link: 'x', comments: 'a\nb\nc' }, '2'],
		['SEO', { link: 'x', quantity: '10', keywords: 'a' }, '0.02'],
		['Custom Comments', { link: 'x', comments: 'a\nb\nc' }, '0.006'],
		['Mentions', { link: 'x', quantity: '100', usernames: 'a\nb' }, '0.2'],
		[
			'Mentions with Hashtags',
			{ link: 'x', quantity: '100', usernames: 'a', hashtags: 'b' },
			'0.2',
		],
		['Mentions Custom List', { link: 'x', usernames: 'a\nb' }, '0.004'],
		['Mentions Hashtag', { link: 'x', quantity: '100', hashtag: 'b' }, '0.2'],
		['Mentions User Followers', { link: 'x', quantity: '100', username: 'b' }, '0.2'],
		['Mentions Media Likers', { link: 'x', quantity: '100', media: 'b' }, '0.2'],
		['Comment Likes', { link: 'x', quantity: '100', username: 'b' }, '0.2'],
		['Comment Replies', { link: 'x', username: 'b', comments: 'a\nb' }, '0.004'],
		['Poll', { link: 'x', quantity: '100', answer_number: '1' }, '0.2'],
		['Invites from Groups', { link: 'x', quantity: '100', groups: 'g' }, '0.2'],
		[
			'Subscriptions',
			{ username: 'x', min: '10', max: '50', delay: '0', posts: '10', old_posts: '2' },
			'1.2',
		],
		['Web Traffic', { link: 'x', quantity: '100', runs: '2', country: 'US' }, '0.4'],
	])('of the type %s', (type, fields, charge) => expect(price(type, fields as never)).toBe(charge));

	it('is not rounded in binary', () => {
		expect(price('Default', { link: 'x', quantity: '3' }, 0.1)).toBe('0.0003');
	});

	it.each([
		[
			'Subscriptions',
			{ username: 'x', min: '10', max: '50', delay: '0' },
			"a subscription without 'New Posts' has no end",
		],
		[
			'Hyper Boost',
			{ link: 'x', quantity: '5' },
			"how a service of the type 'Hyper Boost' is charged is not known",
		],
		['Default', { link: 'x' }, "the order has nothing to count for the type 'Default'"],
		[
			'Default',
			{ link: 'x', quantity: '5', comments: 'a' },
			"'comments' does not belong to the type 'Default' of service 1",
		],
		[
			'Package',
			{ link: 'x', quantity: '5' },
			"'quantity' does not belong to the type 'Package' of service 1",
		],
	])('of the type %s with %j can not be known', (type, fields, reason) => {
		expect(price(type, fields as never)).toBe(reason);
	});

	it('can not be known without a service or a rate', () => {
		expect(priceOf({ service: '9', quantity: '5' }, undefined)).toEqual({
			unknown: 'the catalogue has no service 9',
		});
		expect(price('Default', { quantity: '5' }, 'free')).toBe(
			'the catalogue gives no rate for service 1',
		);
	});
});

describe('the pieces of an order', () => {
	it('are null where the fields do not tell', () => {
		expect(countOf(orderTypeNamed('Default')!, { quantity: 'x' })).toBeNull();
		expect(countOf(orderTypeNamed('Custom Comments')!, {})).toBeNull();
		expect(countOf(orderTypeNamed('Web Traffic')!, { quantity: '5', runs: '2' })).toBe(10n);
	});
});
