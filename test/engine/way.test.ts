import { Session } from 'node:inspector/promises';
import path from 'node:path';

import { ProcessedData, useProcessedData } from '../../sandbox/engine';
import { defaultOrder, linkItems, placed, useBench } from './setup';

const bench = useBench();
const NODES = path.join(__dirname, '..', '..', 'nodes', 'SmmPanel');

/** The node's files with a function that ran during `work`, according to V8's coverage. */
async function filesIn(work: () => Promise<void>): Promise<string[]> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	await work();
	const { result } = await session.post('Profiler.takePreciseCoverage');
	session.disconnect();
	const ran = result.filter(({ functions }) =>
		functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)),
	);
	return ran.flatMap(({ url }) => {
		const file = path.relative(NODES, url.replace(/^file:\/\//, ''));
		return file.startsWith('..') ? [] : [file];
	});
}

it('an order with a key and limits runs code of few files, few of them in ordering/', async () => {
	await useProcessedData(new ProcessedData());
	const safeguards = { maxCharge: 1, maxTotalCharge: 1, checkService: true, checkBalance: true };
	const parameters = defaultOrder({ duplicateKey: '={{ $json.row }}', safeguards });
	const order = async (row: number) =>
		await bench.run(parameters, { items: [linkItems(row + 1)[row]] });
	await order(0);
	const one = await filesIn(async () => {
		expect((await order(1)).json).toMatchObject([{ order: placed(23502).order }]);
	});
	const other = await filesIn(async () => {
		expect((await order(2)).json).toMatchObject([{ order: placed(23503).order }]);
	});
	// A timer that an earlier test file left in this process may run during one of them.
	const files = one.filter((file) => other.includes(file));
	expect(files).toContain('ordering/spend.ts');
	expect(files.length).toBeLessThanOrEqual(26);
	expect(files.filter((file) => file.startsWith('ordering/')).length).toBeLessThanOrEqual(6);
});
