import type { Task } from './contender';
import type { Entry, Job, Runs } from './jobs';
import { Process } from './process';
import { median } from './stats';
import type { Measure, PanelAddress, Sample, Traffic } from './types';

/** Runs a job: in each round all entries, in turn and each time another first, every one in a fresh process. */
export async function runJob(
	job: Job,
	rounds: number,
	tell: (round: number, entry: string) => void,
	flags: Flags,
): Promise<Runs> {
	const runs: Runs = Object.fromEntries(Object.keys(job.entries).map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		const names = Object.keys(job.entries);
		const order = names.map((_, n) => names[(n + round) % names.length]);
		const run = async (name: string) => {
			tell(round + 1, name);
			runs[name].push(await sampleOf(job, job.entries[name], flags(name)));
		};
		if (job.sideBySide) await Promise.all(order.map(run));
		else for (const name of order) await run(name);
	}
	return runs;
}

/** Further options of Node for the process of an entry. */
export type Flags = (name: string) => string[];

async function sampleOf(job: Job, entry: Entry, flags: string[]): Promise<Sample> {
	const { contender, count = job.count } = entry;
	const [panel, address] = await Process.start<PanelAddress>('panel.ts', job.panel);
	try {
		const task: Task = { contender, work: job.work, panel: address, count, warmUp: job.warmUp };
		const [worker] = await Process.start('contender.ts', task, flags);
		try {
			const samples: Sample[] = [];
			for (let repeat = 0; repeat < job.repeats; repeat++) {
				await panel.ask('forget');
				const measure = await worker.ask<Measure>('run');
				const { cpu: panelCpu, ...traffic } = await panel.ask<Traffic>('tell');
				samples.push({ ...measure, ...traffic, panelCpu });
			}
			return medianOf(samples);
		} finally {
			await worker.stop();
		}
	} finally {
		await panel.stop();
	}
}

function medianOf(samples: Sample[]): Sample {
	const last = samples[samples.length - 1];
	const values = (key: keyof Sample) => samples.map((sample) => Number(sample[key]));
	const entries = Object.entries(last).map(([key, value]) => [
		key,
		typeof value === 'number' ? median(values(key as keyof Sample)) : value,
	]);
	return Object.fromEntries(entries) as Sample;
}
