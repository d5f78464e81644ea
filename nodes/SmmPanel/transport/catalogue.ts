import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { readServices, type Service } from '../panel/rows';
import { BoundedMap } from './boundedMap';
import type { Job } from './job';
import { accountOf } from './request';

type Catalogue = Service[] | PanelFailure;

/** Most catalogues that are kept of an execution: a loop runs its nodes any number of times. */
const MOST_RUNS = 8;

/**
 * Catalogues asked for in an execution, by account, node and run. n8n hands the same object to all items of an
 * execution, and to all tools of an agent, which may be nodes of several panels.
 */
const asked = new WeakMap<object, Map<string, Promise<Catalogue>>>();

/**
 * The panel's services, asked once in a run of the node: for all items of the bulk lane, and for all the jobs
 * of the routing lane together. A failure is not kept, so that a retry asks again.
 */
export async function catalogueOf(job: Job): Promise<Catalogue> {
	const execution = job.context.getExecuteData();
	const runs = asked.get(execution) ?? new BoundedMap<string, Promise<Catalogue>>(MOST_RUNS);
	asked.set(execution, runs);
	const run = [accountOf(job.node), job.node.id, job.runIndex].join(' ');
	const running = runs.get(run) ?? job.read(calls.services, readServices);
	runs.set(run, running);
	let catalogue: Catalogue | undefined;
	try {
		return (catalogue = await running);
	} finally {
		if (!Array.isArray(catalogue)) runs.delete(run);
	}
}
