import { invalid, PanelFailure } from './failure';

/**
 * The ids in what a user gave: one id or any number, as text (commas, blanks, semicolons, new lines; a JSON
 * array), as a number, or as an array of these. Repeats are dropped, the order is kept.
 *
 * @throws PanelFailure of kind `parameter` when there is none, or when a value cannot be an id.
 */
export function readIds(value: unknown, parameter: string): string[] {
	const ids = [...new Set(split(value, parameter))];
	if (ids.length > 0) return ids;
	throw invalid(
		`'${parameter}' is empty`,
		`Enter at least one ID in '${parameter}'. Separate several with commas, spaces or new lines.`,
	);
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
