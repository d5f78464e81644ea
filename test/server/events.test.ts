/** The examples of refills, the balance and prices, as they are published, with n8n's own Telegram node. */
import { DataTable } from '../../sandbox/n8n/dataTables';
import { createCredential } from '../../sandbox/n8n/credentials';
import {
	createCheapestTable,
	createPricesTable,
	createTrackedTable,
	readExample,
} from '../../sandbox/n8n/examples';
import { exchange, onDataTable, sheetsOn, withCredential } from '../../sandbox/n8n/exchange';
import { placeOrders } from '../../sandbox/n8n/orders';
import {
	activate,
	createWorkflow,
	deactivate,
	ended,
	errorOf,
	executionsOf,
	run,
	type SavedWorkflow,
} from '../../sandbox/n8n/workflows';
import { type Panel, startPanel } from '../../sandbox/panel';
import { type ChatHost, startChatHost, withBot } from './bot';
import { until } from './until';
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
		`Low balance: ${after} USD, below 25. At the last look it was ${before}. Orders that cost more will be refused.`;
	expect(told).toEqual(['', words('24.5', '1000'), '', '', '', '', words('24.99999', '30')]);
});

it('price-watch: a row for each change, and a message of what became much dearer', async () => {
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
		'Dearer by 10 % or more: 1\n3 Instagram Followers | 30 Days Refill: 1.25 → 1.5 (+20 %)',
	]);

	// Less than 1 %, but not from what was told of last.
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
		table = await createCheapestTable(host.rest);
		const credential = await createCredential(host.rest, 'Panel B', {
			url: other.url,
			apiKey: other.apiKey,
		});
		const file = await readExample('cheapest-of-two-panels.json');
		const ofA = withBot(withCredential(file, host.credential), host.bot);
		workflow = await createWorkflow(host.rest, {
			...ofA,
			nodes: ofA.nodes.map((node) =>
				node.name.startsWith('Panel B')
					? { ...node, credentials: { smmPanelApi: credential } }
					: node,
			),
		});
		rate(host.panel, 3, '1.25');
		rate(host.panel, 4, '0.27819');
	});
	afterAll(async () => await other?.close());

	const rate = (panel: Panel, id: number, text: string) => {
		panel.services.find(({ service }) => service === id)!.rate = text;
	};
	const cheapest = async () =>
		(await table.rows()).map(({ what, panel, service }) => `${what}: ${panel} ${service}`);

	it('writes where each is cheapest, and tells of it', async () => {
		expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');
		expect(await cheapest()).toEqual(['Followers: B 1', 'Likes: A 4']);
		expect(host.sent()).toEqual([
			'Cheapest now:\nFollowers: panel B, service 1 (A 1.25, B 0.9)\nLikes: panel A, service 4 (A 0.27819, B 0.27819)',
		]);
	});

	it('follows the prices of either panel, and tells only of another panel', async () => {
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

	it('does not take a panel that is down for a dear one, but a service that is sold no more', async () => {
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
	let table: DataTable;
	let workflow: SavedWorkflow;
	let ids: string[];

	beforeAll(async () => {
		ids = await placeOrders(host.panel, 6);
		table = await createTrackedTable(host.rest, [...ids, '99']);
		const age = [8, 29, 2, 40, 8, 8, 8];
		for (const [n, order] of [...ids, '99'].entries()) {
			if (n < 5) host.panel.setStatus(order, 'Completed');
			await table.update('order', order, {
				status: n === 5 ? 'Partial' : 'Completed',
				finished: true,
				changed_at: new Date(Date.now() - age[n] * DAY).toISOString(),
			});
		}
		// The fifth is of a service without refills.
		host.panel.orders.get(ids[4])!.service = '4';
		const file = await readExample('refill-dropped-orders.json');
		workflow = await host.save({
			...file,
			nodes: file.nodes.map((node) => ({
				...node,
				parameters: JSON.parse(
					JSON.stringify(node.parameters).replace('https://YOUR_N8N', host.server.url),
				),
			})),
		});
	});

	const refills = async () =>
		(await table.rows()).map(({ refill, refill_status }) => [refill, refill_status].join(' '));

	it('is activated before there is a refill', async () => {
		await look(host, workflow, /"refills":/);
		expect(host.sent()).toEqual([]);
	});

	it('asks for a refill of each order that was completed long enough ago, and notes the refusals', async () => {
		host.panel.resetCounters();
		expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');
		expect(host.panel.requests.map(({ fields }) => fields.orders)).toEqual([
			[ids[0], ids[1], ids[4], '99'].join(),
		]);
		expect([...host.panel.refills.values()].map(({ order }) => order)).toEqual(ids.slice(0, 2));
		expect(await refills()).toEqual(['1 Requested', '2 Requested', ' ', ' ', ' ', ' ', ' ']);
		const rows = await table.rows();
		expect(rows[4].refill_note).toMatch(/the panel answered "Refill not available"/);
		expect(rows[6].refill_note).toMatch(/^Order 99: .*"Incorrect order ID"/);
	});

	it('asks for none of them again on the same day', async () => {
		host.panel.resetCounters();
		expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');
		expect(host.panel.count()).toBe(0);
	});

	it('reports what came of the refills, once', async () => {
		await look(host, workflow, /"=Pending":\["1-2"\]/);
		expect(host.sent()).toEqual([]);
		host.panel.setRefillStatus('1', 'Rejected');
		await look(host, workflow, /"=Rejected"/);
		expect(host.sent()).toEqual([`Refills: 1\norder ${ids[0]}: refill 1 Rejected`]);
		host.panel.setRefillStatus('2', 'Completed');
		await look(host, workflow, /"=Completed"/);
		expect(host.sent()).toEqual([`Refills: 1\norder ${ids[1]}: refill 2 Completed`]);
		expect((await refills()).slice(0, 2)).toEqual(['1 Rejected', '2 Completed']);
		host.panel.resetCounters();
		const { length } = await executionsOf(host.rest, workflow);
		await activate(host.rest, workflow);
		// The list was read.
		await until(
			async () => (await executionsOf(host.rest, workflow)).length,
			(count) => count > length,
		);
		await deactivate(host.rest, workflow);
		expect(host.panel.count()).toBe(0);
		expect(host.sent()).toEqual([]);
	});

	it('asks again for a refill that ended, after as many days', async () => {
		await table.update('order', ids[0], {
			refill_at: new Date(Date.now() - 7.5 * DAY).toISOString(),
		});
		host.panel.resetCounters();
		expect(errorOf(await ended(host.rest, await run(host.rest, workflow)))).toBe('');
		expect(host.panel.requests.map(({ fields }) => fields.order)).toEqual([ids[0]]);
		expect((await refills())[0]).toBe('3 Requested');
	});

	it('ends with an error when the panel does not answer, and leaves the rows as they are', async () => {
		await table.update('order', ids[4], { refill_at: null });
		const before = await table.rows();
		host.panel.fault({ kind: 'status500', times: Infinity });
		const execution = await ended(host.rest, await run(host.rest, workflow));
		host.panel.clearFaults();
		expect(errorOf(execution)).toMatch(/HTTP 500/);
		expect(await table.rows()).toEqual(before);
	});
});
