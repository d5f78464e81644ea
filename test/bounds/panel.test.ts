import { readAnswers } from '../../nodes/SmmPanel/panel/answers';
import { calls } from '../../nodes/SmmPanel/panel/calls';
import { guaranteeDays } from '../../nodes/SmmPanel/panel/guarantee';
import { meaningOf, saysDone } from '../../nodes/SmmPanel/panel/meaning';
import { readPlaced } from '../../nodes/SmmPanel/panel/placed';
import {
	excerpt,
	isMissingOrder,
	readReply,
	refusal,
	refusalIn,
} from '../../nodes/SmmPanel/panel/reply';
import { orderRow, readBalance, refillRow } from '../../nodes/SmmPanel/panel/rows';
import { readServices } from '../../nodes/SmmPanel/panel/services';
import { readStatus } from '../../nodes/SmmPanel/panel/status';
import { parseJson, toCount, toFlag, toNumber, toText } from '../../nodes/SmmPanel/panel/json';
import { cpuMs } from './cpu';

/** For a megabyte, in milliseconds: the worst case takes about 100 and most 20; nonlinear code takes seconds. */
const LIMIT = 500;

/** A megabyte of text that attacks patterns: it repeats how they begin, and never contains how they end. */
// prettier-ignore
const PIECES = [
	'1', '1,234', '1.000', '1e', ' ', '\n', '\\', '\\"', '"', "'", '{', '[', '{"order":',
	'"order" : ', '"order":"5 ', '"id":1', '#', 'order #', 'order not ', 'error ',
	'error error error ', 'not not ', 'unknown ', 'service ', 'api ', 'key ', 'a_', 'a.', '.', '. ',
	'aA', '<', '<b>', '<script', '<script>', '<style', '</script>', '::a(', 'x(', 'đ', 'é',
	'30 days ', 'refill ', 'R', '♻️ ', 'no ', 'lifetime ', 'order was ', 'charged ', 'khong ',
	'order', 'success', '-', '+',
];
const texts = PIECES.map((piece) => `${piece.repeat(1_000_000 / piece.length)}x`);

const quietly = (run: () => unknown) => {
	try {
		run();
	} catch {
		// Other tests check what it throws for such a text.
	}
};

const ok = (text: string) => ({ status: 200, text });
const refused = (text: string) => ({ status: 400, text: JSON.stringify({ error: text }) });

const READERS: Array<[string, (text: string) => unknown]> = [
	['toNumber', toNumber],
	['toCount', toCount],
	['toFlag', toFlag],
	['toText', toText],
	['readStatus', (text) => readStatus(text, 'order')],
	['meaningOf', meaningOf],
	['saysDone', saysDone],
	['excerpt', excerpt],
	['refusal', (text) => isMissingOrder(refusal(text))],
	['refusalIn', (text) => refusalIn({ error: text, message: text })],
	['guaranteeDays', (text) => guaranteeDays(text, text)],
	['readPlaced of text', (text) => readPlaced(ok(text))],
	['readPlaced of a refusal', (text) => readPlaced(refused(text))],
	['readPlaced of an order', (text) => readPlaced(ok(JSON.stringify({ order: text })))],
	['readReply', (text) => readReply(ok(text))],
	['readBalance', (text) => readBalance(ok(JSON.stringify({ balance: text })))],
	[
		'readServices',
		(text) =>
			readServices(
				ok(JSON.stringify([{ service: text, name: text, desc: text, rate: text, min: text }])),
			),
	],
	[
		'orderRow',
		(text) => orderRow('1', { status: text, charge: text, remains: text, start_count: text }),
	],
	['refillRow', (text) => refillRow('1', { status: text })],
	[
		'readAnswers',
		(text) =>
			readAnswers(
				calls.cancel,
				['1', '2'],
				ok(
					JSON.stringify([
						{ order: 1, cancel: text },
						{ order: 2, error: text },
					]),
				),
			),
	],
];

it.each(READERS)('%s takes time linear in the length of a text', (_, read) => {
	const slow = texts
		.map((text) => [text.slice(0, 20), cpuMs(LIMIT, () => quietly(() => read(text)))] as const)
		.filter(([, took]) => took >= LIMIT);
	expect(slow).toEqual([]);
});

it('takes the text of a large page', () => {
	for (const page of ['<script>'.repeat(1_000_000), '<'.repeat(8_000_000)])
		expect(cpuMs(1_000, () => excerpt(page))).toBeLessThan(1_000);
});

it('parses a long text that breaks off', () => {
	const text = `{"id":12345678901234567890,"desc":"${String.raw`\"x`.repeat(300_000)}`;
	expect(cpuMs(LIMIT, () => quietly(() => parseJson(text)))).toBeLessThan(LIMIT);
});
