import type { Dialect } from '../../sandbox/panel';
import { bench, LINK } from './helpers';

test.each<[Partial<Dialect>, number, string]>([
	[{}, 200, '{"error":"Invalid API key"}'],
	[{ errorShape: 'success' }, 200, '{"success":false,"error":"Invalid API key"}'],
	[{ errorShape: 'message' }, 200, '{"status":"error","message":"Invalid API key"}'],
	[{ errorShape: 'list' }, 200, '{"errors":["Invalid API key"]}'],
	[{ errorShape: 'coded' }, 200, '{"error":"Invalid API key","status":"104"}'],
	[
		{ errorShape: 'data' },
		200,
		'{"success":false,"data":{"name":"Bad Request","message":"Invalid API key","code":0,"status":400}}',
	],
	[{ words: 'short' }, 200, '{"error":"User not found"}'],
	[{ words: 'turkish' }, 200, '{"error":"API key hatalı"}'],
	[{ errorStatus: 401 }, 401, '{"error":"Invalid API key"}'],
	[{ errorStatus: 422, words: 'other' }, 422, '{"error":"Incorrect API key"}'],
	[{ words: 'portuguese' }, 200, '{"error":"Chave de API inválida"}'],
	[{ echoKey: true }, 200, '{"error":"Invalid API key (key: wrong)"}'],
])('%j', async (dialect, status, text) => {
	const { panel, call } = await bench();
	panel.dialect(dialect);
	expect(await call('balance', { key: 'wrong' })).toMatchObject({ status, text });
});

test('error statuses in turn', async () => {
	const { panel, call } = await bench();
	panel.dialect({ errorStatus: [400, 200, 403] });
	const codes = [];
	for (let n = 0; n < 4; n++) codes.push((await call('nothing')).status);
	expect(codes).toEqual([400, 200, 403, 400]);
});

test.each<[Dialect['words'], Record<string, string>, string]>([
	['codes', { quantity: '1' }, 'neworder.error.min_quantity'],
	['codes', { quantity: '10000' }, 'neworder.error.not_enough_funds'],
	['codes', { service: '0' }, 'error.incorrect_service_id'],
	['other', { quantity: '10000' }, 'Insufficient balance'],
	['portuguese', { quantity: '1' }, 'Quantidade menor que o mínimo 50'],
])('%s words for %j', async (words, change, error) => {
	const { panel, call } = await bench({ balance: '1.00' });
	panel.dialect({ words });
	const fields = { service: '1', link: LINK, quantity: '100', ...change };
	expect((await call('add', fields)).json).toEqual({ error });
});

test('the key is echoed in rows and in HTML pages', async () => {
	const { panel, call } = await bench();
	panel.dialect({ echoKey: true });
	expect((await call('cancel', { orders: '9' })).text).toMatch(panel.apiKey);
	panel.fault({ kind: 'html500' });
	expect((await call('balance')).text).toMatch(`key=${panel.apiKey}`);
});
