import { PanelFailure } from '../panel/failure';
import type { Clock } from './clock';
import type { Placed, Purchase } from './spending';

/** How long an order without a clear answer is not sent again for a model, in milliseconds. */
const KEPT_FOR = 3_600_000;

/** When orders were sent for a model that are still without a clear answer, by what was sent. */
const doubts = new Map<string, number>();

/**
 * Buys for a model. A model that gets no answer tends to ask again, in a call that n8n tells nothing of the one
 * before; its client may even give up while the order is still on its way. So an order is in doubt from before
 * it is sent until its outcome is known, and what is in doubt is not sent again by any tool of this process for
 * an hour: it comes back as a failure of kind `sentBefore`.
 */
export async function buyUndoubted(
	purchases: readonly Purchase[],
	clock: Clock,
	buy: (purchases: Purchase[]) => Promise<Map<number, Placed | PanelFailure>>,
): Promise<Map<number, Placed | PanelFailure>> {
	for (const [request, since] of doubts) {
		if (clock.now() - since >= KEPT_FOR) doubts.delete(request);
	}
	const isDoubted = new Set(purchases.filter(({ request }) => doubts.has(request)));
	const clear = purchases.filter((each) => !isDoubted.has(each));
	for (const { request } of clear) doubts.set(request, clock.now());
	const outcomes = await buy(clear);
	for (const { item, request } of clear) {
		const outcome = outcomes.get(item);
		const isClear = outcome && (!(outcome instanceof PanelFailure) || outcome.certain);
		if (isClear) doubts.delete(request);
	}
	return new Map([...outcomes, ...[...isDoubted].map(({ item }) => [item, inDoubt()] as const)]);
}

const inDoubt = (): PanelFailure =>
	new PanelFailure('sentBefore', {
		message:
			'the same order was sent within the last hour and has no clear answer yet, so it was not sent again',
	});
