/** The memory that a process keeps for many panels, nodes and triggers. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { searchServices } from '../../nodes/SmmPanel/actions/service/search';
import { catalogueOf, type Job } from '../../nodes/SmmPanel/transport/job';
import type { WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';
import { editorOf } from '../transport/helpers';
import { watching } from '../trigger/watching';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** The heap in use after garbage collection, in megabytes. */
async function heap(): Promise<number> {
	for (let turn = 0; turn < 3; turn++) {
		await new Promise((resolve) => setImmediate(resolve));
		collect();
	}
	return process.memoryUsage().heapUsed / 1024 / 1024;
}

const CATALOGUE = JSON.stringify(
	Array.from({ length: 500 }, (_, n) => ({
		service: n,
		name: `Service ${n} ${'x'.repeat(100)}`,
		rate: '1',
		min: 1,
		max: 2,
		type: 'Default',
		category: 'c',
	})),
);

it('is bounded over 200 panels in the editor', async () => {
	const search = async (panel: number) => {
		const { context } = editorOf(`kept${panel}`, CATALOGUE);
		expect((await searchServices.call(context)).results).toHaveLength(100);
	};
	for (let panel = 0; panel < 20; panel++) await search(panel);
	const before = await heap();
	for (let panel = 20; panel < 220; panel++) await search(panel);
	// Each of the 200 takes about a fifth of a megabyte.
	expect((await heap()) - before).toBeLessThan(8);
});

it('is bounded over 200 runs of nodes in an execution', async () => {
	const execution = {};
	const run = async (runIndex: number) => {
		const read = async (_: object, readReply: (reply: object) => unknown) =>
			readReply({ status: 200, text: CATALOGUE });
		const job = {
			node: { id: 'n' },
			runIndex,
			context: { getExecuteData: () => execution },
			read,
		};
		expect(await catalogueOf(job as unknown as Job)).toHaveLength(500);
	};
	for (let n = 0; n < 20; n++) await run(n);
	const before = await heap();
	for (let n = 20; n < 220; n++) await run(n);
	expect((await heap()) - before).toBeLessThan(8);
});

it('is small for a thousand triggers that are gone, however much they remember', async () => {
	const event: WatchedEvent<string, string> = {
		source: () => 'test',
		isSeen: (value) => typeof value === 'string',
		observe: async () => await Promise.reject(new Error('is handed what there is to see')),
		compare: (_, now) => ({ items: [], seen: now }),
		sample: () => ({}),
	};
	const run = async (triggers: number) => {
		for (let n = 0; n < triggers; n++) await watching(event).poll(`${n} `.repeat(20_000));
		return await heap();
	};
	const before = await run(1);
	// Each leaves some 80 kB.
	expect((await run(1_000)) - before).toBeLessThan(20);
});
