/** Models that order: n8n's AI Agent and its MCP Server Trigger, with the tools of this package. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import type { IDataObject, INode } from 'n8n-workflow';

import type { SavedCredential } from '../../sandbox/n8n/credentials';
import { readExample } from '../../sandbox/n8n/examples';
import { withCredential } from '../../sandbox/n8n/exchange';
import {
	activate,
	createWorkflow,
	ended,
	errorOf,
	executionsOf,
	run,
	type SavedWorkflow,
} from '../../sandbox/n8n/workflows';
import { type Model, type Script, startModel } from '../../sandbox/outside/model';
import { startTelegram, type Telegram, type TelegramMessage } from '../../sandbox/outside/telegram';
import {
	withModel,
	fromModel,
	mcpWorkflow,
	modelCredential,
	ORDER,
	runAgent,
	SEARCH,
	type Tools,
} from './agent';
import { createBot, withBot } from './bot';
import { type Host, startHost } from './host';
import { until } from './until';

const FIND = 'Get_many_services_in_SMM_Panel';
const BUY = 'Create_order_in_SMM_Panel';
const PRICE = 'Price_of_an_order';

/** The tools as a user adds them in the editor, but with a shorter timeout. */
const TOOLS: Tools = {
	'Get many services in SMM Panel': SEARCH,
	'Price of an order': { ...ORDER, dryRun: true },
	'Create order in SMM Panel': { ...ORDER, requestOptions: { timeout: 1_000 } },
	'Get status of orders in SMM Panel': {
		resource: 'order',
		operation: 'getStatus',
		orderIds: fromModel('Order_IDs'),
	},
};

const orderOf = (name: string, more: object = {}) => ({
	Service: '3',
	Link: `https://example.com/post-of-${name}`,
	Quantity: 100,
	...more,
});

let host: Host;
let model: Model;
let credential: SavedCredential;

beforeAll(async () => {
	model = await startModel();
	host = await startHost();
	credential = await modelCredential(host, model);
});

beforeEach(() => {
	host.panel.clearFaults();
	host.panel.resetCounters();
});

afterAll(async () => {
	await host?.close();
	await model?.close();
});

const ordersOf = (name: string) =>
	[...host.panel.orders.values()].filter(({ link }) => link.endsWith(`-${name}`));

/** Checks that a definition tells the model what it must know before a call. */
function checkDefinition(description?: string, schema?: object): void {
	expect(description).toBe('Create order in SMM Panel');
	expect(schema).toMatchObject({
		properties: {
			Service: { type: 'string' },
			Link: { type: 'string' },
			Quantity: { type: 'number' },
		},
		required: ['Service', 'Link', 'Quantity'],
	});
}

const REFUSED = [
	'it orders 5000, above the max quantity of 1000',
	'Do not split the order',
	'It is safe to retry this order.',
];
const IN_DOUBT = [
	'It is unknown whether the order was placed',
	"Look for it in the list of orders on the panel's website",
	'Do not retry before you have looked',
];
const NOT_AGAIN = ['so it was not sent again', 'It is unknown whether the order was placed'];

function expectWords(text: string | undefined, words: string[]): void {
	for (const each of words) expect(text).toContain(each);
}

describe("n8n's AI Agent", () => {
	/** Runs an agent that makes these calls one after the other, and returns the results. */
	async function calls(...moves: Array<[string, object, (() => void)?]>) {
		const script: Script = ({ results: { length } }) => {
			if (length === moves.length) return { say: 'Done.' };
			const [call, given, before] = moves[length];
			before?.();
			return { call, with: given };
		};
		const { execution, last } = await runAgent(host, model, credential, TOOLS, script);
		expect(errorOf(execution)).toBe('');
		expect(execution.status).toBe('success');
		return last.results.map(({ text }) => text);
	}

	it('is told what each tool does and takes', async () => {
		await calls();
		const [{ tools }] = model.turns;
		expect([...tools.keys()].sort()).toEqual([
			BUY,
			FIND,
			'Get_status_of_orders_in_SMM_Panel',
			PRICE,
		]);
		checkDefinition(tools.get(BUY)?.description, tools.get(BUY)?.parameters);
	});

	it('looks up services, asks for a price, orders, and asks for the status', async () => {
		const order = orderOf('agent');
		const texts = await calls(
			[FIND, { Text: 'instagram followers' }],
			[PRICE, order],
			[BUY, order],
			['Get_status_of_orders_in_SMM_Panel', { Order_IDs: '23501' }],
		);
		const [services, price, placed, status] = texts.map((text) => JSON.parse(text));
		expect(services[0]).toMatchObject({ service: '3', rate: 1.25, min: 10, max: 100_000 });
		expect(price).toEqual([
			expect.objectContaining({ dryRun: true, expectedCharge: 0.125, currency: 'USD' }),
		]);
		expect(placed).toEqual([expect.objectContaining({ order: '23501', quantity: 100 })]);
		expect(status).toEqual([expect.objectContaining({ order: '23501', status: 'Pending' })]);
		expect(ordersOf('agent')).toEqual([
			expect.objectContaining({ id: '23501', service: '3', quantity: 100, charge: '0.125' }),
		]);
		expect(host.panel.count('add')).toBe(1);
	});

	it('is refused above the limits, and told not to bypass them', async () => {
		const [above, dear] = await calls(
			[BUY, orderOf('above', { Quantity: 5_000 })],
			[BUY, orderOf('dear', { Service: '8', Quantity: 1_000 })],
		);
		expectWords(above, REFUSED);
		expectWords(dear, ['it costs 12, above the max charge of 5', 'Do not split the order']);
		expect(host.panel.count('add')).toBe(0);
	});

	it('may correct an order that the panel refused', async () => {
		const refuse = () =>
			void host.panel.fault({ kind: 'reply', action: 'add', body: '{"error":"Bad link"}' });
		const [refused, placed] = await calls(
			[BUY, orderOf('corrected'), refuse],
			[BUY, orderOf('corrected')],
		);
		expectWords(refused, ['Bad link', 'It is safe to retry this order.']);
		expect(JSON.parse(placed)).toEqual([expect.objectContaining({ order: expect.any(String) })]);
		expect(ordersOf('corrected')).toHaveLength(1);
	});

	it.each([
		['taken', 'after', 1],
		['lost', 'before', 0],
	] as const)(
		'meets a time-out of an order that was %s, tries again, and buys nothing twice',
		async (name, when, bought) => {
			const hang = () => void host.panel.fault({ kind: 'hang', action: 'add', when });
			const [first, again] = await calls([BUY, orderOf(name), hang], [BUY, orderOf(name)]);
			expectWords(first, IN_DOUBT);
			expect(first).not.toContain('Try again later');
			expectWords(again, NOT_AGAIN);
			// The same holds in another execution, as when the user says "try again".
			expectWords((await calls([BUY, orderOf(name)]))[0], NOT_AGAIN);
			expect(host.panel.count('add')).toBe(1);
			expect(ordersOf(name)).toHaveLength(bought);
			// A different order is not affected.
			await calls([BUY, orderOf(name, { Quantity: 101 })]);
			expect(host.panel.count('add')).toBe(2);
		},
	);
});

describe("n8n's MCP Server Trigger, which calls the routing", () => {
	const client = new Client({ name: 'test', version: '1.0.0' });

	beforeAll(async () => {
		const file = withCredential(mcpWorkflow('panel', TOOLS), host.credential);
		await activate(host.rest, await createWorkflow(host.rest, file));
		const url = new URL(`${host.server.url}/mcp/panel`);
		// n8n serves the URL shortly after it has published the workflow.
		const isOpen = async () => (await fetch(url, { method: 'POST' })).status !== 404;
		await until(isOpen, (open) => open);
		await client.connect(new StreamableHTTPClientTransport(url));
	});

	afterAll(async () => await client.close());

	async function call(name: string, given: Record<string, unknown>): Promise<string> {
		const result = await client.callTool({ name, arguments: given });
		return (result.content as Array<{ text: string }>).map(({ text }) => text).join('\n');
	}

	it('tells what each tool does and takes', async () => {
		const { tools } = await client.listTools();
		expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining([FIND, BUY, PRICE]));
		const buy = tools.find(({ name }) => name === BUY);
		checkDefinition(buy?.description, buy?.inputSchema);
	});

	it('looks up services, asks for a price, and orders', async () => {
		const services = JSON.parse(await call(FIND, { Text: 'instagram followers' }));
		expect(services[0]).toMatchObject({ service: '3', rate: 1.25 });
		const price = JSON.parse(await call(PRICE, orderOf('mcp')));
		expect(price).toEqual([expect.objectContaining({ dryRun: true, expectedCharge: 0.125 })]);
		expect(host.panel.count('add')).toBe(0);
		const placed = JSON.parse(await call(BUY, orderOf('mcp')));
		expect(ordersOf('mcp').map(({ id, link }) => ({ order: id, link }))).toMatchObject(
			placed.map(({ order, link }: Record<string, string>) => ({ order, link })),
		);
	});

	it('refuses above the limits', async () => {
		expectWords(await call(BUY, orderOf('mcp-above', { Quantity: 5_000 })), REFUSED);
		expect(host.panel.count('add')).toBe(0);
	});

	it('buys nothing twice when a timeout makes the client retry', async () => {
		host.panel.fault({ kind: 'hang', action: 'add', when: 'after' });
		// The second call comes while the first is in flight, as from an impatient client.
		const [first, meanwhile] = await Promise.all([
			call(BUY, orderOf('mcp-taken')),
			call(BUY, orderOf('mcp-taken')),
		]);
		const told = [first, meanwhile].sort(
			(a, b) => Number(a.includes('not sent again')) - Number(b.includes('not sent again')),
		);
		expectWords(told[0], IN_DOUBT);
		expectWords(told[1], NOT_AGAIN);
		expectWords(await call(BUY, orderOf('mcp-taken')), NOT_AGAIN);
		expect(host.panel.count('add')).toBe(1);
		expect(ordersOf('mcp-taken')).toHaveLength(1);
	});
});

describe('examples/ai-agent-with-approval.json', () => {
	const PLACE = 'Place_Order';
	let telegram: Telegram;
	let bot: SavedCredential;
	let workflow: SavedWorkflow;

	/** Saves the example as a user does who has followed its note. */
	async function save(minutes?: number): Promise<SavedWorkflow> {
		const published = await readExample('ai-agent-with-approval.json');
		const file = withBot(withModel(withCredential(published, host.credential), credential), bot);
		const { parameters } = file.nodes.find(({ name }) => name === 'Ask a Person') as INode;
		parameters.chatId = '4711';
		const { limitWaitTime } = parameters.options as { limitWaitTime: { values: IDataObject } };
		if (minutes !== undefined) limitWaitTime.values.resumeAmount = minutes;
		return await createWorkflow(host.rest, file);
	}

	beforeAll(async () => {
		telegram = await startTelegram();
		bot = await createBot(host.rest, telegram);
		workflow = await save();
	});

	afterAll(async () => await telegram?.close());

	/** Requests an order, and waits until the workflow asks the person. */
	async function ask(
		name: string,
		asked = workflow,
	): Promise<{ id: string; message: TelegramMessage }> {
		const order = orderOf(name);
		model.play(({ results: { length } }) => {
			if (length === 0) return { call: 'Find_Services', with: { Words: 'instagram followers' } };
			if (length === 1) return { call: 'Price_of_an_Order', with: order };
			if (length > 2) return { say: 'Done.' };
			const summary = 'Instagram_Followers [30 days], 0.125 USD';
			return {
				call: PLACE,
				with: { toolParameters: order, hitlParameters: { Summary: summary } },
			};
		});
		const { length } = telegram.messages;
		const chat = { sessionId: name, action: 'sendMessage', chatInput: 'Order, please.' };
		const id = await run(host.rest, asked, [chat]);
		await until(
			async () => (await executionsOf(host.rest, asked)).find((each) => each.id === id)?.status,
			(status) => status !== 'running' && status !== 'new',
		);
		return { id, message: telegram.messages[length] };
	}

	/** Presses a button as a person does in a browser. */
	const press = async (address: string) =>
		await fetch(address, { headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } });

	it('looks up services and prices freely, and orders once a person has approved', async () => {
		const { id, message } = await ask('approved');
		expect(model.turns).toHaveLength(3);
		expect(JSON.parse(model.turns[2].results[1].text)).toEqual([
			expect.objectContaining({ dryRun: true, expectedCharge: 0.125 }),
		]);
		expect(message.chat).toBe('4711');
		expect(message.text.split('\n')).toEqual([
			'*Order to approve*',
			'',
			'Service: `3`',
			'Link: `https://example.com/post-of-approved`',
			'Quantity: `100`',
			'',
			'The agent says: Instagram Followers  30 days], 0.125 USD',
		]);
		expect(Object.keys(message.buttons)).toEqual(['Decline', 'Approve']);
		expect(host.panel.count('add')).toBe(0);

		// Only the recipient of the message can approve.
		const forged = message.buttons.Decline.replace('approved=false', 'approved=true');
		expect((await press(forged)).status).toBe(401);
		expect(host.panel.count('add')).toBe(0);

		await press(message.buttons.Approve);
		const execution = await ended(host.rest, id);
		expect(errorOf(execution)).toBe('');
		const [placed] = ordersOf('approved');
		expect(model.turns[3].results[2]).toEqual({
			tool: PLACE,
			text: expect.stringContaining(`"order":"${placed.id}"`),
		});
		expect(host.panel.count('add')).toBe(1);
		// The button works only once.
		await press(message.buttons.Approve);
		expect(host.panel.count('add')).toBe(1);
	});

	it('orders nothing after a person has declined, and tells the model', async () => {
		const { id, message } = await ask('declined');
		await press(message.buttons.Decline);
		expect(errorOf(await ended(host.rest, id))).toBe('');
		expect(model.turns[3].results[2].text).toContain('User rejected the tool call to Place Order');
		expect(host.panel.count('add')).toBe(0);
	});

	it('orders nothing when time runs out, and tells the model the same', async () => {
		const { id } = await ask('expired', await save(0.02));
		// Restart n8n, because otherwise it checks only once a minute whose time has run out.
		await host.server.stop();
		await host.server.start();
		await host.rest.logIn();
		expect(errorOf(await ended(host.rest, id))).toBe('');
		expect(model.turns[3].results[2].text).toContain('User rejected the tool call to Place Order');
		expect(host.panel.count('add')).toBe(0);
	});

	it('tells the model what each tool costs', async () => {
		const [{ tools }] = model.turns;
		expect(
			[...tools]
				.map(([name, { description }]) => [name, /free|at once/i.exec(description)?.[0]])
				.sort(),
		).toEqual([
			['Find_Services', 'Free'],
			['Order_Status', 'Free'],
			[PLACE, 'at once'],
			['Price_of_an_Order', 'Free'],
		]);
	});
});
