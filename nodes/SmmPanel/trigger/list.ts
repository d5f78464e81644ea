import { MOST_IDS } from '../panel/ids';
import { isObject, type Json, parseJson, toText } from '../panel/json';
import { idIn } from '../panel/placed';

/** Why an address returned no list. */
export interface NoList {
	reason: string;
}

/** One cell of a list, with its row or entry, counted from 1. */
interface Cell {
	text: string;
	row: number;
}

/** What an address returned. */
export interface List {
	/** Each id once, in the order of the list. */
	ids: string[];
	/** Cells in place of an ID, such as `N/A`. */
	ignored: Cell[];
}

/**
 * Reads the ids from an address's text: JSON (an array of ids or rows, also inside an object), CSV with a column of that
 * name, or one ID per line. A cell that is not an ID is ignored, unless it may stand for one.
 */
export function readList(text: string, column: string): List | NoList {
	const body = text.trim();
	if (body === '') return { reason: 'it is empty' };
	if (body.startsWith('<')) return { reason: 'it is a web page' };
	// Compressed, or UTF-16.
	if (/(?!\s|[\u007f-\u009f])\p{Cc}/u.test(body)) return { reason: 'it is not text in UTF-8' };
	return collected(/^[[{]/.test(body) ? cellsOfJson(body, column) : cellsOfTable(body, column));
}

/** The cells of a list, read one by one until the list turns out to be unusable. */
type Cells = Generator<Cell | NoList>;

function collected(cells: Cells): List | NoList {
	const ids = new Set<string>();
	const ignored: Cell[] = [];
	for (const cell of cells) {
		if ('reason' in cell) return cell;
		const { text } = cell;
		// A text of megabytes may repeat one ID millions of times.
		if (ids.has(text)) continue;
		const isDate = DATE.test(text);
		if (!isDate && mayStandForId(text)) return noId(cell);
		if (isDate || idIn(text) === null) ignored.push(cell);
		else ids.add(text);
		if (ids.size > MOST_IDS) return { reason: `it contains more than ${MOST_IDS} IDs` };
		if (ignored.length > MOST_IDS) {
			return { reason: `it contains more than ${MOST_IDS} cells that are not IDs` };
		}
	}
	return ids.size > 0 ? { ids: [...ids], ignored } : { reason: 'it contains no IDs' };
}

const noId = ({ text, row }: Cell): NoList => ({
	reason: `row ${row} holds '${text.slice(0, 50)}', which is not an ID but may stand for one`,
});

/** A date, and perhaps a time: it looks like an ID, but is never one. */
const DATE = /^(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})(?:[T ].*)?$/;

/** Other spellings of the number 23501: `2.35E+04`, `2.35E4`, `2E4`, `23501.0`, `23.501`, `23,501`. */
const REWRITTEN =
	/^(?:\d+[.,]\d+e[+-]?\d+|\d+e[+-]\d+|\de\d{1,3}|\d+[.,]0+|\d{1,3}(?:[.,']\d{3})+)$/i;

/**
 * Whether ignoring a cell may lose an order: a number that a spreadsheet wrote its own way, in digits
 * of other scripts or with letters that nobody sees, or ids among words.
 */
const mayStandForId = (text: string): boolean =>
	/\p{Nd}/u.test(text) &&
	(REWRITTEN.test(text) || /[\s<>,;&="'(){}[\]|\p{Cf}]|(?!\d)\p{Nd}/u.test(text));

function* cellsOfJson(body: string, column: string): Cells {
	let json: Json;
	try {
		json = parseJson(body);
	} catch {
		return yield { reason: 'it is not valid JSON' };
	}
	const lists = Object.entries(isObject(json) ? json : { list: json }).filter(
		(field): field is [string, Json[]] => Array.isArray(field[1]) && field[1].length > 0,
	);
	if (lists.length > 1) {
		const names = lists.map(([name]) => `'${name.slice(0, 50)}'`).slice(0, 5);
		return yield { reason: `it contains several lists: ${names.join(', ')}` };
	}
	for (const [index, entry] of lists.flatMap(([, list]) => list).entries()) {
		const text = toText(isObject(entry) ? fieldOf(entry, column) : entry);
		if (text !== null) yield { text, row: index + 1 };
	}
}

const fold = (name: string): string => name.trim().toLowerCase();

const fieldOf = (row: Record<string, Json>, column: string): Json | undefined =>
	Object.entries(row).find(([name]) => fold(name) === fold(column))?.[1];

/** The cells of a table's column of that name, or of plain lines if no line has more than one cell. */
function* cellsOfTable(body: string, column: string): Cells {
	// After `\r\n`, the `\r` is dropped with the whitespace around cells.
	const text = body.includes('\n') ? body : body.replaceAll('\r', '\n');
	const first = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1);
	const delimiter = [',', ';', '\t'].find((each) => first.includes(each)) ?? ',';
	let row = 0;
	let head: string[] | undefined;
	let index = -1;
	for (const cells of rowsOf(text, delimiter)) {
		row++;
		if (head === undefined) {
			if (isBlank(cells)) continue;
			head = cells;
			index = head.findIndex((name) => fold(name) === fold(column));
			if (index >= 0 || (cells.length === 1 && isHead(cells[0].trim(), column))) continue;
		}
		if (index < 0 && cells.length > 1 && !isBlank(cells)) {
			const names = head.map((name) => `'${name.trim()}'`).join(', ');
			return yield {
				reason: `it has no column '${column}'; its columns are ${names.slice(0, MOST_SHOWN)}`,
			};
		}
		// Such as a number with a comma in it, which without quotes is two cells.
		const isShifted = (head.length === 1 || index > 0) && !isBlank(cells.slice(head.length));
		if (isShifted) return yield noId({ text: cells.join(delimiter), row });
		const cell = { text: cells[Math.max(index, 0)]?.trim() ?? '', row };
		// In plain lines, words are the text of an error.
		const isError = index < 0 && /\s/.test(cell.text);
		if (cell.text !== '') yield isError ? noId(cell) : cell;
	}
}

const isBlank = (cells: string[]): boolean => cells.every((cell) => cell.trim() === '');

/** How many columns are searched for the ids; later ones are not read. */
const MOST_COLUMNS = 1_000;

/** Maximum characters of a table's header that are shown. */
const MOST_SHOWN = 200;

/** Whether the first line of a list is a header for ids: a known one, or a word without a digit. */
function isHead(line: string, column: string): boolean {
	const plain = (name: string) => fold(name).replace(/[\s_-]/g, '');
	const name = plain(line).replace(/s$/, '');
	const isKnown =
		name === 'id' || name.replace(/id$/, '') === plain(column).replace(/(id)?s?$/, '');
	return isKnown || !/[\p{Nd}\s]/u.test(line);
}

/** The rows of CSV, blank ones too: a quoted cell may contain delimiters, line ends and doubled quotes. */
function* rowsOf(text: string, delimiter: string): Generator<string[]> {
	const end = new RegExp(`${delimiter}|\\r?\\n|$`, 'g');
	for (let at = 0; at < text.length;) {
		const to = (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
		const line = text.slice(at, to);
		if (!line.includes('"')) {
			yield line.split(delimiter, MOST_COLUMNS);
			at = to + 1;
			continue;
		}
		const row: string[] = [];
		for (let mark: string | undefined = delimiter; mark === delimiter;) {
			const quote = text[at] === '"' ? closingQuote(text, at) : -1;
			end.lastIndex = quote + 1 || at;
			const found = end.exec(text) as RegExpExecArray;
			const isQuoted = quote >= 0 && found.index === quote + 1;
			if (row.length < MOST_COLUMNS)
				row.push(isQuoted ? unquoted(text.slice(at + 1, quote)) : text.slice(at, found.index));
			mark = found[0];
			at = found.index + (mark.length || 1);
		}
		yield row;
	}
}

/** A longer cell is not an ID, whatever it contains. */
const LONGEST = 1_000;

const unquoted = (cell: string): string =>
	cell.length > LONGEST ? cell : cell.replaceAll('""', '"');

/** Where a quoted cell ends; -1 if it does not end. Cells may be too long for a pattern. */
function closingQuote(text: string, from: number): number {
	let at = text.indexOf('"', from + 1);
	while (at >= 0 && text[at + 1] === '"') {
		at += 2;
		if (text[at] !== '"') at = text.indexOf('"', at);
	}
	return at;
}
