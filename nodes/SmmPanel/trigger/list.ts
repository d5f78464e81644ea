import { MOST_IDS } from '../panel/ids';
import { isObject, type Json, parseJson, toText } from '../panel/json';

/** Why an address gave no list. */
export interface NoList {
	reason: string;
}

/**
 * The ids in what an address gave: JSON (an array of ids or of rows, also inside an object), CSV with the
 * column of that name, or one id a line. Each id once, in the order of the list.
 */
export function readList(text: string, column: string): string[] | NoList {
	const body = text.trim();
	if (body === '') return { reason: 'it is empty' };
	if (body.startsWith('<')) return { reason: 'it is a web page' };
	// Compressed, or in UTF-16.
	if (/[\0-\x08\x0e-\x1f]/.test(body)) return { reason: 'it is not text in UTF-8' };
	const ids = /^[[{]/.test(body) ? idsInJson(body, column) : idsInTable(body, column);
	if ('reason' in ids) return ids;
	const distinct = [...new Set(ids)];
	if (distinct.length === 0) return { reason: 'it holds no ids' };
	if (distinct.length > MOST_IDS) {
		return { reason: `it holds ${distinct.length} ids, ${MOST_IDS} at most can be watched` };
	}
	const odd = distinct.find((id) => /[\s,<>"]/.test(id));
	return odd === undefined
		? distinct
		: { reason: `it holds '${odd.slice(0, 50)}', which is no id` };
}

function idsInJson(body: string, column: string): string[] | NoList {
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
	return (rows ?? []).flatMap((row) => toText(isObject(row) ? fieldOf(row, column) : row) ?? []);
}

const fold = (name: string): string => name.trim().toLowerCase();

const fieldOf = (row: Record<string, Json>, column: string): Json | undefined =>
	Object.entries(row).find(([name]) => fold(name) === fold(column))?.[1];

/** Ids of a table by the column of that name, or of plain lines where no line has more than one cell. */
function idsInTable(body: string, column: string): string[] | NoList {
	const delimiter = [',', ';', '\t'].find((each) => body.split('\n', 1)[0].includes(each));
	const rows = cells(body, delimiter ?? ',');
	if (rows.length === 0) return [];
	const index = rows[0].findIndex((name) => fold(name) === fold(column));
	if (index >= 0) return rows.slice(1).flatMap((row) => row[index]?.trim() || []);
	if (rows.every((row) => row.length === 1)) {
		const ids = rows.map(([id]) => id.trim());
		return isHead(ids, column) ? ids.slice(1) : ids;
	}
	const names = rows[0].map((name) => `'${name}'`).join(', ');
	return { reason: `it has no column '${column}', but ${names.slice(0, MOST_SHOWN)}` };
}

/** Most characters of a table's head that are shown. */
const MOST_SHOWN = 200;

/** Whether the first line of a list is a name of the ids: a known one, or a word without a digit over ids with one. */
function isHead([first, ...others]: readonly string[], column: string): boolean {
	const plain = (name: string) => fold(name).replace(/[\s_-]/g, '');
	const name = plain(first).replace(/s$/, '');
	if (name === 'id' || name.replace(/id$/, '') === plain(column).replace(/(id)?s?$/, ''))
		return true;
	const isId = (text: string) => /\d/.test(text);
	return !isId(first) && !/\s/.test(first) && others.every(isId);
}

/** The cells of CSV: a cell in quotes may hold delimiters, line ends and doubled quotes. */
function cells(text: string, delimiter: string): string[][] {
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
	return rows.filter((row) => row.some((value) => value.trim() !== ''));
}

/** Where a cell ends that begins with a quote; -1 when it does not end. Cells may be long: no pattern does this. */
function closingQuote(text: string, from: number): number {
	let at = text.indexOf('"', from + 1);
	while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
	return at;
}
