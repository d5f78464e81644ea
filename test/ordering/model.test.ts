import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { placeOrders } from '../../nodes/SmmPanel/ordering/placeOrders';
import { isFailed, type Order, type Run } from '../../nodes/SmmPanel/ordering/run';
import { clock as processClock } from '../../nodes/SmmPanel/transport/clock';
import { AUTOMATIC } from '../../sandbox/orderForm';
import { FakeClock, freshPanel, reply } from '../transport/helpers';
import { catalogue, jobOf, Store, type Answer, type Site, type Trap } from './bench';

/** What a panel does with an order: whether it places it, and its answer. */
interface Behaviour {
	takes: boolean;
	/** `id` is the order's id if it is placed; `known` is an id that the execution already knows, if any. */
	answer: (id: string, known: string | undefined) => Answer;
}

const takes = (answer: Behaviour['answer']): Behaviour => ({ takes: true, answer });
const leaves = (answer: Behaviour['answer']): Behaviour => ({ takes: false, answer });
const page = (status: number) => () => reply('<html>Bad gateway</html>', { status });
const network = (code: string, syscall?: string) => () => ({ code, syscall });
const badLink = () => reply({ error: 'Bad link' });

const BEHAVIOURS = {
	placed: takes((order) => reply({ order })),
	placedInEnvelope: takes((order) => reply({ status: 'success', order, charge: '1.20' })),
	placedWith500: takes((order) => reply({ order }, { status: 500 })),
	badLink: leaves(badLink),
	refusedWith422: leaves(() => reply({ success: false, message: 'No' }, { status: 422 })),
	noFunds: leaves(() => reply({ error: 'Not enough funds on balance' })),
	wrongKey: leaves(() => reply({ error: 'Invalid API key' }, { status: 401 })),
	rateLimit: leaves(() => reply({ error: 'Rate limit exceeded' })),
	tooMany: leaves(() => reply('', { status: 429, retryAfter: 3 })),
	refusedConnection: leaves(network('ECONNREFUSED', 'connect')),
	unknownHost: leaves(network('ENOTFOUND', 'getaddrinfo')),
	redirected: leaves(() => reply('', { status: 301, location: 'https://other.example/' })),
	resetBefore: leaves(network('ECONNRESET', 'read')),
	resetAfter: takes(network('ECONNRESET', 'read')),
	timeoutBefore: leaves(network('ECONNABORTED')),
	timeoutAfter: takes(network('ETIMEDOUT', 'read')),
	badRecordAfter: takes(network('ERR_SSL_WRONG_VERSION_NUMBER')),
	pageAfter: takes(page(502)),
	firewall: leaves(page(403)),
	emptyAfter: takes(() => reply('')),
	truncatedAfter: takes(() => reply('{"order": 1')),
	limitWith500After: takes(() => reply({ error: 'Rate limit' }, { status: 500 })),
	orderAndError: takes((order) => reply({ order, error: 'But' })),
	withoutIdAfter: takes(() => reply({ status: 'success' })),
	redirectedAfter: takes(() => reply('', { status: 302, location: '/thanks' })),
	// Looks like a repeated order, which the panel answers with the id of the first one.
	earlierId: leaves((_, order) => (order === undefined ? badLink() : reply({ order }))),
} satisfies Record<string, Behaviour>;

type BehaviourName = keyof typeof BEHAVIOURS;

const CATALOGUES = {
	good: () => catalogue(),
	twice: () => catalogue({ rate: '400' }, {}),
	twiceReversed: () => catalogue({}, { rate: '400' }),
	gone: () => catalogue({ service: '2' }),
	refused: () => reply({ error: 'Invalid API key' }, { status: 401 }),
	redirected: () => reply('', { status: 302 }),
	down: network('ECONNRESET', 'read'),
} satisfies Record<string, () => Answer>;

/** Thrown values, including some that no code should throw. */
const THROWN = [new Error('the credential cannot be decrypted'), 'text', undefined, null];

interface Try {
	width: number;
	continues: boolean;
	/** The request at which the execution is stopped, and its context saved for the next try; -1 for none. */
	cutAt: number;
}

interface Scenario {
	/** Items with the same key and different variants are different orders. */
	items: Array<{ key: number; variant: number }>;
	/** Without keys, each item is a separate order. */
	isKeyed: boolean;
	/** The state of each key that another process has stored. */
	before: Array<'new' | 'placed' | 'open'>;
	/** The tries of each execution; the executions overlap. */
	executions: Try[][];
	/** Whether rows have no order type, so that the catalogue is read. */
	mapped: boolean;
	limits: IDataObject;
	balance: number;
	script: BehaviourName[];
	latencies: number[];
	catalogues: Array<keyof typeof CATALOGUES>;
	traps: Array<{ site: Site; at: number; times: number; late: boolean; thrown: number }>;
}

const oneIn = <T>(most: number, usual: T, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
	fc.oneof({ arbitrary: fc.constant(usual), weight: most - 1 }, { arbitrary: rare, weight: 1 });
const nameOf = <T extends object>(table: T) =>
	fc.constantFrom(...(Object.keys(table) as Array<keyof T>));
const latencies = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 });

const scenarios = fc.record<Scenario>({
	items: fc.array(
		fc.record({
			key: fc.nat(4),
			variant: oneIn(8, 0, fc.constant(1)),
		}),
		{ minLength: 1, maxLength: 8 },
	),
	isKeyed: fc.boolean(),
	before: fc.array(oneIn(5, 'new', fc.constantFrom('placed', 'open')), {
		minLength: 5,
		maxLength: 5,
	}),
	executions: fc.array(
		fc.array(
			fc.record({
				width: fc.integer({ min: 1, max: 10 }),
				continues: fc.boolean(),
				cutAt: oneIn(3, -1, fc.nat(8)),
			}),
			{ minLength: 1, maxLength: 3 },
		),
		{ minLength: 1, maxLength: 2 },
	),
	mapped: oneIn(4, false, fc.constant(true)),
	limits: fc.record(
		{
			maxCharge: fc.constantFrom(1, 2, 0.5),
			maxTotalCharge: fc.integer({ min: 1, max: 8 }),
			checkBalance: fc.constant(true),
		},
		{ requiredKeys: [] },
	),
	balance: fc.constantFrom(100, 3, 7),
	script: fc.array(
		fc.oneof(
			{ arbitrary: fc.constantFrom<BehaviourName>('placed', 'badLink', 'earlierId'), weight: 1 },
			{ arbitrary: nameOf(BEHAVIOURS), weight: 2 },
		),
		{ maxLength: 25 },
	),
	latencies,
	catalogues: fc.array(oneIn(2, 'good', nameOf(CATALOGUES)), { maxLength: 4 }),
	traps: fc.array(
		fc.record({
			site: fc.constantFrom<Site>('panel', 'ask', 'read', 'record', 'remove', 'info', 'warn'),
			at: fc.nat(5),
			times: fc.constantFrom(1, 2, 100),
			late: fc.boolean(),
			thrown: fc.nat(THROWN.length - 1),
		}),
		{ maxLength: 2 },
	),
});

/** An order in the panel's ledger. */
interface Entry {
	id: string;
	/** Identifies the key, or the item of an execution. */
	link: string;
	execution: number;
	charge: number;
}

/** Runs executions with faults and then one without, and checks their outcomes against the ledger. */
async function play(scenario: Scenario): Promise<void> {
	const { items, executions, script } = scenario;
	const clock = new FakeClock();
	jest.spyOn(processClock, 'now').mockImplementation(clock.now);
	const [workflow, panel] = [freshPanel(), freshPanel()];
	const bystanders = ['a', 'b', 'c'];
	const known = scenario.before.flatMap((state, key) =>
		[`k${key}`, `k${key}\u0000under way`].slice(0, ['new', 'placed', 'open'].indexOf(state)),
	);
	const store = new Store(clock, [...bystanders, ...known]);
	const ledger: Entry[] = [];
	/** Keys of orders with an unknown outcome. */
	const doubted = new Set<string>();
	let [sends, asked, isFaulty] = [0, 0, true];

	const keyOf = (item: number) => (scenario.isKeyed ? `k${items[item].key}` : undefined);
	const linkOf = (item: number, execution: number) => {
		const key = keyOf(item);
		return key ? `https://x/${key}/${items[item].variant}` : `https://x/e${execution}/i${item}`;
	};
	const chargeOf = (item: number) => (keyOf(item) ? 1 : 1 + (item % 2));
	const sum = (entries: Entry[]) => entries.reduce((total, { charge }) => total + charge, 0);
	const links = new Set(items.map((_, item) => linkOf(item, 0)));
	const clashes = (key: string) =>
		[...links].filter((link) => link.startsWith(`https://x/${key}/`)).length > 1;

	const calls = new Map<Site, number>();
	const trap: Trap = (site) => {
		const call = calls.get(site) ?? 0;
		calls.set(site, call + 1);
		const spring = (isLate: boolean) => () => {
			const sprung = scenario.traps.find(
				({ at, times, late, ...each }) =>
					each.site === site && late === isLate && call >= at && call < at + times,
			);
			if (sprung && isFaulty) throw THROWN[sprung.thrown];
		};
		return { before: spring(false), after: spring(true) };
	};
	store.trap = trap;

	const attempt = async (execution: number, { cutAt, ...how }: Try, context: IDataObject) => {
		const stop = new AbortController();
		let [saved, sent] = [undefined as string | undefined, 0];
		const idsKnown = () =>
			Object.values((context.orders ?? {}) as Run['memory'])
				.map((note) => /"order":"?(\w+)/.exec(JSON.stringify(note))?.[1])
				.find((id) => id !== undefined);
		const stamp = `${execution} ${clock.now()}`;
		const job = jobOf({
			...{ ...how, clock, context, store, workflow, panel, trap, stopped: stop.signal },
			items: items.map((_, item) => ({
				...(scenario.mapped && { fields: AUTOMATIC }),
				...{ service: '1', link: linkOf(item, execution), quantity: chargeOf(item) },
				// Different custom fields in each try do not make it a different order.
				customFields: { field: [{ name: 'stamp', value: stamp }] },
				...(keyOf(item) && { duplicateKey: ` ${keyOf(item)} ` }),
				...(isFaulty && { safeguards: scenario.limits }),
			})),
			stored: { duplicateKey: scenario.isKeyed ? '={{ $json.duplicateKey }}' : '' },
			answer: async ({ action }, { link }) => {
				if (action === 'services') {
					await clock.wait(10);
					return CATALOGUES[(isFaulty && scenario.catalogues[asked++]) || 'good']();
				}
				if (action === 'balance')
					return reply({ balance: String(scenario.balance - sum(ledger)), currency: 'USD' });
				const { takes: isTaken, answer } = BEHAVIOURS[(isFaulty && script[sends]) || 'placed'];
				const id = String(1_000 + sends);
				if (sent++ === cutAt) {
					saved = JSON.stringify(context);
					stop.abort();
				}
				await clock.wait(scenario.latencies[sends++ % scenario.latencies.length]);
				const item = items.findIndex((_, each) => linkOf(each, execution) === link);
				if (isTaken) ledger.push({ id, link, execution, charge: chargeOf(item) });
				return answer(id, idsKnown());
			},
		});
		const { orders } = await placeOrders(job);
		judge(orders, execution);
		return JSON.parse(saved ?? JSON.stringify(context)) as IDataObject;
	};

	/** Whether an outcome reports an order, by its id or as unknown. */
	const tells = ({ outcome }: Order, { id }: Entry) =>
		outcome && ('kind' in outcome ? !outcome.certain : 'order' in outcome && outcome.order === id);
	const judge = (orders: Order[], execution: number) => {
		for (const order of orders) {
			const { item, outcome } = order;
			const link = linkOf(item, execution);
			const mine = ledger.filter((entry) => entry.link === link);
			expect(outcome).toBeDefined();
			const id = outcome && 'order' in outcome && !isFailed(order) ? outcome.order : undefined;
			if (id) expect(mine.map((entry) => entry.id)).toContain(id);
			else if (outcome && 'skipped' in outcome)
				expect(scenario.before[items[item].key]).toBe('placed');
			if (isFailed(order) && !['duplicate', 'sentBefore'].includes(order.outcome.kind))
				if (!order.outcome.certain) doubted.add(String(keyOf(item)));
		}
		for (const entry of ledger.filter((each) => each.execution === execution)) {
			const mine = orders.filter(({ item }) => linkOf(item, execution) === entry.link);
			expect({ entry, told: mine.some((order) => tells(order, entry)) }).toMatchObject({
				told: true,
			});
		}
		const { maxTotalCharge = Infinity } = scenario.limits;
		const spent = sum(ledger.filter((each) => each.execution === execution));
		if (isFaulty) expect(spent).toBeLessThanOrEqual(maxTotalCharge as number);
		if (isFaulty && scenario.limits.checkBalance && executions.length === 1)
			expect(sum(ledger)).toBeLessThanOrEqual(scenario.balance);
	};

	await clock.run(
		Promise.all(
			executions.map(async (tries, execution) => {
				let context: IDataObject = {};
				for (const each of tries) context = await attempt(execution, each, context);
			}),
		),
	);
	isFaulty = false;
	const before = [...ledger];
	const last = { width: 1, continues: true, cutAt: -1 };
	await clock.run(attempt(executions.length, last, {}));

	// Each order is placed once. A key is free only if its order certainly was not placed.
	const taken = ledger.map(({ link }) => link);
	expect(taken).toEqual([...new Set(taken)]);
	expect(store.entries).toEqual(expect.arrayContaining(bystanders));
	for (const [item] of items.entries()) {
		const key = keyOf(item);
		if (key === undefined) continue;
		const link = linkOf(item, 0);
		const isNew = scenario.before[items[item].key] === 'new';
		const mustBuy = isNew && !clashes(key) && !doubted.has(key) && !store.unsure.has(key);
		if (mustBuy) expect(taken).toContain(link);
		if (!isNew || clashes(key)) expect(taken).not.toContain(link);
		if (doubted.has(key))
			expect(ledger.slice(before.length).map((e) => e.link)).not.toContain(link);
	}
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeAll(() => process.on('unhandledRejection', note));
afterAll(() => {
	process.off('unhandledRejection', note);
	jest.restoreAllMocks();
	expect(unhandled).toEqual([]);
});

it('whatever the panel, n8n and the store do, nothing is bought twice, lost, misreported or locked', async () => {
	await fc.assert(fc.asyncProperty(scenarios, play), { numRuns: 250 });
}, 120_000);
