import { NodeOperationError } from 'n8n-workflow';

import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { moneyNumber } from '../../panel/money';
import { placedRow, type Row } from '../../panel/rows';
import { clock } from '../../transport/clock';
import { buyUndoubted } from '../../transport/doubts';
import type { Job } from '../../transport/job';
import { remembered, spend, type Memory, type Purchase } from '../../transport/spending';
import { isTool } from '../../transport/tool';
import { operation } from '../operation';
import { Output } from '../output';
import { widthOf } from '../parameters';
import { buyOnce, type Buy, type Outcome } from './create.duplicates';
import { prepare } from './create.prepare';
import { isRehearsal, safeguard } from './create.safeguards';

export { properties } from './create.parameters';

/** What comes out of an item: the outcome of its order, or what the order would be. */
type Result = Outcome | { rehearsed: Row };

/** Places orders: one for each item, in their order. */
export const create = operation(calls.add, async (job) => {
	// The settings for what is given out are read first: afterwards nothing may fail any more.
	const output = new Output(job, calls.add);
	const dropSkipped = job.parameter('options.dropSkipped', job.items[0] ?? 0, false) === true;
	const memory = memoryOf(job);
	const ordered = await order(job, memory).catch((error: unknown) => {
		if (error instanceof PanelFailure) return error;
		throw new NodeOperationError(job.node, error as Error);
	});
	const results = job.items.map((item): [number, Result] => {
		if (!(ordered instanceof PanelFailure)) return [item, ordered.get(item) as Result];
		return [item, remembered(memory, job.runIndex, item) ?? ordered];
	});
	for (const [item, result] of results) {
		if (result instanceof PanelFailure) output.fail(result, { item });
		else if ('order' in result) output.row(item, placedRow(result.order, result.raw), result.raw);
		else if ('rehearsed' in result) output.row(item, result.rehearsed, result.rehearsed);
		else if (!dropSkipped) output.row(item, { ...result }, { ...result });
	}
	return output.finish(moneyIn(results));
});

/**
 * First what the items say is checked; then, of the orders that no earlier run has placed, those that the
 * safeguards let through are bought by the rules of `transport/spending.ts`.
 */
async function order(job: Job, memory: Memory): Promise<Map<number, Result>> {
	const isKnown = ({ key }: Purchase) => key in memory;
	const prepared = await prepare(job);
	if (isRehearsal(job, soundOf(prepared))) return await rehearse(job, prepared);

	const ask = await job.ask(calls.add);
	if (ask instanceof PanelFailure) throw ask;
	const unsound = [...prepared.values()].find((each) => each instanceof PanelFailure);
	const stopAtFirst = !job.continueOnFail;
	const width = widthOf(job, calls.add);
	const buy: Buy = async (purchases, onPlaced, reason = unsound) => {
		const isOver = stopAtFirst && reason !== undefined;
		const { refused } = await safeguard(job, isOver ? [] : purchases, isKnown);
		const [firstRefused] = refused.values();
		const outcomes = await spend({
			purchases: purchases.filter(({ item }) => !refused.has(item)),
			ask,
			memory,
			width,
			stopAtFirst,
			reasonNotTo: stopAtFirst ? (reason ?? firstRefused) : undefined,
			onPlaced: (purchase, id) => {
				onPlaced(purchase);
				log(job, 'info', `order ${id} placed`, purchase);
			},
			onUnknown: (purchase, { message }) =>
				log(job, 'warn', `an order may have been placed (${message})`, purchase),
		});
		return new Map([...refused, ...outcomes]);
	};
	const buyForModel: Buy = async (purchases, onPlaced, reason) =>
		await buyUndoubted(purchases, clock, async (clear) => await buy(clear, onPlaced, reason));
	const buyer = isTool(job.node) ? buyForModel : buy;
	const outcomes = await buyOnce(job, soundOf(prepared), isKnown, buyer);
	return new Map(
		[...prepared].map(([item, each]) => [
			item,
			// An earlier try may have placed an order that this one could not even prepare.
			each instanceof PanelFailure
				? (remembered(memory, job.runIndex, item) ?? each)
				: (outcomes.get(item) as Outcome),
		]),
	);
}

const soundOf = (prepared: Map<number, Purchase | PanelFailure>): Purchase[] =>
	[...prepared.values()].filter((each): each is Purchase => !(each instanceof PanelFailure));

/** What is left of a purchase when its execution is stopped from outside. */
function log(
	{ context, node }: Job,
	level: 'info' | 'warn',
	what: string,
	{ item, fields }: Purchase,
): void {
	context.logger[level](
		`SMM Panel: ${what} by the node "${node.name}" for item ${item} (service ${fields.service})`,
	);
}

/** What would be ordered, and what it would cost; nothing is sent but the questions for that. */
async function rehearse(
	job: Job,
	prepared: Map<number, Purchase | PanelFailure>,
): Promise<Map<number, Result>> {
	const { refused, prices, currency } = await safeguard(job, soundOf(prepared), () => false, true);
	const rehearsed = (item: number, { fields }: Purchase): Result => {
		const price = prices.get(item);
		const expectedCharge = price && 'charge' in price ? moneyNumber(price.charge) : null;
		return { rehearsed: { dryRun: true, ...fields, expectedCharge, currency } };
	};
	return new Map(
		[...prepared].map(([item, each]) => [
			item,
			each instanceof PanelFailure ? each : (refused.get(item) ?? rehearsed(item, each)),
		]),
	);
}

/** Where n8n keeps what a node has to know when it is run again within one execution. */
function memoryOf(job: Job): Memory {
	const context = job.context.getContext('node');
	context.orders ??= {};
	return context.orders as Memory;
}

/** What became of the money, in words: no order that was paid for may be without its id. */
function moneyIn(results: Array<[number, Result]>): string {
	const placed = results.flatMap(([item, result]) =>
		!(result instanceof PanelFailure) && 'order' in result
			? [`item ${item} is order ${result.order}`]
			: [],
	);
	const failures = results.filter(([, result]) => result instanceof PanelFailure) as Array<
		[number, PanelFailure]
	>;
	const unknown = failures.filter(([, { certain }]) => !certain).map(([item]) => item);
	const notSent = failures.filter(([, { kind }]) => kind === 'notSent').map(([item]) => item);
	return [
		placed.length > 0 && `Placed, and paid for: ${placed.join(', ')}.`,
		unknown.length > 0 && `Outcome unknown, to be checked with the panel: ${itemsIn(unknown)}.`,
		notSent.length > 0 && `Not sent: ${itemsIn(notSent)}.`,
	]
		.filter(Boolean)
		.join(' ');
}

/** Indexes of items in words, runs of them shortened: "items 3, 5 to 9". */
function itemsIn(items: number[]): string {
	const runs: Array<[number, number]> = [];
	for (const item of items) {
		const last = runs.at(-1);
		if (last && last[1] === item - 1) last[1] = item;
		else runs.push([item, item]);
	}
	const words = runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
	return `${items.length === 1 ? 'item' : 'items'} ${words.join(', ')}`;
}
