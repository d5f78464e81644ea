import { calls } from '../../panel/calls';
import { heard, invalid, PanelFailure } from '../../panel/failure';
import { toText } from '../../panel/json';
import { catalogueOf, locatedValue } from '../../transport/job';
import { operation } from '../operation';
import { Output } from '../output';
import { serviceProperty } from '../parameters';

/** One service of the catalogue, which is asked for once for all items of a run, if any of them names a service. */
export const get = operation({
	call: calls.services,
	parameters: [serviceProperty],
	async run(job) {
		const wanted = job.items.map((item) =>
			job.attempt(() => toText(locatedValue(job.parameter('service', item)))),
		);
		const isAsked = wanted.some((each) => typeof each === 'string');
		const catalogue = isAsked ? heard(await catalogueOf(job)) : [];
		const services = new Map(catalogue.map((service) => [service.row.service, service]));
		const output = new Output(job, calls.services);
		for (const [index, item] of job.items.entries()) {
			const id = wanted[index];
			const found = id instanceof PanelFailure ? id : (services.get(id) ?? noSuch(id));
			if (found instanceof PanelFailure) output.fail(found, item);
			else output.row(item, found.row, found.raw);
		}
		return output.finish();
	},
});

function noSuch(service: string | null): PanelFailure {
	if (service === null) {
		return invalid(
			"'Service' is empty",
			"Select a service from the list, or enter its ID in 'Service'.",
		);
	}
	return new PanelFailure('serviceId', { message: `the panel has no service ${service}` });
}
