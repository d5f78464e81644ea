import { calls } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { Json } from '../panel/json';
import { readPlaced } from '../panel/placed';
import { type Ask, CircuitBreaker } from '../transport/ask';
import { clock } from '../transport/clock';
import {
	idIn,
	log,
	memoryKey,
	openOrders,
	wordsOf,
	type Note,
	type Order,
	type Placed,
	type Run,
} from './run';

/** Orders in flight at once, unless the user sets another number: one after the other. */
export const CONCURRENCY = 1;

/**
 * Sends the open orders, in the order of their items. The only place in this package where money is spent.
 *
 * - An order is noted in the execution's memory before it is sent, and sent at most once on doubt.
 * - A failure that every later order would meet ends the run; so do two in a row without a clear answer.
 * - Orders in flight are waited for, whatever happens beside them. What still waits to be sent, or to be sent
 *   again, no longer is once the run has ended.
 */
export async function spend(run: Run): Promise<void> {
	const open = openOrders(run);
	if (open.length === 0) return;
	const ask = await run.job.ask(calls.add);
	if (ask instanceof PanelFailure) throw ask;
	const breaker = new CircuitBreaker();
	let thrown: unknown;
	const worker = async () => {
		for (let order = open.shift(); order && !breaker.ended; order = open.shift()) {
			try {
				await send(run, order, ask, breaker);
			} catch (error) {
				// Thrown on, it would leave the orders in flight beside it to themselves.
				thrown ??= error;
				breaker.stop(new PanelFailure('notSent', { message: wordsOf(error) }));
			}
		}
	};
	await Promise.all(Array.from({ length: run.job.width(CONCURRENCY) }, worker));
	if (thrown !== undefined) throw thrown;
	run.ended = breaker.ended;
}

/** What stands in the memory from the moment an order is sent until its outcome is known. */
const SENT = {
	kind: 'sentBefore',
	message: 'an earlier try in this execution sent it and got no answer',
} as const;

async function send(run: Run, order: Order, ask: Ask, breaker: CircuitBreaker): Promise<void> {
	const { item, fields } = order;
	remember(run, order, { item, fields, unknown: SENT });
	const answer = await ask(fields, readPlaced, () => breaker.ended);
	const placed =
		answer instanceof PanelFailure
			? answer
			: { ...answer, placedAt: new Date(clock.date()).toISOString() };
	const twin = placed instanceof PanelFailure ? undefined : namedBefore(run, order, placed);
	const outcome = twin ? sameOrder(twin, placed as Placed) : placed;
	// Nothing may come between the panel's answer and this.
	order.outcome = outcome;
	breaker.note(outcome);
	if (run.stops && outcome instanceof PanelFailure) breaker.stop(outcome);
	if (!(outcome instanceof PanelFailure)) {
		remember(run, order, { item, fields, placed: outcome });
		run.claim?.placed(order, outcome);
		log(run, 'info', `order ${outcome.order} placed ${by(run, order)}`);
	} else if (outcome.certain) {
		remember(run, order, undefined);
	} else {
		const { kind, message, panelMessage, order: id } = outcome;
		const unknown = {
			kind,
			message,
			...(panelMessage && { panelMessage }),
			...(id && { order: id }),
		};
		remember(run, order, { item, fields, unknown });
		if (id) run.claim?.named(order, id);
		const words = panelMessage && !message.includes(panelMessage) ? `: ${panelMessage}` : '';
		log(run, 'warn', `an order may have been placed (${message}${words}) ${by(run, order)}`);
	}
}

function remember(run: Run, order: Order, note: Note | undefined): void {
	const key = memoryKey(run, order);
	if (!note) {
		delete run.memory[key];
		return;
	}
	run.memory[key] = note as unknown as Json;
	const id = idIn(note);
	if (id !== undefined && !run.itemOfId.has(id)) run.itemOfId.set(id, note.item);
}

/** What had the id of a placed order before it: an item of this execution, or another key. */
function namedBefore(run: Run, order: Order, { order: id }: Placed): string | undefined {
	const item = run.itemOfId.get(id);
	return item === undefined ? run.claim?.twinOf(order, id) : `item ${item}`;
}

const sameOrder = (twin: string, { order }: Placed): PanelFailure =>
	new PanelFailure('sameOrder', {
		message: `the panel answered with the ID of an earlier order, ${order} of ${twin}, so this may be no order of its own`,
		order,
	});

/** Whose order a line of the log is about: all that is left of it when its execution is stopped from outside. */
const by = ({ job }: Run, { item, fields }: Order): string =>
	`by the node "${job.node.name}" for item ${item} (service ${fields.service})`;
