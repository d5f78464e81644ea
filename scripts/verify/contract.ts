import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import type { Release } from './release';
import { versions } from './versions';

const PAGE = 'docs/contract.md';

/** Columns that a release may change: advice for people, on which no workflow depends. */
const ADVICE = ['what to do', 'label'];
/** Columns that hold lists, to which a release may add. */
const LISTS = ['values', 'simplified', 'content'];

/** A section of the page: what is between two headings. */
interface Section {
	/** The rows of its tables, as cells by column. */
	rows: Array<Record<string, string>>;
	/** The names in backticks outside of its tables. */
	names: string[];
}

/** What every release promised in its contract still holds. Additions are allowed. */
export async function contract(release: Release): Promise<string[]> {
	const { source, manifest } = release;
	const now = await readFile(path.join(source, PAGE), 'utf8');
	const complaints = (await versions(release)).map(async (version) => {
		const released = await releasedPage(source, `v${version}`);
		if (released !== undefined) {
			return broken(released, now).map((promise) => `v${version} promised ${promise}`);
		}
		// The current version has a tag only after its release.
		return version === manifest.version ? [] : [`git has no tag v${version}: fetch the tags`];
	});
	return (await Promise.all(complaints)).flat();
}

/** The contract of a release; undefined if git does not know it. */
async function releasedPage(source: string, tag: string): Promise<string | undefined> {
	try {
		return await command('git', ['show', `refs/tags/${tag}:${PAGE}`], { cwd: source });
	} catch {
		return undefined;
	}
}

/** What one page promised and another does not. */
export function broken(released: string, now: string): string[] {
	const present = sectionsOf(now);
	return [...sectionsOf(released)].flatMap(([heading, { rows, names }]) => {
		const section = present.get(heading);
		if (!section) return [`a section "${heading}"`];
		return [
			...rows
				.filter((row) => !section.rows.some((each) => isKept(row, each)))
				.map((row) => `in "${heading}": ${Object.values(row).join(' | ')}`),
			...names
				.filter((name) => !section.names.includes(name))
				.map((name) => `in "${heading}": the name ${name}`),
		];
	});
}

function sectionsOf(page: string): Map<string, Section> {
	const sections = page.split(/^#+ /m).map((text) => {
		const [heading, ...lines] = text.split('\n');
		const prose = lines.filter((line) => !line.startsWith('|')).join('\n');
		const names = [...prose.matchAll(/`[^`]+`/g)].map(([name]) => name);
		return [heading, { rows: rowsIn(lines), names }] as const;
	});
	return new Map(sections);
}

/** The rows of the tables among some lines. The rule below a table's header marks where it begins. */
function rowsIn(lines: string[]): Section['rows'] {
	let heads: string[] = [];
	return lines.flatMap((line, index) => {
		if (!line.startsWith('|') || line.startsWith('| ---')) return [];
		const cells = line
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim());
		if (lines[index + 1]?.startsWith('| ---')) {
			heads = cells;
			return [];
		}
		return [Object.fromEntries(heads.map((head, column) => [head, cells[column] ?? '']))];
	});
}

const isKept = (released: Record<string, string>, now: Record<string, string>): boolean =>
	Object.entries(released).every(([head, cell]) => {
		const name = head.replaceAll('`', '');
		if (ADVICE.includes(name)) return true;
		if (name === 'shown with') return isShownAsBefore(cell, now[head] ?? '');
		return LISTS.includes(name) ? hasAll(now[head] ?? '', cell) : now[head] === cell;
	});

const listed = (cell: string): string[] => cell.split(/[,;] /).filter(Boolean);

const hasAll = (cell: string, parts: string): boolean =>
	listed(parts).every((part) => listed(cell).includes(part));

/** Whether conditions such as `watch: ids, url; event: orderStatus` are met wherever they were before. */
function isShownAsBefore(released: string, now: string): boolean {
	const before = new Map(conditions(released));
	return conditions(now).every(([name, values]) => {
		const shown = before.get(name);
		return shown !== undefined && hasAll(values, shown);
	});
}

const conditions = (cell: string): Array<[name: string, values: string]> =>
	cell
		.split('; ')
		.filter(Boolean)
		.map((condition) => condition.split(': ', 2))
		.map(([name, values = '']) => [name, values]);
