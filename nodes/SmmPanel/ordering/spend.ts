import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { Json } from '../panel/json';
import { readPlaced } from '../panel/placed';
import { type Ask, CircuitBreaker } from '../transport/ask';
import { clock } from '../transport/clock';
import {
	isFailed,
	isInDoubt,
	keepId,
	log,
	openOrders,
	placedOf,
	messageOf,
	type Known,
	type Order,
	type Placed,
	type Run,
} from './run';

/** Orders in flight at once by default: one at a time. */
const CONCURRENCY = 1;

/**
 * Sends the open orders, in the order of their items. The only place in this package where money is spent.
 *
 * - An order is noted in the execution's memory before it is sent, and is not sent again while in doubt.
 * - A failure that every later order would meet ends the run; so do two in a row without a clear answer.
 * - Orders in flight are always waited for. Once the run has ended, nothing that is still waiting is sent, or sent
 *   again.
 */
export async function spend(run: Run): Promise<void> {
	const open = openOrders(run);
	if (open.length === 0) return;
	const ask = await run.job.ask(calls.add);
	if (ask instanceof PanelFailure) throw ask;
	const breaker = new CircuitBreaker();
	const worker = async () => {
		for (let order = open.shift(); order && !breaker.ended; order = open.shift()) {
			try {
				await send(run, order, ask, breaker);
			} catch (error) {
				// If thrown further, it would abandon the orders that are in flight.
				breaker.stop(new PanelFailure('notSent', { message: messageOf(error) }));
			}
		}
	};
	await Promise.all(Array.from({ length: run.job.width(CONCURRENCY) }, worker));
	run.ended = breaker.ended;
}

/** What the memory holds from the moment an order is sent until its outcome is known. */
const SENT = {
	kind: 'sentBefore',
	message: 'an earlier try in this execution sent it and got no answer',
} as const;

async function send(run: Run, order: Order, ask: Ask, breaker: CircuitBreaker): Promise<void> {
	remember(run, order, { unknown: SENT });
	const answer = await ask(order.fields, readPlaced, () => breaker.ended);
	// Nothing that may fail comes between the panel's answer and the note of it.
	const outcome = outcomeOf(run, order, answer);
	order.outcome = outcome;
	if (!(outcome instanceof PanelFailure)) remember(run, order, { placed: outcome });
	else if (outcome.certain) delete run.memory[order.memoryKey];
	else remember(run, order, { unknown: shortOf(outcome) });
	if (placedOf(order) || isInDoubt(order)) logOf(run, order, outcome);
	breaker.note(outcome);
	if (run.stops && isFailed(order)) breaker.stop(order.outcome);
	run.claim?.noteOutcome(order);
}

/** The outcome of an answer: an order with the ID of an earlier order may not be a separate one. */
function outcomeOf(
	run: Run,
	order: Order,
	answer: Omit<Placed, 'placedAt'> | PanelFailure,
): Placed | PanelFailure {
	if (answer instanceof PanelFailure) return answer;
	const item = run.itemOfId.get(answer.order);
	const twin = item === undefined ? run.claim?.otherKeyOf(order, answer.order) : `item ${item}`;
	if (!twin) return { ...answer, placedAt: new Date(clock.date()).toISOString() };
	return new PanelFailure('sameOrder', {
		message: `the panel answered with the ID of an earlier order, ${answer.order} of ${twin}, so this may not be a separate order`,
		order: answer.order,
	});
}

/** The facts of a failure that the execution remembers. */
const shortOf = ({ kind, message, panelMessage, order }: PanelFailure) => ({
	kind,
	message,
	...(panelMessage && { panelMessage }),
	...(order && { order }),
});

function remember(run: Run, { memoryKey, item, fields }: Order, what: Known): void {
	const note = { item, fields, ...what };
	run.memory[memoryKey] = note as unknown as Json;
	keepId(run.itemOfId, note);
}

/** Logs an order: if its execution is stopped from outside, this line is all that is left of it. */
function logOf(run: Run, { item, fields }: Order, outcome: Placed | PanelFailure): void {
	const by = `by the node "${run.job.node.name}" for item ${item} (service ${fields.service})`;
	if (!(outcome instanceof PanelFailure)) {
		log(run, 'info', `order ${outcome.order} placed ${by}`);
		return;
	}
	const { message, panelMessage } = outcome;
	const words = panelMessage && !message.includes(panelMessage) ? `: ${panelMessage}` : '';
	log(run, 'warn', `an order may have been placed (${message}${words}) ${by}`);
}
