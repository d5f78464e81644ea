import { calls } from '../../panel/calls';
import { invalid, orThrow, PanelFailure } from '../../panel/failure';
import { toText } from '../../panel/json';
import { catalogueOf, locatedValue } from '../../transport/job';
import { operation } from '../operation';
import { serviceProperty } from '../parameters';

/** One service of the catalogue, which is requested once for all items of a run, if any of them names a service. */
export const get = operation({
	call: calls.services,
	parameters: [serviceProperty],
	async run(job, output) {
		const wanted = job.items.map((item) =>
			job.attempt(() => toText(locatedValue(job.parameter('service', item)))),
		);
		const isAsked = wanted.some((each) => typeof each === 'string');
		const catalogue = isAsked ? orThrow(await catalogueOf(job)) : [];
		const services = new Map(catalogue.map((service) => [service.row.service, service]));
		for (const [index, item] of job.items.entries()) {
			output.found(item, () => {
				const id = orThrow(wanted[index]);
				return [services.get(id) ?? noSuch(id)];
			});
		}
		return output.finish();
	},
});

function noSuch(service: string | null): never {
	if (service === null) {
		throw invalid(
			"'Service' is empty",
			"Select a service from the list, or enter its ID in 'Service'.",
		);
	}
	throw new PanelFailure('serviceId', { message: `the panel has no service ${service}` });
}
