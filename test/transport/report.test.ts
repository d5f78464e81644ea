import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { calls } from '../../nodes/SmmPanel/panel/calls';
import { failureKinds, PanelFailure, type FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { backOff, nodeError, report } from '../../nodes/SmmPanel/transport/report';
import { PASSING } from '../panel/kinds';
import { failure } from './helpers';

const DEEDS = Object.values(calls).flatMap(({ writes }) => writes || []);

describe.each(failureKinds)('%s', (kind) => {
	it('has exactly the keys of an error item', () => {
		for (const doing of [false, ...DEEDS] as const) {
			const said = report(failure(kind), { doing });
			expect(Object.keys(said)).toEqual(['error', 'message', 'details']);
			expect(JSON.parse(JSON.stringify(said))).toEqual(said);
		}
	});

	it('has an outcome only for a write', () => {
		const details = { panelMessage: null, kind };
		expect(report(failure(kind), { doing: false }).details).toStrictEqual(details);
		for (const doing of DEEDS) {
			for (const certain of [true, false]) {
				expect(report(failure(kind, { certain }), { doing }).details).toStrictEqual({
					...details,
					outcome: certain ? 'notPlaced' : 'unknown',
				});
			}
		}
	});
});

it('names the id and what it is the id of', () => {
	const refused = failure('orderId', {
		message: 'no such order',
		panelMessage: 'Incorrect order ID',
	});
	expect(report(refused, { id: { of: 'order', value: '99' }, doing: false })).toStrictEqual({
		error: 'Order 99: no such order',
		message: refused.hint,
		details: { order: '99', panelMessage: 'Incorrect order ID', kind: 'orderId' },
	});
	expect(report(refused, { id: { of: 'refill', value: '7' }, doing: false })).toStrictEqual({
		error: 'Refill 7: no such order',
		message: refused.hint,
		details: { refill: '7', panelMessage: 'Incorrect order ID', kind: 'orderId' },
	});
	expect(report(refused, { doing: false }).error).toBe('No such order');
});

it('says that the order was not placed, or that it is unknown and what to check', () => {
	const link = failure('link', { message: 'the panel answered "Bad link"' });
	expect(report(link, { doing: 'order' })).toMatchObject({
		error: 'The order was not placed: the panel answered "Bad link"',
		message: `${link.hint} It is safe to retry this order.`,
	});
	const lost = failure('timeout', { message: 'no answer' });
	const said = report(lost, { doing: 'order' });
	expect(said.error).toBe('It is unknown whether the order was placed: no answer');
	expect(said.message).toContain("Look for it in the list of orders on the panel's website");
	expect(said.message).toContain('you may pay twice');
	expect(said.message).toContain(lost.hint);
});

it.each([
	['refill', true, 'no refill was requested'],
	['refill', false, 'it is unknown whether the refill was requested'],
	['cancel', true, 'it was not canceled'],
	['cancel', false, 'it is unknown whether the cancellation was requested'],
] as const)('%s, certain: %s', (doing, certain, claim) => {
	const said = report(failure('html', { certain, message: 'a page' }), {
		id: { of: 'order', value: '5' },
		doing,
	});
	expect(said.error).toBe(`Order 5: ${claim}: a page`);
	expect(said.details.order).toBe('5');
});

it('says nothing about an order that was not sent because of a parameter', () => {
	const unfit = new PanelFailure('parameter', { message: "'Quantity' is empty", hint: 'Fill it.' });
	expect(report(unfit, { doing: 'order' })).toStrictEqual({
		error: "'Quantity' is empty",
		message: 'Fill it. It is safe to retry this order.',
		details: { panelMessage: null, kind: 'parameter', outcome: 'notPlaced' },
	});
});

it('has the id that a panel named in an answer without success', () => {
	const odd = failure('unexpectedReply', { order: '77' });
	expect(report(odd, { doing: 'order' }).details).toStrictEqual({
		order: '77',
		panelMessage: null,
		kind: 'unexpectedReply',
		outcome: 'unknown',
	});
});

it("shows the panel's words about an order in doubt, because they may name it", () => {
	const odd = failure('unexpectedReply', { panelMessage: '{"nr": 4711}' });
	expect(report(odd, { doing: 'order' }).message).toContain('{"nr": 4711}');
	expect(report(odd, { doing: false }).message).not.toContain('4711');
});

/** The cause that n8n's scheduler gets for each kind; none for kinds that are not listed. */
const CAUSES: Partial<Record<FailureKind, string>> = {
	...Object.fromEntries(PASSING.map((kind) => [kind, 'temporarily-unavailable'])),
	apiKey: 'credential-invalid',
	parameter: 'configuration-invalid',
	url: 'configuration-invalid',
	notAllowed: 'configuration-invalid',
	rateLimit: 'rate-limited',
};

it.each(failureKinds)('%s gives n8n the cause that is known', (kind) => {
	const cause = CAUSES[kind];
	expect(backOff(failure(kind))).toEqual(cause && { cause });
});

it.each([
	['rateLimit', 30, 30_000],
	['httpError', 1.0004, 1_001],
	['timeout', 0, 0],
] as const)(
	'a %s that asks for %s seconds has the next poll wait for them',
	(kind, retryAfter, ms) => {
		expect(backOff(failure(kind, { retryAfter }))).toEqual({
			cause: CAUSES[kind],
			retryAfterMs: ms,
		});
	},
);

it('a failure that is not temporary has no time to wait', () => {
	expect(backOff(failure('apiKey', { retryAfter: 30 }))).toEqual({ cause: 'credential-invalid' });
	expect(backOff(failure('funds', { retryAfter: 30 }))).toBeUndefined();
});

const NODE: INode = {
	id: '1',
	name: 'SMM Panel',
	type: 'n8n-nodes-smm-panel.smmPanel',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const saying = (kind: Parameters<typeof failure>[0], message: string) =>
	report(failure(kind, { message }), { doing: 'order' });

it.each(failureKinds)('%s becomes the right error of n8n', (kind) => {
	const error = nodeError(NODE, saying(kind, 'words'), 3);
	expect(error).toBeInstanceOf(kind === 'parameter' ? NodeOperationError : NodeApiError);
	expect(error.message).toBe(`${saying(kind, 'words').error} [item 3]`);
	expect(error.context.itemIndex).toBe(3);
	expect(error.node).toBe(NODE);
});

it.each([
	'ECONNREFUSED',
	'ECONNRESET',
	'ENOTFOUND',
	'ETIMEDOUT',
	'EPIPE',
	'connect ECONNREFUSED 127.0.0.1:1',
	'the panel answered with HTTP 401',
	'429',
])('keeps a message with %s in it', (words) => {
	for (const kind of ['refused', 'parameter', 'connectionRefused'] as const) {
		const shown = saying(kind, `the panel answered "${words}"`);
		expect(nodeError(NODE, shown, 3).message).toBe(`${shown.error} [item 3]`);
	}
});

it('tells a model what to do in the message, the only text that it gets', () => {
	const tool = { ...NODE, type: `${NODE.type}Tool` };
	const { error, message } = saying('funds', 'x');
	expect(nodeError(tool, saying('funds', 'x'), 3, 'Placed: 1.').message).toBe(
		`${error}. ${message}\n\nPlaced: 1.`,
	);
	const bare = { ...saying('funds', 'x'), message: '' };
	expect(nodeError(tool, bare, 3).message).toBe(error);
});

it('describes what to do, and what else must not be lost', () => {
	const { message } = saying('funds', 'x');
	expect(nodeError(NODE, saying('funds', 'x'), 3).description).toBe(message);
	expect(nodeError(NODE, saying('funds', 'x'), 3, 'Placed: 1.').description).toBe(
		`${message}\n\nPlaced: 1.`,
	);
	const bare = {
		error: 'e',
		message: '',
		details: { panelMessage: null, kind: 'parameter' as const },
	};
	expect(nodeError(NODE, bare, 3, 'Placed: 1.').description).toBe('Placed: 1.');
});

it('carries no request, no answer and no cause but its own words', () => {
	for (const kind of failureKinds) {
		const error = nodeError(NODE, saying(kind, 'words'), 3);
		// For a text, n8n itself creates a cause with that text.
		const { error: words } = saying(kind, 'words');
		expect(error.cause).toEqual(kind === 'parameter' ? new Error(`${words} [item 3]`) : undefined);
		const stored = JSON.parse(JSON.stringify(error));
		const keys = ['context', 'description', 'message', 'name', 'timestamp'];
		expect(Object.keys(stored).sort()).toEqual(kind === 'parameter' ? ['cause', ...keys] : keys);
		expect(JSON.stringify(stored.cause ?? {})).not.toMatch(/config|request|headers|stack/);
		expect(stored).toMatchObject({
			name: kind === 'parameter' ? 'NodeOperationError' : 'NodeApiError',
			message: `${words} [item 3]`,
			description: saying(kind, 'words').message,
		});
		// Expressions of the next node can read every property, not only the stored ones.
		expect(error.context).toEqual({ itemIndex: 3 });
		expect(error.messages).toEqual([]);
		expect(Reflect.get(error, 'errorResponse') ?? {}).toEqual({});
	}
});
