import { typeKey } from './orderTypes';
import type { Row } from './rows';
import { containsAll } from './text';

/** What a service has to be. What is left out lets every service pass. */
export interface ServiceFilter {
	/** Words that the category contains. */
	category?: string;
	/** Words that the id, the name or the category contain. */
	text?: string;
	/** The type of its orders, in any wording. */
	type?: string;
	refill?: boolean;
	cancel?: boolean;
	/** Most that 1,000 cost. A service without a price does not pass. */
	highestRate?: number;
	/** A quantity that one order can be of. */
	quantity?: number;
}

/** Whether a quantity is within a service's bounds, as far as it tells any. */
export const isWithin = ({ min, max }: Row, quantity: number | bigint): boolean =>
	(min === null || quantity >= Number(min)) && (max === null || quantity <= Number(max));

/** The test whether a row of the catalogue fits a filter. Catalogues are long: what can be is made once. */
export function fitting(filter: ServiceFilter): (row: Row) => boolean {
	const { category = '', text = '', refill, cancel, highestRate, quantity } = filter;
	const type = filter.type === undefined ? undefined : typeKey(filter.type);
	return (row) =>
		(text === '' || containsAll([row.service, row.name, row.category], text)) &&
		(category === '' || containsAll([row.category], category)) &&
		(type === undefined || typeKey(String(row.type)) === type) &&
		// A panel that says nothing of a flag does not offer it.
		(refill === undefined || (row.refill === true) === refill) &&
		(cancel === undefined || (row.cancel === true) === cancel) &&
		(highestRate === undefined || (row.rate !== null && Number(row.rate) <= highestRate)) &&
		(quantity === undefined || isWithin(row, quantity));
}
