import { PanelFailure } from '../panel/failure';
import type { Job } from '../transport/job';
import { claimKeys, settle } from './keys';
import { checkLimits } from './limits';
import { prepare } from './prepare';
import { openOrders, startRun, messageOf, type Run } from './run';
import { spend } from './spend';

/**
 * Places an order for each item of a job: the only way from an item to spent money.
 *
 * Each step looks at the open orders and decides what it can; none calls the next. Whatever a step throws, what was
 * known by then stands: the last step releases the keys of orders that were not sent, and the outcomes contain the IDs
 * of orders that were placed.
 */
export async function placeOrders(job: Job): Promise<Run> {
	const run = startRun(job);
	try {
		await prepare(run);
		await claimKeys(run);
		await checkLimits(run);
		await spend(run);
	} catch (error) {
		const failure = failureIn(error);
		for (const order of openOrders(run)) order.outcome = failure;
	}
	await settle(run);
	return run;
}

/** The failure for what was thrown, which may not be the panel's: perhaps n8n could not read the credential. */
const failureIn = (thrown: unknown): PanelFailure =>
	thrown instanceof PanelFailure
		? thrown
		: new PanelFailure('notSent', {
				message: messageOf(thrown),
				hint: (thrown as { description?: string } | undefined)?.description ?? undefined,
			});
