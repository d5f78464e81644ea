import { generateServices, type Service as Row, TYPE_RULES } from '../../sandbox/panel';
import { going, sent, TYPES, words } from '../panel/contract';
import { bench, HOUR, LINK } from './helpers';

const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}`).join('\r\n');

const SUBSCRIPTION = { service: '20', ...sent(words('username min max delay')) };

test('there are rules for every type', () => {
	expect(Object.keys(TYPE_RULES).sort()).toEqual(TYPES.map(([type]) => type).sort());
});

describe.each(TYPES)('an order of type %s', (type, required, optional) => {
	const needed = words(required);

	test('is accepted with all its fields or the required ones, and refused without any of these', async () => {
		const { panel, call } = await bench();
		const row = panel.services.find((item) => item.type === type) as Row;
		row.min = '1';
		const service = String(row.service);
		const full: Record<string, string> = {
			service,
			...sent(needed),
			...sent(going(words(optional), sent(needed))),
		};
		for (const name of needed) {
			const { [name]: _, ...rest } = full;
			const { json } = await call('add', rest);
			expect(json).toEqual({ error: expect.stringContaining(name) });
		}
		expect(panel.orders.size).toBe(0);
		expect((await call('add', { ...full, extra: 'kept' })).text).toBe('{"order":23501}');
		expect((await call('add', { service, ...sent(needed) })).text).toBe('{"order":23502}');
		const order = panel.orders.get('23501');
		expect(order).toMatchObject({ type, service, link: needed.includes('link') ? full.link : '' });
		expect(order?.fields).toEqual({ key: panel.apiKey, action: 'add', ...full, extra: 'kept' });
	});
});

describe('the charge', () => {
	const charges: Array<[string, Record<string, string>, string, number]> = [
		['rate per 1,000', { service: '1', quantity: '1500' }, '1.35', 1500],
		['rounded half up at five places', { service: '4', quantity: '17' }, '0.00473', 17],
		[
			'quantity times runs',
			{ service: '1', quantity: '100', runs: '5', interval: '10' },
			'0.45',
			100,
		],
		['lines counted', { service: '2', comments: lines(12) }, '0.096', 12],
		['empty lines not counted', { service: '2', comments: `${lines(10)}\n\n \n` }, '0.08', 10],
		['a package as such', { service: '7' }, '4.99', 1],
	];
	test.each(charges)('%s', async (_name, fields, charge, quantity) => {
		const { panel, call } = await bench();
		await call('add', { link: LINK, ...fields });
		expect(panel.orders.get('23501')).toMatchObject({ charge, quantity });
		expect(panel.spent()).toBe(charge);
	});

	test('a subscription costs nothing at first and is Active once started', async () => {
		const { panel, call } = await bench();
		await call('add', SUBSCRIPTION);
		panel.advance(HOUR / 2);
		expect(panel.orders.get('23501')).toMatchObject({ charge: '0.00', status: 'Active' });
	});
});

describe('refusals that change nothing', () => {
	const full = { service: '1', link: LINK, quantity: '100' };
	test.each([
		[{ service: '999' }, 'Incorrect service ID'],
		[{ link: 'not a link' }, 'Bad link'],
		[{ link: 'justaword' }, 'Bad link'],
		[{ quantity: '49' }, 'Quantity less than minimal 50'],
		[{ quantity: '10001' }, 'Quantity more than maximum 10000'],
		[{ quantity: 'ten' }, 'Incorrect request: quantity is missing or invalid'],
		[{ runs: '0' }, 'Incorrect request: runs is missing or invalid'],
		[{ quantity: '2000' }, 'Not enough funds on balance'],
	])('%j', async (change, error) => {
		const { panel, call } = await bench({ balance: '1.00' });
		expect((await call('add', { ...full, ...change })).json).toEqual({ error });
		expect([panel.orders.size, panel.balance()]).toEqual([0, '1.00']);
	});

	test('traffic requires the field of its type', async () => {
		const { call } = await bench();
		const web = { service: '21', ...sent(words('link quantity country device type_of_traffic')) };
		const keyword = await call('add', { ...web, type_of_traffic: '1' });
		expect(keyword.json.error).toMatch('google_keyword');
		const referrer = await call('add', { ...web, type_of_traffic: '2' });
		expect(referrer.json.error).toMatch('referring_url');
	});
});

test('serves and sells a generated catalogue of 10,000 services', async () => {
	const { panel, call } = await bench({ services: generateServices(10_000) });
	const { json } = await call('services');
	expect(new Set(json.map((row: Row) => row.service)).size).toBe(10_000);
	expect(new Set(json.map((row: Row) => row.type)).size).toBe(TYPES.length);
	await call('add', { service: '9999', link: LINK, quantity: '10' });
	expect(panel.orders.size).toBe(1);
});
