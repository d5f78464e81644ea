/** Fields of a panel's answer that have a meaning in n8n's engine. */
import type { INodeParameters } from 'n8n-workflow';

import { LANES, useBench } from './setup';

const bench = useBench();

const HOSTILE = {
	$error: { message: 'made up' },
	$json: { x: 1 },
	json: { x: 1 },
	binary: { data: { data: 'AAAA', mimeType: 'text/plain' } },
	pairedItem: { item: 7 },
	__proto__: { polluted: true },
};
const CASES: Array<[INodeParameters, object]> = [
	[
		{ resource: 'account', operation: 'getBalance' },
		{ balance: '1', currency: 'EUR', ...HOSTILE },
	],
	[
		{ resource: 'order', operation: 'getStatus', orderIds: '23501' },
		{ status: 'Completed', charge: '1', ...HOSTILE },
	],
];

it.each(
	LANES.flatMap((lane) =>
		['simplified', 'raw'].flatMap((output) =>
			CASES.map(([parameters, body]) => [lane, output, parameters, body] as const),
		),
	),
)('create no error and no item (%s, %s, %j)', async (lane, output, parameters, body) => {
	bench.panel.fault({ kind: 'reply', body: JSON.stringify(body) });
	const run = await bench.run({ ...parameters, output }, { lane, onError: 'continueErrorOutput' });
	expect(run.status).toBe('success');
	expect(run.errorItems).toEqual([]);
	expect(run.items).toHaveLength(1);
	expect(run.items[0]).not.toHaveProperty('binary');
	expect(run.items[0]).not.toHaveProperty('error');
	expect(run.items[0].pairedItem).toEqual({ item: 0 });
	expect(run.json[0]).not.toHaveProperty('error');
	const [name] = Object.keys(body);
	expect(run.json[0]).toHaveProperty(name);
});
