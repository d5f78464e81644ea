/** Answers made to waste time, memory or connections, through n8n's own HTTP helpers. */
import type { INodeParameters } from 'n8n-workflow';

import { AttackServer, BROKEN, ENDLESS, HUGE, PACKED, whole, type Attack } from './attackServer';
import { defaultOrder, GO_ON, LANES, linkItems, TRIGGER, TYPE, useBench } from './setup';

const bench = useBench();
const server = new AttackServer();
const BALANCE: INodeParameters = { resource: 'account', operation: 'getBalance' };
const SERVICES: INodeParameters = { resource: 'service', operation: 'getMany' };
const MEGA = 1024 * 1024;

beforeAll(async () => await server.start());
beforeEach(() => {
	server.attack = () => {};
	server.requests.length = 0;
	server.sent = 0;
});
afterEach(async () => await server.closed());
afterAll(() => server.close());

const credentialData = () => ({ url: server.url, apiKey: bench.panel.apiKey });

/** Shortens all timeouts. */
function hurry(most: number) {
	const { timeout } = AbortSignal;
	return jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((ms) => timeout.call(AbortSignal, Math.min(ms, most)));
}

/** Every way to a panel, each with the message that it reports for a failure. */
const DOORS: Record<string, () => Promise<string>> = {
	'credential test': async () =>
		(
			await bench.engine.credentialTest({
				type: TYPE,
				method: 'smmPanelApiTest',
				credentialType: 'smmPanelApi',
				data: credentialData(),
			})
		).message,
	'list search': async () => {
		const options = { type: TYPE, method: 'searchServices', credentialData: credentialData() };
		return await bench.engine.listSearch(options).then(
			() => 'answered',
			(error: Error) => error.message,
		);
	},
	trigger: async () => {
		const parameters = { event: 'balanceChange', mode: 'any' };
		return await bench.engine
			.poll({ type: TRIGGER, parameters, credentialData: credentialData() })
			.then(
				() => 'answered',
				(error: Error) => error.message,
			);
	},
	'list URL': async () => {
		const parameters = { event: 'orderStatus', watch: 'url', listUrl: server.url };
		return await bench.engine
			.poll({ type: TRIGGER, parameters, credentialData: credentialData() })
			.then(
				() => 'answered',
				(error: Error) => error.message,
			);
	},
	'a request (bulk)': async () => await read('bulk'),
	'a request (routing)': async () => await read('routing'),
};

async function read(lane: 'bulk' | 'routing'): Promise<string> {
	const run = await bench.run(BALANCE, { lane, credentialData: credentialData() });
	return run.error?.message ?? 'answered';
}

const doorsTo = (attacks: Record<string, Attack>) =>
	Object.keys(DOORS).flatMap((door) =>
		Object.entries(attacks).map(([name, attack]) => [door, name, attack] as const),
	);

describe('an answer that does not end', () => {
	it.each(doorsTo(ENDLESS))('%s, %s: ends at the deadline', async (door, _, attack) => {
		// A read is retried several times.
		const timeout = hurry(60);
		server.attack = attack;
		expect(await DOORS[door]()).toMatch(/in time|did not arrive within 15 seconds/);
		if (door === 'credential test') expect(timeout).toHaveBeenCalledWith(20_000);
		await server.closed();
	});

	it.each(LANES.flatMap((lane) => Object.entries(ENDLESS).map((each) => [lane, ...each] as const)))(
		'leaves an order in doubt (%s, %s)',
		async (lane, _, attack) => {
			hurry(300);
			server.attack = attack;
			const run = await bench.run(defaultOrder(), {
				lane,
				items: linkItems(1),
				credentialData: credentialData(),
				...GO_ON,
			});
			expect(run.json).toMatchObject([{ details: { kind: 'timeout', outcome: 'unknown' } }]);
			expect(server.requests).toHaveLength(1);
			await server.closed();
		},
	);

	it.each(LANES.flatMap((lane) => Object.entries(ENDLESS).map((each) => [lane, ...each] as const)))(
		'ends at once with Stop (%s, %s)',
		async (lane, _, attack) => {
			const stop = new AbortController();
			server.attack = (socket) => {
				attack(socket);
				setTimeout(() => stop.abort(), 100);
			};
			const begun = performance.now();
			const { logs } = await bench.run(defaultOrder(), {
				lane,
				items: linkItems(1),
				credentialData: credentialData(),
				signal: stop.signal,
			});
			expect(JSON.stringify(logs)).toContain('was stopped while waiting for the panel');
			await server.closed();
			expect(performance.now() - begun).toBeLessThan(3_000);
		},
	);
});

describe('an answer of endless size', () => {
	it.each(doorsTo(HUGE))('%s, %s: is cut off at the cap', async (door, _, attack) => {
		server.attack = attack;
		expect(await DOORS[door]()).toMatch(/larger than (8|16|32) MB/);
		await server.closed();
		expect(server.sent).toBeLessThan(40 * MEGA);
	});

	it.each(LANES)('leaves an order in doubt (%s)', async (lane) => {
		server.attack = HUGE['an endless body'];
		const run = await bench.run(defaultOrder(), {
			lane,
			items: linkItems(1),
			credentialData: credentialData(),
			...GO_ON,
		});
		expect(run.json).toMatchObject([{ details: { kind: 'unexpectedReply', outcome: 'unknown' } }]);
		expect(server.requests).toHaveLength(1);
	});

	it.each([
		[SERVICES, 32],
		[BALANCE, 8],
	])('has a size limit that depends on the request: %j', async (parameters, megabytes) => {
		const padded = (bytes: number) => whole('17'.padEnd(bytes));
		const options = { credentialData: credentialData(), ...GO_ON };
		server.attack = padded(megabytes * MEGA);
		const [fits] = (await bench.run(parameters, options)).json;
		expect(String(fits.error)).toContain('answered without');
		server.attack = padded(megabytes * MEGA + 1);
		const [over] = (await bench.run(parameters, options)).json;
		expect(String(over.error)).toContain(`larger than ${megabytes} MB`);
	});
});

describe('an answer that breaks', () => {
	it.each(doorsTo(BROKEN))('%s, %s: is reported as broken', async (door, _, attack) => {
		server.attack = attack;
		// n8n's helper for signed requests returns a cut gzip body as truncated text.
		const expected = /broke before|unpacked|not JSON/;
		expect(await DOORS[door]()).toMatch(door === 'list URL' ? /broke before|unpacked/ : expected);
	});

	it.each(LANES.flatMap((lane) => Object.entries(BROKEN).map((each) => [lane, ...each] as const)))(
		'leaves an order in doubt (%s, %s)',
		async (lane, _, attack) => {
			server.attack = attack;
			const run = await bench.run(defaultOrder(), {
				lane,
				items: linkItems(1),
				credentialData: credentialData(),
				...GO_ON,
			});
			expect(run.json).toMatchObject([{ details: { outcome: 'unknown' } }]);
			expect(server.requests).toHaveLength(1);
		},
	);
});

describe('an honest answer', () => {
	it.each(LANES.flatMap((lane) => Object.entries(PACKED).map((each) => [lane, ...each] as const)))(
		'is read (%s, %s)',
		async (lane, _, attack) => {
			server.attack = attack;
			const run = await bench.run(BALANCE, { lane, credentialData: credentialData() });
			expect(run.json).toEqual([{ balance: 12.5, currency: 'EUR' }]);
		},
	);

	it('is read whole, wherever its bytes are cut', async () => {
		const bytes = Buffer.from('{"balance":"1","currency":"€😀"}');
		server.attack = (socket) => {
			socket.write(
				`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`,
			);
			const next = (at: number) => {
				if (at < bytes.length)
					socket.write(bytes.subarray(at, at + 1), () => setTimeout(next, 2, at + 1));
			};
			socket.setNoDelay(true);
			next(0);
		};
		const run = await bench.run(BALANCE, { credentialData: credentialData() });
		expect(run.json).toEqual([{ balance: 1, currency: '€😀' }]);
	});
});
