/** The limits of an answer; the tests in n8n's engine check them with n8n's own helper. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, brotliCompressSync, gzipSync } from 'node:zlib';

import { readPlain, readWithin } from '../../nodes/SmmPanel/transport/reader';

const MEGABYTE = 1024 * 1024;

const answer = (body: unknown): IN8nHttpFullResponse => ({
	body: body as Buffer,
	statusCode: 201,
	headers: { a: 'b' },
});

const read = async (body: unknown, ms = 5_000, stopped?: AbortSignal) =>
	await readWithin({ ms, megabytes: 1, stopped }, async () => answer(body));

/** A stream that sends the chunks and then stalls. */
const stalled = (...chunks: string[]) => {
	const stream = new Readable({ read: () => {} });
	for (const chunk of chunks) stream.push(chunk);
	return stream;
};

const TOO_LATE = {
	kind: 'timeout',
	message: 'the panel did not answer in time',
	certain: false,
};
const STOPPED = {
	kind: 'connectionLost',
	message: 'the execution was stopped while waiting for the panel',
	retryable: false,
};

it.each([
	[
		'a stream, a character across two chunks',
		() => Readable.from([...Buffer.from('ä€')].map((byte) => Uint8Array.of(byte))),
		'ä€',
	],
	['a stream of one chunk', () => Readable.from([Buffer.from('ä')]), 'ä'],
	['an empty stream', () => Readable.from([]), ''],
	['a text', () => 'ä', 'ä'],
	['what was parsed', () => ({ a: [1] }), '{"a":[1]}'],
	['nothing', () => undefined, ''],
])('is read from %s', async (_, body, text) => {
	expect(await read(body())).toEqual({ body: text, statusCode: 201, headers: { a: 'b' } });
});

it('may be as large as its limit, and fails beyond', async () => {
	const chunks = (size: number) => Readable.from([Buffer.alloc(1), Buffer.alloc(size - 1)]);
	expect((await read(chunks(MEGABYTE))).body).toHaveLength(MEGABYTE);
	const stream = chunks(MEGABYTE + 1);
	await expect(read(stream)).rejects.toMatchObject({
		kind: 'unexpectedReply',
		message: 'the answer is larger than 1 MB, and was not read',
	});
	expect(stream.destroyed).toBe(true);
});

it.each([
	['gzip', gzipSync, createGunzip],
	['Brotli', brotliCompressSync, createBrotliDecompress],
])('is not read as complete if %s breaks off', async (_, pack, unpack) => {
	// n8n's HTTP library sets these flags, with which a truncated stream ends without an error.
	const unpacked = (packed: Buffer) => {
		const finishFlush = pack === gzipSync ? 2 : 1;
		const stream = unpack({ finishFlush });
		stream.end(packed);
		return stream;
	};
	const packed = pack(Buffer.from(JSON.stringify([...Array(1_000).keys()])));
	expect((await read(unpacked(packed))).body).toMatch(/999\]$/);
	await expect(read(unpacked(packed.subarray(0, -9)))).rejects.toMatchObject({ certain: false });
});

it.each([
	['the deadline', (body: unknown) => read(body, 30), TOO_LATE],
	['a deadline that has passed', (body: unknown) => read(body, -5), TOO_LATE],
	['Stop', (body: unknown) => read(body, 5_000, AbortSignal.timeout(30)), STOPPED],
	[
		'an execution that was stopped before',
		(body: unknown) => read(body, 5_000, AbortSignal.abort()),
		STOPPED,
	],
])('ends at %s, in the midst of a body', async (_, run, failure) => {
	const stream = stalled('{"order"');
	await expect(run(stream)).rejects.toMatchObject(failure);
	await new Promise(setImmediate);
	expect(stream.destroyed).toBe(true);
});

it('ends at the deadline before headers come, by its signal too, and then closes a late body', async () => {
	const late = stalled();
	let signal: AbortSignal | undefined;
	let give: (response: IN8nHttpFullResponse) => void = () => {};
	const request = readWithin({ ms: 30, megabytes: 1 }, async (end) => {
		signal = end;
		return await new Promise((resolve) => (give = resolve));
	});
	await expect(request).rejects.toMatchObject(TOO_LATE);
	expect(signal?.aborted).toBe(true);
	give(answer(late));
	await new Promise(setImmediate);
	expect(late.destroyed).toBe(true);
});

it('says that it was too late where the helper says that it was aborted', async () => {
	const aborted = readWithin(
		{ ms: 30, megabytes: 1 },
		async (end) =>
			await new Promise((_, reject) =>
				end.addEventListener('abort', () => reject(new Error('canceled')), { once: true }),
			),
	);
	await expect(aborted).rejects.toMatchObject(TOO_LATE);
});

it('is a failure of the network where the connection breaks', async () => {
	const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
	const failing = async (error: Error) =>
		await readWithin({ ms: 5_000, megabytes: 1 }, async () => await Promise.reject(error));
	await expect(failing(lost)).rejects.toMatchObject({ kind: 'connectionLost' });
});

it('leaves nothing on the signals when it is done', async () => {
	const stop = new AbortController();
	const added = jest.spyOn(stop.signal, 'addEventListener');
	const removed = jest.spyOn(stop.signal, 'removeEventListener');
	await read('x', 2 ** 40, stop.signal);
	expect(removed.mock.calls).toEqual(added.mock.calls);
	expect(added).toHaveBeenCalledTimes(1);
});

it('requests a stream from the older helper, whatever the status', async () => {
	const request = jest.fn(async () => answer('text'));
	const options = { uri: 'https://example.com', form: { a: 'b' } };
	const { body } = await readPlain({ request }, { ms: 5_000, megabytes: 1 }, options);
	expect(body).toBe('text');
	expect(request).toHaveBeenCalledWith({
		...options,
		timeout: 5_000,
		useStream: true,
		simple: false,
		resolveWithFullResponse: true,
		agentOptions: { signal: expect.objectContaining({ aborted: false }) },
	});
});
