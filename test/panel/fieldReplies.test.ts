import { failureOfWhole, fieldReplies, wrongIn } from './fieldReplies';

describe('replies met in the field', () => {
	it.each(fieldReplies.map((field) => [field.call, field.status, field.body, field] as const))(
		'%s, HTTP %i: %s',
		(_call, _status, _body, field) => expect(wrongIn(field)).toEqual([]),
	);

	it('end no run that should go on', () => {
		const ending = fieldReplies
			.filter(({ expected }) => expected.failure?.stops === false)
			.filter((field) => failureOfWhole(field)?.reach === 'all');
		expect(ending).toEqual([]);
	});
});
