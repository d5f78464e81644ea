import { moneyText, toMoney } from '../../nodes/SmmPanel/panel/json';
import { countOf, mostExpensive, priceOf, typeOfService } from '../../nodes/SmmPanel/panel/limits';
import { orderTypeNamed } from '../../nodes/SmmPanel/panel/orderTypes';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import { TYPES } from './contract';
import { reply } from './helpers';

const serviceOf = (type: unknown, rate: unknown = '2.50') =>
	readServices(reply([{ service: 1, type, rate }]))[0];

const price = (type: unknown, fields: Record<string, string>, rate?: unknown) => {
	const found = priceOf({ service: '1', ...fields }, serviceOf(type, rate));
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
	])('of the type %s with %j is %s at 2.00', (type, fields, charge) =>
		expect(price(type, fields as never, '2.00')).toBe(charge),
	);

	it('is not rounded in binary', () => {
		expect(price('Default', { link: 'x', quantity: '3' }, 0.1)).toBe('0.0003');
	});

	it('counts the old posts of a subscription only if there are any', () => {
		expect(price('Subscriptions', { username: 'u', max: '20', posts: '5' })).toBe('0.25');
	});

	it.each([
		['1,200.50', '1200.5'],
		['.5', '0.5'],
		['0', '0'],
	])('at a rate written as %j is %s for 1,000', (rate, charge) =>
		expect(price('Default', { link: 'x', quantity: '1000' }, rate)).toBe(charge),
	);

	const NO_COUNT = "the order lacks the field that sets the price of the type 'Default'";
	const NO_END = "a subscription without 'New Posts' has no end";
	const NO_RATE = 'the catalogue gives no rate for service 1';

	type Unpriced = [type: string, fields: object, rate: unknown, reason: string];
	it.each<Unpriced>([
		['Subscriptions', { username: 'u', max: '20' }, '2', NO_END],
		['Subscriptions', { username: 'u', posts: '5' }, '2', NO_END],
		['Default', { link: 'x' }, '2', NO_COUNT],
		['Custom Comments', { link: 'x' }, '2', NO_COUNT.replace('Default', 'Custom Comments')],
		...['x', '5x', 'x5', '-5', '1.5'].map((quantity): Unpriced => [
			'Default',
			{ quantity },
			'2',
			NO_COUNT,
		]),
		...[null, '-2', '1,200', 'ask us'].map((rate): Unpriced => [
			'Default',
			{ quantity: '5' },
			rate,
			NO_RATE,
		]),
		['Hyper Boost', {}, '2', "it is unknown how services of the type 'Hyper Boost' are charged"],
		...[
			['Default', 'comments'],
			['Package', 'quantity'],
		].map(([type, field]): Unpriced => [
			type,
			{ link: 'x', quantity: '5', [field]: '5' },
			'2',
			`'${field}' does not belong to the type '${type}' of service 1`,
		]),
	])('of the type %s with %j at %j is not known: %s', (type, fields, rate, unknown) => {
		expect(price(type, fields as never, rate)).toBe(unknown);
	});

	it('is not known for a service that is not in the catalogue', () => {
		expect(priceOf({ service: '7' }, undefined)).toEqual({
			unknown: 'the catalogue has no service 7',
		});
	});

	it('does not mind custom fields', () => {
		expect(price('Package', { link: 'x', coupon: 'y' })).toBe('2.5');
	});

	it('is exact for long rates and large quantities', () => {
		expect(price('Default', { quantity: '9007199254740991' }, '0.000000000001')).toBe(
			'9.007199254740991',
		);
	});
});

describe('typeOfService', () => {
	it.each([
		['Default', 'Default'],
		['package comments', 'Custom Comments Package'],
		['Hyper Boost', undefined],
		[null, undefined],
	])('of the type %j is %s', (type, title) =>
		expect(typeOfService(serviceOf(type))?.title).toBe(title),
	);
});

describe('countOf', () => {
	it.each(TYPES.filter(([, required]) => required.includes('quantity')))(
		'of the type %s is its quantity',
		(title) => expect(countOf(orderTypeNamed(title)!, { quantity: '7' })).toBe(7n),
	);

	it('is its quantity times its runs', () => {
		expect(countOf(orderTypeNamed('Web Traffic')!, { quantity: '5', runs: '2' })).toBe(10n);
	});

	it('is not known if a number is invalid', () => {
		expect(countOf(orderTypeNamed('Default')!, { quantity: 'x' })).toBeNull();
		expect(countOf(orderTypeNamed('Custom Comments')!, {})).toBeNull();
		expect(countOf(orderTypeNamed('Default')!, { quantity: '7', runs: 'x' })).toBeNull();
	});
});

describe('a service that the catalogue has twice', () => {
	const twice = (...rates: string[]) =>
		readServices(reply(rates.map((rate) => ({ service: 7, type: 'Default', rate }))));
	const fields = { service: '7', quantity: '1000' };

	it('costs what the dearer row says, in any order', () => {
		for (const rates of [
			['1', '2'],
			['2', '1'],
		])
			expect(mostExpensive(fields, twice(...rates)).price).toEqual({ charge: toMoney('2') });
	});

	it('has no known price where one of its rows has none', () => {
		expect(mostExpensive(fields, twice('1', 'ask us')).price).toHaveProperty('unknown');
		expect(mostExpensive(fields, []).price).toHaveProperty('unknown');
	});
});
