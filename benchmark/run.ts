import type { Task } from './contender';
import type { Entry, Job, Runs } from './jobs';
import { Process } from './process';
import { median } from './stats';
import type { Measure, PanelAddress, Sample, Traffic } from './types';

const TRIES = 3;

/** Additional Node options for the process of an entry. */
export type Flags = (entry: string) => string[];

/** A running panel. */
type Panel = [panel: Process, address: PanelAddress];

/** One run to make: its entry and its round. */
interface Turn {
	name: string;
	round: number;
}

/**
 * Runs a job: each round runs all entries in rotated order, each in a fresh process.
 *
 * @param tell Called before each run.
 */
export async function runJob(
	job: Job,
	rounds: number,
	tell: (round: number, entry: string) => void,
	flags: Flags,
): Promise<Runs> {
	const names = Object.keys(job.entries);
	const turns = Array.from({ length: rounds }, (_, round) =>
		names.map((_, n) => ({ name: names[(n + round) % names.length], round })),
	).flat();
	const runs: Runs = Object.fromEntries(names.map((name) => [name, []]));
	const begin = async ({ name, round }: Turn, panel: Panel) => {
		tell(round + 1, name);
		const worker = await startWorker(job, job.entries[name], panel, flags(name));
		return { worker, panel, samples: runs[name], round };
	};
	const finish = async ({ worker, panel, samples, round }: Awaited<ReturnType<typeof begin>>) => {
		samples[round] = await sampleOf(job, worker, panel);
		await worker.stop();
	};

	if (job.sideBySide) {
		await withPanels(job, turns.length, async (panels) => {
			// Prepare all before the first run, because preparing competes for the CPU.
			const ready = await Promise.all(turns.map(async (turn, n) => await begin(turn, panels[n])));
			await Promise.all(ready.map(finish));
		});
	} else {
		await withPanels(job, 1, async ([panel]) => {
			for (const turn of turns) {
				await again(TRIES, async () => await finish(await begin(turn, panel)));
			}
		});
	}
	return runs;
}

/** HTTP Request opens 10,000 connections at once. A busy machine may drop one, which ends the run. */
async function again(tries: number, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (tries <= 1) throw error;
		await again(tries - 1, work);
	}
}

async function withPanels(
	job: Job,
	count: number,
	use: (panels: Panel[]) => Promise<void>,
): Promise<void> {
	const starts = Array.from({ length: count }, async () =>
		Process.start<PanelAddress>('panel.ts', job.panel),
	);
	const panels = await Promise.all(starts);
	try {
		await use(panels);
	} finally {
		await Promise.all(panels.map(async ([panel]) => await panel.stop()));
	}
}

async function startWorker(job: Job, entry: Entry, [, panel]: Panel, flags: string[]) {
	const { contender, count = job.count } = entry;
	const task: Task = { contender, work: job.work, panel, count, warmUp: job.warmUp };
	const [worker] = await Process.start('contender.ts', task, flags);
	return worker;
}

async function sampleOf(job: Job, worker: Process, [panel]: Panel): Promise<Sample> {
	const samples: Sample[] = [];
	for (let repeat = 0; repeat < job.repeats; repeat++) {
		await panel.ask('forget');
		const measure = await worker.ask<Measure>('run');
		const { cpu: panelCpu, ...traffic } = await panel.ask<Traffic>('tell');
		samples.push({ ...measure, ...traffic, panelCpu });
	}
	return job.best ? leastOf(samples) : medianOf(samples);
}

const leastOf = (samples: Sample[]): Sample =>
	samples.reduce((least, sample) => (sample.cpu < least.cpu ? sample : least));

function medianOf(samples: Sample[]): Sample {
	const last = samples[samples.length - 1];
	const values = (key: keyof Sample) => samples.map((sample) => Number(sample[key]));
	const entries = Object.entries(last).map(([key, value]) => [
		key,
		typeof value === 'number' ? median(values(key as keyof Sample)) : value,
	]);
	return Object.fromEntries(entries) as Sample;
}
