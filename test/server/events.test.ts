/** The examples for refills, balance and prices, as published, with n8n's own Telegram node. */
import { DataTable, type Row } from '../../sandbox/n8n/dataTables';
import {
	CHEAPEST_TABLE,
	createPricesTable,
	createTrackedTable,
	readExample,
} from '../../sandbox/n8n/examples';
import { exchange, onDataTable, sheetsOn } from '../../sandbox/n8n/exchange';
import { placeOrders } from '../../sandbox/n8n/orders';
import { ended, errorOf, run, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import { type Panel, startPanel } from '../../sandbox/panel';
import { type ChatHost, saveOnTwoPanels, startChatHost } from './bot';
import { look } from './watching';

const DAY = 86_400_000;

let host: ChatHost;

beforeAll(async () => {
	host = await startChatHost();
});

afterAll(async () => await host?.close());

beforeEach(() => host.chat.messages.splice(0));

it('low-balance-alert: one message for each fall', async () => {
	const workflow = await host.save(await readExample('low-balance-alert.json'));
	const told: string[] = [];
	for (const balance of ['1000', '24.5', '20', '25.5', '24', '30', '24.99999']) {
		host.panel.setBalance(balance);
		await look(host, workflow, new RegExp(`"balance":"${balance}"`));
		told.push(host.sent().join());
	}
	const words = (after: string, before: string) =>
		`Low balance: ${after} USD, below 25. At the last poll it was ${before}. Orders that cost more will be refused.`;
	expect(told).toEqual(['', words('24.5', '1000'), '', '', '', '', words('24.99999', '30')]);
});

it('price-watch: a row for each change, and a message about large increases', async () => {
	const table = await createPricesTable(host.rest, 'Prices');
	const file = await readExample('price-watch.json');
	const workflow = await host.save(exchange(file, sheetsOn(onDataTable(table.id))));
	const { services } = host.panel;
	host.panel.resetCounters();
	await look(host, workflow, new RegExp(`"total":${services.length}`));
	expect(await table.rows()).toEqual([]);

	services[2].rate = '1.50';
	services[3].rate = '0.28';
	services[4].rate = '2.45';
	services[4].max = '5';
	const [removed] = services.splice(5, 1);
	services.push({ ...services[0], service: 900, name: 'New' });
	await look(host, workflow, /"900"/);
	expect(host.panel.count()).toBe(2);
	expect(await table.rows()).toMatchObject([
		{
			service: '3',
			event: 'changed',
			changed: 'rate',
			rate_before: '1.25',
			rate_after: '1.5',
			change_percent: '20',
		},
		{ service: '5', changed: 'rate, max', change_percent: '2.08', min: '100', max: '5' },
		{ service: '900', name: 'New', event: 'added', rate_before: '', rate_after: '0.9' },
		{ service: '6', name: 'TikTok Views', event: 'removed', rate_before: '0.007', rate_after: '' },
	]);
	expect(host.sent()).toEqual([
		'More expensive by 10 % or more: 1\n3 Instagram Followers | 30 Days Refill: 1.25 → 1.5 (+20 %)',
	]);

	// A change of less than 1 %, but more against the last reported rate.
	services[3].rate = '0.2815';
	services.push(removed);
	await look(host, workflow, /"0.2815"/);
	expect((await table.rows()).slice(4)).toMatchObject([
		{ service: '4', rate_before: '0.27819', rate_after: '0.2815', change_percent: '1.19' },
		{ service: '6', event: 'returned', changed: '' },
	]);
	expect(host.sent()).toEqual([]);
});

describe('cheapest-of-two-panels', () => {
	let other: Panel;
	let table: DataTable;
	let workflow: SavedWorkflow;

	beforeAll(async () => {
		other = await startPanel();
		workflow = await saveOnTwoPanels(host, 'cheapest-of-two-panels.json', other);
		rate(host.panel, 3, '1.25');
		rate(host.panel, 4, '0.27819');
		// Its first run creates the table, which the user then fills in.
		expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');
		table = (await DataTable.find(host.rest, CHEAPEST_TABLE))!;
		await table.insert([
			{ what: 'Followers', service_a: '3', service_b: '1' },
			{ what: 'Likes', service_a: '4', service_b: '4' },
		]);
	});
	afterAll(async () => await other?.close());

	const rate = (panel: Panel, id: number, text: string) => {
		panel.services.find(({ service }) => service === id)!.rate = text;
	};
	const cheapest = async () =>
		(await table.rows()).map(({ what, panel, service }) => `${what}: ${panel} ${service}`);

	it('writes where each service is cheapest, and reports it', async () => {
		expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');
		expect(await cheapest()).toEqual(['Followers: B 1', 'Likes: A 4']);
		expect(host.sent()).toEqual([
			'Cheapest now:\nFollowers: panel B, service 1 (A 1.25, B 0.9)\nLikes: panel A, service 4 (A 0.27819, B 0.27819)',
		]);
	});

	it('follows the prices of both panels, and reports only a change of panel', async () => {
		await look(host, workflow, /"total".*"total"/);
		expect(host.sent()).toEqual([]);
		rate(other, 1, '1.30');
		await look(host, workflow, /"1.3"/);
		expect(await cheapest()).toEqual(['Followers: A 3', 'Likes: A 4']);
		expect(host.sent()).toEqual(['Cheapest now:\nFollowers: panel A, service 3 (A 1.25, B 1.3)']);
		rate(host.panel, 4, '0.28');
		await look(host, workflow, /"0.28"/);
		expect(host.sent()).toEqual(['Cheapest now:\nLikes: panel B, service 4 (A 0.28, B 0.27819)']);
		rate(other, 1, '1.35');
		await look(host, workflow, /"1.35"/);
		expect(host.sent()).toEqual([]);
	});

	it('keeps a panel that is down, but drops a service that is no longer sold', async () => {
		const before = await table.rows();
		host.panel.fault({ kind: 'reply', body: '{"error":"Incorrect request"}', times: Infinity });
		const down = await ended(host.rest, await runFrom('Every Day'));
		host.panel.clearFaults();
		expect(errorOf(down)).toBe('');
		expect(await table.rows()).toEqual(before);
		host.panel.services.splice(
			host.panel.services.findIndex(({ service }) => service === 3),
			1,
		);
		expect(errorOf(await ended(host.rest, await runFrom('Every Day')))).toBe('');
		expect(await cheapest()).toEqual(['Followers: B 1', 'Likes: B 4']);
		expect(host.sent()).toEqual(['Cheapest now:\nFollowers: panel B, service 1 (A –, B 1.35)']);
	});

	const runFrom = async (name: string) =>
		await run(host.rest, {
			...workflow,
			nodes: workflow.nodes.filter((each) => each.name === name),
		});
});

describe('refill-dropped-orders', () => {
	const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
	/** Orders with their service, their age in days, and whether a refill is requested: only under a guarantee. */
	const ORDERS: Array<[name: string, service: string, age: number, isAsked: boolean, row?: Row]> = [
		['just under 30 days', '911', 29.9, true],
		['over 30 days', '911', 30.1, false],
		['partial', '911', 8, false, { status: 'Partial' }],
		['without a refill', '912', 0, false],
		['for a lifetime', '913', 900, true],
		['of silent words', '910', 29.9, true],
		['of silent words, over 30 days', '910', 30.1, false],
		['that cannot be refilled', '914', 8, false],
		['asked for 23 hours ago', '911', 8, false, { refill_at: ago(23 / 24) }],
		['asked for 25 hours ago', '911', 8, true, { refill_at: ago(25 / 24) }],
		['without a date', '911', 0, true, { ordered_at: null }],
		['of a service that is gone', '999', 8, false],
		['that the panel refuses', '911', 8, true],
	];
	let table: DataTable;
	let workflow: SavedWorkflow;
	let ids: string[];

	beforeAll(async () => {
		const { services, orders } = host.panel;
		for (const [n, name] of ['Likes', '30 Days ♻️', 'No Refill', 'Lifetime'].entries())
			services.push({
				...services[0],
				service: 910 + n,
				name: `Followers | ${name}`,
				refill: true,
			});
		services.push({ ...services[0], service: 914, name: 'Views', refill: false });
		ids = await placeOrders(host.panel, ORDERS.length);
		table = await createTrackedTable(host.rest, ids);
		for (const [n, [, service, age, , row]] of ORDERS.entries()) {
			host.panel.setStatus(ids[n], 'Completed');
			const usual = { status: 'Completed', finished: true, service, ordered_at: ago(age) };
			await table.update('order', ids[n], { ...usual, ...row });
		}
		orders.get(ids.at(-1)!)!.service = '914';
		workflow = await host.save(await readExample('refill-dropped-orders.json'));
	});

	const errorOfRun = async () => {
		host.panel.resetCounters();
		return errorOf(await ended(host.rest, await run(host.rest, workflow)));
	};
	const refills = async () =>
		(await table.rows()).map(({ refill, refill_status }) => [refill, refill_status].join(' '));
	const asked = () =>
		host.panel.requests
			.filter(({ fields }) => fields.action === 'refill')
			.flatMap(({ fields }) => (fields.orders ?? fields.order).split(','));

	it('requests a refill once for all completed orders under their guarantee, and notes the refusals', async () => {
		expect(await errorOfRun()).toBe('');
		const names = asked().map((id) => ORDERS[ids.indexOf(id)][0]);
		expect(names).toEqual(ORDERS.filter(([, , , isAsked]) => isAsked).map(([name]) => name));
		expect(host.panel.count('services')).toBe(1);
		const rows = await table.rows();
		expect(rows.map(({ refill_note }) => refill_note ?? '').slice(-2)).toEqual([
			expect.stringMatching(/the panel has no service 999/i),
			expect.stringMatching(/the panel answered "Refill not available"/),
		]);
		expect(rows.filter(({ refill_note }) => refill_note)).toHaveLength(2);
		expect(await refills()).toEqual(
			['1', ...' '.repeat(3), '2', '3', ...' '.repeat(3), '4', '5', ' ', ' '].map((refill) =>
				refill === ' ' ? ' ' : `${refill} Pending`,
			),
		);
		expect(host.sent()).toEqual([expect.stringMatching(/^Refills: 5\norder /)]);
	});

	it('requests none of them again within 24 hours, and reports each change once', async () => {
		expect(await errorOfRun()).toBe('');
		expect(asked()).toEqual([]);
		expect(host.sent()).toEqual([]);
		host.panel.setRefillStatus('1', 'Rejected');
		host.panel.setRefillStatus('2', 'Completed');
		expect(await errorOfRun()).toBe('');
		expect(host.sent()).toEqual([
			`Refills: 2\norder ${ids[0]}: refill 1 Rejected\norder ${ids[4]}: refill 2 Completed`,
		]);
		expect(await errorOfRun()).toBe('');
		expect(host.panel.requests.map(({ fields }) => fields.refills)).toContain('3,4,5');
		expect(host.sent()).toEqual([]);
	});

	it('requests a refill again a day after one ended, and not while one is running', async () => {
		for (const n of [0, 5]) await table.update('order', ids[n], { refill_at: ago(1.1) });
		expect(await errorOfRun()).toBe('');
		expect(asked()).toEqual([ids[0]]);
		expect((await refills())[0]).toBe('6 Pending');
	});

	it.each(['services', 'refill', 'refill_status'] as const)(
		'ends with an error when the panel refuses the key at %s, and leaves the rows unchanged',
		async (action) => {
			await table.update('order', ids[4], { refill_at: ago(2) });
			const before = await table.rows();
			const body = '{"error":"Incorrect API key"}';
			host.panel.fault({ kind: 'reply', body, action, times: Infinity });
			const error = await errorOfRun();
			host.panel.clearFaults();
			expect(error).toMatch(/Incorrect API key/);
			if (action === 'refill_status') expect(asked()).toEqual([ids[4]]);
			else expect(await table.rows()).toEqual(before);
		},
	);
});
