import type { IDataObject } from 'n8n-workflow';

import type * as Room from '../../nodes/SmmPanel/ordering/placeOrders';
import type { Run } from '../../nodes/SmmPanel/ordering/run';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import type * as Clocks from '../../nodes/SmmPanel/transport/clock';
import { AUTOMATIC } from '../../sandbox/orderForm';
import { FakeClock, freshPanel, reply } from '../transport/helpers';
import * as Benches from './bench';
import { catalogue, said, Store, type JobOptions, type Site } from './bench';

const HOUR = 3_600_000;
const MOST = 10_000;
const WRONG_KEY = reply({ error: 'Invalid API key' }, { status: 401 });

/** A node in an n8n process. With `before`, it is the same node in a new process with empty memory. */
class Process {
	readonly clock = new FakeClock();
	readonly store: Store;
	readonly names: { workflow: string; panel: string };
	/** Links of the sent orders, in sequence. */
	readonly sent: string[] = [];
	private readonly jobOf: typeof Benches.jobOf;
	private readonly placeOrders: typeof Room.placeOrders;

	constructor(before?: Process) {
		this.store = new Store(this.clock, before?.store.entries);
		this.names = before?.names ?? { workflow: freshPanel(), panel: freshPanel() };
		const modules = {} as typeof Benches & typeof Room;
		const load = () => {
			Object.assign(modules, jest.requireActual('./bench'));
			Object.assign(modules, jest.requireActual('../../nodes/SmmPanel/ordering/placeOrders'));
			const { clock } = jest.requireActual<typeof Clocks>('../../nodes/SmmPanel/transport/clock');
			clock.now = this.clock.now;
		};
		if (before) jest.isolateModules(load);
		else load();
		({ jobOf: this.jobOf, placeOrders: this.placeOrders } = modules);
	}

	/** Places orders. A link with 'bad' is refused, one with 'lost' gets no answer; ids are positions in `sent`, from 1. */
	async order(items: IDataObject[], options: Partial<JobOptions> = {}): Promise<Run> {
		return await this.clock.run(this.start(items, options));
	}

	async start(items: IDataObject[], options: Partial<JobOptions> = {}): Promise<Run> {
		const { clock, store, names } = this;
		const isKeyed = items.some((item) => 'duplicateKey' in item);
		return await this.placeOrders(
			this.jobOf({
				...{ clock, store, ...names },
				answer: async ({ action }, { link }) => {
					if (action === 'services') return catalogue();
					if (action === 'balance') return reply({ balance: '100', currency: 'EUR' });
					this.sent.push(link);
					const order = this.sent.length;
					await clock.wait(100);
					if (/bad/.test(link)) return reply({ error: 'Bad link' });
					return /lost/.test(link) ? { code: 'ECONNRESET' } : reply({ order });
				},
				...options,
				items: items.map((item, n) => ({ service: '1', quantity: 1, link: `${n}`, ...item })),
				stored: { ...(isKeyed && { duplicateKey: '={{ 1 }}' }), ...options.stored },
			}),
		);
	}
}

const DRY = ['dry run', 'dry run'];
const keyed = (...keys: unknown[]): IDataObject[] =>
	keys.map((duplicateKey) => ({ duplicateKey, link: 'a' }) as IDataObject);
const messages = ({ orders }: Run) => orders.map(({ outcome }) => (outcome as Error).message);
/** A trap that throws at the first `times` calls of a site. */
const throwing =
	(site: Site, thrown: unknown, times = Infinity) =>
	(at: Site) => ({
		before() {
			if (at === site && times-- > 0) throw thrown;
		},
		after() {},
	});

let here: Process;
beforeEach(() => (here = new Process()));

describe('a duplicate key', () => {
	it.each([
		['{{ $json.row }}', '{{ $json.row }}', /'\{\{' as fixed text.*switch it to 'Expression'/],
		[2 ** 53, undefined, /9007199254740992, a number so long that it has lost digits/],
		[Infinity, undefined, /lost digits/],
		['  ', undefined, /is empty for this item/],
		[null, undefined, /is empty for this item/],
		[{ a: 1 }, undefined, /holds \{"a":1\} instead of text/],
		[true, undefined, /holds true instead of text/],
		[' - ', undefined, /'-', in which nothing tells one order from another/],
		['undefined (attempt 2)', undefined, /'undefined \(attempt 2\)', in which a part is missing/],
		['[object Object]:3', undefined, /a part is missing/],
		['null', undefined, /a part is missing/],
		['a NaN', undefined, /a part is missing/],
		['7:Invalid Date', undefined, /a part is missing/],
		['Invalid DateTime-7', undefined, /a part is missing/],
		['a\u0000b', undefined, /holds a null character/],
		['k'.repeat(1_001), undefined, /has 1001 characters, but at most 1000 are allowed$/],
		['-2026-11-26', '={{ $json.row }}-{{ $today }}', /made of fields that are empty.*: row$/],
		['x', '={{ $json.a }}x{{ $json["b c"] }}', /: a, b c$/],
	])('that is unfit is refused: %j', async (duplicateKey, stored, words) => {
		const own = stored === undefined ? {} : { stored: { duplicateKey: stored } };
		const run = await here.order(keyed(duplicateKey), own);
		expect(messages(run)).toEqual([expect.stringMatching(words as RegExp)]);
		const outcome = { kind: 'parameter', hint: expect.stringContaining('{{ $json.row }}-{{') };
		expect([run.orders[0].outcome, here.sent]).toMatchObject([outcome, []]);
	});

	it.each([
		['5', '={{ $json.link }}{{ $json.attempt }}'],
		['https://x.example/undefined', undefined],
		['Null', undefined],
		['№7', undefined],
		['row-7', 'row-7'],
		['null7 aNaN', undefined],
		[2 ** 53 - 1, undefined],
		['k'.repeat(1_000), undefined],
	])('with all its parts is accepted: %s', async (duplicateKey, stored) => {
		const own = stored === undefined ? {} : { stored: { duplicateKey: stored } };
		expect(said(await here.order(keyed(duplicateKey), own))).toEqual(['1']);
	});

	it('is compared as text without the blanks around it, and equal orders under it are one', async () => {
		expect(said(await here.order(keyed('7', ' 7\t', 7)))).toEqual(['1', 'skipped 1', 'skipped 1']);
		expect(said(await here.order(keyed('7', '7')))).toEqual(['skipped 1', 'skipped 1']);
	});

	it('whose order is refused or in doubt does not keep the others from being sent', async () => {
		const items = ['bad', 'b', 'c'].map((link) => ({ duplicateKey: link, link }));
		const replies = [{ error: 'Bad link' }, { order: 7, error: 'But' }, { order: 8 }];
		const context: { orders?: IDataObject } = {};
		const run = await here.order(items, { context, answer: () => reply(replies.shift()) });
		expect(said(run)).toEqual(['link', 'unexpectedReply', '8']);
		const { kind, message, panelMessage, order } = run.orders[1].outcome as PanelFailure;
		const fields = { service: '1', quantity: '1', link: 'b' };
		expect(context.orders).toEqual({
			'0:1': { item: 1, fields, unknown: { kind, message, panelMessage, order } },
			'0:2': { item: 2, fields: { ...fields, link: 'c' }, placed: run.orders[2].outcome },
		});
	});

	it.each([
		['bad', 'link', 'notSent'],
		['lost', 'connectionLost', 'duplicate'],
	])('gets the outcome of the first of equal orders: %s', async (link, first, other) => {
		const item = { duplicateKey: 'k', link };
		expect(said(await here.order([item, item]))).toEqual([first, other]);
		expect(here.sent).toEqual([link]);
	});

	it('of different orders in a run is refused for all of them, by item, and the others go on', async () => {
		const [a, b, c] = keyed('a', 'b', 'a');
		const run = await here.order([a, b, { ...c, quantity: 2 }]);
		expect(said(run)).toEqual(['parameter', '1', 'parameter']);
		expect(messages(run)[2]).toBe(
			"items 0, 2 are different orders with the same duplicate key, 'a'",
		);
	});

	it('returns the earlier order if this process knows it, or else says where to look', async () => {
		const placed = { order: '1', placedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) };
		const [first] = (await here.order(keyed('a'))).orders;
		expect(first.outcome).toMatchObject(placed);
		const skipped = { skipped: true, duplicateKey: 'a' };
		const [again] = (await here.order(keyed('a'))).orders;
		expect(again.outcome).toEqual({ ...skipped, ...placed });
		const [elsewhere] = (await new Process(here).order(keyed('a'))).orders;
		expect(elsewhere.outcome).toEqual({
			...{ ...skipped, order: null, placedAt: null },
			message: expect.stringMatching(/^Ordered before\. Look up .* in the panel's list of orders/),
		});
	});

	it('whose order could not be stored is in doubt elsewhere, until the next run of the process stores it', async () => {
		here.store.trap = throwing('remove', new Error('no database'));
		const logs: string[] = [];
		expect(said(await here.order(keyed('a'), { logs }))).toEqual(['1']);
		expect(logs.join()).toMatch(/could not save the duplicate keys: no database/);
		expect(said(await new Process(here).order(keyed('a')))).toEqual(['duplicate']);
		here.store.trap = () => ({ before() {}, after() {} });
		expect(said(await here.order(keyed('a')))).toEqual(['skipped 1']);
		expect(said(await new Process(here).order(keyed('a')))).toEqual(['skipped null']);
	});

	it('is stored during the run, so that a process that dies leaves few in doubt', async () => {
		const run = here.start(
			Array.from({ length: 30 }, (_, n) => ({ duplicateKey: `k${n}`, link: `${n}` })),
		);
		await here.clock.run(here.clock.wait(2_500));
		expect(said(await new Process(here).order(keyed('k0', 'k29')))).toEqual([
			'skipped null',
			'duplicate',
		]);
		await here.clock.run(run);
	});

	it.each([undefined, 'no credential', new Error('no credential')])(
		'is free again when something else is thrown before anything is sent: %p',
		async (thrown) => {
			const run = await here.order(keyed('a'), { trap: throwing('ask', thrown) });
			expect(messages(run)).toEqual([expect.stringMatching(/no credential|undefined/)]);
			expect(run.orders[0].outcome).toMatchObject({ certain: true });
			expect(said(await here.order(keyed('a')))).toEqual(['1']);
		},
	);

	it('of an earlier row is not evicted by thousands that were refused', async () => {
		const [old, fresh] = ['old', 'new'].map((name) =>
			Array.from({ length: MOST }, (_, n) => `${name} ${n}`),
		);
		here.store.entries = [...old];
		const refused = { answer: () => WRONG_KEY };
		expect(said(await here.order(keyed(...fresh), refused))[MOST - 1]).toBe('notSent');
		expect(here.store.entries).toEqual(old);
		// Nor if they cannot be removed while a concurrent run ends.
		let removals = 0;
		here.store.trap = (site) => ({
			before() {
				if (site === 'remove' && removals++ > 0) throw new Error('no database');
			},
			after() {},
		});
		// A call of the store takes 1 ms and an order 100 ms, so both runs end during the same write.
		const refusedAt = { answer: async () => (await here.clock.wait(99.5), WRONG_KEY) };
		await here.clock.run(
			Promise.all([here.start(keyed('beside')), here.start(keyed(...fresh), refusedAt)]),
		);
		expect(here.store.entries.slice(0, MOST)).toEqual(old);
	});

	it('is kept among the youngest ten thousand, once a thousand are new and no run is under way', async () => {
		here.store.entries = Array.from({ length: MOST }, (_, n) => `old ${n}`);
		const fresh = (count: number, name: string) =>
			Array.from({ length: count }, (_, n) => ({ duplicateKey: `${name} ${n}`, link: name }));
		let ids = 0;
		const options = { width: 10, answer: () => reply({ order: `${++ids}` }) };
		await here.order(fresh(998, 'a'), options);
		const slow = { answer: async () => (await here.clock.wait(5_000), reply({ order: 99_999 })) };
		const run = here.start(fresh(1, 'slow'), slow);
		await here.clock.run(here.clock.wait(2_000));
		await here.order(fresh(1, 'b'), options);
		expect(here.store.entries).toHaveLength(MOST + 1_001);
		await here.clock.run(run);
		expect(here.store.entries).toHaveLength(MOST);
		expect(here.store.entries.slice(-2)).toEqual(['slow 0', 'b 0']);
		await here.order(fresh(999, 'c'), options);
		expect(here.store.entries).toHaveLength(MOST + 999);
	});

	it('is remembered with its order among the youngest ten thousand', async () => {
		await here.order(keyed('a', 'b'), { width: 1 });
		const others = Array.from({ length: MOST - 1 }, (_, n) => ({
			duplicateKey: `k${n}`,
			link: `${n}`,
		}));
		await here.order(others, {
			workflow: freshPanel(),
			store: new Store(here.clock),
			answer: (_, { link }) => reply({ order: `x${link}` }),
		});
		expect(said(await here.order(keyed('a', 'b')))).toEqual(['skipped null', 'skipped 2']);
	});
});

describe('one id for two orders', () => {
	const five = { answer: () => reply({ order: 5 }) };
	const doubt = { answer: () => reply({ order: 5, error: 'But' }) };
	const same = { kind: 'sameOrder', certain: false, order: '5' };

	it('in a run leaves the second in doubt, with the id and the reason, and so in a later try', async () => {
		const context = {};
		const run = await here.order([{}, { link: 'b' }], { ...five, context });
		expect(said(run)).toEqual(['5', 'sameOrder']);
		expect(run.orders[1].outcome).toMatchObject({
			...same,
			message: expect.stringMatching(/5 of item 0/),
		});
		expect(said(await here.order([{}, {}], { context }))).toEqual(['5', 'sameOrder']);
		expect(here.sent).toEqual([]);
		const more = await here.order([{}, {}, { link: 'c' }], { ...five, context });
		expect(more.orders[2].outcome).toMatchObject({ message: expect.stringMatching(/item 0/) });
	});

	it('is one order where the store has lost its key', async () => {
		await here.order(keyed('a'), doubt);
		here.store.entries = [];
		expect(said(await here.order(keyed('a'), five))).toEqual(['5']);
	});

	it.each([
		['another key', five, 'b', false],
		['the same key of a copied node', five, 'a', true],
		['another key, of an order in doubt', doubt, 'b', false],
	])('under %s leaves the second in doubt', async (_, first, key, isCopy) => {
		const copy = isCopy && { workflow: freshPanel(), store: new Store(here.clock) };
		await here.order(keyed('a'), first);
		const { orders } = await here.order(keyed(key), { ...five, ...copy });
		expect(orders[0].outcome).toMatchObject({ ...same, message: expect.stringMatching(/key 'a'/) });
		expect(said(await here.order(keyed(key), { ...five, ...copy }))).toEqual(['duplicate']);
		const third = await here.order(keyed('c'), { ...five, ...copy });
		expect(messages(third)).toEqual([expect.stringMatching(/key 'a'/)]);
	});

	it('is accepted on another panel', async () => {
		await here.order(keyed('a'), five);
		expect(said(await here.order(keyed('b'), { ...five, panel: 'other' }))).toEqual(['5']);
	});
});

describe('a dry run', () => {
	it.each([
		[
			'an item that is unsound',
			[{ link: 'a' }, { service: '', dryRun: true }],
			['dry run', 'parameter'],
		],
		['text', [{ dryRun: 'true' }, {}], ['dry run', 'dry run']],
		['what cannot be read', [{ dryRun: 'perhaps' }, {}], ['parameter', 'parameter']],
	])('is asked for by %s, and nothing is sent', async (_, items, outcomes) => {
		expect(said(await here.order(items))).toEqual(outcomes);
		expect(here.sent).toEqual([]);
	});

	const eur = { balance: '2', currency: 'EUR' };
	it.each<[string, object, number, IDataObject, string, string[]]>([
		['1 order would cost 1 EUR; the balance is 2 EUR.', eur, 1, {}, '1000', ['dry run']],
		['2 orders would cost 1; the balance is 2.', { balance: '2' }, 2, {}, '500', DRY],
		['2 orders would cost 4 EUR; the balance is 2 EUR.', eur, 2, {}, '2000', ['funds', 'funds']],
		['2 orders would cost 4; the balance is unknown.', { balance: null }, 2, {}, '2000', DRY],
		['would cost an unknown amount (the catalogue gives no rate', eur, 2, {}, 'x', DRY],
		...[eur, { balance: null }].map(
			(balance, n): [string, object, number, IDataObject, string, string[]] => [
				'1 order would cost',
				...([balance, 1, { checkBalance: true }] as const),
				...((n === 0 ? ['x', ['limit']] : ['1000', ['limit']]) as [string, string[]]),
			],
		),
	])('shows: %s', async (words, balance, count, safeguards, rate, outcomes) => {
		const hints: Array<{ message: string }> = [];
		const item = { dryRun: true, safeguards };
		const run = await here.order(Array(count).fill(item), {
			hints,
			answer: ({ action }) => (action === 'services' ? catalogue({ rate }) : reply(balance)),
		});
		expect(said(run)).toEqual(outcomes);
		const message = expect.stringContaining(words);
		expect(hints).toEqual([{ message, location: 'outputPane' }]);
		expect(hints[0].message).toMatch(/^Dry run: nothing is ordered\. /);
		const [{ outcome }] = run.orders;
		if (outcome && 'dryRun' in outcome)
			expect(outcome.dryRun).toEqual({
				...{ dryRun: true, service: '1', link: '0', quantity: 1 },
				expectedCharge: rate === 'x' ? null : Number(rate) / 1_000,
				currency: (balance as IDataObject).currency ?? null,
			});
	});
});

describe('the highest charge of all', () => {
	const item = (link: string) => ({ link, safeguards: { maxTotalCharge: 3 } });
	const all = (stamp: string) => ['a', 'lost', 'bad'].map((link) => item(`${link} ${stamp}`));

	it('counts what every try of an execution placed, or may have placed', async () => {
		const context = {};
		await here.order(all('1'), { context });
		expect(said(await here.order(all('2'), { context }))).toEqual(['1', 'connectionLost', 'link']);
		const more = await here.order([...all('3'), item('b'), item('c')], { context });
		expect(said(more)).toEqual(['1', 'connectionLost', 'link', 'limit', 'limit']);
		expect(messages(more)[4]).toMatch(/it costs 1, which brings this execution to 4, above .* 3$/);
	});

	it('uses the dearer row of a service that is listed twice', async () => {
		for (const rates of [
			['1000', '4000'],
			['4000', '1000'],
		]) {
			const answer = () => catalogue(...rates.map((rate) => ({ rate })));
			expect(said(await here.order([item('a')], { answer }))).toEqual(['limit']);
		}
	});
});

it('a row of another service than the form knows has the fields of its own', async () => {
	const fields = { ...AUTOMATIC, schema: [{ id: 'comments', required: true }] };
	expect(said(await here.order([{ link: 'a', fields }]))).toEqual(['1']);
});

it.each<[IDataObject[], string[]]>([
	[[{}], ['add']],
	[[{ checkService: false, checkBalance: false }], ['add']],
	[[{ checkService: true }], ['services', 'add']],
	[[{ maxTotalCharge: 9 }], ['services', 'add']],
	[[{ checkBalance: true }], ['services', 'balance', 'add']],
	[
		[{ checkBalance: true }, { checkBalance: false }],
		['services', 'balance', 'add', 'add'],
	],
])('the safeguards %j ask the panel for no more than they need', async (each, expected) => {
	const actions: string[] = [];
	const items = each.map((safeguards, n) => ({ link: `${n}`, safeguards }));
	await here.order(items, {
		answer: ({ action }) => {
			actions.push(action);
			return action === 'services' ? catalogue() : reply({ balance: '5', order: actions.length });
		},
	});
	expect(actions).toEqual(expected);
});

it.each([
	['redirect', { fields: AUTOMATIC }, reply('', { status: 302 })],
	['connectionLost', { safeguards: { maxCharge: 1 } }, { code: 'ECONNRESET' }],
])('a catalogue that cannot be read leaves nothing in doubt: %s', async (kind, item, answer) => {
	const run = await here.order([item], { answer: () => answer });
	expect(run.orders[0].outcome).toMatchObject({ kind, certain: true });
});

describe("a model's order", () => {
	const tool = { type: 'smmPanelTool' };
	const limits = { toolMaxCharge: 5, toolMaxQuantity: 5 };
	const ask = async (link: string, options: Partial<JobOptions> = {}) =>
		said(await here.order([{ link, ...limits }], { ...tool, ...options }))[0];

	it('is not sent again for an hour while in doubt, to the same panel', async () => {
		await here.clock.run(here.clock.wait(1));
		expect(await ask('lost')).toBe('connectionLost');
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * HOUR);
		const again = await here.order([{ link: 'lost', ...limits }], { ...tool, workflow: 'other' });
		expect(messages(again)).toEqual([expect.stringMatching(/^the same order was sent within the/)]);
		expect(await ask('lost', { panel: 'other' })).toBe('connectionLost');
		expect(await ask('other')).toBe('3');
		await here.clock.run(here.clock.wait(HOUR));
		expect(await ask('lost')).toBe('connectionLost');
		jest.restoreAllMocks();
	});

	it('is in doubt for a second call while it is in flight', async () => {
		const first = here.start([{ link: 'a', ...limits }], tool);
		await here.clock.run(here.clock.wait(50));
		expect(await ask('a')).toBe('sentBefore');
		await here.clock.run(first);
		expect(await ask('a')).toBe('2');
	});

	it.each([-1, 1.5, 2 ** 60, 'x'])(
		'is refused with a max quantity of %p',
		async (toolMaxQuantity) => {
			const run = await here.order([{ ...limits, toolMaxQuantity }], tool);
			expect(messages(run)).toEqual([expect.stringContaining("'Max Quantity per Call' holds")]);
		},
	);

	it('is free again when it was refused, or something was thrown before it was sent', async () => {
		expect([await ask('bad'), await ask('bad')]).toEqual(['link', 'link']);
		expect(await ask('a', { trap: throwing('ask', new Error('no')) })).toBe('notSent');
		expect(await ask('a')).toBe('3');
	});
});

describe('orders are sent in their order', () => {
	const links = (...names: string[]) => names.map((link) => ({ link }));

	it.each([
		['one refusal is one refusal', links('a', 'bad', 'c'), {}, ['1', 'link', '3'], 3],
		[
			'unless the first failure stops',
			links('a', 'bad', 'c'),
			{ continues: false },
			['1', 'link', 'notSent'],
			2,
		],
		[
			'two in a row without an answer end it',
			links('lost', 'lost', 'c'),
			{},
			['connectionLost', 'connectionLost', 'notSent'],
			2,
		],
		[
			'one does not',
			links('lost', 'b', 'lost', 'd'),
			{},
			['connectionLost', '2', 'connectionLost', '4'],
			4,
		],
		[
			'those in flight are kept',
			links('bad', 'b', 'c'),
			{ continues: false, width: 2 },
			['link', '2', 'notSent'],
			2,
		],
		[
			'what no later one would survive ends it',
			links('a', 'b'),
			{ answer: () => WRONG_KEY },
			['apiKey', 'notSent'],
			0,
		],
	])('%s', async (_, items, options, outcomes, count) => {
		const context: { orders?: IDataObject } = {};
		const run = await here.order(items, { ...options, context });
		expect(said(run)).toEqual(outcomes);
		expect(here.sent).toEqual(items.slice(0, count).map(({ link }) => link));
		// The execution's context holds all orders that may have been placed; n8n stores it as JSON.
		const isKept = ({ outcome }: Run['orders'][0]) => !(outcome as PanelFailure).certain;
		expect(Object.keys(context.orders ?? {})).toHaveLength(run.orders.filter(isKept).length);
		expect(JSON.parse(JSON.stringify(context))).toEqual(context);
	});

	it('one that a rate limit keeps waiting is not sent again once the run has ended', async () => {
		let count = 0;
		const answer: JobOptions['answer'] = (_, { link }) =>
			count++ || link !== 'a' ? reply({ error: 'No' }) : reply('', { status: 429, retryAfter: 30 });
		const run = await here.order(links('a', 'b'), { width: 2, continues: false, answer });
		expect([said(run), count]).toEqual([['rateLimit', 'refused'], 2]);
	});

	it('each that was or may have been placed is logged', async () => {
		const logs: string[] = [];
		await here.order(links('a', 'lost', 'bad'), { logs });
		expect(logs).toEqual([
			'SMM Panel: order 1 placed by the node "Order" for item 0 (service 1)',
			expect.stringMatching(/^SMM Panel: an order may have been placed \(.*\) by .* for item 1 /),
		]);
	});
});
