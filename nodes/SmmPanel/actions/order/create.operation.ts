import { placeOrders } from '../../ordering/placeOrders';
import { isFailed, noteOf, notesOf, placedOf, type Order, type Run } from '../../ordering/run';
import { calls } from '../../panel/calls';
import { PanelFailure } from '../../panel/failure';
import { checkFields, describeMismatch } from '../../panel/limits';
import { placedRow } from '../../panel/rows';
import { catalogueOf } from '../../transport/job';
import { capital } from '../../transport/report';
import { operation } from '../operation';
import { parameters } from './create.parameters';

/** Maximum orders that the message of an error lists; its description lists all. */
const MOST_NAMED = 50;

/** Places orders: one per item, in the order of the items. */
export const create = operation({
	call: calls.add,
	parameters,
	options: ['concurrency', 'dropSkipped'],
	async run(job, output) {
		const dropSkipped = job.parameter('options.dropSkipped', job.items[0] ?? 0, false) === true;
		const run = await placeOrders(job);
		const explained = await explain(run);
		for (const order of run.orders) {
			const { item, outcome } = order;
			if (outcome instanceof PanelFailure) output.fail(explained(order, outcome), item);
			else if (outcome && 'raw' in outcome) {
				// An earlier try may have sent other fields.
				const sent = noteOf(run, order)?.fields ?? order.fields;
				output.row(item, placedRow(outcome.order, outcome.raw, sent), outcome.raw);
			} else if (outcome && 'dryRun' in outcome) output.row(item, outcome.dryRun, outcome.dryRun);
			else if (outcome && !dropSkipped) output.row(item, { ...outcome }, { ...outcome });
		}
		if (!run.orders.some(isFailed)) return output.finish();
		const { paid, all } = moneyIn(run);
		return output.finish(all, paid);
	},
});

/** Refusals that may be caused by fields that the service does not take. */
const ABOUT_FIELDS = ['refused', 'quantity', 'link', 'serviceId'];

/**
 * Adds to the failure of a refused order what its service takes. The catalogue is requested only now, once per run;
 * if it cannot be read, the failure stays as it is.
 */
async function explain(run: Run): Promise<(order: Order, failure: PanelFailure) => PanelFailure> {
	const isOpen = ({ kind, certain, panelMessage }: PanelFailure) =>
		certain && panelMessage !== null && ABOUT_FIELDS.includes(kind);
	if (!run.orders.some((order) => isFailed(order) && isOpen(order.outcome))) {
		return (_, failure) => failure;
	}
	const catalogue = await catalogueOf(run.job).catch(() => []);
	const services = catalogue instanceof PanelFailure ? [] : [...catalogue].reverse();
	// If a service is listed twice, the first row counts.
	const byId = new Map(services.map((service) => [service.row.service, service]));
	return ({ fields }, failure) => {
		const service = byId.get(fields.service);
		if (!service || !isOpen(failure)) return failure;
		const beyond = checkFields(fields, service);
		const hint = describeMismatch(fields, service) ?? (beyond && `${capital(beyond.message)}.`);
		return hint === undefined ? failure : failure.but({ hint });
	};
}

/**
 * What was paid for, in words, with the ID of every order. `paid` begins the error, because whoever reads no further
 * must not order again; `all` covers every item.
 */
function moneyIn(run: Run): { paid: string; all: string } {
	const placed = run.orders.flatMap((order) => {
		const id = placedOf(order)?.order;
		return id === undefined ? [] : [{ item: order.item, id }];
	});
	const ids = placed.map(({ id }) => id);
	const earlier = notesOf(run)
		.flatMap((note) => ('placed' in note ? [note.placed.order] : []))
		.filter((id) => !ids.includes(id));
	const failed = run.orders.filter(isFailed);
	const unknown = failed.filter(({ outcome }) => !outcome.certain);
	const named = unknown.filter(({ outcome }) => outcome.order !== undefined);
	const notSent = failed.filter(({ outcome }) => outcome.kind === 'notSent');
	const isOne = ids.length + earlier.length === 1;
	return {
		paid: sentences(
			placed.length > 0 &&
				`${capital(itemsIn(placed))} ${placed.length === 1 ? 'is' : 'are'} placed and charged: ${ordersIn(ids)}`,
			earlier.length > 0 && `Placed and charged earlier in this execution: ${ordersIn(earlier)}`,
			ids.length + earlier.length > 0 &&
				`Remove ${isOne ? 'it' : 'them'} before you run this again, or use Retry`,
		),
		all: sentences(
			placed.length > 0 &&
				`Placed and charged: ${placed.map(({ item, id }) => `item ${item} is order ${id}`).join(', ')}`,
			earlier.length > 0 &&
				`Placed and charged earlier in this execution: orders ${earlier.join(', ')}`,
			unknown.length > 0 && `Outcome unknown, check on the panel: ${itemsIn(unknown)}`,
			named.length > 0 &&
				`The panel named: ${named.map(({ item, outcome }) => `order ${outcome.order} for item ${item}`).join(', ')}`,
			notSent.length > 0 && `Not sent: ${itemsIn(notSent)}`,
		),
	};
}

const sentences = (...said: Array<string | false>): string =>
	said.flatMap((each) => (each ? [`${each}.`] : [])).join(' ');

const ordersIn = (ids: string[]): string =>
	ids.length > MOST_NAMED
		? `orders ${ids.slice(0, MOST_NAMED).join(', ')} and ${ids.length - MOST_NAMED} more`
		: `${ids.length === 1 ? 'order' : 'orders'} ${ids.join(', ')}`;

/** Item indexes in words, with runs shortened: "items 3, 5 to 9". */
function itemsIn(orders: ReadonlyArray<Pick<Order, 'item'>>): string {
	const runs: Array<[number, number]> = [];
	for (const { item } of orders) {
		const last = runs.at(-1);
		if (last && last[1] === item - 1) last[1] = item;
		else runs.push([item, item]);
	}
	const words = runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
	return `${orders.length === 1 ? 'item' : 'items'} ${words.join(', ')}`;
}
