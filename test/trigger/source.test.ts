import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { Readable } from 'node:stream';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { sourceName, watchedIds, type Watched } from '../../nodes/SmmPanel/trigger/source';

const URL = 'https://example.com/list?secret=5';

/** The answer of a URL, or the error of the request. */
type Answer = Error | { status?: number; chunks: Array<string | Uint8Array> };

/** A fake of n8n's context of a poll; the list's URL gives the answer, or the answers in sequence. */
function contextOf(parameters: IDataObject, answers: Answer | Answer[] = { chunks: [] }) {
	const warnings: string[] = [];
	const requests: IDataObject[] = [];
	const context = {
		getNodeParameter: (name: string, other: unknown) => parameters[name] ?? other,
		logger: { warn: (text: string) => warnings.push(text) },
		helpers: {
			request: async (options: IDataObject) => {
				const answer = [answers].flat()[requests.length] ?? [answers].flat().at(-1)!;
				requests.push(options);
				if (answer instanceof Error) throw answer;
				const body = answer.chunks.map((chunk) =>
					typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk,
				);
				return {
					body: Readable.from(body),
					statusCode: answer.status ?? 200,
				};
			},
		},
	} as unknown as IPollFunctions;
	return { context, warnings, requests };
}

const typed = async (orderIds: unknown) =>
	await watchedIds(contextOf({ orderIds } as IDataObject).context, 'order', undefined);

/** Reads the list from the URL; `known` is what was watched before. */
async function read(answer: Answer | Answer[] | string, known?: string[] | Watched) {
	const page = typeof answer === 'string' ? { chunks: [answer] } : answer;
	const { context, warnings, requests } = contextOf({ watch: 'url', listUrl: URL }, page);
	const before = Array.isArray(known) ? { ids: known, short: 0 } : known;
	return { watched: await watchedIds(context, 'order', before), warnings, requests };
}

const waits: number[] = [];

beforeEach(() => {
	waits.length = 0;
	jest.spyOn(clock, 'wait').mockImplementation(async (ms) => void waits.push(ms));
});
afterEach(() => jest.restoreAllMocks());

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n + 1));

describe('typed ids', () => {
	it.each([
		['23501', ['23501']],
		[23501, ['23501']],
		['5, 7-9;5', ['5', '7', '8', '9']],
		['8-8', ['8']],
		['7 - 9, 12 –14', ['7', '8', '9', '12', '13', '14']],
		[
			['7-8', 5],
			['7', '8', '5'],
		],
		[
			'c0ffee00-dead-4bee-8fab-1234567890ab 0-5 a1-b2',
			['c0ffee00-dead-4bee-8fab-1234567890ab', '0-5', 'a1-b2'],
		],
	])('%j are %j', async (given, ids) => {
		expect(await typed(given)).toEqual({ ids, short: 0 });
	});

	it.each([
		['', "'Order IDs' is empty"],
		['9-7', "'Order IDs' holds the range 9-7, which is too long or ends before it begins"],
		['1-100001', 'holds the range 1-100001, which is too long'],
		['1-60000 100001-160000', 'holds the range 100001-160000, which is too long'],
	])('%j are refused', async (given, message) => {
		await expect(typed(given)).rejects.toThrow(message);
		await expect(typed(given)).rejects.toMatchObject({ kind: 'parameter' });
	});
});

describe('a list at an address', () => {
	it('is requested without a credential, and read in any chunks', async () => {
		const bytes = new TextEncoder().encode('order;ünd\n1;ä\n2;€\n');
		const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
		const { watched, requests } = await read({ chunks });
		expect(watched).toEqual({ ids: ['1', '2'], short: 0 });
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({ method: 'GET', uri: URL });
		expect(requests[0]).not.toHaveProperty('auth');
		expect(requests[0]).not.toHaveProperty('body');
		expect(requests[0]).not.toHaveProperty('headers');
	});

	it('is watched without cells that are not IDs, and one log line counts them', async () => {
		const { watched, warnings } = await read('order,x\n5,a\nN/A,b\n7,c\n#REF!,d\n,e');
		expect(watched).toEqual({ ids: ['5', '7'], short: 0 });
		expect(warnings).toEqual([
			"SMM Panel: the list has 2 IDs; 2 cells that are not IDs are ignored, such as 'N/A' in row 3",
		]);
	});

	const broken = (code: string, syscall = 'read') =>
		Object.assign(new Error(`${syscall} ${code} cancel-orders.example`), { code, syscall });
	const outages: Array<[string, Answer, string]> = [
		['no connection', broken('ECONNREFUSED', 'connect'), 'its server refused the connection'],
		['no host', broken('ENOTFOUND', 'getaddrinfo'), 'the host is unknown'],
		['no answer in time', broken('ETIMEDOUT'), 'within 15 seconds'],
		['a part of it', { status: 206, chunks: ['1'] }, 'it answered with HTTP 206'],
		['an error with a list', { status: 500, chunks: ['1'] }, 'it answered with HTTP 500'],
		['a web page', { chunks: ['<html>1</html>'] }, 'it is a web page'],
		['nothing', { chunks: [] }, 'it is empty'],
		['an empty array', { chunks: ['[]'] }, 'it contains no IDs'],
		['a header alone', { chunks: ['order\n'] }, 'it contains no IDs'],
		['another table', { chunks: ['a,b\n1,2'] }, "it has no column 'order'"],
		['a number without its digits', { chunks: ['5\n2.35E+10'] }, "row 2 holds '2.35E+10'"],
		['cells that hold no id', { chunks: ['N/A\n#REF!'] }, 'it contains no IDs'],
		['too much', { chunks: ['x'.repeat(9e6), 'x'.repeat(9e6)] }, 'it is larger than 16 MB'],
	];

	it.each(outages)('is an outage with %s: the last list stays', async (_name, answer, reason) => {
		const { watched, warnings } = await read(answer, { ids: ['1', '2'], short: 1 });
		expect(watched).toEqual({ ids: ['1', '2'], short: 1, outage: true });
		expect(warnings).toEqual([expect.stringContaining(reason)]);
		expect(warnings.join()).not.toContain('secret');
	});

	it.each(outages)('is an error with %s if no list was known', async (_name, answer, reason) => {
		const failure = await read(answer).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(PanelFailure);
		expect((failure as Error).message).toContain("the list at 'List URL' cannot be used: ");
		expect((failure as Error).message).toContain(reason);
	});

	it('is retried twice if its address fails at once', async () => {
		const list: Answer = { chunks: ['5'] };
		const missing: Answer = { status: 404, chunks: ['not registered'] };
		const refused = new Error('connect ECONNREFUSED');
		for (const failures of [[missing], [refused], [missing, refused]]) {
			waits.length = 0;
			const { watched, warnings, requests } = await read([...failures, list]);
			expect(watched).toEqual({ ids: ['5'], short: 0 });
			expect(warnings).toEqual([]);
			expect(requests).toHaveLength(failures.length + 1);
			expect(waits).toEqual([1_000, 3_000].slice(0, failures.length));
		}
		const { watched, requests } = await read([missing, missing, missing, list], ['7']);
		expect(watched).toEqual({ ids: ['7'], short: 0, outage: true });
		expect(requests).toHaveLength(3);
	});

	it.each(['no answer in time', 'a web page', 'nothing', 'another table', 'too much'])(
		'is asked for once when it gives %s',
		async (name) => {
			const [, answer] = outages.find(([each]) => each === name)!;
			expect((await read(answer, ['1'])).requests).toHaveLength(1);
			expect(waits).toEqual([]);
		},
	);

	it.each([
		[20, 10],
		[21, 11],
		[9, 1],
		[5, 500],
	])('of %i is believed when it is %i long', async (before, now) => {
		const { watched } = await read(numbers(now).join('\n'), numbers(before));
		expect(watched).toEqual({ ids: numbers(now), short: 0 });
	});

	it('that is much shorter is believed at the third time in a row, and not before', async () => {
		const known = numbers(20);
		const list = ['3', 'a1'].join('\n');
		const first = (await read(list, known)).watched;
		expect(first).toEqual({ ids: [...known, 'a1'], short: 1, outage: true });
		const second = (await read(list, first)).watched;
		expect(second).toEqual({ ids: [...known, 'a1'], short: 2, outage: true });
		expect((await read(list, second)).watched).toEqual({ ids: ['3', 'a1'], short: 0 });
		// A complete list in between resets the count.
		const whole = (await read(known.join('\n'), second)).watched;
		expect(whole).toEqual({ ids: known, short: 0 });
		expect((await read(list, whole)).watched.short).toBe(1);
	});

	it.each(['', 'example.com/list', 'file:///etc/passwd', 'ftp://example.com/', 'javascript:1'])(
		'is not looked for at %j',
		async (listUrl) => {
			const { context, requests } = contextOf({ watch: 'url', listUrl });
			await expect(watchedIds(context, 'order', undefined)).rejects.toThrow('is not a web address');
			expect(requests).toEqual([]);
		},
	);
});

describe('the name of a source', () => {
	const nameOf = (parameters: IDataObject) => sourceName(contextOf(parameters).context);

	it('changes with the address, and not with typed ids', () => {
		expect(nameOf({ orderIds: '1' })).toBe(nameOf({ orderIds: '2' }));
		expect(nameOf({ watch: 'url', listUrl: URL })).toBe(
			nameOf({ watch: 'url', listUrl: URL, orderIds: '1' }),
		);
		expect(nameOf({ watch: 'url', listUrl: URL })).not.toBe(
			nameOf({ watch: 'url', listUrl: `${URL}1` }),
		);
		expect(nameOf({ watch: 'ids', listUrl: URL })).not.toBe(nameOf({ watch: 'url', listUrl: URL }));
	});
});
