/** Requirements for every workflow of `examples/`. The tests in a real n8n check that it imports and runs. */
import { existsSync, readFileSync } from 'node:fs';
import type { INode } from 'n8n-workflow';
import path from 'node:path';

import {
	exampleNames,
	EXAMPLES,
	readExample,
	readRows,
	STATE_COLUMNS,
} from '../../sandbox/n8n/examples';
import type { WorkflowFile } from '../../sandbox/n8n/workflows';

const MOST_NODES = 12;
const MOST_NODES_OF: Record<string, number> = { 'reorder-from-spreadsheet.json': 8 };
const MOST_CHANGES = 5;
/** The space for a workflow on n8n's canvas on a 1366×768 laptop, in pixels. */
const ROOM = { width: 1104, height: 556 };
/** Notes have a font size of 14 pixels, which is 9 at this zoom. */
const READABLE = 0.65;

const page = readFileSync(path.join(EXAMPLES, 'README.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);

it("orders.csv has all columns that the spreadsheet's workflow writes", async () => {
	const [row] = await readRows('orders.csv');
	expect(Object.keys(row)).toEqual(expect.arrayContaining(['row', ...STATE_COLUMNS]));
});

it("products.csv begins with texts, because n8n's import derives the types of columns from the first row", async () => {
	const [{ product, service, quantity }] = await readRows('products.csv');
	expect([product, service, quantity].map((cell) => Number.isNaN(Number(cell)))).toEqual([
		true,
		true,
		false,
	]);
});

describe.each(exampleNames())('%s', (file) => {
	let example: WorkflowFile;
	let notes: INode[];
	let steps: INode[];
	let words: string;

	beforeAll(async () => {
		example = await readExample(file);
		notes = example.nodes.filter(isNote);
		steps = example.nodes.filter((node) => !isNote(node));
		words = notes.map(({ parameters }) => parameters.content).join('\n\n');
	});

	it('has notes, and a section with its picture, what to change and what it needs', () => {
		expect(words).toContain('What to change');
		const section = sections.find((each) => each.startsWith(`${example.name}\n`)) ?? '';
		expect(section).toContain(`(${file})`);
		expect(section).toMatch(/^\*\*Change:\*\* .*\n(.+\n)*\n\*\*Needs:\*\* /m);
		const [, picture = ''] = /!\[.+\]\((.+)\)/.exec(section) ?? [];
		expect(path.basename(picture)).toBe(file.replace(/\.json$/, '.png'));
		expect(existsSync(path.join(EXAMPLES, picture))).toBe(true);
	});

	it('is small: few nodes, few things to change, tables that a first run creates', () => {
		expect(steps.length).toBeLessThanOrEqual(MOST_NODES_OF[file] ?? MOST_NODES);
		const [, changes] = words.split('**What to change**');
		const [list] = changes.split(/\n\n/).filter((each) => each.includes('1. '));
		expect(list.match(/^\d\. /gm)!.length).toBeLessThanOrEqual(MOST_CHANGES);
		const isTwoPanels = steps.some(({ name }) => name.includes('Panel B'));
		expect(/n8n puts the same one/.test(words)).toBe(isTwoPanels);
		const used = steps.flatMap(({ parameters }) => tableIn(parameters.dataTableId));
		const created = steps.map(({ parameters }) => parameters.tableName);
		const elsewhere = used.filter((table) => !created.includes(table));
		for (const table of elsewhere) {
			expect(words).toMatch(
				new RegExp(
					`first: it creates the table \\*\\*${table}\\*|\\.csv\` as the Data Table \\*\\*${table}\\*`,
				),
			);
		}
	});

	it('is readable at the zoom that fits a laptop, and no note covers a line or node', () => {
		const boxes = example.nodes.map(boxOf);
		const width =
			Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map((box) => box.left));
		const height =
			Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
		expect(Math.min(ROOM.width / width, ROOM.height / height)).toBeGreaterThan(READABLE);
		const things = [...steps.map(corners), ...linesOf(example)].flat();
		const covered = notes.filter((note) => things.some((point) => isIn(boxOf(note), point)));
		expect(covered.map(({ name }) => name)).toEqual([]);
	});
});

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}
type Point = [x: number, y: number];

const isNote = ({ type }: INode): boolean => type === 'n8n-nodes-base.stickyNote';
const tableIn = (table: unknown): string[] => {
	const { mode, value } = (table ?? {}) as { mode?: string; value?: string };
	return mode === 'name' && value ? [value] : [];
};

const NODE = 96;
/** Height of the label below a node, and of what may be below that. */
const LABEL = 45;

function boxOf({ position: [left, top], parameters: { width = NODE, height = NODE } }: INode): Box {
	return { left, top, right: left + Number(width), bottom: top + Number(height) };
}

const corners = ({ position: [x, y] }: INode): Point[] =>
	[x, x + NODE / 2, x + NODE].flatMap((at): Point[] => [
		[at, y],
		[at, y + NODE + LABEL],
	]);

const isIn = ({ left, top, right, bottom }: Box, [x, y]: Point): boolean =>
	x > left && x < right && y > top && y < bottom;

/** Points on the lines between nodes, as n8n draws them: a curve forward, or a detour backward. */
function linesOf({ nodes, connections }: WorkflowFile): Point[][] {
	const at = (name: string) => nodes.find((node) => node.name === name)!.position;
	return Object.entries(connections).flatMap(([from, { main = [] }]) =>
		main.flatMap((output) =>
			(output ?? []).map(({ node }) => {
				const [x, y] = at(from);
				const [toX, toY] = at(node);
				return line([x + NODE, y + NODE / 2], [toX, toY + NODE / 2]);
			}),
		),
	);
}

/** How far a backward line extends to the side of its nodes and below them. */
const ASIDE = 45;
const BELOW = 130;
const PARTS = [...Array(50).keys()].map((n) => n / 49);

function line([x, y]: Point, [toX, toY]: Point): Point[] {
	if (toX >= x) {
		return PARTS.map((t) => [x + (toX - x) * t, y + (toY - y) * (3 * t * t - 2 * t * t * t)]);
	}
	const turns: Point[] = [
		[x, y],
		[x + ASIDE, y],
		[x + ASIDE, y + BELOW],
		[toX - ASIDE, y + BELOW],
		[toX - ASIDE, toY],
		[toX, toY],
	];
	return turns.slice(1).flatMap(([endX, endY], n) => {
		const [startX, startY] = turns[n];
		return PARTS.map((t): Point => [startX + (endX - startX) * t, startY + (endY - startY) * t]);
	});
}
