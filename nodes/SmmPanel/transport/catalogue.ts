import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { readServices, type Service } from '../panel/rows';
import type { Job } from './job';

type Catalogue = Service[] | PanelFailure;

/** Catalogues asked for in a run of a node. n8n hands the same object to all items of one execution. */
const asked = new WeakMap<object, Map<number, Promise<Catalogue>>>();

/**
 * The panel's services, asked once in a run of the node: for all items of the bulk lane, and for all the jobs
 * of the routing lane together. A failure is not kept, so that a retry asks again.
 */
export async function catalogueOf(job: Job): Promise<Catalogue> {
	const execution = job.context.getExecuteData();
	const runs = asked.get(execution) ?? new Map<number, Promise<Catalogue>>();
	asked.set(execution, runs);
	const running = runs.get(job.runIndex) ?? askCatalogue(job);
	runs.set(job.runIndex, running);
	const catalogue = await running;
	if (catalogue instanceof PanelFailure) runs.delete(job.runIndex);
	return catalogue;
}

async function askCatalogue(job: Job): Promise<Catalogue> {
	const ask = await job.ask(calls.services);
	return ask instanceof PanelFailure ? ask : await ask({}, readServices);
}
