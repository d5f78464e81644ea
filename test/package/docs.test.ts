import { pages } from '../../scripts/docs';

describe('documentation', () => {
	it.each(pages())(
		'$page says what the built node does; npm run docs mends it',
		({ is, ought }) => {
			expect(is).toBe(ought);
		},
	);
});
