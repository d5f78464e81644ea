import type { Panel } from '../panel';

/** Places orders on the panel directly, as another program would, and returns their ids. */
export async function placeOrders(panel: Panel, count: number): Promise<string[]> {
	const known = new Set(panel.orders.keys());
	for (let n = 0; n < count; n++) {
		await fetch(panel.url, {
			method: 'POST',
			body: new URLSearchParams({
				key: panel.apiKey,
				action: 'add',
				service: '1',
				link: `https://example.com/elsewhere-${known.size + n}`,
				quantity: '100',
			}),
		});
	}
	panel.resetCounters();
	return [...panel.orders.keys()].filter((id) => !known.has(id));
}
