import { isFailed, type Order, type Run } from '../../ordering/run';
import { PanelFailure } from '../../panel/failure';
import { checkFields, takes } from '../../panel/limits';
import { catalogueOf } from '../../transport/job';
import { capital } from '../../transport/report';

/** Refusals that may come from fields that the service does not take. */
const ABOUT_FIELDS = ['refused', 'quantity', 'link', 'serviceId'];

/**
 * Makes what says of a refused order what its service takes. The catalogue is asked for only now, once in a run;
 * where it cannot be had, the panel's own words have to do.
 */
export async function explain(
	run: Run,
): Promise<(order: Order, failure: PanelFailure) => PanelFailure> {
	const isOpen = ({ kind, certain, panelMessage }: PanelFailure) =>
		certain && panelMessage !== null && ABOUT_FIELDS.includes(kind);
	if (!run.orders.some((order) => isFailed(order) && isOpen(order.outcome))) {
		return (_, failure) => failure;
	}
	const catalogue = await catalogueOf(run.job).catch(() => []);
	const services = catalogue instanceof PanelFailure ? [] : catalogue;
	return ({ fields }, failure) => {
		const service = services.find(({ row }) => row.service === fields.service);
		if (!service || !isOpen(failure)) return failure;
		const beyond = checkFields(fields, service);
		const hint = takes(fields, service) ?? (beyond && `${capital(beyond.message)}.`);
		if (hint === undefined) return failure;
		const { kind, message, panelMessage, order } = failure;
		return new PanelFailure(kind, {
			message,
			panelMessage: panelMessage ?? undefined,
			order,
			hint,
		});
	};
}
