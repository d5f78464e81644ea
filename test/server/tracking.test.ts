/** The examples that report the progress of orders, as published, with n8n's own Telegram node. */
import { DataTable, type Row } from '../../sandbox/n8n/dataTables';
import { readExample, TRACKED_TABLE } from '../../sandbox/n8n/examples';
import { placeOrders } from '../../sandbox/n8n/orders';
import {
	activate,
	deactivate,
	ended,
	errorOf,
	type Execution,
	executionsOf,
	outputOf,
	run,
	type SavedWorkflow,
} from '../../sandbox/n8n/workflows';
import { type ChatHost, startChatHost } from './bot';
import { until } from './until';
import { look } from './watching';

let host: ChatHost;

beforeAll(async () => {
	host = await startChatHost();
});

afterAll(async () => await host?.close());

beforeEach(() => {
	host.chat.messages.length = 0;
	host.panel.resetCounters();
});

/** The messages sent since the last call, sorted. */
const sent = (): string[] => host.sent().sort();

const save = async (name: string): Promise<SavedWorkflow> =>
	await host.save(await readExample(name));

it('alert-when-order-finishes: one message for each final status, once', async () => {
	const { panel } = host;
	const ids = await placeOrders(panel, 20);
	expect([ids[0], ids[19]]).toEqual(['23501', '23520']);
	const workflow = await save('alert-when-order-finishes.json');
	await look(host, workflow, /"=Pending"/);
	expect(sent()).toEqual([]);

	for (const id of ids.slice(0, 12)) panel.setStatus(id, 'Completed');
	panel.setStatus(ids[12], 'Partial', { remains: 40 });
	panel.setStatus(ids[13], 'Partial', { remains: 100 });
	panel.setStatus(ids[14], 'Canceled');
	panel.setStatus(ids[15], 'Refunded');
	panel.setStatus(ids[16], 'In progress');
	panel.resetCounters();
	await look(host, workflow, /"=In progress"/);
	expect(host.chat.messages.map((message) => message.chat)).toEqual(Array(4).fill('YOUR_CHAT_ID'));
	expect(sent()).toEqual([
		'Canceled: 1\n23515: charged 0 USD',
		`Completed: 12\n${ids.slice(0, 12).join('\n')}`,
		'Partial: 2\n23513: 40 not delivered, charged 0.054 USD\n23514: 100 not delivered, charged 0 USD',
		'Please check: 1\n23516: Refunded',
	]);
	expect(panel.count('status')).toBe(1);

	// A poll without changes sends one request and reports nothing; the next change shows that.
	panel.resetCounters();
	const { length } = await executionsOf(host.rest, workflow);
	await activate(host.rest, workflow);
	await until(
		() => panel.count('status'),
		(count) => count > 0,
	);
	await deactivate(host.rest, workflow);
	panel.setStatus(ids[16], 'Completed');
	await look(host, workflow, /"=Completed":\[[^\]]*23517/);
	expect(sent()).toEqual([`Completed: 1\n${ids[16]}`]);
	await expect(executionsOf(host.rest, workflow)).resolves.toHaveLength(length + 1);
	const open = ids.slice(16).join();
	expect(panel.requests.map(({ fields }) => fields.orders)).toEqual([open, open]);
});

describe('track-orders-in-a-table', () => {
	let table: DataTable;
	let workflow: SavedWorkflow;
	let ids: string[];

	beforeAll(async () => {
		ids = await placeOrders(host.panel, 250);
		workflow = await save('track-orders-in-a-table.json');
		// Its first run creates the table, which workflows that order then fill.
		expect(errorOf(await lookAtAll())).toBe('');
		table = (await DataTable.find(host.rest, TRACKED_TABLE))!;
		await table.insert(ids.map((order) => ({ order })));
	});

	/** Runs the workflow once. */
	const lookAtAll = async (): Promise<Execution> =>
		await ended(host.rest, await run(host.rest, workflow));

	const statuses = async () => {
		const counts: Record<string, number> = {};
		for (const { status } of await table.rows()) {
			counts[String(status)] = (counts[String(status)] ?? 0) + 1;
		}
		return counts;
	};

	it('asks for 250 new orders in three requests, and writes each status', async () => {
		const execution = await lookAtAll();
		expect(errorOf(execution)).toBe('');
		expect(host.panel.count()).toBe(3);
		await expect(statuses()).resolves.toEqual({ Pending: 250 });
		expect(sent()).toEqual([]);
	});

	it('writes nothing if nothing changed', async () => {
		const execution = await lookAtAll();
		expect(host.panel.count()).toBe(3);
		expect(outputOf(execution, 'Write: Status')).toEqual([]);
		expect(sent()).toEqual([]);
	});

	it('writes changes, and reports in one message what has finished', async () => {
		for (const id of ids.slice(0, 20)) host.panel.setStatus(id, 'In progress');
		for (const id of ids.slice(20, 150)) host.panel.setStatus(id, 'Completed');
		host.panel.setStatus(ids[20], 'Partial', { remains: 40 });
		const execution = await lookAtAll();
		expect(errorOf(execution)).toBe('');
		expect(host.panel.count()).toBe(3);
		expect(outputOf(execution, 'Write: Status')).toHaveLength(150);
		await expect(statuses()).resolves.toEqual({
			'In progress': 20,
			Partial: 1,
			Completed: 129,
			Pending: 100,
		});
		const rows = await table.rows();
		expect(rows[20]).toMatchObject({
			order: ids[20],
			finished: true,
			charge: 0.054,
			remains: 40,
			currency: 'USD',
			problem: '',
			changed_at: expect.stringMatching(/^\d{4}-/),
		});
		const lines = ids.slice(21, 50).map((id) => `${id}: Completed, charged 0.09 USD`);
		expect(sent()).toEqual([
			[
				'Finished: 130',
				`${ids[20]}: Partial, 40 not delivered, charged 0.054 USD`,
				...lines,
				'… and 100 more',
			].join('\n'),
		]);
	});

	it('polls neither finished orders nor those of panel B', async () => {
		await table.update('order', ids[20], { panel: 'B', finished: false, status: null });
		await lookAtAll();
		expect(host.panel.count()).toBe(2);
		expect((await table.rows())[20]).toMatchObject({ status: null });
		expect(sent()).toEqual([]);
	});

	it('reports a problem of one order once, and goes on with the others', async () => {
		await table.update('order', ids[248], { order: '99' });
		await table.update('order', ids[249], { order: '' });
		host.panel.setStatus(ids[247], 'Canceled');
		const execution = await lookAtAll();
		expect(errorOf(execution)).toBe('');
		const [canceled, unknown, empty] = (await table.rows()).slice(247);
		expect(canceled).toMatchObject({ status: 'Canceled', finished: true });
		expect(unknown.problem).toMatch(/^Order 99: the panel answered "Incorrect order ID"/);
		expect(empty.problem).toMatch(/'Order IDs' is empty/);
		expect(sent()).toEqual([
			`Finished: 1\n${ids[247]}: Canceled, 100 not delivered, charged 0 USD`,
			`Please check: 2\n${String(unknown.problem)}\n${String(empty.problem)}`,
		]);

		await lookAtAll();
		expect(sent()).toEqual([]);
		await table.update('order', '99', { order: ids[248] });
		await table.update('order', '', { order: ids[249] });
		host.panel.setStatus(ids[248], 'Completed');
		await lookAtAll();
		const [mended] = (await table.rows()).slice(248);
		expect(mended).toMatchObject({ status: 'Completed', finished: true, problem: '' });
		expect(sent()).toEqual([`Finished: 1\n${ids[248]}: Completed, charged 0.09 USD`]);
	});

	it('ends with an error when the panel does not answer, and changes no row', async () => {
		const before = await table.rows();
		const reply = '{"error":"Invalid API key"}';
		const disarm = host.panel.fault({ kind: 'reply', body: reply, times: Infinity });
		expect(errorOf(await lookAtAll())).toContain('Invalid API key');
		disarm();
		const same = ({ order, status, problem }: Row) => ({ order, status, problem });
		expect((await table.rows()).map(same)).toEqual(before.map(same));
		expect(sent()).toEqual([]);
	});
});
