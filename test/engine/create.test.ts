import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EngineRun } from '../../sandbox/engine';
import type { Fault } from '../../sandbox/panel';
import {
	closedAddress,
	defaultOrder,
	GO_ON,
	hold,
	LANES,
	LINK,
	linkItems,
	order,
	placed,
	sent,
	useBench,
	words,
} from './setup';
import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { orderForm } from '../../sandbox/orderForm';
import { startPanel } from '../../sandbox/panel';

const bench = useBench();

const linksSent = () => sent(bench.panel, 'add').map(({ link }) => link);
const linksPlaced = () => [...bench.panel.orders.values()].map(({ link }) => link);
const details = (run: EngineRun) => run.json.map((json) => json.details as IDataObject | undefined);
const outcomes = (run: EngineRun) =>
	run.json.map((json) => json.order ?? (json.details as IDataObject).kind);
const hit = (n: number) => (fields: Record<string, string>) => fields.link?.endsWith(`/${n}`);

describe('the fields of an order', () => {
	const FORMS: Array<[string, number, IDataObject, Record<string, string>]> = [
		[
			'lines as a list from an expression',
			9,
			{ link: LINK, comments: '={{ ["[one]", "two"] }}' },
			{ link: LINK, comments: '[one]\ntwo' },
		],
		[
			'choices as the form has them',
			21,
			{ link: LINK, quantity: 100, country: 'US', device: '5', type_of_traffic: '3' },
			{ link: LINK, quantity: '100', country: 'US', device: '5', type_of_traffic: '3' },
		],
	];

	it.each(FORMS)('may be %s', async (_, service, fields, expected) => {
		for (const lane of LANES) {
			const panel = await bench.renew();
			const run = await bench.run(order(service, fields, ['link']), { lane });
			expect(run.error?.message).toBeUndefined();
			expect(sent(panel)).toEqual([{ action: 'add', service: String(service), ...expected }]);
			expect(run.json).toMatchObject([{ order: '23501', service: String(service), link: LINK }]);
		}
	});
});

describe('what is filled in', () => {
	it('is sent, whatever the type of the service, and without reading the catalogue', async () => {
		await bench.run(
			order(7, { link: LINK, quantity: 10, country: 'US', runs: null, comments: '=' }),
		);
		expect(sent(bench.panel)).toEqual([
			{ action: 'add', service: '7', link: LINK, quantity: '10', country: 'US' },
		]);
	});

	it('is returned with the id, numbers as numbers', async () => {
		const parameters = order(20, { username: 'nasa', min: 10, max: 20, delay: 0 }, ['username']);
		expect((await bench.run(parameters)).json).toEqual([
			{
				order: '23501',
				service: '20',
				link: null,
				quantity: null,
				username: 'nasa',
				min: 10,
				max: 20,
				delay: 0,
			},
		]);
	});

	it('may be lines that are pasted into the editor', async () => {
		bench.panel.services[1].min = '1';
		await bench.run(order(2, { link: LINK, comments: '=One\ntwo {now}\n\nthree' }, ['link']));
		expect(sent(bench.panel)).toMatchObject([{ comments: 'One\ntwo {now}\nthree' }]);
	});

	it.each<[IDataObject, string, string[]?]>([
		[{ link: LINK, quantity: '={{ $json.none }}' }, "'Quantity' is missing", []],
		[{ quantity: 5 }, "'Link' is missing", []],
		[{ link: LINK, qty: 5 }, "'Fields' holds 'qty', which is not a field of an order", []],
		[{ link: LINK, quantity: 5, runs: 2 }, "'Drip-Feed Runs' is set, but 'Drip-Feed Interval' is"],
	])('%j is not enough, and nothing is sent', async (...[value, message, required]) => {
		const parameters = { ...defaultOrder(), fields: orderForm(value, required) };
		for (const lane of LANES) {
			expect(words(await bench.run(parameters, { lane }))).toContain(message);
		}
		expect(bench.panel.requests).toEqual([]);
	});

	it('may be only a link if the service is not known to need more', async () => {
		await bench.run(order(7, { link: LINK, quantity: null }, []));
		expect(sent(bench.panel)).toEqual([{ action: 'add', service: '7', link: LINK }]);
	});

	it('can be combined with custom fields', async () => {
		const customFields = {
			field: [
				{ name: 'coupon', value: 'SALE' },
				{ name: 'is_test', value: '={{ 1 }}' },
			],
		};
		await bench.run(defaultOrder({ customFields }), { items: [{ link: LINK }] });
		expect(sent(bench.panel)).toMatchObject([{ coupon: 'SALE', is_test: '1' }]);
	});
});

describe('invalid values', () => {
	// `panel` and `ordering` test the other invalid values; this tests that each source of values is checked.
	const WRONG: Array<[string, INodeParameters, RegExp]> = [
		['no service', { ...defaultOrder(), service: '={{ "" }}' }, /'Service' is missing/],
		['two services', { ...defaultOrder(), service: '={{ "3,4" }}' }, /'Service' holds '3,4'/],
		['no link', defaultOrder({ link: '={{ $json.nothing }}' }), /'Link' is missing/],
		['half a piece', defaultOrder({ link: LINK, quantity: 1.5 }), /'Quantity' is '1.5'/],
		['an object', defaultOrder({ link: '={{ ({ a: 1 }) }}' }), /'Link' holds {"a":1}/],
		...['Key', 'action', 'link'].map((name): [string, INodeParameters, RegExp] => [
			`a ${name} of their own`,
			defaultOrder({ link: LINK, customFields: { field: [{ name: ` ${name} `, value: 'x' }] } }),
			new RegExp(`'Custom Fields' holds '${name}'`),
		]),
		[
			'an expression that fails',
			defaultOrder({ link: "={{ $('Nowhere').item.json.link }}" }),
			/he parameter 'fields.value.link' cannot be read/,
		],
	];

	it.each(WRONG)('%s: nothing is sent', async (_, parameters, message) => {
		for (const lane of LANES) {
			const run = await bench.run(parameters, { lane });
			// n8n's routing evaluates expressions before it calls the node, and reports errors itself.
			if (lane === 'routing' && /cannot be read/.test(message.source)) {
				expect(run.error?.message).toBe("Referenced node doesn't exist");
			} else {
				expect(run.error?.message).toMatch(message);
				expect(run.error?.description).toBeTruthy();
			}
			expect(run.status).toBe('error');
		}
		expect(bench.panel.requests).toEqual([]);
	});

	it('in one item stop all of them from being sent', async () => {
		const items = [...linkItems(3), { link: '' }];
		const run = await bench.run(defaultOrder(), { items });
		expect(run.error?.message).toBe("'Link' is missing [item 3]");
		expect(run.error?.description).toContain('Not sent: items 0 to 2.');
		expect(bench.panel.requests).toEqual([]);
	});

	it('concern their own item on Continue', async () => {
		const items = [...linkItems(2), { link: '' }, { link: `${LINK}/last` }];
		const run = await bench.run(defaultOrder(), { items, ...GO_ON });
		expect(outcomes(run)).toEqual(['23501', '23502', 'parameter', '23503']);
	});
});

describe('the order of spending', () => {
	it('is that of the input, one at a time', async () => {
		bench.panel.fault({ kind: 'delay', ms: 15, times: 1 });
		const run = await bench.run(defaultOrder(), { items: linkItems(12) });
		expect(linksSent()).toEqual(linkItems(12).map(({ link }) => link));
		expect(bench.panel.mostInFlight).toBe(1);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			linkItems(12).map((_, item) => ({ item })),
		);
		expect(run.json.map(({ order: id }) => id)).toEqual([...bench.panel.orders.keys()]);
	});

	it('uses the configured concurrency', async () => {
		hold(bench.panel, 5);
		const run = await bench.run(defaultOrder({ options: { concurrency: 5 } }), {
			items: linkItems(15),
		});
		expect(bench.panel.mostInFlight).toBe(5);
		expect(bench.panel.orders.size).toBe(15);
		// Answers arrive in any order.
		for (const [item, { json }] of run.items.entries()) {
			expect(bench.panel.orders.get(String(json.order))?.link).toBe(linkItems(15)[item].link);
		}
	});

	it('logs a line for each placed order', async () => {
		const run = await bench.run(defaultOrder(), { items: linkItems(2) });
		const lines = run.logs.filter(({ level }) => level === 'info').map(({ message }) => message);
		expect(lines).toEqual([
			'SMM Panel: order 23501 placed by the node "SMM Panel" for item 0 (service 3)',
			'SMM Panel: order 23502 placed by the node "SMM Panel" for item 1 (service 3)',
		]);
	});
});

describe('a refusal that would hit every later order', () => {
	const ALL: Array<[string, Fault]> = [
		['funds', { kind: 'reply', body: '{"error":"Not enough funds on balance"}' }],
		['apiKey', { kind: 'reply', status: 401, body: '{"error":"Invalid API key"}' }],
		['rateLimit', { kind: 'status429', times: 99 }],
		['rateLimit', { kind: 'rateLimitText', times: 99 }],
		['redirect', { kind: 'redirect' }],
	];

	it.each(ALL)('%s (%j) stops the rest on Continue', async (kind, fault) => {
		bench.panel.fault({ ...fault, match: hit(2) });
		const run = await bench.run(defaultOrder(), { items: linkItems(6), ...GO_ON });
		expect(outcomes(run)).toEqual(['23501', '23502', kind, 'notSent', 'notSent', 'notSent']);
		expect(details(run)[4]).toMatchObject({ kind: 'notSent', outcome: 'notPlaced' });
		expect(run.json[4].error).toContain('it was not sent, because of an earlier failure');
		expect(linksPlaced()).toHaveLength(2);
	});

	it.each(ALL)('%s (%j) stops the rest on Stop', async (_, fault) => {
		bench.panel.fault({ ...fault, match: hit(2) });
		const run = await bench.run(defaultOrder(), { items: linkItems(6) });
		expect(run.error?.message).toMatch(/ \[item 2\]$/);
		expect(run.error?.description).toContain(
			'Placed and charged: item 0 is order 23501, item 1 is order 23502.',
		);
		expect(run.error?.description).toContain('Not sent: items 3 to 5.');
		expect(linksPlaced()).toHaveLength(2);
	});

	it('real funds run out', async () => {
		bench.panel.services[2].rate = '4000';
		const run = await bench.run(defaultOrder(), { items: linkItems(5), ...GO_ON });
		expect(outcomes(run)).toEqual(['23501', '23502', 'funds', 'notSent', 'notSent']);
		expect(bench.panel.spent()).toBe('800.00');
		expect(bench.panel.count('add')).toBe(3);
	});

	it('a panel that is down: two doubts in a row end the spending', async () => {
		bench.panel.fault({ kind: 'html500', times: 99, match: ({ link }) => !hit(0)({ link }) });
		const run = await bench.run(defaultOrder(), { items: linkItems(6), ...GO_ON });
		expect(outcomes(run)).toEqual(['23501', 'html', 'html', 'notSent', 'notSent', 'notSent']);
		expect(bench.panel.count('add')).toBe(3);
	});

	it('a refused connection', async () => {
		const run = await bench.run(defaultOrder(), {
			items: linkItems(3),
			...GO_ON,
			credentialData: { url: await closedAddress(), apiKey: 'some-key' },
		});
		expect(outcomes(run)).toEqual(['connectionRefused', 'notSent', 'notSent']);
		expect(bench.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
	});
});

describe('a failure of one order', () => {
	it('concerns that order only on Continue', async () => {
		const items = linkItems(4);
		items[1].link = 'nonsense';
		const run = await bench.run(defaultOrder(), { items, ...GO_ON });
		expect(outcomes(run)).toEqual(['23501', 'link', '23502', '23503']);
	});

	it('says what the service takes, looked up once, after the refusals', async () => {
		const items = linkItems(3);
		const parameters = order(2, { link: '={{ $json.link }}', quantity: 100 }, []);
		const run = await bench.run(parameters, { items, ...GO_ON });
		expect(run.json.map(({ message }) => message)).toEqual(
			items.map(
				() =>
					"Service 2 takes Custom Comments: fill in 'Comments'. It has no quantity. It is safe to retry this order.",
			),
		);
		expect(bench.panel.requests.map(({ action }) => action)).toEqual([
			...['add', 'add', 'add'],
			'services',
		]);
		const few = await bench.run(defaultOrder({ quantity: 1 }), { items: linkItems(1) });
		expect(words(few)).toContain(
			'It orders 1, and service 3 takes at least 10 and at most 100000.',
		);
	});

	it("keeps the panel's words if nothing can be looked up", async () => {
		bench.panel.fault({ kind: 'html500', action: 'services', times: Infinity });
		const run = await bench.run(defaultOrder({ quantity: 1 }), { items: linkItems(1) });
		expect(words(run)).toContain("Keep 'Quantity' between");
		expect(run.error?.message).toContain('The order was not placed: the panel answered');
	});

	it('stops the rest on Stop, whatever it is, and names what was placed', async () => {
		const items = linkItems(6);
		items[2].link = 'nonsense';
		const run = await bench.run(defaultOrder(), { items });
		expect(run.error?.message).toBe(
			'Items 0 to 1 are placed and charged: orders 23501, 23502. Remove them before you run this again, or use Retry. The order was not placed: the panel answered "Bad link" [item 2]',
		);
		expect(run.error?.description).toContain(
			'Placed and charged: item 0 is order 23501, item 1 is order 23502.',
		);
		expect(run.error?.description).toContain('Not sent: items 3 to 5.');
		expect(linksSent()).toHaveLength(3);
	});

	it('waits for the orders in flight, and names them too', async () => {
		bench.panel.fault({ kind: 'delay', ms: 80, times: 4, match: ({ link }) => !hit(2)({ link }) });
		const items = linkItems(12);
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(2) });
		const run = await bench.run(defaultOrder({ options: { concurrency: 5 } }), { items });
		expect(run.error?.message).toMatch(/ \[item 2\]$/);
		expect(linksSent()).toHaveLength(5);
		expect(bench.panel.orders.size).toBe(4);
		for (const { id, link } of bench.panel.orders.values()) {
			const item = items.findIndex((each) => each.link === link);
			expect(run.error?.description).toContain(`item ${item} is order ${id}`);
		}
		expect(run.error?.description).toContain('Not sent: items 5 to 11.');
	});
});

describe('an order whose outcome is unknown', () => {
	const DOUBTFUL: Fault[] = [
		{ kind: 'resetAfter' },
		{ kind: 'truncated' },
		{ kind: 'truncated', complete: true },
		{ kind: 'html500', when: 'after' },
		{ kind: 'status500', when: 'after' },
		{ kind: 'html200', when: 'after' },
		{ kind: 'html403', when: 'after' },
		{ kind: 'empty', when: 'after' },
		{ kind: 'notJson', when: 'after' },
		{ kind: 'reply', when: 'after', status: 500, body: '{"error":"Rate limit exceeded"}' },
		{ kind: 'reply', when: 'after', body: '{"status":"success"}' },
		{ kind: 'redirect', when: 'after', status: 303 },
	];

	it.each(DOUBTFUL)('is never sent again (%j)', async (fault) => {
		bench.panel.fault({ ...fault, match: hit(1) });
		const run = await bench.run(defaultOrder(), {
			items: linkItems(2),
			...GO_ON,
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1,
		});
		expect(details(run)[1]).toMatchObject({ outcome: 'unknown' });
		expect(run.json[1].error).toContain('It is unknown whether the order was placed');
		expect(run.json[1].message).toContain(
			"Look for it in the list of orders on the panel's website",
		);
		expect(bench.panel.orders.size).toBe(2);
		expect(bench.panel.count('add')).toBe(2);
		expect(bench.waits).toEqual([]);
	});

	it.each(DOUBTFUL)('is not bought twice by Retry On Fail (%j)', async (fault) => {
		bench.panel.fault({ ...fault, match: hit(1) });
		const run = await bench.run(defaultOrder(), {
			items: linkItems(3),
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1,
		});
		expect(run.status).toBe('error');
		expect(linksPlaced()).toEqual([linkItems(2)[0].link, linkItems(2)[1].link]);
		expect(bench.panel.count('add')).toBe(2);
		expect(run.error?.description).toContain('Placed and charged: item 0 is order 23501.');
		expect(run.error?.description).toContain('Outcome unknown, check on the panel: item 1.');
	});

	it.each(DOUBTFUL)('is not bought twice by the Retry button (%j)', async (fault) => {
		bench.panel.fault({ ...fault, match: hit(1) });
		const failed = await bench.run(defaultOrder(), { items: linkItems(3) });
		const retried = await bench.run(defaultOrder(), { items: linkItems(3), retryOf: failed });
		expect(retried.status).toBe('error');
		expect(retried.error?.message).toContain('It is unknown whether the order was placed');
		expect(retried.error?.description).toContain('item 0 is order 23501');
		expect(bench.panel.count('add')).toBe(2);
		const onward = await bench.run(defaultOrder(), { retryOf: retried, ...GO_ON });
		expect(outcomes(onward)).toEqual(['23501', expect.any(String), '23503']);
		expect(details(onward)[1]).toMatchObject({ outcome: 'unknown' });
		expect(bench.panel.orders.size).toBe(3);
	});

	it('that timed out is not sent again', async () => {
		bench.panel.fault({ kind: 'delay', when: 'after', ms: 400 });
		const parameters = defaultOrder({ requestOptions: { timeout: 100 } });
		const run = await bench.run(parameters, {
			items: linkItems(1),
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});
		expect(run.error?.message).toContain('the panel did not answer in time');
		expect(bench.panel.count('add')).toBe(1);
		expect(bench.panel.orders.size).toBe(1);
	});

	it('that the panel names in an error comes with its id', async () => {
		bench.panel.fault({ kind: 'reply', body: '{"order": 4711, "error": "Something went wrong"}' });
		const run = await bench.run(defaultOrder(), { items: linkItems(1), ...GO_ON });
		expect(details(run)).toMatchObject([{ order: '4711', outcome: 'unknown' }]);
	});
});

describe('trying again', () => {
	const again = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;

	it('by Retry On Fail places nothing twice, and returns the placed ids', async () => {
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(2) });
		const run = await bench.run(defaultOrder(), { items: linkItems(5), ...again });
		expect(run.status).toBe('success');
		expect(outcomes(run)).toEqual(['23501', '23502', '23503', '23504', '23505']);
		expect(linksPlaced()).toEqual(linkItems(5).map(({ link }) => link));
		expect(bench.panel.count('add')).toBe(6);
	});

	it('by Retry On Fail on Continue, when the first item failed', async () => {
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(0) });
		const run = await bench.run(defaultOrder(), { items: linkItems(3), ...again, ...GO_ON });
		expect(outcomes(run)).toEqual(['23503', '23501', '23502']);
		expect(bench.panel.orders.size).toBe(3);
	});

	it('by the Retry button places nothing twice, also after a third time', async () => {
		const items = linkItems(4);
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(2), times: 2 });
		const first = await bench.run(defaultOrder(), { items });
		const second = await bench.run(defaultOrder(), { retryOf: first });
		expect(second.error?.description).toContain('item 0 is order 23501, item 1 is order 23502');
		const third = await bench.run(defaultOrder(), { retryOf: second });
		expect(outcomes(third)).toEqual(['23501', '23502', '23503', '23504']);
		expect(linksPlaced()).toEqual(items.map(({ link }) => link));
	});

	it('in the routing lane places nothing twice either', async () => {
		const lane = 'routing';
		const items = linkItems(4);
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(2), times: 2 });
		const failed = await bench.run(defaultOrder(), { lane, items, ...again, maxTries: 2 });
		expect(failed.status).toBe('error');
		const run = await bench.run(defaultOrder(), { lane, retryOf: failed });
		expect(run.status).toBe('success');
		expect(run.json.map(({ order: id }) => bench.panel.orders.get(String(id))?.link)).toEqual(
			items.map(({ link }) => link),
		);
		expect(bench.panel.orders.size).toBe(4);
	});

	it('in the routing lane never sends again what may exist', async () => {
		bench.panel.fault({ kind: 'resetAfter' });
		const run = await bench.run(defaultOrder(), { lane: 'routing', items: linkItems(1), ...again });
		expect(run.error?.message).toContain('It is unknown whether the order was placed');
		expect(bench.panel.count('add')).toBe(1);
	});

	it("returns the panel's original answer in raw", async () => {
		const items = linkItems(2);
		bench.panel.dialect({ addReply: 'success' });
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(1) });
		const parameters = defaultOrder({ output: 'raw' });
		const run = await bench.run(parameters, { items, ...again });
		expect(run.json).toEqual([
			{ status: 'success', order: 23501 },
			{ status: 'success', order: 23502 },
		]);
	});

	it('names what was placed also when the credential can no longer be used', async () => {
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(1) });
		const failed = await bench.run(defaultOrder(), { items: linkItems(2) });
		const retried = await bench.run(defaultOrder(), {
			retryOf: failed,
			credentialData: { url: '', apiKey: 'some-key' },
		});
		expect(words(retried)).toContain("the credential's URL is empty");
		expect(words(retried)).toContain('item 0 is order 23501');
	});

	it('names what an earlier run of the node in a loop has placed', async () => {
		bench.panel.fault({ kind: 'reply', body: '{"error":"Bad link"}', match: hit(1), times: 2 });
		const failed = await bench.run(defaultOrder(), { items: linkItems(2) });
		const [{ orders }] = Object.values(failed.data.executionData!.contextData);
		const memory = orders as Record<string, { placed: object }>;
		memory['1:0'] = { ...memory['0:0'], placed: { ...memory['0:0'].placed, order: '77' } };
		expect(words(await bench.run(defaultOrder(), { retryOf: failed }))).toMatch(
			/^Item 0 is placed and charged: order 23501\. Placed and charged earlier in this execution: order 77\. Remove them/,
		);
	});

	it('in a new execution starts over', async () => {
		await bench.run(defaultOrder(), { items: linkItems(1) });
		await bench.run(defaultOrder(), { items: linkItems(1) });
		expect(bench.panel.orders.size).toBe(2);
	});

	it('buys two equal items of one run, which are two orders', async () => {
		const items = [{ link: LINK }, { link: LINK }];
		const run = await bench.run(defaultOrder(), { items });
		expect(outcomes(run)).toEqual(['23501', '23502']);
	});

	it.each<[string, Fault, number[]]>([
		['a rate limit', { kind: 'status429', times: 2 }, [1_000, 2_000]],
		['a rate limit in words', { kind: 'rateLimitText', times: 2 }, [1_000, 2_000]],
		['Retry-After', { kind: 'status429', retryAfter: '9', times: 1 }, [9_000]],
	])('waits for %s', async (_, fault, waits) => {
		bench.panel.fault({ ...fault, match: hit(1) });
		const run = await bench.run(defaultOrder(), { items: linkItems(3) });
		expect(outcomes(run)).toEqual(['23501', '23502', '23503']);
		expect(bench.waits).toEqual(waits);
		expect(bench.panel.orders.size).toBe(3);
	});

	it('waits for a panel that is starting', async () => {
		const { url, apiKey } = bench.panel;
		await bench.panel.close();
		const port = Number(new URL(url).port);
		jest.spyOn(clock, 'wait').mockImplementation(async (ms) => {
			if (ms <= 0) return;
			bench.waits.push(ms);
			if (bench.waits.length === 2) bench.panel = await startPanel({ port, apiKey });
		});
		const run = await bench.run(defaultOrder(), { items: linkItems(2) });
		expect(outcomes(run)).toEqual(['23501', '23502']);
		expect(bench.waits).toEqual([1_000, 2_000]);
		expect(bench.panel.count('add')).toBe(2);
	});
});

describe('the Stop button', () => {
	const told = ({ logs }: EngineRun) =>
		logs
			.filter(({ message }) => message.startsWith('SMM Panel: '))
			.map(({ level, message }) => [level, message]);
	const placing = (item: number) => [
		'info',
		`SMM Panel: order ${23501 + item} placed by the node "SMM Panel" for item ${item} (service 3)`,
	];
	/** Waits long enough for another request to arrive. */
	const moment = async () => await new Promise((resolve) => setTimeout(resolve, 50));

	/** Stops the execution when the panel receives the given order, and waits for the order in flight. */
	async function stopAt(order: number, items: IDataObject[]): Promise<EngineRun> {
		const controller = new AbortController();
		let seen = 0;
		const match = () => {
			if (++seen === order) controller.abort();
			return false;
		};
		bench.panel.fault({ kind: 'delay', action: 'add', match });
		const run = await bench.run(defaultOrder(), { items, signal: controller.signal });
		expect(run.status).not.toBe('success');
		// n8n does not wait for the node, so this waits for its log line about the order in flight, and for the panel.
		while (told(run).length < order || bench.panel.orders.size < order) await moment();
		await moment();
		expect(bench.panel.count('add')).toBe(order);
		return run;
	}

	it.each(['before', 'after'] as const)(
		'leaves nothing to be sent after it, and says what is in doubt, pressed %s the order is placed',
		async (when) => {
			bench.panel.fault({ kind: 'delay', when, ms: 40, times: 99 });
			expect(told(await stopAt(3, linkItems(20)))).toEqual([
				placing(0),
				placing(1),
				[
					'warn',
					'SMM Panel: an order may have been placed (the execution was stopped while waiting for the panel) by the node "SMM Panel" for item 2 (service 3)',
				],
			]);
		},
	);

	it('ends a wait for the panel, and sends nothing more', async () => {
		jest.restoreAllMocks();
		const controller = new AbortController();
		const { wait } = clock;
		let waiting: Promise<void> | undefined;
		jest.spyOn(clock, 'wait').mockImplementation(async (ms, stopped) => {
			if (ms > 0) setImmediate(() => controller.abort());
			await (waiting = wait(ms, stopped));
		});
		bench.panel.fault({ kind: 'status429', retryAfter: '6', times: 99 });
		const run = await bench.run(defaultOrder(), {
			items: linkItems(3),
			signal: controller.signal,
		});
		expect(run.status).not.toBe('success');
		// If the abort did not end this wait, the test would time out.
		await waiting;
		await moment();
		expect(bench.panel.count('add')).toBe(1);
	});
});

describe('output settings', () => {
	it('that cannot be read are reported before anything is bought', async () => {
		const parameters = defaultOrder({
			includeInputFields: "={{ $('Nowhere').item.json.x }}",
		});
		const run = await bench.run(parameters, { items: linkItems(2) });
		expect(run.error?.message).toContain("'includeInputFields'");
		expect(bench.panel.requests).toEqual([]);
	});

	it('pass on further fields of the panel', async () => {
		bench.panel.fault({
			kind: 'reply',
			body: '{"order":"0170adc834d2","charge":"0.12","currency":"EUR"}',
		});
		const run = await bench.run(defaultOrder(), { items: linkItems(1) });
		expect(run.json).toEqual([
			{ ...placed('0170adc834d2', linkItems(1)[0].link), charge: '0.12', currency: 'EUR' },
		]);
	});

	it('keep the identity of a row', async () => {
		const run = await bench.run(defaultOrder({ includeInputFields: true }), {
			items: [{ row: 7, link: LINK, order: 'mine' }],
		});
		expect(run.json).toEqual([{ row: 7, ...placed(23501) }]);
	});
});

it('says that it pays, from the first item on, unless it is a dry run', () => {
	const [{ displayCondition, whenToDisplay, message }] = new SmmPanel().description.hints!;
	expect([whenToDisplay, message.includes('\n')]).toEqual(['always', false]);
	const shows = (parameters: IDataObject) =>
		new Function('$parameter', `return ${displayCondition!.replace(/^=\{\{|\}\}$/g, '')}`)(
			parameters,
		);
	const create = { resource: 'order', operation: 'create' };
	expect(
		[create, { ...create, dryRun: true }, { ...create, operation: 'cancel' }].map(shows),
	).toEqual([...[true, false, false]]);
});
