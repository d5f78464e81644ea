import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { placedRow } from '../../panel/rows';
import type { Job } from '../../transport/job';
import { spend, type Memory, type Placed, type Purchase } from '../../transport/spending';
import { operation } from '../operation';
import { failAll, Output } from '../output';
import { widthOf } from '../parameters';
import { prepare } from './create.prepare';

export { properties } from './create.parameters';

/** Places orders: one for each item, in their order. The rules of spending are in `transport/spending.ts`. */
export const create = operation(calls.add, async (job) => {
	const prepared = await prepare(job);
	const unsound = [...prepared.values()].find((each) => each instanceof PanelFailure);
	const ask = await job.ask(calls.add);
	if (ask instanceof PanelFailure) return failAll(job, calls.add, ask);
	const outcomes = await spend({
		purchases: [...prepared.values()].filter(
			(each) => !(each instanceof PanelFailure),
		) as Purchase[],
		ask,
		memory: memoryOf(job),
		width: widthOf(job, calls.add),
		stopAtFirst: !job.continueOnFail,
		reasonNotTo: job.continueOnFail ? undefined : unsound,
		onPlaced: ({ item, fields }, order) => {
			job.context.logger.info(
				`SMM Panel: order ${order} placed by the node "${job.node.name}" for item ${item} (service ${fields.service})`,
			);
		},
	});
	const output = new Output(job, calls.add);
	const results = [...prepared].map(([item, each]): [number, Placed | PanelFailure] => [
		item,
		each instanceof PanelFailure ? each : (outcomes.get(item) as Placed | PanelFailure),
	]);
	for (const [item, result] of results) {
		if (result instanceof PanelFailure) output.fail(result, { item });
		else output.row(item, placedRow(result.order, result.raw), result.raw);
	}
	return output.finish(accountOf(results));
});

/** Where n8n keeps what a node has to know when it is run again within one execution. */
function memoryOf(job: Job): Memory {
	const context = job.context.getContext('node');
	context.orders ??= {};
	return context.orders as Memory;
}

/** What became of the money, in words: no order that was paid for may be without its id. */
function accountOf(results: Array<[number, Placed | PanelFailure]>): string {
	const placed = results.flatMap(([item, result]) =>
		result instanceof PanelFailure ? [] : [`item ${item} is order ${result.order}`],
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
