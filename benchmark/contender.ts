/** A contender in its own process: warms up, and then runs its work once for each request. */
import { setTimeout as sleep } from 'node:timers/promises';

import { contenders, type ContenderName } from './contenders';
import { measure, memoryNow } from './measure';
import { answer } from './process';
import type { PanelAddress, WarmUp, Work } from './types';

export interface Task {
	contender: ContenderName;
	work: Work;
	panel: PanelAddress;
	/** Items of the measured run. */
	count: number;
	warmUp: WarmUp;
}

const SETTLE = 300;

void answer<Task>(async ({ contender, work, panel, count, warmUp }) => {
	const prepare = (await contenders[contender](panel))[work];
	if (!prepare) throw new Error(`'${contender}' cannot do '${work}'`);
	const run = prepare(count);
	const idle = memoryNow();
	const before = warmUp.items === undefined ? run : prepare(warmUp.items);
	for (let runs = 0; runs < warmUp.runs; runs++) await before();
	memoryNow();
	// The garbage collector goes on in the background, and would count towards the run.
	await sleep(SETTLE);
	return [{}, async () => await measure(run, idle)];
});
