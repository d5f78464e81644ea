import { PanelFailure } from '../../panel/failure';
import { clock } from '../../transport/clock';
import { requestIn } from '../../transport/spending';
import type { Buy } from './create.duplicates';

/** How long an order without a clear answer is not sent again for a model, in milliseconds. */
const KEPT_FOR = 3_600_000;

/** When orders were sent for a model that are still without a clear answer, by what was sent. */
const doubts = new Map<string, number>();

/**
 * Buying for a model. A model that gets no answer tends to ask again, in a call that n8n tells nothing of the
 * one before; its client may even give up while the order is still on its way. So an order is in doubt from
 * before it is sent until its outcome is known, and what is in doubt is not sent again by any tool of this
 * process for an hour.
 */
export function heedDoubts(buy: Buy): Buy {
	return async (purchases, onPlaced, reasonNotTo) => {
		for (const [request, since] of doubts) {
			if (clock.now() - since >= KEPT_FOR) doubts.delete(request);
		}
		const doubted = purchases.filter(({ key }) => doubts.has(requestIn(key)));
		const clear = purchases.filter((each) => !doubted.includes(each));
		for (const { key } of clear) doubts.set(requestIn(key), clock.now());
		const outcomes = await buy(clear, onPlaced, reasonNotTo);
		for (const { item, key } of clear) {
			const outcome = outcomes.get(item);
			const isClear = outcome && (!(outcome instanceof PanelFailure) || outcome.certain);
			if (isClear) doubts.delete(requestIn(key));
		}
		return new Map([...outcomes, ...doubted.map(({ item }) => [item, inDoubt()] as const)]);
	};
}

const inDoubt = (): PanelFailure =>
	new PanelFailure('sentBefore', {
		message:
			'the same order was sent within the last hour and has no clear answer yet, so it was not sent again',
	});
