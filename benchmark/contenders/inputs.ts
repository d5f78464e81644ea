/** The first order that a sandbox panel takes. */
export const FIRST_ORDER = 23501;

/** Items with one order id each. */
export const idItems = (count: number): Array<{ id: string }> =>
	Array.from({ length: count }, (_, n) => ({ id: String(FIRST_ORDER + n) }));

/** Items with the columns of one order each. */
export const orderItems = (
	count: number,
): Array<{ service: string; link: string; quantity: number }> =>
	Array.from({ length: count }, (_, n) => ({
		service: '3',
		link: `https://example.com/post/${n}`,
		quantity: 100,
	}));

/** The text typed into the search for services. */
export const SEARCH = 'service 99';
