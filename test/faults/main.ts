/**
 * The fault campaign: `npm run test:faults -- --runs 2000 --seed 1`. Orders, statuses, refills and cancels under
 * faults at every point, on n8n's engine against the panel of the sandbox, whose ledger is the witness. Ends
 * with 1 when an order was bought twice, nobody was told of one, a limit was broken, a key stayed locked, or
 * something was said that is not so.
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

/** One run in so many is a process that is killed, and one has keys by the thousand; each takes seconds. */
const KILL_EVERY = 100;
const KILL_AT = 99;
const ERASURE_EVERY = 500;
const ERASURE_AT = 50;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			runs: { type: 'string', default: '2000' },
			seed: { type: 'string', default: '1' },
			/** The seed that a violation names: only this one is run, and printed. */
			only: { type: 'string' },
			/** A built package other than this one: a mutant. */
			package: { type: 'string', default: path.resolve(__dirname, '../..') },
			/** Whether to end at the first violation. */
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
