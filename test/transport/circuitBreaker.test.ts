import { failureKinds } from '../../nodes/SmmPanel/panel/failure';
import { notSentAfter, CircuitBreaker } from '../../nodes/SmmPanel/transport/ask';
import { OF_ALL } from '../panel/kinds';
import { failure } from './helpers';

const noting = (...results: unknown[]) => {
	const breaker = new CircuitBreaker();
	for (const result of results) breaker.note(result);
	return breaker.ended;
};
const doubt = () => failure('timeout');

it('goes on while there are answers', () => {
	expect(noting()).toBeUndefined();
	expect(noting({}, null, undefined, new Map())).toBeUndefined();
});

it.each(failureKinds)('after one %s', (kind) => {
	const one = failure(kind);
	expect(noting(one)).toBe(OF_ALL.includes(kind) ? one : undefined);
});

it.each(failureKinds)('after two %s in a row', (kind) => {
	const [first, second] = [failure(kind), failure(kind)];
	const ended = { all: first, perhaps: second, one: undefined }[first.reach];
	expect(noting(first, second)).toBe(ended);
});

it('ends with the second doubt in a row, and not with two apart', () => {
	const last = failure('html');
	expect(noting(doubt(), last)).toBe(last);
	expect(noting(doubt(), {}, doubt(), {}, doubt())).toBeUndefined();
	expect(noting(doubt(), failure('link'), doubt())).toBeUndefined();
});

it('keeps the first reason', () => {
	const first = failure('funds');
	expect(noting(first, failure('apiKey'), doubt(), doubt(), {})).toBe(first);
	const breaker = new CircuitBreaker();
	breaker.stop(first);
	breaker.stop(failure('link'));
	breaker.note(failure('apiKey'));
	expect(breaker.ended).toBe(first);
});

it('what is not sent says why', () => {
	const earlier = failure('funds', { message: 'no money', panelMessage: 'Not enough funds' });
	expect(notSentAfter(earlier)).toMatchObject({
		kind: 'notSent',
		certain: true,
		message: 'it was not sent, because of an earlier failure: no money',
		panelMessage: 'Not enough funds',
		hint: 'Add funds to your balance on the panel.',
	});
	expect(notSentAfter(failure('empty')).panelMessage).toBeNull();
});
