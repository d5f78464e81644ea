import { containsAll, searchable, wordsOf } from '../../nodes/SmmPanel/panel/text';

it.each([
	[['Instagram Followers', 'HQ'], 'hq FOLLOWERS', true],
	[['Instagram Followers', null, 12], 'insta 12', true],
	[['Instagram'], 'instagram likes', false],
	[['a', 'b'], 'ab', false],
	[[undefined], 'undefined', false],
	[['anything'], '', true],
])('%j contains all of %j: %s', (texts, words, is) => expect(containsAll(texts, words)).toBe(is));

it('is searched as one text, with missing parts as empty text', () =>
	expect(searchable(['A b', null, undefined, 12])).toBe('a b   12'));

it('is searched by words, however they are spaced', () =>
	expect(wordsOf('  HQ \t followers ')).toEqual(['hq', 'followers']));
