import { containsAll } from '../../nodes/SmmPanel/panel/text';

it.each([
	[['Instagram Followers', 'HQ'], 'hq FOLLOWERS', true],
	[['Instagram Followers', null, 12], 'insta 12', true],
	[['Instagram'], 'instagram likes', false],
	[['a', 'b'], 'ab', false],
	[[undefined], 'undefined', false],
	[['anything'], '', true],
])('%j contains all of %j: %s', (texts, words, is) => expect(containsAll(texts, words)).toBe(is));
