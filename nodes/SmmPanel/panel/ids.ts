import { PanelFailure } from './failure';

/**
 * The ids in what a user gave: one id or any number, as text (commas, blanks, semicolons, new lines; a JSON
 * array), as a number, or as an array of these. Repeats are dropped, the order is kept.
 *
 * @throws PanelFailure of kind `parameter` when there is none, or when a value can not be an id.
 */
export function readIds(value: unknown, parameter: string): string[] {
	const ids = [...new Set(split(value, parameter))];
	if (ids.length > 0) return ids;
	throw new PanelFailure('parameter', {
		message: `'${parameter}' is empty`,
		hint: `Give at least one id in '${parameter}'; several are separated by commas, blanks or new lines.`,
	});
}

function split(value: unknown, parameter: string): string[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((entry) => split(entry, parameter));
	const isWhole = typeof value === 'number' && Number.isInteger(value);
	if (isWhole && !Number.isSafeInteger(value)) {
		throw unfit(parameter, value, 'Numbers this long lose digits: give the id as text.');
	}
	if (!isWhole && !['string', 'bigint'].includes(typeof value))
		throw unfit(parameter, value, KINDS);
	const ids = String(value)
		.replace(/[[\]"']/g, ' ')
		.split(/[\s,;]+/)
		.filter((id) => id !== '');
	const odd = ids.find((id) => !/[\p{L}\p{N}]/u.test(id));
	if (odd !== undefined) throw unfit(parameter, odd, KINDS);
	return ids;
}

const KINDS = 'An id is text with letters or digits, or a whole number.';

function unfit(parameter: string, value: unknown, hint: string): PanelFailure {
	const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
	return new PanelFailure('parameter', {
		message: `'${parameter}' holds ${shown}, which is not an id`,
		hint,
	});
}
