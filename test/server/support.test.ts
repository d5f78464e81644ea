/** `examples/support-by-chat.json`, with n8n's own nodes for Telegram. */
import { DataTable, type Row } from '../../sandbox/n8n/dataTables';
import { readExample } from '../../sandbox/n8n/examples';
import { placeOrders } from '../../sandbox/n8n/orders';
import { activate, executionsOf, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import { type ChatHost, startChatHost } from './bot';
import { endedRuns } from './reorder';
import { until } from './until';

const [ANNA, BEN] = [7, 8];
const HELP = /^Send the numbers of your orders .*\nYour own number here is 7\.$/s;

let host: ChatHost;
let workflow: SavedWorkflow;
let table: DataTable;

/** Sends a message, and returns the bot's answer. */
async function ask(text: string, chat = ANNA): Promise<string> {
	const { length } = await endedRuns(host, workflow);
	await expect(host.chat.write(text, chat)).resolves.toBe(200);
	await until(
		async () => (await endedRuns(host, workflow)).length,
		(now) => now > length,
	);
	expect(host.chat.messages.map((message) => message.chat)).toEqual([String(chat)]);
	return host.sent()[0];
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** Creates completed orders on the panel, with a row for each. */
async function given(...rows: Row[]): Promise<string[]> {
	const ids = await placeOrders(host.panel, rows.length);
	for (const id of ids) host.panel.setStatus(id, 'Completed');
	await table.insert(
		rows.map((row, n) => ({ order: ids[n], chat: String(ANNA), service: '3', ...row })),
	);
	return ids;
}

/** The ids in the requests of an action since the counters were reset. */
function askedFor(action: string): string[] {
	const asked = host.panel.requests.filter((each) => each.action === action);
	return asked.flatMap(({ fields: { order, orders = order } }) => orders.split(','));
}

beforeAll(async () => {
	host = await startChatHost();
	workflow = await host.save(await readExample('support-by-chat.json'));
	await activate(host.rest, workflow);
	await until(() => host.chat.isListening, Boolean);
	await ask('/start');
	table = await DataTable.open(host.rest, 'SMM customers');
});
afterAll(async () => await host?.close());
beforeEach(() => host.panel.resetCounters());
afterEach(() => host.panel.clearFaults());

it.each([
	'refill',
	'23501',
	'23501 refill and cancel',
	'please do not cancel 23501',
	'https://example.com/p/23501 refill',
	'23501.5 refill x23502',
	'@shop23501 status',
])('answers "%s" with help, and sends nothing to the panel', async (text) => {
	await given({});
	await expect(ask(text)).resolves.toMatch(HELP);
	expect(host.panel.count()).toBe(0);
});

it('requests refills, and answers once with the result for each order', async () => {
	const ids = await given(
		{},
		{},
		{ ordered_at: daysAgo(29) },
		{ ordered_at: daysAgo(31) },
		{ refill_at: daysAgo(0.9) },
		{ refill_at: daysAgo(1.1) },
		{ service: '4' },
		{ service: '99999' },
		{ chat: String(BEN) },
	);
	const [fresh, open, young, old, asked, again, none, gone, bens] = ids;
	host.panel.setStatus(open, 'In progress', { remains: 40 });
	const text = `Hello!\n${ids.join(',')}\n #${fresh} 77777 ReFill please, they dropped by 50%`;
	const answer = (await ask(text)).replace(/(?<=after )20..-..-.. ..:..(?= UTC)/, 'then');
	const number = (order: string) =>
		[...host.panel.refills.values()].find((refill) => refill.order === order)?.id;
	expect(new Set(answer.split('\n'))).toEqual(
		new Set([
			...[fresh, young, again].map((id) => `${id}: refill requested, its number is ${number(id)}`),
			`${open}: In progress, and only completed orders are refilled`,
			`${old}: its guarantee of 30 days is over`,
			`${asked}: already requested, next time after then UTC`,
			`${none}: it has no guarantee`,
			`${gone}: its guarantee is unknown, please contact us`,
			...[bens, '77777', '50'].map((id) => `${id}: not one of your orders`),
		]),
	);
	expect(askedFor('refill')).toEqual([fresh, young, again]);
	expect(askedFor('status')).not.toContain(bens);
	expect(host.panel.refills.size).toBe(3);

	await expect(ask(`${fresh} refill`)).resolves.toMatch(/already requested/);
	await expect(ask(`${fresh} refill`, BEN)).resolves.toBe(`${fresh}: not one of your orders`);
	await table.update('order', fresh, { refill_at: daysAgo(2) });
	await expect(ask(`${fresh} refill`)).resolves.toMatch(/: no refill: .* in progress$/);
	const row = (await table.rows()).find(({ order }) => order === fresh);
	expect(row?.note).toMatch(/the panel answered/);
	await expect(ask(`${fresh} refill`)).resolves.toMatch(/already requested/);
});

it('cancels open orders, and answers with statuses', async () => {
	const [open, done, late, bens] = await given({}, {}, {}, { chat: String(BEN) });
	for (const id of [open, late, bens]) host.panel.setStatus(id, 'In progress', { remains: 40 });
	await expect(ask(`STATUS of ${open} ${done}`)).resolves.toBe(
		`${open}: In progress, 40 to come\n${done}: Completed`,
	);
	expect(host.panel.count('cancel')).toBe(0);
	const reply = JSON.stringify([
		{ order: open, cancel: 1 },
		{ order: late, cancel: { error: 'Incorrect order ID' } },
	]);
	host.panel.fault({ kind: 'reply', action: 'cancel', body: reply });
	await expect(ask(`cancel ${open} ${done} ${late} ${bens}`)).resolves.toBe(
		[
			`${open}: cancellation requested`,
			`${late}: cannot be canceled anymore`,
			`${done}: Completed, so it cannot be canceled`,
			`${bens}: not one of your orders`,
		].join('\n'),
	);
	expect(askedFor('cancel')).toEqual([open, late]);
});

it('does not count a refill without an answer from the panel', async () => {
	const [id] = await given({});
	host.panel.fault({ kind: 'reply', action: 'refill', body: '<html>', times: Infinity });
	await expect(ask(`${id} refill`)).resolves.toBe(
		`${id}: no clear answer right now, please ask again later`,
	);
	host.panel.clearFaults();
	host.panel.fault({ kind: 'reply', body: '<html>', times: Infinity });
	await expect(ask(`${id} refill`)).resolves.toBe(
		`${id}: cannot be checked right now, please ask again later`,
	);
	host.panel.clearFaults();
	await expect(ask(`${id} refill`)).resolves.toMatch(/refill requested/);
});

it('checks 20 orders per message, and names the others', async () => {
	const ids = await given(...Array.from({ length: 22 }, () => ({})));
	const lines = (await ask(`status ${ids.join(' ')}`)).split('\n');
	expect(lines).toEqual([
		...ids.slice(0, 20).map((id) => `${id}: Completed`),
		`Not checked, too many for one message: ${ids.slice(20).join(', ')}`,
	]);
	expect(askedFor('status')).toEqual(ids.slice(0, 20));
});

it('rejects a webhook call without the right secret', async () => {
	const { length } = await executionsOf(host.rest, workflow);
	await expect(host.chat.write('/start', ANNA, 'guessed')).resolves.toBe(403);
	await expect(executionsOf(host.rest, workflow)).resolves.toHaveLength(length);
});
