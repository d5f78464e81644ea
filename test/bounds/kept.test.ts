/** The memory that a process keeps for many panels, nodes and triggers. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { searchServices } from '../../nodes/SmmPanel/actions/service/search';
import { claimKeys } from '../../nodes/SmmPanel/ordering/keys';
import type { Run } from '../../nodes/SmmPanel/ordering/run';
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

/** How much the heap grows from the first calls of `work` to all of them, in megabytes. */
async function growth(first: number, all: number, work: (n: number) => Promise<void>) {
	for (let n = 0; n < first; n++) await work(n);
	const before = await heap();
	for (let n = first; n < all; n++) await work(n);
	return (await heap()) - before;
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
	// Each of the 200 takes about a fifth of a megabyte.
	expect(await growth(20, 220, search)).toBeLessThan(8);
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
	expect(await growth(20, 220, run)).toBeLessThan(8);
});

it('is bounded over twenty thousand nodes with duplicate keys, and orders of models without an answer', async () => {
	const claim = async (n: number) => {
		// A copy; else it would share its end with the others.
		const long = JSON.stringify(`${n}`.padEnd(2_000, 'x'));
		const helpers = {
			checkProcessedAndRecord: async () => ({ processed: [] }),
			removeProcessed: async () => {},
		};
		const job = {
			node: { id: 'n', type: 'smmPanelTool' },
			context: { getWorkflow: () => ({ id: long }), helpers },
		};
		const run = { job, orders: [{ key: 'k', request: long }], inDoubt: [] };
		await claimKeys(run as unknown as Run);
	};
	// Each of the ten thousand that are too many leaves 2 kB in either map.
	expect(await growth(10_000, 20_000, claim)).toBeLessThan(8);
});

const event: WatchedEvent<string, string> = {
	source: () => 'test',
	isState: (value) => typeof value === 'string',
	observe: async () => await Promise.reject(new Error('is handed what there is to see')),
	compare: (_, now) => ({ items: [], seen: now }),
	sample: () => ({}),
};

it('is small for a thousand triggers that are gone, however much they remember', async () => {
	const poll = async (n: number) => void (await watching(event).poll(`${n} `.repeat(20_000)));
	// Each leaves some 80 kB.
	expect(await growth(1, 1_001, poll)).toBeLessThan(20);
});

it('is bounded over two thousand triggers', async () => {
	const poll = async (n: number) => {
		const node = { id: 'n', name: `${n}`.padEnd(20_000, 'x') };
		await watching(event, { node, workflow: 'w' }).poll('seen');
	};
	// Each of the thousand that are too many leaves 20 kB.
	expect(await growth(1_000, 2_000, poll)).toBeLessThan(8);
});
