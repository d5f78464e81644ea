import type { IDataObject } from 'n8n-workflow';

import { placeMany, sent, useBench } from './setup';

const bench = useBench();

/** The effect of a parameter on some items: the requests, the output and its paired items. */
async function outcome(orderIds: string, items: IDataObject[]) {
	bench.panel.resetCounters();
	const { json, items: given } = await bench.run(
		{ resource: 'order', operation: 'getStatus', orderIds },
		{ items, onError: 'continueRegularOutput' },
	);
	return { sent: sent(bench.panel), json, pairs: given.map(({ pairedItem }) => pairedItem) };
}

// The node itself reads the first form, and n8n evaluates the second, with parentheses.
describe.each([
	['={{ $json.id }}', '={{ ($json.id) }}', 'id'],
	['={{$json.id}}', '={{($json.id)}}', 'id'],
	['={{ $json["Order ID"] }}', '={{ ($json["Order ID"]) }}', 'Order ID'],
	["={{ $json['id'] }}", "={{ ($json['id']) }}", 'id'],
	['={{ $json.toString }}', '={{ ($json.toString) }}', 'toString'],
])('a parameter that is a field of the item, %s', (field, evaluated, name) => {
	it.each<[string, unknown]>([
		['text', '23502'],
		['text that looks like an expression', '={{ 1 }}'],
		['text with braces', '{{ $json.id }}'],
		['several in text', ' 23501, 23502 '],
		['empty text', ''],
		['a number', 23501],
		['nought', 0],
		['a number that is not whole', 1.5],
		['a number beyond 2^53', 2 ** 60],
		['a flag', true],
		['null', null],
		['a list', ['23501', 23502]],
		['a list of lists', [['23501'], '23502']],
		['an object', { id: '23501' }],
	])('takes %s as n8n does', async (_, value) => {
		await placeMany(bench.panel, 3);
		const items = [{ [name]: value }, { [name]: '23503' }, {}] as IDataObject[];
		const own = await outcome(field, items);
		expect(own).toEqual(await outcome(evaluated, items));
		expect(own.json.length).toBeGreaterThanOrEqual(3);
	});
});
