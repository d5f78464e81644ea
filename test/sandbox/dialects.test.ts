/**
 * What the engine tests assume about the panel's replies. If a dialect changed nothing, or replied something else,
 * they would prove less than they claim.
 */
import type { Dialect } from '../../sandbox/panel';
import { bench, HOUR, LINK } from './helpers';

const speaking = async (dialect: Partial<Dialect>, options = {}) => {
	const made = await bench(options);
	made.panel.dialect(dialect);
	return made;
};
const ORDER = { service: '1', link: LINK, quantity: '100' };
const UNKNOWN = '{"error":"Incorrect order ID"}';
const BIG = '1234567890123423501';
const UUID = '6f1c2b7a-93d4-4e0b-8a51-000000005bcd';

/** The status of one order of 100, as of each of the two below. */
const A = '"charge":"0.09","start_count":null,"status":"Pending","remains":"100","currency":"USD"';

/** A call, its fields, the dialect and the reply, with two new orders on the panel. */
type Row = [action: string, fields: string, dialect: Partial<Dialect>, text: RegExp | string];

const ROWS: Row[] = [
	['services', '', {}, /^\[{"service":1,"name":"Followers","type":"Default","category":"First C/],
	['services', '', { flags: 'number' }, /"refill":0,"cancel":1}/],
	['services', '', { flags: 'digitText' }, /"refill":"0","cancel":"1"}/],
	['services', '', { flags: 'wordText' }, /"refill":"false","cancel":"true"}/],
	['services', '', { numbers: 'number' }, /"rate":0\.90,"min":50,"max":10000,/],
	['services', '', { serviceIds: 'text' }, /^\[{"service":"1",/],
	['services', '', { typeCase: 'lower' }, /"type":"custom comments"/],
	['services', '', { extraServiceFields: true }, /"dripfeed":true,"desc":"[^"]+","average_time":"/],
	['services', '', { emptyServices: true }, /^\[\]$/],
	['services', '', { servicesReply: 'doubled' }, /^\[\[{"service":1,.*}\]\]$/],
	['services', '', { counts: 'dotted' }, /"rate":"0\.90","min":"50","max":"10\.000",/],
	['services', 'key=no', { publicServices: true }, /^\[{"service":1,/],
	['balance', '', { numbers: 'number', omit: ['currency'] }, '{"balance":999.82}'],
	['status', 'order=23501', {}, `{${A}}`],
	['status', 'order=23501', { numbers: 'number' }, /"charge":0.09,.*"remains":100,/],
	['status', 'order=23501', { startCount: 'absent' }, /^{"charge":"0.09","status"/],
	['status', 'order=23501', { remains: 'unknown' }, /"remains":"Unknown"/],
	['status', 'order=23501', { startName: 'start_counter' }, /"start_counter":null/],
	['status', 'order=23501', { omit: ['charge', 'currency'] }, /^{"start_count".*"remains":"100"}$/],
	['status', 'order=23501', { statusNames: { Pending: 'Waiting' } }, /"status":"Waiting"/],
	['status', 'order=23501', { statusWords: 'lower' }, /"status":"pending"/],
	['status', 'order=23501', { statusWords: 'upper' }, /"status":"PENDING"/],
	['status', 'order=23501', { unknownFor: HOUR }, UNKNOWN],
	['status', 'order=9', { singleUnknown: 'keyed' }, `{"9":${UNKNOWN}}`],
	['refill_status', 'refill=9', { unknownRefill: 'status' }, '{"status":"Not found"}'],
	['status', 'orders=2,9,1', {}, `{"2":{${A}},"9":${UNKNOWN},"1":{${A}}}`],
	['status', 'orders=2,9,1', { reversed: true }, `{"1":{${A}},"9":${UNKNOWN},"2":{${A}}}`],
	['status', 'orders=2,9,1', { answeredIds: 2 }, `{"2":{${A}},"9":${UNKNOWN}}`],
	['status', 'orders=2,9', { unknownIds: 'text' }, `{"2":{${A}},"9":"Incorrect order ID"}`],
	['status', 'orders=2,9,1', { unknownIds: 'absent' }, `{"2":{${A}},"1":{${A}}}`],
	['status', 'orders=9,1', { multiStatus: 'array' }, /^\[{"order":9,"error":"I.*},{"order":1,"c/],
	['status', 'orders=9,1', { multiStatus: 'array', unknownIds: 'absent' }, `[{"order":1,${A}}]`],
	['status', 'orders=9,1', { multiStatus: 'arrayWithoutIds' }, `[${UNKNOWN},{${A}}]`],
	['status', 'orders=9,1', { multiStatus: 'keyedArray' }, `[{"9":${UNKNOWN}},{"1":{${A}}}]`],
	['status', 'orders=1', { oneIdBare: true }, `{${A}}`],
	['status', 'orders=9', { oneIdBare: true }, UNKNOWN],
	['status', 'orders=1', { batches: false }, '{"error":"Incorrect request"}'],
	['status', 'orders=1,9', { oddIds: 'refused', listRefusal: 'Odd' }, '{"error":"Odd"}'],
	['status', 'orders=1,2', { oddIds: 'refused', listRefusal: 'Odd' }, /^{"1":/],
	['cancel', 'orders=9,1', {}, `[{"order":9,"cancel":${UNKNOWN}},{"order":1,"cancel":1}]`],
	['cancel', 'orders=9', { rowErrors: 'flat' }, '[{"order":9,"error":"Incorrect order ID"}]'],
	['cancel', 'orders=2,1', { cancelValue: 'request' }, /"cancel":1},{"order":1,"cancel":2}\]$/],
	['cancel', 'orders=1', { cancelValue: 'order' }, /"cancel":1}\]$/],
	[
		'cancel',
		'orders=1',
		{ cancelValue: 'word', multiRows: 'keyed' },
		'{"1":{"cancel":"requested"}}',
	],
	['cancel', 'orders=1', { oneIdCollapses: true }, '{"cancel":1}'],
	['cancel', 'orders=9', { oneIdCollapses: true }, `{"cancel":${UNKNOWN}}`],
	['cancel', 'orders=1', { cancelIds: 'order' }, '{"error":"Missing order ID"}'],
	['cancel', 'order=1', { cancelIds: 'order', cancelValue: 'true' }, '{"order":1,"cancel":true}'],
	['cancel', 'order=1', { cancelIds: 'order', cancelValue: 'status' }, /"cancel":{"status":1}}$/],
	['cancel', 'order=1', { cancelIds: 'order', cancelValue: 'nested' }, /"cancel":{"cancel":1}}$/],
	['cancel', 'order=1', { cancelIds: 'order', cancelValue: 'list' }, /"cancel":\[{"order":1,"can/],
	['add', '', { idStyle: 'hex' }, '{"order":"0170adc890a1"}'],
	['add', '', { idStyle: 'uuid' }, `{"order":"${UUID.replace('5bcd', '5bcf')}"}`],
	['add', '', { idStyle: 'big' }, `{"order":${BIG.replace('501', '503')}}`],
	['add', '', { addReply: 'success' }, '{"status":"success","order":3}'],
	['add', '', { addReply: 'list', idStyle: 'string' }, '[{"order":"3"}]'],
	['add', '', { addReply: 'order_id' }, '{"order_id":3}'],
	['add', '', { addReply: 'orderId' }, '{"orderId":3}'],
	['add', '', { addReply: 'data' }, '{"success":true,"data":{"order":3}}'],
	['add', '', { addReply: 'result' }, '{"success":true,"result":{"order":3}}'],
	['add', '', { noise: 'before' }, /^<br \/>\n.*<br \/>\n{"order":3}$/],
	['add', '', { noise: 'after' }, /^{"order":3}string\(58\) "/],
	['add', '', { sameLink: 'refused' }, /^{"error":"You have active order[^}]+"}$/],
	['add', '', { sameLink: 'refused', namesActive: true }, /"order":1}$/],
	['add', '', { repeated: 'first' }, '{"order":1}'],
	['add', 'quantity=101', { repeated: 'first' }, '{"order":3}'],
	['add', 'quantity=1', { words: 'codes' }, '{"error":"neworder.error.min_quantity"}'],
	['add', 'quantity=1', { words: 'portuguese' }, '{"error":"Quantidade menor que o mínimo 50"}'],
	['balance', 'key=no', { errorShape: 'success' }, '{"success":false,"error":"Invalid API key"}'],
	[
		'balance',
		'key=no',
		{ errorShape: 'message' },
		'{"status":"error","message":"Invalid API key"}',
	],
	['balance', 'key=no', { errorShape: 'list' }, '{"errors":["Invalid API key"]}'],
	['balance', 'key=no', { errorShape: 'coded' }, '{"error":"Invalid API key","status":"104"}'],
	['balance', 'key=no', { errorShape: 'data' }, /^{"success":false,"data":{.*"Invalid API key",/],
	['balance', 'key=no', { words: 'short' }, '{"error":"User not found"}'],
	['balance', 'key=no', { words: 'turkish' }, '{"error":"API key hatalı"}'],
	['balance', 'key=no', { words: 'other' }, '{"error":"Incorrect API key"}'],
	['balance', 'key=no', { echoKey: true }, '{"error":"Invalid API key (key: no)"}'],
];

/** Writes the ids of the two orders, and the next one, as 1, 2 and 3. */
const short = (text: string) => text.replace(/\b2350([1-3])\b/g, '$1');

test.each(ROWS)('%s %s in the dialect %j answers %s', async (action, list, dialect, text) => {
	const { panel, call, place } = await bench();
	for (let n = 0; n < 2; n++) await place();
	panel.dialect(dialect);
	const given = Object.fromEntries(new URLSearchParams(list));
	if (/^orders?=/.test(list)) {
		const [[name, ids]] = Object.entries(given);
		given[name] = ids.replace(/\b[12]\b/g, '2350$&');
	}
	const said = (await call(action, { ...(action === 'add' && ORDER), ...given })).text;
	if (typeof text === 'string') expect(short(said)).toBe(text);
	else expect(short(said)).toMatch(text);
});

test.each([
	['number', '{"order":23501}', '{"refill":"1"}'],
	['string', '{"order":"23501"}', '{"refill":"1"}'],
	['hex', '{"order":"0170adc8909f"}', '{"refill":"0170adc834d3"}'],
	['uuid', `{"order":"${UUID}"}`, `{"refill":"${UUID.replace('5bcd', '0001')}"}`],
	['big', `{"order":${BIG}}`, '{"refill":1234567890123400001}'],
] as const)('an id that is %s is found under all its digits', async (idStyle, added, refilled) => {
	const { panel, call } = await speaking({ idStyle, multiStatus: 'array' });
	expect((await call('add', ORDER)).text).toBe(added);
	const [id] = [...panel.orders.keys()];
	expect((await call('status', { orders: id })).text).toMatch(`[${added.slice(0, -1)},"charge"`);
	panel.advance(HOUR);
	expect((await call('refill', { order: id })).text).toBe(refilled);
});

test('status words, and counts with dots as thousands separators', async () => {
	const { panel, call, place } = await speaking({ counts: 'dotted', numbers: 'number' });
	const order = await place({ quantity: '10000' });
	panel.setStatus(order, 'In progress', { startCount: 1_234_567, remains: 999 });
	expect((await call('status', { order })).text).toMatch(
		/"start_count":"1.234.567".*"remains":999/,
	);
	for (const [statusWords, word, written] of [
		['joined', 'In progress', 'inprogress'],
		['british', 'Canceled', 'Cancelled'],
		['success', 'Completed', 'Success'],
		['success', 'Canceled', 'Order Cancelled'],
		['complete', 'Completed', 'Complete'],
		['finish', 'Completed', 'FINISH'],
	] as const) {
		panel.dialect({ statusWords });
		panel.setStatus(order, word);
		expect((await call('status', { order })).json.status).toBe(written);
	}
});

test('parents list the orders of their runs or posts', async () => {
	const { panel, call, place } = await speaking({ parents: 'nested' });
	const drip = await place({ runs: '3', interval: '60' });
	const fields = { username: 'a', min: '10', max: '20', delay: '0', expiry: '31/12/2027' };
	const subscription = (await call('add', { service: '20', ...fields, posts: '2' })).json.order;
	panel.advance(4 * HOUR);
	expect((await call('status', { order: drip })).text).toBe(
		'{"status":"Completed","runs":"3","orders":[23502,23503,23504]}',
	);
	expect((await call('status', { order: String(subscription) })).text).toBe(
		'{"status":"Completed","posts":"2","expiry":"31/12/2027","orders":[23506,23507]}',
	);
	expect((await call('status', { order: '23503' })).json.status).toBe('Completed');
	expect(panel.orders.size).toBe(2);
});

test('an order repeated within two minutes buys nothing, but a later one does', async () => {
	const { panel, place } = await speaking({ repeated: 'first' });
	expect([await place(), await place()]).toEqual(['23501', '23501']);
	panel.advance(HOUR / 30 + 1);
	expect(await place()).toBe('23502');
	expect(panel.orders.size).toBe(2);
});

test('a missing quantity becomes the minimum; a link is free once its order ends', async () => {
	const { panel, call } = await speaking({ missingQuantity: 'minimum', sameLink: 'refused' });
	await call('add', { service: '1', link: LINK });
	expect(panel.orders.get('23501')?.quantity).toBe(50);
	expect((await call('add', ORDER)).json.error).toMatch(/active order/);
	panel.advance(HOUR);
	expect((await call('add', ORDER)).json.order).toBe(23502);
});

test('a cancel takes effect after the delay, and cannot be requested again meanwhile', async () => {
	const { panel, call, place } = await speaking({ cancelDelay: 60_000 });
	const order = await place();
	expect((await call('cancel', { orders: order })).json[0].cancel).toBe(1);
	expect((await call('status', { order })).json.status).toBe('Pending');
	const again = (await call('cancel', { orders: order })).json[0].cancel;
	expect(again.error).toBe('Cancel already requested');
	panel.advance(60_000);
	expect((await call('status', { order })).json).toMatchObject({
		status: 'Canceled',
		charge: '0.00',
	});
});

test('HTTP statuses, several of them in turn, and content types', async () => {
	const { panel, call } = await speaking({ errorStatus: [400, 200, 403], addStatus: 201 });
	const codes = [];
	for (let n = 0; n < 4; n++) codes.push((await call('nothing')).status);
	expect([...codes, (await call('add', ORDER)).status]).toEqual([400, 200, 403, 400, 201]);
	panel.dialect({ contentType: 'text/html; charset=UTF-8' });
	expect((await call('balance')).contentType).toBe('text/html; charset=UTF-8');
});

test('the key is echoed in rows and in HTML pages', async () => {
	const { panel, call } = await speaking({ echoKey: true });
	expect((await call('cancel', { orders: '9' })).text).toMatch(panel.apiKey);
	panel.fault({ kind: 'html500' });
	expect((await call('balance')).text).toMatch(`key=${panel.apiKey}`);
});

test('the returned function restores the dialect', async () => {
	const { panel, call } = await bench();
	const undo = panel.dialect({ emptyServices: true });
	expect((await call('services')).text).toBe('[]');
	undo();
	expect((await call('services')).json).toHaveLength(panel.services.length);
});
