/**
 * `npm run bench`: what this package claims about speed, measured beside its rivals. Options: `--only <job>`,
 * also several with commas; `--rounds <n>` for all jobs; `--profile <folder>` writes a CPU profile of every run.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { JOBS } from './jobs';
import { runJob, type Flags } from './run';
import { short, spread } from './stats';

const { values } = parseArgs({
	options: {
		only: { type: 'string' },
		rounds: { type: 'string' },
		profile: { type: 'string' },
	},
});

const profile: Flags = (name) =>
	values.profile
		? [
				'--cpu-prof',
				`--cpu-prof-dir=${path.resolve(values.profile)}`,
				`--cpu-prof-name=${name.replace(/[^\w-]+/g, '-')}.${process.hrtime.bigint()}.cpuprofile`,
			]
		: [];

async function main(): Promise<void> {
	const only = values.only?.split(',');
	for (const job of JOBS.filter(({ name }) => only?.includes(name) ?? true)) {
		const began = Date.now();
		const runs = await runJob(job, Number(values.rounds ?? job.rounds), console.log, profile);
		console.log(job.title, `${(Date.now() - began) / 1000} s`);
		console.table(
			Object.fromEntries(
				Object.entries(runs).map(([name, samples]) => [
					name,
					Object.fromEntries(
						(
							[
								'wall',
								'cpu',
								'memory',
								'panelCpu',
								'requests',
								'bytes',
								'mostInFlight',
								'items',
							] as const
						).map((key) => [
							key,
							spread(
								samples.map((s) => s[key]),
								'',
							),
						]),
					),
				]),
			),
		);
		for (const [name, samples] of Object.entries(runs))
			console.log(name, samples.map(({ digest }) => digest).join());
		for (const target of job.targets) {
			console.log(target.text, '→', spread(target.values(runs), target.unit));
		}
	}
	void short;
}

main().catch((error: Error) => {
	console.error(error);
	process.exitCode = 1;
});
