import { failureKinds, type FailureKind } from '../../nodes/SmmPanel/panel/failure';
import { backOff } from '../../nodes/SmmPanel/transport/report';
import { PASSING } from '../panel/kinds';
import { failure } from './helpers';

/** What n8n's scheduler is told of each kind; of those that are not here it is told nothing. */
const CAUSES: Partial<Record<FailureKind, string>> = {
	...Object.fromEntries(PASSING.map((kind) => [kind, 'temporarily-unavailable'])),
	apiKey: 'credential-invalid',
	parameter: 'configuration-invalid',
	url: 'configuration-invalid',
	notAllowed: 'configuration-invalid',
	rateLimit: 'rate-limited',
};

it.each(failureKinds)('of %s n8n is told what is known', (kind) => {
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

it('what does not pass has no time to wait for', () => {
	expect(backOff(failure('apiKey', { retryAfter: 30 }))).toEqual({ cause: 'credential-invalid' });
	expect(backOff(failure('funds', { retryAfter: 30 }))).toBeUndefined();
});
