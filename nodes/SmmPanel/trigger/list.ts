import { MOST_IDS } from '../panel/ids';
import { isObject, type Json, parseJson, toText } from '../panel/json';
import { idIn } from '../panel/placed';

/** Why an address gave no list. */
export interface NoList {
	reason: string;
}

/** One cell of a list, with its row or entry, counted from 1. */
interface Cell {
	text: string;
	row: number;
}

/** What an address gave. */
export interface List {
	/** Each id once, in the order of the list. */
	ids: string[];
	/** What stands in place of an id, such as `N/A`. */
	ignored: Cell[];
}

/**
 * The ids in what an address gave: JSON (an array of ids or of rows, also inside an object), CSV with the
 * column of that name, or one id a line. A cell that is no id is ignored, unless it may stand for one.
 */
export function readList(text: string, column: string): List | NoList {
	const body = text.trim();
	if (body === '') return { reason: 'it is empty' };
	if (body.startsWith('<')) return { reason: 'it is a web page' };
	// Compressed, or in UTF-16.
	if (/[\0-\x08\x0e-\x1f]/.test(body)) return { reason: 'it is not text in UTF-8' };
	const cells = /^[[{]/.test(body) ? cellsOfJson(body, column) : cellsOfTable(body, column);
	return 'reason' in cells ? cells : listOf(cells);
}

function listOf(cells: Cell[]): List | NoList {
	const ids = new Set<string>();
	const ignored: Cell[] = [];
	for (const cell of cells) {
		if (DATE.test(cell.text)) ignored.push(cell);
		else if (mayStandForId(cell.text)) return noId(cell);
		else if (!isId(cell.text)) ignored.push(cell);
		else ids.add(cell.text);
	}
	if (ids.size === 0) return { reason: 'it holds no ids' };
	if (ids.size > MOST_IDS) {
		return { reason: `it holds ${ids.size} ids, ${MOST_IDS} at most can be watched` };
	}
	return { ids: [...ids], ignored };
}

const noId = ({ text, row }: Cell): NoList => ({
	reason: `row ${row} holds '${text.slice(0, 50)}', which is no id but may stand for one`,
});

/** A day, and perhaps a time: it looks like an id, and an order was never named so. */
const DATE = /^(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})(?:[T ].*)?$/;

/** An id as in a panel's replies; what was written down as one may be hexadecimal, such as `5010e8735104`. */
const isId = (text: string): boolean => idIn(text) !== null || /^\d+e\d+$/i.test(text);

/** How the number 23501 is written elsewhere: `2.35E+04`, `2.35E4`, `23501.0`, `23.501`, `23,501`. */
const REWRITTEN = /^(?:\d+[.,]\d+e[+-]?\d+|\d+e[+-]\d+|\d+[.,]0+|\d{1,3}(?:[.,']\d{3})+)$/i;

/** Whether an order would be lost with a cell: a number that a spreadsheet wrote its own way, or ids among words. */
const mayStandForId = (text: string): boolean =>
	/\d/.test(text) && (REWRITTEN.test(text) || /[\s<>,;&="'(){}[\]|]/.test(text));

function cellsOfJson(body: string, column: string): Cell[] | NoList {
	let json: Json;
	try {
		json = parseJson(body);
	} catch {
		return { reason: 'it is not valid JSON' };
	}
	const rows = Array.isArray(json)
		? json
		: isObject(json)
			? Object.values(json).find(Array.isArray)
			: [];
	return (rows ?? []).flatMap((row, index) => {
		const text = toText(isObject(row) ? fieldOf(row, column) : row);
		return text === null ? [] : { text, row: index + 1 };
	});
}

const fold = (name: string): string => name.trim().toLowerCase();

const fieldOf = (row: Record<string, Json>, column: string): Json | undefined =>
	Object.entries(row).find(([name]) => fold(name) === fold(column))?.[1];

/** The cells of a table's column of that name, or of plain lines where no line has more than one cell. */
function cellsOfTable(body: string, column: string): Cell[] | NoList {
	const delimiter = [',', ';', '\t'].find((each) => body.split('\n', 1)[0].includes(each));
	const rows = rowsOf(body, delimiter ?? ',');
	const head = rows.findIndex((row) => !isBlank(row));
	if (head < 0) return [];
	const index = rows[head].findIndex((name) => fold(name) === fold(column));
	if (index >= 0) return cellsBelow(rows, head + 1, index);
	if (rows.every((row) => row.length === 1 || isBlank(row))) {
		const lines = cellsBelow(rows, head, 0);
		const from = isHead(lines[0].text, column) ? 1 : 0;
		const prose = lines.find(({ text }, n) => n >= from && /\s/.test(text));
		return prose ? noId(prose) : lines.slice(from);
	}
	const names = rows[head].map((name) => `'${name}'`).join(', ');
	return { reason: `it has no column '${column}', but ${names.slice(0, MOST_SHOWN)}` };
}

const isBlank = (row: string[]): boolean => row.every((value) => value.trim() === '');

const cellsBelow = (rows: string[][], from: number, index: number): Cell[] =>
	rows.flatMap((row, n) => {
		const text = n < from ? '' : (row[index]?.trim() ?? '');
		return text === '' ? [] : { text, row: n + 1 };
	});

/** Most characters of a table's head that are shown. */
const MOST_SHOWN = 200;

/** Whether the first line of a list is a name of the ids: a known one, or a word without a digit. */
function isHead(line: string, column: string): boolean {
	const plain = (name: string) => fold(name).replace(/[\s_-]/g, '');
	const name = plain(line).replace(/s$/, '');
	const isKnown =
		name === 'id' || name.replace(/id$/, '') === plain(column).replace(/(id)?s?$/, '');
	return isKnown || !/[\d\s]/.test(line);
}

/** The rows of CSV, blank ones too: a cell in quotes may hold delimiters, line ends and doubled quotes. */
function rowsOf(text: string, delimiter: string): string[][] {
	let row: string[] = [];
	const rows = [row];
	const end = new RegExp(`${delimiter}|\\r\\n|\\n|\\r|$`, 'g');
	for (let at = 0; at < text.length; at = end.lastIndex) {
		const quote = text[at] === '"' ? closingQuote(text, at) : -1;
		end.lastIndex = quote + 1 || at;
		const { 0: mark, index } = end.exec(text) as RegExpExecArray;
		const isQuoted = quote >= 0 && index === quote + 1;
		row.push(isQuoted ? text.slice(at + 1, quote).replace(/""/g, '"') : text.slice(at, index));
		if (mark !== delimiter) rows.push((row = []));
	}
	return rows;
}

/** Where a cell ends that begins with a quote; -1 when it does not end. Cells may be long: no pattern does this. */
function closingQuote(text: string, from: number): number {
	let at = text.indexOf('"', from + 1);
	while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
	return at;
}
