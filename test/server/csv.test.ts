/** `examples/orders-from-csv.json` in a real n8n, with its form filled in as a browser does. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

import { EXAMPLES, readExample } from '../../sandbox/n8n/examples';
import { withCredential } from '../../sandbox/n8n/exchange';
import { activate, createWorkflow, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import { downloadOf, formOf, type FormPage, send, submit } from './form';
import { type Host, startHost } from './host';
import { until } from './until';

type Row = Record<string, string>;

let host: Host;
let workflow: SavedWorkflow;
let form: string;
let batches = 0;

beforeAll(async () => {
	host = await startHost();
	const file = withCredential(await readExample('orders-from-csv.json'), host.credential);
	workflow = await createWorkflow(host.rest, file);
	await activate(host.rest, workflow);
	form = await formOf(host, workflow);
});
afterAll(async () => await host?.close());
beforeEach(() => {
	host.panel.clearFaults();
	host.panel.setBalance('1000');
	host.panel.orders.clear();
	host.panel.resetCounters();
});

const sample = async () => await readFile(path.join(EXAMPLES, 'orders.csv'), 'utf8');
const csv = (...lines: string[]) => lines.join('\n');
const newBatch = () => `batch ${++batches}`;

const upload = async (text: string, batch = '', name = 'orders.csv'): Promise<FormPage> =>
	await submit(form, [new File([text], name, { type: 'text/csv' }), batch]);

/** The options on the page that asks for confirmation. */
const choices = ({ html }: FormPage): string[] =>
	[...html.matchAll(/<input type='checkbox'[^>]*value='([^']*)'/g)].map(([, value]) => value);

const answer = async (page: FormPage, choice = choices(page)[0]): Promise<FormPage> =>
	await submit(page.url, ['', JSON.stringify([choice])]);

const rowsOf = (page: FormPage): Row[] => parse(downloadOf(page), { columns: true, bom: true });
const stateOf = (page: FormPage): string[] => rowsOf(page).map(({ order_state }) => order_state);
const order = async (text: string, batch?: string, name?: string): Promise<FormPage> =>
	await answer(await upload(text, batch, name));

const HEAD = 'row,service,link,quantity,attempt,order_id';
const line = (row: number, more = '100,,') => `${row},1,https://example.com/${row},${more}`;

it('shows the total, orders the sample once confirmed, and returns its ids', async () => {
	const page = await upload(await sample());
	expect(page.words).toMatch(/14 of 14 rows .* Total: 20\.91319 USD .* Balance: 1000 USD/);
	expect(host.panel.count('add')).toBe(0);
	const last = await answer(page);
	expect(rowsOf(last)).toMatchObject(
		[...host.panel.orders.values()].map(({ id, link }) => ({
			link,
			order_id: id,
			order_state: 'ordered',
		})),
	);
	expect(host.panel.orders.size).toBe(14);
	expect(Number(host.panel.spent())).toBeCloseTo(20.91319, 3);
	expect(last.words).toContain('14 ordered');
});

it('does not order the same rows again, except with another batch or attempt', async () => {
	const lines = [1, 2, 3].map((row) => line(row));
	const batch = newBatch();
	const first = rowsOf(await order(csv(HEAD, ...lines), batch));
	const again = await order(csv(HEAD, ...lines.reverse()), batch, 'orders (1).csv');
	expect(stateOf(again)).toEqual(Array(3).fill('ordered before'));
	expect(rowsOf(again).map(({ order_id }) => order_id)).toEqual(
		first.map(({ order_id }) => order_id).reverse(),
	);
	expect(host.panel.orders.size).toBe(3);
	// Uploading the result again orders nothing, because its rows are done.
	const done = await upload(downloadOf(again), newBatch());
	expect(choices(done)).toEqual(['Order nothing']);

	await order(csv(HEAD, line(1, '100,2,'), line(2)), batch);
	expect(host.panel.orders.size).toBe(4);
	await order(csv(HEAD, ...lines), newBatch());
	expect(host.panel.orders.size).toBe(7);
});

it('shows the rows that fail before anything is paid, and orders the others', async () => {
	const rows = [
		line(1),
		line(2, '1,,'),
		'3,1,,100,,',
		'4,999,https://example.com/4,100,,',
		'1,1,https://example.com/1,200,,',
		line(5, '100,,77'),
	];
	const page = await upload(csv(HEAD, ...rows), newBatch());
	const problems = [
		/it orders 1, and service 1 takes at least 50/i,
		/Link/,
		/no service 999/,
		/same order as 1/,
		/has an order_id: 77/,
	];
	for (const problem of problems) expect(page.words).toMatch(problem);
	expect(page.words).toMatch(/1 of 6 rows .* Total: 0\.09 USD/);
	expect(host.panel.count('add')).toBe(0);
	const last = await answer(page);
	expect(host.panel.orders.size).toBe(1);
	expect(stateOf(last)).toEqual(['ordered', ...Array(4).fill('not placed'), '']);
	const notes = rowsOf(last).map(({ order_note }) => order_note);
	problems.slice(0, 4).forEach((problem, n) => expect(notes[n + 1]).toMatch(problem));
	expect(last.words).toMatch(problems[0]);
});

it('orders nothing unless it is confirmed', async () => {
	const page = await upload(csv(HEAD, line(1)), newBatch());
	const last = await answer(page, 'Order nothing');
	expect(host.panel.orders.size).toBe(0);
	expect(rowsOf(last)).toMatchObject([
		{ order_state: 'not placed', order_note: expect.stringMatching(/not confirmed/) },
	]);
});

const TWO = csv(HEAD, line(1), line(2));

it.each<[string, RegExp, () => unknown, string]>([
	['the key is wrong', /Invalid API key/, () => reply('{"error":"Invalid API key"}'), TWO],
	['the balance is too low', /balance is 0\.1/, () => host.panel.setBalance('0.1'), TWO],
	['a web page answers', /web page/, () => host.panel.fault({ kind: 'html200', times: 99 }), TWO],
	['the file is no list of orders', /columns are not enough/, () => undefined, 'no orders in here'],
])('shows on both pages that %s, and offers no order', async (_, words, arrange, text) => {
	arrange();
	const page = await upload(text, newBatch());
	expect(page.words).toMatch(words);
	expect(choices(page)).toEqual(['Order nothing']);
	expect((await answer(page)).words).toMatch(words);
	expect(host.panel.orders.size).toBe(0);
});

const reply = (body: string, action?: string) =>
	void host.panel.fault({ kind: 'reply', body, action, times: 99 });

it('stops at a failure that every row would meet, and shows it on the last page', async () => {
	const page = await upload(csv(HEAD, line(1), line(2), line(3)), newBatch());
	reply('{"error":"Not enough funds on balance"}', 'add');
	const last = await answer(page);
	expect(stateOf(last)).toEqual(Array(3).fill('not placed'));
	expect(last.words).toMatch(/Not enough funds/);
	expect(host.panel.count('add')).toBe(1);
});

it('pays no more than was shown', async () => {
	const page = await upload(csv(HEAD, line(1), line(2), line(3)), newBatch());
	const [service] = host.panel.services;
	const { rate } = service;
	service.rate = '1.00';
	const last = await answer(page);
	service.rate = rate;
	expect(stateOf(last)).toEqual(['ordered', 'ordered', 'not placed']);
	expect(last.words).toMatch(/above the max total charge/);
});

it('leaves a row alone whose outcome is unknown, until it has another attempt', async () => {
	const batch = newBatch();
	const file = csv(HEAD, line(1));
	host.panel.fault({ kind: 'resetAfter', action: 'add' });
	for (let time = 0; time < 2; time++) {
		expect(stateOf(await order(file, batch))).toEqual(['unknown']);
	}
	expect(host.panel.orders.size).toBe(1);
	await order(csv(HEAD, line(1, '100,2,')), batch);
	expect(host.panel.orders.size).toBe(2);
});

it('orders nothing twice after kill -9 in the middle of it', async () => {
	const { panel, server } = host;
	const batch = newBatch();
	const file = csv(HEAD, ...[1, 2, 3, 4].map((row) => line(row)));
	const page = await upload(file, batch);
	panel.fault({ kind: 'delay', action: 'add', ms: 1_200, times: 2 });
	panel.fault({ kind: 'hang', action: 'add', when: 'after', skip: 2 });
	void send(page.url, ['', JSON.stringify([choices(page)[0]])]).catch(() => undefined);
	await until(
		() => panel.orders.size,
		(orders) => orders === 3,
	);
	await server.kill();
	panel.clearFaults();
	await server.startAgain();
	await host.rest.logIn();
	form = await formOf(host, workflow);

	const last = await order(file, batch);
	expect(panel.orders.size).toBe(3);
	const [first, , inFlight, notSent] = rowsOf(last);
	expect(first).toMatchObject({
		order_state: 'ordered before',
		order_id: 'placed before, look it up',
	});
	for (const row of [inFlight, notSent]) {
		expect(row).toMatchObject({
			order_state: 'unknown',
			order_note: expect.stringMatching(/duplicate key.* set attempt to 2 \(then 3 …\)/),
		});
	}
});
