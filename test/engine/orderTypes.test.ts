/** Every order type, with the fields of the API's page, ordered in n8n's engine from a panel that sells it. */
import type { IDataObject } from 'n8n-workflow';

import { FIELDS, going, sent, TYPES, values, words } from '../panel/contract';
import { LANES, order, sent as requests, useBench } from './setup';

const bench = useBench();

/** Makes the panel sell a service of a type in any quantity, and returns its id. */
function sell(title: string): string {
	const service = bench.panel.services.find(({ type }) => type === title);
	if (!service) throw new Error(`the panel of the sandbox sells nothing of the type '${title}'`);
	service.min = '1';
	return String(service.service);
}

describe.each(TYPES)('an order of the type %s', (title, requiredList, optionalList) => {
	const required = words(requiredList);
	const all = [...required, ...words(optionalList)];
	const choices = all.flatMap((name) => {
		const { goesWith } = FIELDS[name];
		return goesWith ? [{ [goesWith[0]]: goesWith[1] }] : [];
	});
	const more = all.length > required.length ? [{}, ...choices] : [];
	const forms: Array<[names: string[], choice: Record<string, string>]> = [
		[required, {}],
		...more.map((choice): [string[], Record<string, string>] => [
			going(all, { ...sent(required), ...choice }),
			choice,
		]),
	];

	it.each(forms)('is sent with %j (%j), and costs what was expected', async (names, choice) => {
		const given = { ...values(names), ...choice } as IDataObject;
		for (const lane of LANES) {
			const panel = await bench.renew();
			const service = sell(title);
			const rehearsal = order(service, { ...given, dryRun: true }, required);
			const [{ expectedCharge }] = (await bench.run(rehearsal, { lane })).json;
			const run = await bench.run(order(service, given, required), { lane });
			expect(run.error?.message).toBeUndefined();
			expect(run.json).toMatchObject([{ order: '23501', service }]);
			expect(requests(panel, 'add')).toEqual([
				{ action: 'add', service, ...sent(names), ...choice },
			]);
			const { type, quantity, charge } = panel.orders.get('23501')!;
			expect([type, panel.orders.size]).toEqual([title, 1]);
			// A subscription is charged per future post.
			if (quantity > 0) expect(expectedCharge).toBe(Number(charge));
		}
	});
});
