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

/** Most ids that ranges, or a list that is watched, may come to. */
export const MOST_IDS = 100_000;

/**
 * As `readIds`, with ranges of whole numbers such as `23501-23520`, also with blanks around the hyphen or a dash.
 *
 * @throws PanelFailure of kind `parameter` also for a range that ends before it begins, or with more than 100,000 ids.
 */
export function readIdRanges(value: unknown, parameter: string): string[] {
	const text = typeof value === 'string' ? value.replace(/(?<=\d)\s*[-–—]\s*(?=\d)/g, '-') : value;
	const all: string[] = [];
	for (const id of readIds(text, parameter)) {
		const [, from, to] = (/^([1-9]\d{0,14})-([1-9]\d{0,14})$/.exec(id) ?? []).map(Number);
		if (from === undefined) {
			all.push(id);
			continue;
		}
		if (to < from || all.length + to - from >= MOST_IDS) {
			throw new PanelFailure('parameter', {
				message: `'${parameter}' holds the range ${id}, which is too long or ends before it begins`,
				hint: `Give ranges as 23501-23520, ${MOST_IDS} IDs in all at most.`,
			});
		}
		for (let each = from; each <= to; each++) all.push(String(each));
	}
	return [...new Set(all)];
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
	const unseen = ids.find((id) => /\p{C}/u.test(id));
	if (unseen !== undefined) throw unfit(parameter, unseen.replace(/\p{C}/gu, '\uFFFD'), UNSEEN);
	return ids;
}

const KINDS = 'An id is text with letters or digits, or a whole number.';

const UNSEEN = 'Characters that are not seen came with it, shown as \uFFFD: type the id anew.';

function unfit(parameter: string, value: unknown, hint: string): PanelFailure {
	const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
	return new PanelFailure('parameter', {
		message: `'${parameter}' holds ${shown}, which is not an id`,
		hint,
	});
}
