/** A contender in a process of its own: warms up, and then does its work as often as it is asked to. */
import { setTimeout as sleep } from 'node:timers/promises';

import { contenders, type ContenderName } from './contenders';
import { measure, memoryNow } from './measure';
import { answer } from './process';
import type { PanelAddress, WarmUp, Work } from './types';

export interface Task {
	contender: ContenderName;
	work: Work;
	panel: PanelAddress;
	/** Items of the run that is measured. */
	count: number;
	warmUp: WarmUp;
}

const SETTLE = 300;

void answer<Task>(async ({ contender, work, panel, count, warmUp }) => {
	const prepare = (await contenders[contender](panel))[work];
	if (!prepare) throw new Error(`'${contender}' can not do '${work}'`);
	const run = prepare(count);
	const idle = memoryNow();
	const before = warmUp.items === undefined ? run : prepare(warmUp.items);
	for (let runs = 0; runs < warmUp.runs; runs++) await before();
	memoryNow();
	// Some of the garbage collector's work goes on behind, and would count as that of the run.
	await sleep(SETTLE);
	return [{}, async () => await measure(run, idle)];
});
