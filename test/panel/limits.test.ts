import fc from 'fast-check';

import {
	addPrices,
	checkFunds,
	checkOrder,
	mostExpensive,
	needsCatalogue,
	type Limits,
} from '../../nodes/SmmPanel/panel/limits';
import { readMoney, toMoney, type Money } from '../../nodes/SmmPanel/panel/json';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import { reply } from './helpers';

const NONE: Limits = { checkService: false, checkBalance: false };
const money = (text: string): Money => toMoney(text) as Money;

const serviceOf = (more: object = {}) =>
	readServices(
		reply([{ service: 7, type: 'Default', rate: '2', min: '10', max: '500', ...more }]),
	)[0];

const DEFAULT = { link: 'x', quantity: '100' };

/** The message for an order of the service under limits; undefined if it is within them. */
function check(limits: Partial<Limits>, fields: object = DEFAULT, more?: object, total = '0') {
	const service = more === null ? undefined : serviceOf(more);
	const sent = { service: '7', ...fields };
	const offer = mostExpensive(sent, service ? [service] : []);
	return checkOrder({ ...NONE, ...limits }, sent, offer, { charge: money(total) });
}

describe('whether limits need the catalogue', () => {
	it.each([
		[{}, false],
		[{ checkBalance: true }, false],
		[{ checkService: true }, true],
		[{ maxCharge: 0n }, true],
		[{ maxTotalCharge: 0n }, true],
		[{ maxQuantity: 0n }, true],
	])('%p: %p', (limits, needed) => expect(needsCatalogue({ ...NONE, ...limits })).toBe(needed));
});

describe('the limits of an order', () => {
	it('that are not set allow everything, known or not', () => {
		expect(check({})).toBeUndefined();
		expect(check({}, { quantity: 'many' }, { rate: null, type: 'Hyper' })).toBeUndefined();
		expect(check({}, DEFAULT, null as never)).toBeUndefined();
	});

	// 100 pieces at 2 per 1,000 cost 0.2.
	it.each<[string, Partial<Limits>, string, string | undefined]>([
		['may be reached', { maxCharge: money('0.2') }, '0', undefined],
		[
			'may not be passed by the least amount',
			{ maxCharge: money('0.199999999999999') },
			'0',
			'it costs 0.2, above the max charge of 0.199999999999999',
		],
		['count the run up to its limit', { maxTotalCharge: money('1') }, '0.8', undefined],
		[
			'count the run beyond its limit',
			{ maxTotalCharge: money('1') },
			'0.8000001',
			'it costs 0.2, which brings this execution to 1.0000001, above the max total charge of 1',
		],
		['hold one order without the run', { maxCharge: money('0.2') }, '999', undefined],
		['allow as many pieces', { maxQuantity: 100n }, '0', undefined],
		[
			'allow no piece more',
			{ maxQuantity: 99n },
			'0',
			'it orders 100, above the max quantity of 99',
		],
	])('%s', (_, limits, total, message) => {
		const failure = check(limits, DEFAULT, {}, total);
		expect(failure?.message).toBe(message);
		if (message) expect(failure).toMatchObject({ kind: 'limit', certain: true });
	});

	it('allow an order exactly when exact arithmetic does', () => {
		// The model calculates in whole millionths, which represent limits, rate and total exactly.
		const millionths = fc.integer({ min: 0, max: 3_000_000 });
		const text = (amount: number) => (amount / 1_000_000).toFixed(6);
		fc.assert(
			fc.property(
				millionths,
				fc.integer({ min: 1, max: 5_000 }),
				fc.integer({ min: 1, max: 4 }),
				millionths,
				millionths,
				millionths,
				(rate, quantity, runs, most, mostOfAll, total) => {
					const cost = BigInt(rate) * BigInt(quantity * runs);
					const allowed =
						cost <= BigInt(most) * 1000n &&
						cost + BigInt(total) * 1000n <= BigInt(mostOfAll) * 1000n;
					const failure = check(
						{ maxCharge: money(text(most)), maxTotalCharge: money(text(mostOfAll)) },
						{ link: 'x', quantity: String(quantity), runs: String(runs), interval: '5' },
						{ rate: text(rate) },
						text(total),
					);
					expect(failure === undefined).toBe(allowed);
				},
			),
		);
	});

	it.each([[{ maxCharge: money('1') }], [{ maxTotalCharge: money('1') }]])(
		'refuse what has no known price: %p',
		(limits) =>
			expect(check(limits, DEFAULT, { rate: 'ask us' })).toMatchObject({
				kind: 'limit',
				message:
					'its price cannot be determined, and a limit is set: the catalogue gives no rate for service 7',
				hint: expect.stringContaining('remove the limit'),
			}),
	);

	it.each<[string, object, object | null, string | undefined]>([
		['a drip-feed, its runs counted together', { ...DEFAULT, runs: '3' }, {}, '300'],
		['comments by their lines', { comments: 'a\nb' }, { type: 'Custom Comments' }, '2'],
		['a package as one', { link: 'x' }, { type: 'Package' }, '1'],
		['a package with a quantity by that', DEFAULT, { type: 'Package' }, '100'],
		['what has no count', { link: 'x' }, {}, undefined],
		['an unknown type', DEFAULT, { type: 'Hyper' }, undefined],
		['a service that is not in the catalogue', DEFAULT, null, undefined],
	])('count %s', (_, fields, more, pieces) => {
		const failure = check({ maxQuantity: 0n }, fields, more as never);
		expect(failure?.message).toBe(
			pieces
				? `it orders ${pieces}, above the max quantity of 0`
				: "its quantity cannot be determined, and 'Max Quantity per Call' is set",
		);
	});
});

describe('an order that is checked against its service', () => {
	const checked = (fields: object, more?: object) => check({ checkService: true }, fields, more);

	it.each([
		['fits between the bounds', DEFAULT, {}],
		['fits at the lower bound', { ...DEFAULT, quantity: '10' }, {}],
		['fits at the upper bound', { ...DEFAULT, quantity: '500' }, {}],
		['fits by each run of a drip-feed', { ...DEFAULT, runs: '100', interval: '5' }, {}],
		['fits where no bounds are told', { ...DEFAULT, quantity: '9' }, { min: null, max: '?' }],
		['fits at bounds in words', { ...DEFAULT, quantity: '1500' }, { min: '1,500', max: '1.5K' }],
		[
			'fits at bounds of millions',
			{ ...DEFAULT, quantity: '2000000' },
			{ min: '2,000,000', max: '2m' },
		],
		['fits where they are endless', DEFAULT, { max: '1e999' }],
		['fits where a bound is a fraction', { ...DEFAULT, quantity: '10' }, { min: '9.5' }],
		['fits a type that is not known', DEFAULT, { type: 'Hyper' }],
		[
			'fits as a subscription, which has bounds of its own',
			{ username: 'u', min: '1', max: '9999', delay: '0', posts: '1' },
			{ type: 'Subscriptions' },
		],
	])('%s', (_, fields, more) => expect(checked(fields, more)).toBeUndefined());

	it.each<[string, object, object | null, object]>([
		...['1.000', '10.000', '5-10'].map((min): [string, object, object, object] => [
			`has a bound that cannot be read, ${min},`,
			DEFAULT,
			{ min },
			{
				kind: 'limit',
				message: expect.stringContaining(`the catalogue gives '${min}' as its minimum`),
				hint: expect.stringContaining("'Check Service'"),
			},
		]),
		[
			'is below 1k',
			{ ...DEFAULT, quantity: '999' },
			{ min: '1k', max: 'unlimited' },
			{ kind: 'quantity' },
		],
		['is above 1,000', { ...DEFAULT, quantity: '1001' }, { max: '1,000' }, { kind: 'quantity' }],
		[
			'is too small',
			{ ...DEFAULT, quantity: '9' },
			{},
			{
				kind: 'quantity',
				message: 'it orders 9, and service 7 takes at least 10 and at most 500',
			},
		],
		[
			'is too large',
			{ ...DEFAULT, quantity: '501' },
			{ min: null },
			{ kind: 'quantity', message: 'it orders 501, and service 7 takes at most 500' },
		],
		[
			'is below a fraction',
			{ ...DEFAULT, quantity: '9' },
			{ min: 9.5, max: null },
			{ kind: 'quantity', message: 'it orders 9, and service 7 takes at least 9.5' },
		],
		[
			'lacks a field of the type',
			DEFAULT,
			{ type: 'Poll' },
			{
				kind: 'parameter',
				message: "'Answer Number' is missing",
				hint: "Service 7 takes Poll: fill in 'Answer Number'.",
			},
		],
		[
			'is for no service of the catalogue',
			DEFAULT,
			null,
			{ kind: 'serviceId', message: 'the panel has no service 7' },
		],
	])('%s', (_, fields, more, failure) =>
		expect(checked(fields, more as never)).toMatchObject({ certain: true, ...failure }),
	);

	it('is refused for that before its price is looked at', () =>
		expect(check({ checkService: true, maxCharge: 0n }, { link: 'x' })).toMatchObject({
			kind: 'parameter',
		}));
});

describe('the balance for all orders', () => {
	const account = (balance: string | number | null, currency: string | null = 'USD') => ({
		balance: balance === null ? null : readMoney(balance),
		currency,
	});
	const prices = (...amounts: string[]) => amounts.map((each) => ({ charge: money(each) }));

	it.each([
		['0.3', prices('0.1', '0.2')],
		['1,000.00', prices('999.99')],
		['0', []],
	])('of %s is enough', (balance, all) =>
		expect(checkFunds(account(balance), addPrices(all))).toBeUndefined(),
	);

	it.each([
		['0.299999999', 'USD', 'the orders of this run cost 0.3 USD, and the balance is 0.299999999'],
		['0', null, 'the orders of this run cost 0.3, and the balance is 0'],
		['-5.50', 'USD', 'the orders of this run cost 0.3 USD, and the balance is -5.5'],
	])('of %s %s is not enough', (balance, currency, message) =>
		expect(checkFunds(account(balance, currency), addPrices(prices('0.1', '0.2')))).toMatchObject({
			kind: 'funds',
			certain: true,
			message,
		}),
	);

	it('is not known to be enough when it, or a price, is not known', () => {
		expect(checkFunds(account(null), addPrices(prices('1')))?.message).toBe(
			'it is unknown whether the balance is enough: the panel gives no balance',
		);
		const failure = checkFunds(account('5'), addPrices([...prices('1'), { unknown: 'who knows' }]));
		expect(failure).toMatchObject({
			kind: 'limit',
			message: 'it is unknown whether the balance is enough: who knows',
			hint: expect.stringContaining("remove the safeguard 'Check Balance'"),
		});
	});
});
