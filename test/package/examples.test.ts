/** What every workflow of `examples/` has to have; that it imports and runs is for the tests in a real n8n. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
	exampleNames,
	EXAMPLES,
	readExample,
	readRows,
	STATE_COLUMNS,
} from '../../sandbox/n8n/examples';

const page = readFileSync(path.join(EXAMPLES, 'README.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);

it.each(exampleNames())(
	'%s has notes, and a section with its picture, what to change and what it needs',
	async (file) => {
		const { name, nodes } = await readExample(file);
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ parameters }) => parameters.content).join()).toContain('What to change');

		const section = sections.find((each) => each.startsWith(`${name}\n`)) ?? '';
		expect(section).toContain(`(${file})`);
		expect(section).toMatch(/^\*\*Change:\*\* .*\n(.+\n)*\n\*\*Needs:\*\* /m);
		const [, picture = ''] = /!\[.+\]\((.+)\)/.exec(section) ?? [];
		expect(path.basename(picture)).toBe(file.replace(/\.json$/, '.png'));
		expect(existsSync(path.join(EXAMPLES, picture))).toBe(true);
	},
);

it('orders.csv has all columns that the workflow of the sheet writes', async () => {
	const [row] = await readRows('orders.csv');
	expect(Object.keys(row)).toEqual(expect.arrayContaining(['row', ...STATE_COLUMNS]));
});

it("products.csv begins with texts, because n8n's import takes the types of columns from the first row", async () => {
	const [{ product, service, quantity }] = await readRows('products.csv');
	expect([product, service, quantity].map((cell) => Number.isNaN(Number(cell)))).toEqual([
		true,
		true,
		false,
	]);
});
