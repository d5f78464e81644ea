import { invalid, PanelFailure } from './failure';

/** A range of numeric ids. */
const RANGE = /^([1-9]\d{0,14})-([1-9]\d{0,14})$/;

/**
 * Reads ids for a call that changes something, as `listed` does. A range is refused: as one ID, a panel may take it for
 * its first number, and a typo must not cancel a thousand orders.
 */
export function readIds(value: unknown, parameter: string): string[] {
	const ids = listed(value, parameter);
	const range = ids.find((id) => RANGE.test(id));
	if (range === undefined) return ids;
	throw invalid(
		`'${parameter}' holds the range ${range}, but ranges can be used only to read statuses`,
		`List every ID in '${parameter}', separated by commas, spaces or new lines.`,
	);
}

/**
 * Reads ids as a user enters them: one or more, as text (separated by commas, spaces, semicolons or new lines, or a
 * JSON array), as a number, or as an array of these. Duplicates are dropped, the order is kept.
 *
 * @throws PanelFailure of kind `parameter` when there is none, or when a value cannot be an id.
 */
function listed(value: unknown, parameter: string): string[] {
	const ids = [...new Set(split(value, parameter))];
	if (ids.length > 0) return ids;
	throw invalid(
		`'${parameter}' is empty`,
		`Enter at least one ID in '${parameter}'. Separate several with commas, spaces or new lines.`,
	);
}

/** Maximum ids in ranges or in a watched list. */
export const MOST_IDS = 100_000;

/**
 * Like `listed`, plus ranges such as `23501-23520`, with a hyphen or dash and optional spaces around it.
 *
 * @throws PanelFailure of kind `parameter` also for a range that ends before it begins, or for more than 100,000 ids.
 */
export function readIdRanges(value: unknown, parameter: string): string[] {
	const text = typeof value === 'string' ? value.replace(/(?<=\d)\s*[-–—]\s*(?=\d)/g, '-') : value;
	const all: string[] = [];
	for (const id of listed(text, parameter)) {
		const [, from, to] = (RANGE.exec(id) ?? []).map(Number);
		if (from === undefined) {
			all.push(id);
			continue;
		}
		if (to < from || all.length + to - from >= MOST_IDS) {
			throw invalid(
				`'${parameter}' holds the range ${id}, which is too long or ends before it begins`,
				`Enter ranges as 23501-23520, with at most ${MOST_IDS} IDs in all.`,
			);
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
		throw unfit(parameter, value, 'Numbers this long lose digits. Enter the ID as text.');
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

const KINDS = 'An ID is text with letters or digits, or a whole number.';

const UNSEEN = 'It contains invisible characters, shown as \uFFFD. Type the ID again.';

function unfit(parameter: string, value: unknown, hint: string): PanelFailure {
	const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
	return invalid(`'${parameter}' holds ${shown}, which is not an ID`, hint);
}
