import { typeKey } from '../../nodes/SmmPanel/panel/orderTypes';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import { fitting, isWithin, type ServiceFilter } from '../../nodes/SmmPanel/panel/services';
import { reply } from './helpers';

const RAW = {
	...{ service: 7, name: 'Real Followers', category: 'Instagram', type: 'custom comment' },
	...{ rate: '0.90', min: '10', max: '500', refill: '1', cancel: 'no' },
};
const rowOf = (more: object = {}) => readServices(reply([{ ...RAW, ...more }]))[0].row;

it.each<[ServiceFilter, boolean]>([
	[{}, true],
	[{ text: 'followers 7 insta' }, true],
	[{ text: 'followers 8' }, false],
	[{ category: ' INSTAGRAM ' }, true],
	[{ category: 'followers' }, false],
	[{ type: 'Custom Comments' }, true],
	[{ type: 'customComments' }, true],
	[{ type: 'Default' }, false],
	[{ refill: true }, true],
	[{ refill: false }, false],
	[{ cancel: false }, true],
	[{ cancel: true }, false],
	[{ highestRate: 0.9 }, true],
	[{ highestRate: 0.89 }, false],
	[{ quantity: 10 }, true],
	[{ quantity: 500 }, true],
	[{ quantity: 9 }, false],
	[{ quantity: 501 }, false],
	[{ text: 'real', category: 'insta', refill: true, highestRate: 1, quantity: 50 }, true],
])('a service fits %j: %p', (filter, expected) => expect(fitting(filter)(rowOf())).toBe(expected));

it('does not fit by what the panel does not tell, but for bounds', () => {
	const bare = rowOf({ rate: null, refill: null, cancel: null, min: null, max: null, type: 'X y' });
	expect(fitting({ highestRate: 1e9 })(bare)).toBe(false);
	expect(fitting({ refill: true })(bare)).toBe(false);
	expect(fitting({ refill: false, cancel: false })(bare)).toBe(true);
	expect(fitting({ quantity: 1 })(bare)).toBe(true);
	expect(fitting({ type: ' x Y' })(bare)).toBe(true);
	expect(fitting({ type: 'x' })(bare)).toBe(false);
});

it('counts the bounds in, for numbers of any size', () => {
	expect(isWithin(rowOf(), 500n)).toBe(true);
	expect(isWithin(rowOf(), 10n ** 30n)).toBe(false);
	expect(isWithin(rowOf({ min: '9.5' }), 9n)).toBe(false);
	expect(isWithin(rowOf({ max: null }), 10n ** 30n)).toBe(true);
});

it('knows a type by any of its wordings, and an unknown one by its own', () => {
	expect(typeKey('DEFAULT')).toBe('default');
	expect(typeKey('Drip feed')).toBe('default');
	expect(typeKey(' Hyper Boost ')).toBe('hyper boost');
});
