import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AUTOMATIC, orderForm } from '../../sandbox/orderForm';
import { byId, GO_ON, LANES, LINK, placed, sent, useBench, words } from './setup';

const bench = useBench();

const MAPPED: INodeParameters = {
	resource: 'order',
	operation: 'create',
	fields: AUTOMATIC,
};
const adds = () =>
	sent(bench.panel, 'add').map((fields) => {
		expect(fields.action).toBe('add');
		return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'action'));
	});
const COMMENTS = Array.from({ length: 10 }, (_, n) => `Nice ${n}`).join('\n');

describe.each(LANES)('lane %s', (lane) => {
	// `test/panel/mapping.test.ts` tests how columns are read; this tests where the type comes from.
	const ROWS: Array<[string, IDataObject, IDataObject, number]> = [
		[
			'names of the API',
			{ service: 3, link: LINK, quantity: 100 },
			{ service: '3', link: LINK, quantity: '100' },
			0,
		],
		[
			'other names of columns',
			{ service_id: 3, url: LINK, Qty: '100', price: 5 },
			{ service: '3', link: LINK, quantity: '100' },
			0,
		],
		[
			'a column type, whatever its wording',
			{ Service: 2, Type: 'custom_COMMENT', Link: LINK, Comments: COMMENTS, Quantity: 3 },
			{ service: '2', link: LINK, comments: COMMENTS },
			0,
		],
		[
			'the type of the service in the catalogue',
			{ service: 2, link: LINK, comments: COMMENTS, quantity: 5 },
			{ service: '2', link: LINK, comments: COMMENTS },
			1,
		],
		[
			'a subscription, without link and quantity',
			{ service: 20, Username: 'nasa', Min: 10, 'Maximum Quantity': 20, Delay: 0, 'Old Posts': 1 },
			{ service: '20', username: 'nasa', min: '10', max: '20', delay: '0', old_posts: '1' },
			0,
		],
		[
			'columns named key and action',
			{
				key: 'my-key',
				Key: 'x',
				action: 'balance',
				ACTION: 'x',
				service: 3,
				link: LINK,
				quantity: 9,
			},
			{ service: '3', link: LINK, quantity: '9' },
			0,
		],
	];

	it.each(ROWS)('maps %s', async (_, row, expected, catalogues) => {
		bench.panel.services[2].min = '1';
		const run = await bench.run(MAPPED, { lane, items: [row] });
		expect(run.error?.message).toBeUndefined();
		expect(adds()).toEqual([expected]);
		expect(bench.panel.count('services')).toBe(catalogues);
		expect(bench.panel.requests.every(({ fields }) => fields.key === bench.panel.apiKey)).toBe(
			true,
		);
	});

	it('asks for the catalogue once for all rows', async () => {
		const items = Array.from({ length: 8 }, (_, n) => ({
			service: 3,
			link: `${LINK}/${n}`,
			quantity: 100,
			country: 'DE',
		}));
		const run = await bench.run(MAPPED, { lane, items });
		expect(run.json).toHaveLength(8);
		expect(bench.panel.count('services')).toBe(1);
		expect(bench.panel.count('add')).toBe(8);
	});

	it.each<[string, IDataObject, RegExp]>([
		['no service', { link: LINK, quantity: 10 }, /'Service' is missing/],
		['no link', { service: 3, quantity: 10 }, /'Link' is missing/],
		[
			'two columns for one field',
			{ service: 3, link: LINK, Link: 'https://example.com/b', quantity: 10 },
			/The columns 'link' and 'Link' both give a value for 'link'/,
		],
		['a service that is not known', { service: 4711, link: LINK }, /not enough for any type/],
	])('refuses a row with %s, and sends no order', async (_, row, message) => {
		const run = await bench.run(MAPPED, { lane, items: [row] });
		expect(run.error?.message).toMatch(message);
		expect(bench.panel.count('add')).toBe(0);
	});

	it('derives the type from the columns if the catalogue does not list the service', async () => {
		const items = [{ service: 4711, link: LINK, comments: 'a' }];
		await bench.run(MAPPED, { lane, items, ...GO_ON });
		expect(adds()).toEqual([{ service: '4711', link: LINK, comments: 'a' }]);
	});

	it('derives the type from the columns if the catalogue cannot be read', async () => {
		bench.panel.fault({ kind: 'notJson', action: 'services', times: 99 });
		const items = [{ service: 3, link: LINK, quantity: 100, Country: 'DE' }];
		const run = await bench.run(MAPPED, { lane, items });
		expect(run.json).toEqual([placed(23501)]);
		expect(
			run.logs.some(({ level, message }) => level === 'warn' && /services/.test(message)),
		).toBe(true);
	});

	it('orders nothing if the panel refuses the key for the catalogue', async () => {
		const items = [{ service: 3, link: LINK, quantity: 100, country: 'DE' }];
		const credentialData = { url: bench.panel.url, apiKey: 'wrong-key' };
		const run = await bench.run(MAPPED, { lane, items, credentialData });
		expect(run.error?.message).toBe(
			'The order was not placed: the services could not be read: the panel answered "Invalid API key" [item 0]',
		);
		expect(bench.panel.count('add')).toBe(0);
	});

	it('orders the picked service if the rows name none, by the fields in its form', async () => {
		const schema = orderForm({}, ['link', 'comments']).schema;
		const parameters = { ...MAPPED, service: byId(2), fields: { ...AUTOMATIC, schema } };
		const items = [{ post: LINK, comment: COMMENTS, quantity: 3, username: 'my customer' }];
		await bench.run(parameters as INodeParameters, { lane, items });
		expect(adds()).toEqual([{ service: '2', link: LINK, comments: COMMENTS }]);
		expect(bench.panel.count('services')).toBe(0);
	});

	it('names the columns if something is missing', async () => {
		const items = [{ service: 3, link: LINK, Quantitty: 5, notes: 'x', comments: null }];
		const run = await bench.run(MAPPED, { lane, items });
		expect(words(run)).toContain(
			"Columns read: 'service', 'link'. Empty: 'comments'. Ignored: 'Quantitty', 'notes'. Did you mean 'quantity' instead of 'Quantitty'?",
		);
		expect(bench.panel.count('add')).toBe(0);
	});

	it('adds the custom fields', async () => {
		const customFields = { field: [{ name: 'coupon', value: '={{ $json.Voucher }}' }] };
		const items = [{ service: 3, type: 'default', link: LINK, quantity: 100, Voucher: 'SALE' }];
		await bench.run({ ...MAPPED, customFields }, { lane, items });
		expect(adds()).toEqual([{ service: '3', link: LINK, quantity: '100', coupon: 'SALE' }]);
	});
});

it('keeps the rows of a sheet in order, with the refused ones in place', async () => {
	const items = [
		{ row: 1, service: 3, link: `${LINK}/1`, quantity: 100 },
		{ row: 2, service: 3, link: `${LINK}/2` },
		{ row: 3, service: 2, link: `${LINK}/3`, comments: COMMENTS },
		{ row: 4, service: 7, type: 'Package', link: `${LINK}/4` },
	];
	const run = await bench.run({ ...MAPPED, includeInputFields: true }, { items, ...GO_ON });
	expect(run.json.map(({ row, order, error }) => [row, order ?? error])).toEqual([
		[1, '23501'],
		[2, "'Quantity' is missing"],
		[3, '23502'],
		[4, '23503'],
	]);
	expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
});

it('does not buy a row again if a retry determines another type', async () => {
	// The first try cannot read the catalogue and uses the columns; the second one can.
	bench.panel.fault({ kind: 'notJson', action: 'services', times: 7 });
	bench.panel.fault({ kind: 'reply', action: 'add', skip: 1, body: '{"error":"Bad link"}' });
	const items = [
		{ service: 3, link: `${LINK}/1`, quantity: 100, username: 'my customer' },
		{ service: 3, link: `${LINK}/2`, quantity: 100 },
	];
	const run = await bench.run(MAPPED, {
		items,
		retryOnFail: true,
		maxTries: 2,
		waitBetweenTries: 1,
	});
	expect(run.json).toMatchObject([1, 2].map((n) => placed(23500 + n, `${LINK}/${n}`)));
	expect([...bench.panel.orders.values()].map(({ link }) => link)).toEqual([
		`${LINK}/1`,
		`${LINK}/2`,
	]);
});

it('returns placed ids even if the catalogue is no longer available', async () => {
	bench.panel.fault({ kind: 'reply', action: 'add', skip: 1, body: '{"error":"Bad link"}' });
	const items = [1, 2].map((n) => ({
		service: 3,
		link: `${LINK}/${n}`,
		quantity: 100,
		country: 'DE',
	}));
	const failed = await bench.run(MAPPED, { items });
	const credentialData = { url: bench.panel.url, apiKey: 'wrong-key' };
	const retried = await bench.run(MAPPED, { retryOf: failed, credentialData });
	expect(retried.error?.message).toContain('Invalid API key');
	expect(retried.error?.description).toContain('item 0 is order 23501');
	expect(bench.panel.orders.size).toBe(1);
});
