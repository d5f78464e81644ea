import { calls } from '../../nodes/SmmPanel/panel/calls';
import {
	orderRow,
	placedRow,
	readBalance,
	readPlaced,
	readServices,
	refillRow,
	resultRow,
} from '../../nodes/SmmPanel/panel/rows';

const reply = (body: unknown, status = 200) => ({ status, text: JSON.stringify(body) });

describe('rows', () => {
	it('makes an order of the contract', () => {
		const raw = {
			charge: '0.27819',
			start_count: '3572',
			status: 'Partial',
			remains: '157',
			currency: 'USD',
		};
		expect(orderRow('1', raw)).toEqual({
			order: '1',
			status: 'Partial',
			finished: true,
			charge: 0.27819,
			start_count: 3572,
			remains: 157,
			currency: 'USD',
		});
	});

	it('has null where the panel gave nothing or a word, and passes on what else it sent', () => {
		const raw = {
			status: 'IN_PROGRESS',
			start_count: null,
			remains: 'Unknown',
			orders: ['11'],
			order: 9,
		};
		expect(orderRow('1', raw)).toEqual({
			order: '1',
			status: 'In progress',
			rawStatus: 'IN_PROGRESS',
			finished: false,
			charge: null,
			start_count: null,
			remains: null,
			currency: null,
			orders: ['11'],
		});
		expect(orderRow('1', {})).toMatchObject({ status: null, finished: false });
	});

	it('makes a refill and the answers to refill and cancel', () => {
		expect(refillRow('5', { refill: 5, status: 'rejected', note: 'x' })).toEqual({
			refill: '5',
			status: 'Rejected',
			rawStatus: 'rejected',
			finished: true,
			note: 'x',
		});
		expect(resultRow(calls.refill, '1', { order: 1, refill: 7 })).toEqual({
			order: '1',
			refill: '7',
		});
		expect(resultRow(calls.cancel, '1', { cancel: true, by: 'x' })).toEqual({
			order: '1',
			cancel: 'true',
			by: 'x',
		});
	});
});

describe('a placed order', () => {
	it.each([
		[{ order: 23501 }, 200, '23501'],
		[{ order: '0170adc834d2' }, 201, '0170adc834d2'],
		[{ status: 'success', order: 5 }, 200, '5'],
		[{ status: 'success', data: { order: 5 } }, 200, '5'],
		[{ success: true, order: { id: 5 } }, 200, '5'],
		[{ order: 5, error: null }, 200, '5'],
		[{ order: 5 }, 500, '5'],
	])('is read from %j with HTTP %i', (body, status, order) => {
		expect(readPlaced(reply(body, status))).toEqual({ order, raw: body });
	});

	it('keeps the digits of its id', () => {
		expect(readPlaced({ status: 200, text: '{"order":90071992547409931}' }).order).toBe(
			'90071992547409931',
		);
	});

	it('is given out with what else the panel sent', () => {
		expect(placedRow('5', { order: 5, charge: '1' })).toEqual({ order: '5', charge: '1' });
	});
});

describe('the balance', () => {
	it('is a number and a currency', () => {
		expect(readBalance(reply({ balance: '100.84292', currency: 'USD', plan: 'x' })).row).toEqual({
			balance: 100.84292,
			currency: 'USD',
			plan: 'x',
		});
		expect(readBalance(reply({ success: true, data: { balance: 5 } })).row).toEqual({
			balance: 5,
			currency: null,
		});
	});

	it.each([{}, [], 'x', { funds: 5 }])('is not in %j', (body) => {
		expect(() => readBalance(reply(body))).toThrow();
	});
});

describe('services', () => {
	const raw = {
		service: 1,
		name: 'Followers',
		type: 'Default',
		category: 'First Category',
		rate: '0.90',
		min: '50',
		max: '10000',
		refill: '0',
		cancel: 1,
		dripfeed: true,
	};

	it('are rows with numbers and flags', () => {
		const [service] = readServices(reply([raw]));
		expect(service).toEqual({
			raw,
			row: {
				service: '1',
				name: 'Followers',
				type: 'Default',
				category: 'First Category',
				rate: 0.9,
				min: 50,
				max: 10000,
				refill: false,
				cancel: true,
				dripfeed: true,
			},
		});
	});

	it('are read by key and from an envelope, and what is no service is passed over', () => {
		expect(readServices(reply({ a: raw, b: { name: 'no id' } }))).toHaveLength(1);
		expect(readServices(reply({ success: true, services: [raw, null, 5] }))).toHaveLength(1);
	});

	it.each([[[]], [{}], [[5]]])('%j is an outage, not an empty catalogue', (body) => {
		expect(() => readServices(reply(body))).toThrow(
			expect.objectContaining({ kind: 'unexpectedReply' }),
		);
	});
});
