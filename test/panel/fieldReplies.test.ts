import { failureOfWhole, fieldReplies, wrongIn } from './fieldReplies';

describe('replies seen in the field', () => {
	it.each(fieldReplies.map((field) => [field.call, field.status, field.body, field] as const))(
		'%s, HTTP %i: %s',
		(_call, _status, _body, field) => expect(wrongIn(field)).toEqual([]),
	);

	it('do not stop a run that should continue', () => {
		const ending = fieldReplies
			.filter(({ expected }) => expected.failure?.stops === false)
			.filter((field) => failureOfWhole(field)?.reach === 'all');
		expect(ending).toEqual([]);
	});
});
