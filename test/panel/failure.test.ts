import { failureKinds, PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { MUTE, RULES } from './kinds';

describe('PanelFailure', () => {
	it.each(RULES)(
		'of kind %s: certain %s, retryable %s, reach %s',
		(kind, certain, retryable, reach) => {
			const failure = new PanelFailure(kind, { message: 'what happened' });
			expect(failure).toMatchObject({ kind, certain, retryable, reach });
			expect(failure.message).toBe('what happened');
			expect(failure.name).toBe('PanelFailure');
			expect(failure.panelMessage).toBeNull();
			expect(failure).toBeInstanceOf(Error);
		},
	);

	it('has a rule for each of its kinds', () => {
		expect([...failureKinds].sort()).toEqual(RULES.map(([kind]) => kind).sort());
	});

	it('has a hint, except for kinds where only the facts can give one', () => {
		const mute = failureKinds.filter(
			(kind) => new PanelFailure(kind, { message: 'x' }).hint === '',
		);
		expect(mute.sort()).toEqual([...MUTE].sort());
	});

	it('never suggests running the workflow again, which would buy placed orders again', () => {
		const hints = failureKinds.map((kind) => new PanelFailure(kind, { message: 'x' }).hint);
		expect(hints.filter((hint) => /\brun\b/i.test(hint))).toEqual([]);
	});

	it('prefers the facts to the rule of its kind', () => {
		const facts = {
			message: 'what happened',
			panelMessage: 'own words',
			hint: 'do this',
			certain: false,
			retryable: true,
			retryAfter: 7,
			order: '23501',
		};
		expect(new PanelFailure('refused', facts)).toMatchObject({
			...facts,
			kind: 'refused',
			reach: 'one',
		});
		expect(
			new PanelFailure('timeout', { message: 'x', certain: true, retryable: false }),
		).toMatchObject({
			certain: true,
			retryable: false,
		});
	});
});
