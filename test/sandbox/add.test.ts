import { generateServices, type Service as Row, TYPE_RULES } from '../../sandbox/panel';
import { bench, HOUR, LINK } from './helpers';

const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}`).join('\r\n');

/** A full set of fields for every type; the service is found by its type. */
const FULL: Record<string, Record<string, string>> = {
	Default: { quantity: '100' },
	Package: {},
	SEO: { quantity: '100', keywords: 'a\nb' },
	'Custom Comments': { comments: lines(12) },
	'Custom Comments Package': { comments: lines(2) },
	Mentions: { quantity: '100', usernames: 'a\nb' },
	'Mentions with Hashtags': { quantity: '100', usernames: 'a', hashtags: 'b' },
	'Mentions Custom List': { usernames: lines(5) },
	'Mentions Hashtag': { quantity: '100', hashtag: 'a' },
	'Mentions User Followers': { quantity: '100', username: 'a' },
	'Mentions Media Likers': { quantity: '100', media: 'https://example.com/p' },
	'Comment Likes': { quantity: '100', username: 'a' },
	'Comment Replies': { username: 'a', comments: lines(3) },
	Poll: { quantity: '100', answer_number: '2' },
	'Invites from Groups': { quantity: '100', groups: 'a\nb' },
	Subscriptions: { username: 'a', min: '10', max: '20', delay: '30', expiry: '31/12/2027' },
	'Web Traffic': { quantity: '100', country: 'US', device: '5', type_of_traffic: '3' },
};

test('there are rules for every type', () => {
	expect(Object.keys(TYPE_RULES).sort()).toEqual(Object.keys(FULL).sort());
});

describe.each(Object.keys(FULL))('an order of type %s', (type) => {
	test('is taken with its fields and refused without any of them', async () => {
		const { panel, call } = await bench();
		const service = String(panel.services.find((item) => item.type === type)?.service);
		const link: Record<string, string> = type === 'Subscriptions' ? {} : { link: LINK };
		const full: Record<string, string> = { service, ...link, ...FULL[type] };
		const optional = ['service', 'expiry'];
		for (const name of Object.keys(full).filter((field) => !optional.includes(field))) {
			const { [name]: _, ...rest } = full;
			const { json } = await call('add', rest);
			expect(json).toEqual({ error: expect.stringContaining(name) });
		}
		expect(panel.orders.size).toBe(0);
		expect((await call('add', { ...full, extra: 'kept' })).text).toBe('{"order":23501}');
		const order = panel.orders.get('23501');
		expect(order).toMatchObject({ type, service, link: link.link ?? '' });
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
		await call('add', { service: '20', ...FULL.Subscriptions });
		panel.advance(HOUR / 2);
		expect(panel.orders.get('23501')).toMatchObject({ charge: '0.00', status: 'Active' });
	});
});

describe('refusals that take nothing', () => {
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

	test('traffic needs the field of its kind', async () => {
		const { call } = await bench();
		const web = { service: '21', link: LINK, ...FULL['Web Traffic'] };
		const keyword = await call('add', { ...web, type_of_traffic: '1' });
		expect(keyword.json.error).toMatch('google_keyword');
		const referrer = await call('add', { ...web, type_of_traffic: '2' });
		expect(referrer.json.error).toMatch('referring_url');
	});
});

test('a plausible domain is a link', async () => {
	const { place } = await bench();
	expect(await place({ link: 'instagram.com/someone' })).toBe('23501');
});

test('two equal adds are two orders and two charges', async () => {
	const { panel, place } = await bench();
	expect([await place(), await place()]).toEqual(['23501', '23502']);
	expect(panel.balance()).toBe('999.82');
});

test('a generated catalogue of 10,000 services is served and sold', async () => {
	const { panel, call } = await bench({ services: generateServices(10_000) });
	const { json } = await call('services');
	expect(new Set(json.map((row: Row) => row.service)).size).toBe(10_000);
	expect(new Set(json.map((row: Row) => row.type)).size).toBe(Object.keys(FULL).length);
	await call('add', { service: '9999', link: LINK, quantity: '10' });
	expect(panel.orders.size).toBe(1);
});
