import { failureKinds, PanelFailure, type FailureKind } from '../../nodes/SmmPanel/panel/failure';

/** Kind, whether the panel certainly did nothing, whether it may pass, and whom it concerns. */
const RULES: Array<[FailureKind, boolean, boolean, string]> = [
	['apiKey', true, false, 'all'],
	['funds', true, false, 'all'],
	['rateLimit', true, true, 'all'],
	['serviceId', true, false, 'one'],
	['orderId', true, false, 'one'],
	['refillId', true, false, 'one'],
	['activeOrder', true, false, 'one'],
	['quantity', true, false, 'one'],
	['link', true, false, 'one'],
	['refused', true, false, 'one'],
	['missing', false, false, 'one'],
	['ambiguous', false, false, 'one'],
	['unexpectedReply', false, false, 'perhaps'],
	['notJson', false, true, 'perhaps'],
	['empty', false, true, 'perhaps'],
	['html', false, true, 'perhaps'],
	['httpError', false, true, 'perhaps'],
	['redirect', true, false, 'all'],
	['timeout', false, true, 'perhaps'],
	['connectionLost', false, true, 'perhaps'],
	['connectionRefused', true, true, 'all'],
	['url', true, false, 'all'],
	['unknownHost', true, false, 'all'],
	['certificate', true, false, 'all'],
	['notAllowed', true, false, 'all'],
	['parameter', true, false, 'one'],
	['sentBefore', false, false, 'one'],
	['limit', true, false, 'one'],
	['duplicate', false, false, 'one'],
	['notSent', true, false, 'one'],
];

describe('PanelFailure', () => {
	it.each(RULES)(
		'of kind %s: certain %s, passing %s, reach %s',
		(kind, certain, passing, reach) => {
			const failure = new PanelFailure(kind, { message: 'what happened' });
			expect(failure).toMatchObject({ kind, certain, passing, reach });
			expect(failure.message).toBe('what happened');
			expect(failure.name).toBe('PanelFailure');
			expect(failure.panelMessage).toBeNull();
			expect(failure).toBeInstanceOf(Error);
		},
	);

	it('has a rule for each of its kinds', () => {
		expect([...failureKinds].sort()).toEqual(RULES.map(([kind]) => kind).sort());
	});

	it('says how to get unstuck, save where the facts alone can', () => {
		const mute = failureKinds.filter(
			(kind) => new PanelFailure(kind, { message: 'x' }).hint === '',
		);
		expect(mute).toEqual(['parameter', 'sentBefore']);
	});

	it('takes the facts before the rule of its kind', () => {
		const facts = {
			message: 'what happened',
			panelMessage: 'own words',
			hint: 'do this',
			certain: false,
			passing: true,
			retryAfter: 7,
			order: '23501',
		};
		expect(new PanelFailure('refused', facts)).toMatchObject({
			...facts,
			kind: 'refused',
			reach: 'one',
		});
		expect(
			new PanelFailure('timeout', { message: 'x', certain: true, passing: false }),
		).toMatchObject({
			certain: true,
			passing: false,
		});
	});
});
