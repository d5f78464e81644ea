import { SmmPanelApi } from '../../credentials/SmmPanelApi.credentials';

const KEY = 'k&y +é';
const authenticate = new SmmPanelApi().authenticate as unknown as (
	credential: object,
	request: object,
) => Promise<Record<string, unknown>>;
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};
const sign = async (request: object) => await authenticate({ apiKey: ` ${KEY}\n` }, request);

/** The forms of a request's body in n8n's nodes. */
it.each([
	['a form of ours', { body: { action: 'balance' } }, { body: { action: 'balance', key: KEY } }],
	['a form of HTTP Request', { form: { a: '1' } }, { form: { a: '1', key: KEY } }],
	['no body', {}, { body: { key: KEY } }],
	['an empty form', { form: {}, body: undefined }, { form: { key: KEY } }],
	['form-encoded text', { body: 'a=1' }, { body: 'a=1&key=k%26y+%2B%C3%A9' }],
	['no text', { body: '' }, { body: 'key=k%26y+%2B%C3%A9' }],
	['JSON text', { body: ' {"a":1}' }, { body: JSON.stringify({ a: 1, key: KEY }) }],
	['text that is no JSON', { body: '{"a"' }, { body: '{"a"' }],
	['multipart by name', { formData: { a: '1' } }, { formData: { a: '1', key: KEY } }],
])('signs %s', async (_, request, signed) => {
	expect(await sign({ followRedirect: true, ...request })).toEqual({ ...NO_REDIRECTS, ...signed });
});

it.each(['body', 'formData'])('signs multipart in %s', async (place) => {
	const form = new FormData();
	form.append('a', '1');
	await sign({ [place]: form });
	expect([form.get('a'), form.getAll('key')]).toEqual(['1', [KEY]]);
});

it('does not change the given request', async () => {
	const request = { body: { a: '1' } };
	await sign(request);
	expect(request).toEqual({ body: { a: '1' } });
});

it("replaces n8n's signal by that of the timeout", async () => {
	const [end, abortSignal] = [new AbortController().signal, new AbortController().signal];
	expect(await sign({ end, abortSignal })).toMatchObject({ body: { key: KEY }, abortSignal: end });
	expect((await sign({ abortSignal })).abortSignal).toBe(abortSignal);
});
