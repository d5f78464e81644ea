import { calls, idFields, MOST_PER_REQUEST } from '../../nodes/SmmPanel/panel/calls';
import { ACTIONS } from '../../sandbox/panel/actions';

describe('the calls of the contract', () => {
	it.each([
		['services', 'services', false],
		['add', 'add', 'order'],
		['balance', 'balance', false],
		['status', 'status', false],
		['refill', 'refill', 'refill'],
		['refillStatus', 'refill_status', false],
		['cancel', 'cancel', 'cancel'],
	] as const)('%s is the action %s and writes: %s', (name, action, writes) => {
		expect(calls[name]).toMatchObject({ action, writes });
	});

	it('are those that a panel answers, of a hundred ids at most', () => {
		const actions = Object.values(calls).map(({ action }) => action);
		expect(actions.sort()).toEqual(Object.keys(ACTIONS).sort());
		expect(MOST_PER_REQUEST).toBe(100);
	});
});

describe('idFields', () => {
	it.each([
		['status', { order: '7' }, { orders: '7,8' }],
		['refill', { order: '7' }, { orders: '7,8' }],
		['refillStatus', { refill: '7' }, { refills: '7,8' }],
		['cancel', { orders: '7' }, { orders: '7,8' }],
	] as const)('of %s: %j for one id, %j for more', (name, one, many) => {
		expect(idFields(calls[name], ['7'])).toEqual(one);
		expect(idFields(calls[name], ['7', '8'])).toEqual(many);
	});
});
