/**
 * `npm run bench`: measures this package's speed and memory against the alternatives. A run of all jobs writes
 * RESULTS.md. `--rounds <n>` sets the rounds of each job. `--only <job>,<job>` runs only these jobs, and
 * `--profile <folder>` writes CPU and heap profiles of this package's runs; these two only print the results.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { installRuntime } from '../sandbox/n8n/install';
import { JOBS, type Job } from './jobs';
import { packageResult } from './packed';
import { lines, write, type Result } from './results';
import { runJob, type Flags } from './run';

const NAMES = [...JOBS.map(({ name }) => name), 'package'];

const { values: options } = parseArgs({
	options: {
		only: { type: 'string' },
		rounds: { type: 'string' },
		profile: { type: 'string' },
	},
});

async function main(): Promise<void> {
	const began = performance.now();
	const only = options.only?.split(',') ?? NAMES;
	const unknown = only.find((name) => !NAMES.includes(name));
	if (unknown) throw new Error(`No job '${unknown}', only: ${NAMES.join(', ')}`);
	const jobs = JOBS.filter(({ name }) => only.includes(name));
	// The HTTP Request node is part of n8n itself.
	if (jobs.some(hasHttpRequest)) await installRuntime(console.log);

	const results: Result[] = [];
	for (const job of jobs) results.push(await resultOf(job));
	if (only.includes('package')) results.push(await packageResult());
	console.log(lines(results).join('\n'));
	const seconds = (performance.now() - began) / 1_000;
	console.log(`\n${Math.round(seconds)} seconds`);
	const isComplete = !options.only && !options.profile;
	if (isComplete) console.log(`Written to ${await write(results, seconds)}`);
}

const hasHttpRequest = ({ entries }: Job): boolean =>
	Object.values(entries).some(({ contender }) => contender === 'httpRequest');

async function resultOf(job: Job): Promise<Result> {
	const rounds = Number(options.rounds ?? job.rounds);
	const tell = (round: number, name: string) =>
		console.log(`${job.name}, round ${round} of ${rounds}: ${name}`);
	const runs = await runJob(job, rounds, tell, profiled(job));
	assertSame(job, runs);
	const targets = job.targets.map((target) => ({ ...target, values: target.values(runs) }));
	return { title: job.title, runs, targets };
}

/** Throws if the floor and the node produced different rows, because they would not be comparable. */
function assertSame({ name }: Job, { node, floor }: Result['runs']): void {
	const differs = floor?.some(({ digest }, round) => digest !== node[round].digest);
	if (differs) throw new Error(`${name}: the floor did not make the rows that the node made`);
}

const profiled =
	(job: Job): Flags =>
	(name) => {
		if (!options.profile || name !== 'node') return [];
		const folder = path.resolve(options.profile);
		const file = `${job.name}.${Date.now()}`;
		return [
			'--cpu-prof',
			`--cpu-prof-dir=${folder}`,
			`--cpu-prof-name=${file}.cpuprofile`,
			'--heap-prof',
			`--heap-prof-dir=${folder}`,
			`--heap-prof-name=${file}.heapprofile`,
		];
	};

main().catch((error: Error) => {
	console.error(error);
	// Worker processes that still wait for requests would keep this one alive.
	process.exit(1);
});
