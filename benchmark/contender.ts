/** A contender in a process of its own: warms up, and then does its work as often as it is asked to. */
import { contenders, type ContenderName } from './contenders';
import { measure } from './measure';
import { answer } from './process';
import type { PanelAddress, Work } from './types';

export interface Task {
	contender: ContenderName;
	work: Work;
	panel: PanelAddress;
	/** Items of the run that is measured. */
	count: number;
	/** Items of each run before it. */
	warmUp: number[];
}

void answer<Task>(async ({ contender, work, panel, count, warmUp }) => {
	const prepare = (await contenders[contender](panel))[work];
	if (!prepare) throw new Error(`'${contender}' can not do '${work}'`);
	for (const items of warmUp) await prepare(items)();
	const run = prepare(count);
	return [{}, async () => await measure(run)];
});
