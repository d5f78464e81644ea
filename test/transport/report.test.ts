import { failureKinds, PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { calls } from '../../nodes/SmmPanel/panel/calls';
import { report } from '../../nodes/SmmPanel/transport/report';
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

	it('has an outcome only for what does something', () => {
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

it('makes no claim about an order that a parameter kept back', () => {
	const unfit = new PanelFailure('parameter', { message: "'Quantity' is empty", hint: 'Fill it.' });
	expect(report(unfit, { doing: 'order' })).toStrictEqual({
		error: "'Quantity' is empty",
		message: 'Fill it. It is safe to retry this order.',
		details: { panelMessage: null, kind: 'parameter', outcome: 'notPlaced' },
	});
});

it('gives the id that a panel named in an answer that is no success', () => {
	const odd = failure('unexpectedReply', { order: '77' });
	expect(report(odd, { doing: 'order' }).details).toStrictEqual({
		order: '77',
		panelMessage: null,
		kind: 'unexpectedReply',
		outcome: 'unknown',
	});
});

it('tells the words of a panel of an order in doubt, which may name it to whoever reads them', () => {
	const odd = failure('unexpectedReply', { panelMessage: '{"nr": 4711}' });
	expect(report(odd, { doing: 'order' }).message).toContain('{"nr": 4711}');
	expect(report(odd, { doing: false }).message).not.toContain('4711');
});
