/** The fields in the form of an order for the picked service. */
import type { INodeParameters } from 'n8n-workflow';

import { FIELDS, TYPES, words } from '../panel/contract';
import { byId, TYPE, useBench } from './setup';

const bench = useBench();

async function fieldsFor(service: unknown) {
	const { fields } = await bench.engine.resourceMapping({
		type: TYPE,
		method: 'getOrderFields',
		parameters: { resource: 'order', operation: 'create', service } as INodeParameters,
		credentialData: { url: bench.panel.url, apiKey: bench.panel.apiKey },
	});
	return fields;
}

it.each(TYPES)('are those of the type %s, the optional ones a click away', async (...type) => {
	const [title, required, optional] = type;
	const service = bench.panel.services.find((each) => each.type === title)!.service;
	const fields = await fieldsFor(byId(service));
	const named = (isRequired: boolean) =>
		fields.filter((field) => field.required === isRequired && field.removed === !isRequired);
	expect(
		named(true)
			.map(({ id }) => id)
			.sort(),
	).toEqual(words(required).sort());
	expect(
		named(false)
			.map(({ id }) => id)
			.sort(),
	).toEqual(words(optional).sort());
	expect(fields).toHaveLength(words(`${required} ${optional}`).length);
	for (const field of fields) {
		expect(field.displayName.startsWith(FIELDS[field.id].label)).toBe(true);
		const kind = { integer: 'number', choice: 'options' }[FIELDS[field.id].kind as string];
		expect(field.type).toBe(kind ?? 'string');
		// An expression accepts any number of pasted lines.
		expect(field.defaultValue === '=').toBe(FIELDS[field.id].kind === 'lines');
	}
});

it('show the limits of the service', async () => {
	const labels = async (service: number) =>
		(await fieldsFor(byId(service))).map(({ displayName }) => displayName);
	expect((await labels(3)).slice(0, 4)).toEqual([
		'Link',
		'Quantity (10–100,000)',
		'Drip-Feed Runs',
		'Drip-Feed Interval (minutes)',
	]);
	expect(await labels(2)).toContain('Comments (10–1,500 lines)');
});

it.each<[string, unknown]>([
	['an expression', { __rl: true, mode: 'id', value: '={{ $json.service }}' }],
	['a model', { __rl: true, mode: 'id', value: "={{ $fromAI('Service') }}" }],
	['nothing', { __rl: true, mode: 'list', value: '' }],
	['an unknown id', byId(4711)],
	['a service of an unknown type', byId(1)],
	['a panel that is down', byId(3)],
])('are the common ones for %s, and all others can be added', async (what, service) => {
	if (what.includes('type')) bench.panel.services[0].type = 'Hyper Boost';
	if (what.includes('down')) bench.panel.fault({ kind: 'html500', times: Infinity });
	const fields = await fieldsFor(service);
	expect(fields.map(({ id }) => id).sort()).toEqual(Object.keys(FIELDS).sort());
	expect(fields.filter(({ removed }) => !removed).map(({ id }) => id)).toEqual([
		'link',
		'quantity',
	]);
	expect(fields.some(({ required }) => required)).toBe(false);
});
