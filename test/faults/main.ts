/**
 * The fault campaign: `npm run test:faults -- --runs 2000 --seed 1`. Orders, statuses, refills and cancels under
 * faults at every point, on n8n's engine against the sandbox panel, whose ledger is the witness. Exits with 1 if
 * an order was bought twice or reported to nobody, a limit was broken, a key stayed locked, or a report was
 * wrong.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { playErasure } from './erase';
import { playIds } from './ids';
import { playKill } from './kill';
import { playOrders } from './orders';
import { Random } from './random';
import { newTally, printTally } from './tally';
import { inWorld, startEngine, warmUp } from './world';

/** One run in this many kills a process, and one uses thousands of keys; each of these takes seconds. */
const KILL_EVERY = 100;
const KILL_AT = 99;
const ERASURE_EVERY = 500;
const ERASURE_AT = 50;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			runs: { type: 'string', default: '2000' },
			seed: { type: 'string', default: '1' },
			/** The seed of a violation: runs and prints only this one. */
			only: { type: 'string' },
			/** Another built package, such as a mutant. */
			package: { type: 'string', default: path.resolve(__dirname, '../..') },
			/** Whether to stop at the first violation. */
			first: { type: 'boolean', default: false },
		},
	});
	const tally = newTally(values.only !== undefined);
	const engine = await startEngine(values.package);
	await warmUp(engine);
	const isOver = () => values.first && tally.violations.length > 0;
	const first = Number(values.only ?? Number(values.seed) * 1_000_000);
	const last = values.only ? first : first + Number(values.runs) - 1;
	for (let seed = first; seed <= last && !isOver(); seed++) {
		const random = new Random(seed);
		tally.runs++;
		if (seed % KILL_EVERY === KILL_AT) {
			await playKill(random, engine, values.package, tally);
			continue;
		}
		await inWorld(engine, async (world) => {
			if (seed % ERASURE_EVERY === ERASURE_AT) await playErasure(seed, world, tally);
			else await (random.chance(0.7) ? playOrders : playIds)(random, world, tally);
		});
	}
	await engine.close();
	printTally(tally);
	if (tally.violations.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
