import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/SmmPanel/transport/clock';
import { generateServices, type Dialect, type Fault } from '../../sandbox/panel';
import { byId, closedAddress, LANES, LISTED, TYPE, useBench, words } from './setup';

const bench = useBench();

beforeEach(() => void bench.panel.services.splice(LISTED));

const many = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'service',
	operation: 'getMany',
	returnAll: true,
	...more,
});
const get = (service: unknown): INodeParameters =>
	({ resource: 'service', operation: 'get', service }) as INodeParameters;
const idsOf = (run: { json: Array<{ service?: unknown }> }) =>
	run.json.map(({ service }) => Number(service));

describe('Get Many', () => {
	it('returns as many as the limit, 50 by default, or all', async () => {
		bench.panel.services.splice(0, Infinity, ...generateServices(230));
		expect((await bench.run(many({ returnAll: false }))).json).toHaveLength(50);
		expect((await bench.run(many({ returnAll: false, limit: 7 }))).json).toHaveLength(7);
		expect((await bench.run(many())).json).toHaveLength(230);
		expect(bench.panel.count('services')).toBe(3);
	});

	const FILTERS: Array<[string, INodeParameters, number[]]> = [
		['words in any field, any case', { text: 'INSTAGRAM likes' }, [4, 16, 20]],
		['a category', { category: 'packages' }, [7, 9]],
		['a type in words', { type: '={{ "Web traffic" }}' }, [21]],
		['what cannot be refilled', { refill: false, text: 'instagram likes' }, [4, 16, 20]],
		['what cannot be canceled', { cancel: false, category: 'youtube' }, [5]],
		['a rate that is met', { highestRate: 0.27819 }, [4, 6]],
		['all of them together', { text: 'instagram', type: 'default', highestRate: 1 }, [4]],
		['nothing, with filters left empty', { text: '', highestRate: 0, quantity: 0, type: '' }, []],
	];

	it.each(FILTERS)('filters by %s', async (name, filters, ids) => {
		const all = bench.panel.services.map(({ service }) => Number(service));
		for (const lane of LANES) {
			const run = await bench.run(many({ filters }), { lane });
			expect(idsOf(run)).toEqual(name.startsWith('nothing') ? all : ids);
		}
	});

	it.each<[string, INodeParameters, string]>([
		['limit', { returnAll: false, limit: 'few' }, '\'Limit\' holds "few" instead of a number'],
		['rate', { filters: { highestRate: 'low' } }, '\'Max Rate\' holds "low" instead of a number'],
		['quantity', { filters: { quantity: -5 } }, "'Quantity' holds -5 instead of a number"],
		['flag', { filters: { refill: 'maybe' } }, '\'Can Be Refilled\' holds "maybe" instead of true'],
	])('refuses an invalid %s, and does not ignore it', async (_, parameters, message) => {
		expect(words(await bench.run(many(parameters)))).toContain(message);
	});

	it('accepts Return All as text from an expression, and refuses an empty limit', async () => {
		const count = async (more: INodeParameters) => (await bench.run(many(more))).json.length;
		const all = await count({ returnAll: true });
		expect(await count({ returnAll: '={{ "true" }}', limit: 1 })).toBe(all);
		expect(await count({ returnAll: '={{ "false" }}', limit: 1 })).toBe(1);
		const empty = await bench.run(many({ returnAll: false, limit: '={{ $json.none }}' }));
		expect(words(empty)).toContain("'Limit' holds");
	});

	it('accepts a flag as text from an expression', async () => {
		const flag = async (refill: unknown) =>
			(await bench.run(many({ filters: { refill } as INodeParameters }))).json.length;
		expect(await flag('={{ "true" }}')).toBe(await flag(true));
		expect(await flag('={{ "no" }}')).toBe(await flag(false));
		expect(await flag('={{ "" }}')).toBeGreaterThan(await flag(true));
	});

	it('asks once for all items, and filters for each', async () => {
		const run = await bench.run(many({ filters: { text: '={{ $json.text }}' } }), {
			items: [{ text: 'poll' }, { text: 'youtube' }],
		});
		expect(run.items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['Poll Votes', { item: 0 }],
			['YouTube Views', { item: 1 }],
		]);
		expect(bench.panel.count('services')).toBe(1);
	});

	it('returns in raw what the panel sent', async () => {
		const run = await bench.run(many({ output: 'raw', returnAll: false, limit: 1 }));
		expect(run.json).toEqual([
			{
				service: 1,
				name: 'Followers',
				type: 'Default',
				category: 'First Category',
				rate: '0.90',
				min: '50',
				max: '10000',
				refill: true,
				cancel: true,
			},
		]);
	});

	it('asks again in another execution', async () => {
		await bench.run(many());
		bench.panel.services.length = 3;
		expect((await bench.run(many())).json).toHaveLength(3);
	});
});

describe('Get', () => {
	it.each<[string, unknown]>([
		['by its id', byId(5)],
		['from the list', { __rl: true, mode: 'list', value: '5', cachedResultName: 'x' }],
		['by an expression', '={{ $json.id }}'],
		['by an expression within', byId('={{ $json.id }}')],
	])('finds a service %s', async (_, service) => {
		for (const lane of LANES) {
			const run = await bench.run(get(service), { lane, items: [{ id: 5 }] });
			expect(run.json).toMatchObject([{ service: '5', name: 'YouTube Views', rate: 2.4 }]);
		}
	});

	it('asks for the catalogue once for all items', async () => {
		const items = [{ id: 1 }, { id: 4711 }, { id: '3' }];
		const run = await bench.run(get('={{ $json.id }}'), {
			items,
			onError: 'continueRegularOutput',
		});
		expect(run.json.map(({ service, error }) => service ?? error)).toEqual([
			'1',
			'The panel has no service 4711',
			'3',
		]);
		expect(bench.panel.count('services')).toBe(1);
	});

	it.each(['', ' ', null])('does not request the catalogue if every service is %j', async (id) => {
		for (const lane of LANES) {
			const run = await bench.run(get(byId('={{ $json.id }}')), { lane, items: [{ id }] });
			expect(run.error?.message).toBe("'Service' is empty [item 0]");
		}
		expect(bench.panel.count()).toBe(0);
	});

	it('reports that there is no such service', async () => {
		const run = await bench.run(get('={{ 4711 }}'));
		expect(run.error?.message).toBe('The panel has no service 4711 [item 0]');
		expect(run.error?.description).toContain('Select the service again');
	});
});

describe('the list of services', () => {
	const search = async (
		filter?: string,
		paginationToken?: string,
		url = bench.panel.url,
		apiKey = bench.panel.apiKey,
	) =>
		await bench.engine.listSearch({
			type: TYPE,
			method: 'searchServices',
			filter,
			paginationToken,
			credentialData: { url, apiKey },
		});

	it("shows a service with today's price", async () => {
		jest.spyOn(clock, 'date').mockReturnValue(Date.UTC(2026, 10, 25, 12));
		const { results } = await search();
		expect(results).toHaveLength(21);
		expect(results[2]).toEqual({
			name: 'Instagram Followers | 30 Days Refill · 10–100,000 · 1.25 per 1,000 · 3 (25 Nov 2026)',
			value: '3',
		});
	});

	it.each([
		['instagram LIKES', ['4', '16', '20']],
		['nothing of this', []],
	])('finds "%s"', async (filter, ids) => {
		const { results } = await search(filter);
		expect(results.map(({ value }) => value)).toEqual(ids);
	});

	it('has pages, from one request', async () => {
		bench.panel.services.splice(0, Infinity, ...generateServices(250));
		const first = await search();
		const second = await search('', String(first.paginationToken));
		const third = await search('', String(second.paginationToken));
		expect([first, second, third].map(({ results }) => results.length)).toEqual([100, 100, 50]);
		expect(third.paginationToken).toBeUndefined();
		expect(second.results[0].value).toBe('101');
		const found = await search('service 2');
		expect(found.results.length).toBeGreaterThan(50);
		expect(bench.panel.count('services')).toBe(1);
	});

	it('shows a service once, and truncates a long name', async () => {
		const [first] = bench.panel.services;
		bench.panel.services.splice(0, Infinity, { ...first, name: 'x'.repeat(300_000) }, first, first);
		bench.panel.services.splice(1, 0, { ...first, service: 99, name: 'y'.repeat(300_000) });
		const { results } = await search();
		expect(results.map(({ value }) => value)).toEqual([String(first.service), '99']);
		expect(results[1].name).toMatch(/^y{200}… · /);
	});

	it('is requested again with another key', async () => {
		await search();
		await expect(search('', undefined, bench.panel.url, 'wrong')).rejects.toThrow(/key/);
		expect(bench.panel.count('services')).toBe(2);
	});

	it('is requested again after a minute', async () => {
		await search();
		const now = Date.now();
		jest.spyOn(clock, 'now').mockReturnValue(now + 61_000);
		bench.panel.services.length = 1;
		expect((await search()).results).toHaveLength(1);
		expect(bench.panel.count('services')).toBe(2);
	});

	it.each<[Fault, RegExp]>([
		[
			{ kind: 'reply', body: '{"error":"Invalid API key"}' },
			/^The panel answered "Invalid API key"/,
		],
		[{ kind: 'reply', body: '[]' }, /^The panel answered without a single service/],
	])('fails with a message, without waiting (%j)', async (fault, message) => {
		bench.panel.fault(fault);
		await expect(search()).rejects.toThrow(message);
		expect(bench.waits).toEqual([]);
		expect(bench.panel.count()).toBe(1);
		// A failure is not cached.
		expect((await search()).results).toHaveLength(21);
	});

	it('fails with a message for an invalid URL', async () => {
		await expect(search('', undefined, 'nowhere')).rejects.toThrow(/is not a web address/);
	});
});

describe('the credential test', () => {
	const test = async (data: ICredentialDataDecryptedObject = {}) =>
		await bench.engine.credentialTest({
			type: TYPE,
			method: 'smmPanelApiTest',
			credentialType: 'smmPanelApi',
			data: { url: bench.panel.url, apiKey: bench.panel.apiKey, ...data },
		});

	it('requests the balance', async () => {
		expect(await test()).toEqual({
			status: 'OK',
			message: 'The panel answered with your balance',
		});
		expect(bench.panel.requests).toMatchObject([
			{ method: 'POST', fields: { key: bench.panel.apiKey, action: 'balance' }, status: 200 },
		]);
		expect(bench.panel.requests[0].contentType).toMatch(/^application\/x-www-form-urlencoded/);
	});

	it('accepts a URL with blanks and a trailing slash, and a key with blanks', async () => {
		const { url, apiKey } = bench.panel;
		const pasted: ICredentialDataDecryptedObject[] = [
			{ url: `  ${url}/ ` },
			{ url: `${url}//` },
			{ apiKey: ` ${apiKey}\n` },
		];
		for (const data of pasted) {
			expect((await test(data)).status).toBe('OK');
			for (const lane of LANES) {
				const run = await bench.run(
					{ resource: 'account', operation: 'getBalance' },
					{ lane, credentialData: { url, apiKey, ...data } },
				);
				expect(run.json).toMatchObject([{ balance: 1000 }]);
			}
		}
		expect(new Set(bench.panel.requests.map((request) => request.url))).toEqual(
			new Set(['/api/v2']),
		);
	});

	it.each<[Partial<Dialect>]>([
		[{}],
		[{ errorStatus: 401 }],
		[{ errorShape: 'message', errorStatus: 403 }],
		[{ echoKey: true }],
	])('says that the key is wrong (%j)', async (dialect) => {
		bench.panel.dialect(dialect);
		const { status, message } = await test({ apiKey: 'wrong-key-123' });
		expect(status).toBe('Error');
		expect(message).toMatch(
			/^The panel answered "Invalid API key( \(key: \*\*\*\))?"( \(HTTP 40[13]\))?\. Copy the API/,
		);
		expect(message).not.toContain('wrong-key-123');
		expect(bench.panel.count()).toBe(1);
	});

	it.each<[string, Fault, RegExp]>([
		['an HTML page', { kind: 'html200' }, /^The panel answered with a web page .*firewall/],
		['a redirect', { kind: 'redirect', status: 301 }, /^The panel redirects to .*not followed/],
		['an answer without balance', { kind: 'reply', body: '{"ok":1}' }, /without a balance/],
		[
			'words',
			{ kind: 'reply', body: '{"balance":{"error":"Invalid API key"}}' },
			/"Invalid API key"/,
		],
		['a reset', { kind: 'resetBefore' }, /^The connection to the panel broke/],
	])('says what is wrong with %s', async (_, fault, message) => {
		bench.panel.fault({ ...fault, times: 9 });
		const result = await test();
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
		expect(bench.panel.count()).toBe(1);
	});

	it.each<[string, ICredentialDataDecryptedObject, RegExp]>([
		['the website', { url: '/' }, /web page instead of data \(HTTP 404\).*usually ends in/],
		['nothing', { url: '' }, /^The credential's URL is empty/],
		['no address', { url: 'panel' }, /is not a web address/],
		['a closed port', { url: 'CLOSED/api/v2' }, /^The panel refused the connection/],
		['no host', { url: 'http://panel.invalid/api/v2' }, /host/],
		['no key', { apiKey: ' ' }, /^The API key is empty/],
	])('says what is wrong with the URL or key of %s', async (_, data, message) => {
		const site = new URL(bench.panel.url).origin;
		const url = String(data.url)
			.replace(/^\/$/, site)
			.replace('CLOSED', await closedAddress());
		const result = await test('url' in data ? { url } : data);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});
});
