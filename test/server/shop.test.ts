/** The examples for a shop, `shop-order.json` and `sell-prices.json`, with repeated webhooks and kills of n8n. */
import { createCredential, type SavedCredential } from '../../sandbox/n8n/credentials';
import { DataTable } from '../../sandbox/n8n/dataTables';
import { readExample } from '../../sandbox/n8n/examples';
import { withCredential } from '../../sandbox/n8n/exchange';
import {
	activate,
	deactivate,
	ended,
	errorOf,
	outputOf,
	run,
	type SavedWorkflow,
	type WorkflowFile,
} from '../../sandbox/n8n/workflows';
import { type Shop, type ShopOrder, startShop } from '../../sandbox/outside/woocommerce';
import { type ChatHost, startChatHost } from './bot';
import { endedRuns, hurried } from './reorder';
import { until } from './until';

const TYPE = 'wooCommerceApi';

let host: ChatHost;
let shop: Shop;
let credential: SavedCredential;
let products: DataTable;

/** Publishes the workflow for this shop. `hurry` may shorten its schedule. */
async function publish(hurry: (file: WorkflowFile) => WorkflowFile): Promise<SavedWorkflow> {
	const text = JSON.stringify(await readExample('shop-order.json'));
	const file = JSON.parse(text.replaceAll('https://YOUR_SHOP', shop.url)) as WorkflowFile;
	const nodes = /\.(wooCommerce(Trigger)?|httpRequest)$/;
	const saved = await host.save(hurry(withCredential(file, credential, { type: TYPE, nodes })));
	await activate(host.rest, saved);
	await until(() => shop.isListening, Boolean);
	return saved;
}

let orders = 0;

/** A paid order of the shop. By default, each line has its own link. */
function given(lines: Array<Partial<ShopOrder['line_items'][0]>>, more: Partial<ShopOrder> = {}) {
	const id = ++orders * 100;
	const minutesAgo = new Date(Date.now() - 20 * 60_000).toISOString();
	const order: ShopOrder = {
		id,
		status: 'processing',
		date_paid_gmt: minutesAgo.slice(0, 19),
		line_items: lines.map((line, n) => ({
			id: id + n + 1,
			name: 'Followers',
			product_id: 11,
			variation_id: 0,
			sku: '',
			quantity: 1,
			meta_data: [
				{ key: '_reduced_stock', value: '1' },
				{ key: 'Link', value: `https://example.com/${id + n + 1}` },
			],
			...line,
		})),
		refunds: [],
		...more,
	};
	shop.orders.set(id, order);
	return order;
}

/** The panel's orders for a line. */
const bought = ({ id }: { id: number }) =>
	[...host.panel.orders.values()].filter(({ link }) => link === `https://example.com/${id}`);
const notesOf = (order: ShopOrder, n = 0) =>
	(shop.notes.get(order.id) ?? []).filter((note) =>
		note.endsWith(` [${order.id}:${order.line_items[n].id}]`),
	);

/** Delivers an order this many times, and waits each time until n8n has processed it. */
async function deliver(workflow: SavedWorkflow, order: ShopOrder, times = 1): Promise<void> {
	for (let n = 0; n < times; n++) {
		const { length } = await endedRuns(host, workflow);
		await expect(shop.deliver(order.id)).resolves.toEqual([200]);
		await until(
			async () => (await endedRuns(host, workflow)).length,
			(now) => now > length,
		);
	}
}

beforeAll(async () => {
	shop = await startShop();
	host = await startChatHost();
	const { url, key, secret } = shop;
	const data = { url, consumerKey: key, consumerSecret: secret };
	credential = await createCredential(host.rest, 'Shop', data, TYPE);
});
afterAll(async () => {
	await host?.close();
	await shop?.close();
});
afterEach(() => host.panel.clearFaults());

describe('by webhook', () => {
	let workflow: SavedWorkflow;

	afterAll(async () => await deactivate(host.rest, workflow));
	beforeAll(async () => {
		products = await DataTable.create(host.rest, 'SMM products', [
			{ name: 'product', type: 'string' },
			{ name: 'service', type: 'string' },
			{ name: 'quantity', type: 'number' },
		]);
		await products.insert([
			{ product: '11', service: '1', quantity: 100 },
			{ product: '12', service: '3', quantity: 50 },
			{ product: 'LIKES', service: '4', quantity: 10 },
			{ product: '14', service: 'none', quantity: null },
			{ product: '15', service: '1', quantity: null },
			{ product: '16', service: '1', quantity: 10 },
		]);
		workflow = await publish((file) => file);
	});

	it('orders each line of a paid order once, however often it arrives, and notes id and status', async () => {
		const order = given([
			{},
			{ variation_id: 12, quantity: 3 },
			{ product_id: 13, sku: 'LIKES', quantity: 2 },
			{ product_id: 14 },
		]);
		await deliver(workflow, { ...order }, 3);
		const ids = order.line_items.map((line) => bought(line).map(({ id }) => id));
		expect(ids.map(({ length }) => length)).toEqual([1, 1, 1, 0]);
		expect(shop.notes.get(order.id)).toEqual(
			['100 of service 1', '150 of service 3', '20 of service 4'].map((what, n) => {
				const { id } = order.line_items[n];
				return `SMM order ${ids[n][0]}: Pending, ${what} for https://example.com/${id} [${order.id}:${id}]`;
			}),
		);
		expect(host.sent()).toEqual([]);
	});

	it('orders once when the same order arrives several times at once', async () => {
		const order = given([{}, {}], { date_paid_gmt: new Date().toISOString().slice(0, 19) });
		host.panel.fault({ kind: 'delay', action: 'add', ms: 500, times: 2 });
		const { length } = await endedRuns(host, workflow);
		await Promise.all([1, 2, 3].map(async () => await shop.deliver(order.id)));
		await until(
			async () => (await endedRuns(host, workflow)).length,
			(now) => now === length + 3,
		);
		for (const [n, line] of order.line_items.entries()) {
			const [{ id }, ...others] = bought(line);
			expect(others).toEqual([]);
			expect(new Set(notesOf(order, n))).toEqual(
				new Set([expect.stringContaining(`SMM order ${id}: Pending`)]),
			);
		}
		expect(host.sent()).toEqual([]);
	});

	it.each<[string, Partial<ShopOrder>]>([
		['is not paid', { status: 'on-hold' }],
		['is completed already', { status: 'completed' }],
		['was paid before the workflow came', { date_paid_gmt: '2020-01-01T10:00:00' }],
	])('ignores an order that %s', async (_, more) => {
		const order = given([{}], more);
		await deliver(workflow, order);
		expect([...bought(order.line_items[0]), ...notesOf(order)]).toEqual([]);
	});

	it('asks a person once for each line that it cannot order, and orders when the note is deleted', async () => {
		const links = ['https://example.com/a', 'https://example.com/b'];
		const order = given([
			{ product_id: 99, name: 'Mug' },
			{ meta_data: [{ key: 'Colour', value: 'red' }] },
			{ meta_data: links.map((value, n) => ({ key: `Field ${n}`, value })) },
			{ product_id: 15 },
			{ product_id: 16 },
			{},
		]);
		host.panel.resetCounters();
		await deliver(workflow, order, 2);
		const problems = [
			/No service for product 99: add a row/,
			/gave no link, or several/,
			/gave no link, or several/,
			/quantity of product 15 is not valid/,
			/less than minimal 50/,
		];
		const sent = host.sent();
		expect(sent).toHaveLength(problems.length);
		for (const [n, problem] of problems.entries()) {
			expect(sent[n]).toMatch(`Shop order ${order.id}, ${order.line_items[n].name}: `);
			expect(sent[n]).toMatch(problem);
			expect(sent[n]).toMatch(/It was not placed\. .*the next run orders it\.$/);
			expect(notesOf(order, n)).toEqual([expect.stringMatching(problem)]);
		}
		expect(host.panel.count('add')).toBe(2);
		expect(bought(order.line_items[5])).toHaveLength(1);

		await products.insert([{ product: '99', service: '1', quantity: 60 }]);
		shop.notes.delete(order.id);
		order.line_items.splice(1);
		await deliver(workflow, order, 2);
		expect(bought(order.line_items[0])).toHaveLength(1);
		expect(notesOf(order)).toEqual([expect.stringContaining('SMM order')]);
		expect(host.sent()).toEqual([]);
	});

	it('leaves partly refunded orders to a person', async () => {
		const order = given([{}], { refunds: [{ id: 1 }] });
		await deliver(workflow, order);
		expect(host.sent()).toEqual([expect.stringContaining('Part of the order was refunded')]);
		expect(bought(order.line_items[0])).toEqual([]);
	});

	it('never orders again after doubt', async () => {
		const order = given([{}]);
		host.panel.fault({ kind: 'resetAfter', action: 'add' });
		await deliver(workflow, order);
		const words = /may be placed and paid for: look for the link .* by hand if it is not there\./;
		expect(host.sent()).toEqual([expect.stringMatching(words)]);
		expect(notesOf(order)).toEqual([expect.stringMatching(words)]);
		shop.notes.delete(order.id);
		await deliver(workflow, order);
		expect(host.sent()).toEqual([expect.stringMatching(words)]);
		expect(bought(order.line_items[0])).toHaveLength(1);
	});

	it('reports a failure of all lines once per run, and orders them when it is over', async () => {
		const order = given([{}, {}, {}]);
		host.panel.fault({
			kind: 'reply',
			action: 'add',
			body: '{"error":"Not enough funds on balance"}',
		});
		await deliver(workflow, order);
		expect(host.sent()).toEqual([expect.stringContaining('Not enough funds')]);
		expect(shop.notes.get(order.id)).toBeUndefined();
		await deliver(workflow, order);
		expect(order.line_items.map((line) => bought(line).length)).toEqual([1, 1, 1]);
		expect(host.sent()).toEqual([]);
	});

	it('rejects a webhook call without the right secret', async () => {
		const order = given([{}]);
		await expect(shop.deliver(order.id, 'forged')).resolves.toEqual([401]);
		expect(bought(order.line_items[0])).toEqual([]);
	});
});

describe('sell prices', () => {
	let workflow: SavedWorkflow;

	beforeAll(async () => (workflow = await host.save(await readExample('sell-prices.json'))));

	/** Runs the workflow once. Returns the services whose rows it wrote, and the messages that it sent. */
	async function look(): Promise<{ written: unknown[]; sent: string[] }> {
		const execution = await ended(host.rest, await run(host.rest, workflow));
		expect(errorOf(execution)).toBe('');
		const written = outputOf(execution, 'Write: Price').map(({ service }) => service);
		return { written, sent: host.sent() };
	}

	it('writes changes, and reports once what is sold below cost', async () => {
		const { services } = host.panel;
		const first = await look();
		expect(first).toEqual({ written: services.map(({ service }) => String(service)), sent: [] });
		const table = await DataTable.open(host.rest, 'SMM prices');
		const [followers, , , likes] = await table.rows();
		expect(followers).toMatchObject({ service: '1', cost: 0.9, price: 1.26, sold: null });
		expect(likes).toMatchObject({ service: '4', cost: 0.27819, price: 0.39 });
		await expect(look()).resolves.toEqual({ written: [], sent: [] });

		services[0].rate = '1.3';
		await table.update('service', '4', { sold: 0.2 });
		await expect(look()).resolves.toEqual({
			written: ['1', '4'],
			sent: [
				'Sold below cost: 2\n1 Followers: sold for 1.26, costs 1.3, new price 1.82\n4 Instagram Likes: sold for 0.2, costs 0.27819, new price 0.39',
			],
		});
		// The calculated price is above the cost again. The user's own price is not, but was already reported.
		await expect(look()).resolves.toEqual({ written: ['1'], sent: [] });
		await table.update('service', '4', { sold: 0.3 });
		await expect(look()).resolves.toEqual({ written: ['4'], sent: [] });
		await table.update('service', '4', { sold: 0.2 });
		await expect(look()).resolves.toMatchObject({ sent: [expect.stringContaining('4 Instagram')] });
	});

	it('uses the dearer of two rows, and ignores services without a rate', async () => {
		const { services } = host.panel;
		const kept = services.splice(0, Infinity, { ...services[0], rate: 'on request' });
		const row = { ...kept[1], rate: '10' };
		services.push(row, { ...row, rate: '11' }, row);
		await expect(look()).resolves.toMatchObject({ written: ['2'] });
		const [one, two] = await (await DataTable.open(host.rest, 'SMM prices')).rows();
		expect([one.price, two.price]).toEqual([1.82, 15.4]);
		services.splice(0, Infinity, ...kept);
	});
});

describe('killed in the middle, and started again', () => {
	const panelTook = async () => {
		const { size } = host.panel.orders;
		host.panel.fault({ kind: 'hang', action: 'add', when: 'after' });
		await until(
			() => host.panel.orders.size,
			(now) => now > size,
		);
	};

	beforeAll(async () => {
		shop.orders.clear();
		await publish(hurried);
	});

	it.each<[string, RegExp, boolean, () => Promise<void>]>([
		['the panel has taken the order', /may be placed and paid for/, true, panelTook],
		[
			'the note is not written yet',
			/^SMM order placed before, look it up: /,
			false,
			async () => await shop.holdNote('before'),
		],
		[
			'the note is written',
			/^SMM order \d+: Pending/,
			false,
			async () => await shop.holdNote('after'),
		],
	])('when %s: one order, and one note about it', async (_, note, isAsked, moment) => {
		host.sent();
		const come = moment();
		const order = given([{}, {}]);
		await come;
		await host.server.kill();
		host.panel.clearFaults();
		await host.server.startAgain();
		await host.rest.logIn();
		await until(
			() => shop.notes.get(order.id) ?? [],
			(notes) => notes.length >= 2,
		);
		// Two more runs change nothing.
		const { length } = shop.requests;
		await until(
			() => shop.requests.slice(length).filter((each) => each.includes('status=processing')),
			(runs) => runs.length >= 3,
		);
		expect(order.line_items.map((line) => bought(line).length)).toEqual([1, 1]);
		expect(notesOf(order)).toEqual([expect.stringMatching(note)]);
		expect(notesOf(order, 1)).toEqual([expect.stringMatching(/^SMM order \d+: Pending/)]);
		expect(host.sent().length > 0).toBe(isAsked);
	});
});
