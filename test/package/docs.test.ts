import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelTrigger } from '../../nodes/SmmPanel/SmmPanelTrigger.node';
import { ACTIONS } from '../../sandbox/panel/actions';
import { pages } from '../../scripts/docs';

describe('documentation', () => {
	it.each(pages())('$page matches the built node; npm run docs updates it', ({ is, ought }) => {
		expect(is).toBe(ought);
	});
});

it.each(['SmmPanel', 'SmmPanelTrigger'])('%s is found by what people search for', (name) => {
	const { alias } = JSON.parse(read(`nodes/SmmPanel/${name}.node.json`)) as { alias: string[] };
	const words = 'smm panel instagram tiktok youtube facebook telegram growth boost'.split(' ');
	expect(alias).toEqual(expect.arrayContaining([...words, 'buy followers']));
});

interface Manifest {
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	engines: { node: string };
}

const ROOT = path.join(__dirname, '..', '..');

const read = (page: string) => readFileSync(path.join(ROOT, page), 'utf8');

/** The choices of all parameters with this name, each with the resource that shows it. */
const choices = ({ description }: INodeType, parameter: string) =>
	description.properties
		.filter(({ name, type }) => name === parameter && type === 'options')
		.flatMap(({ options, displayOptions }) =>
			(options as INodePropertyOptions[]).map(({ name, value }) => ({
				name,
				value: String(value),
				resource: String(displayOptions?.show?.resource?.[0]),
			})),
		);

describe('what is written by hand', () => {
	const node = new SmmPanel();
	const resources = new Map(choices(node, 'resource').map(({ value, name }) => [value, name]));
	const readme = read('README.md');
	const contract = read('docs/contract.md').split('## Output of').slice(1).join();

	it('is short', () => {
		expect(readme.length).toBeLessThanOrEqual(12_000);
	});

	it.each(choices(node, 'operation'))('covers $resource: $value', ({ resource, name, value }) => {
		expect(readme).toContain(`${resources.get(resource)}: ${name}`);
		expect(contract).toContain(`\`${resource}: ${value}\``);
	});

	it.each(Object.keys(ACTIONS))('shows the request of the call %s', (action) => {
		expect(readme).toMatch(new RegExp(`\\baction=${action}\\b`));
	});

	it.each(choices(new SmmPanelTrigger(), 'event'))('covers the event $value', ({ name, value }) => {
		expect(readme).toMatch(new RegExp(`^\\| \\[?${name}\\b`, 'm'));
		expect(contract).toContain(`\`${value}\`:`);
	});
});

const PAGES = ['.', 'docs', 'docs/decisions', 'examples', 'benchmark'].flatMap((folder) =>
	readdirSync(path.join(ROOT, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => path.join(folder, name)),
);

it.each(PAGES)('every link of %s leads to an existing page and heading', (page) => {
	const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)];
	const broken = links.filter(([, to, heading]) => {
		const target = to ? path.join(path.dirname(page), to) : page;
		if (!existsSync(path.join(ROOT, target))) return true;
		return heading !== undefined && !headings(read(target)).includes(heading);
	});
	expect(broken.map(([link]) => link)).toEqual([]);
});

/** The anchors that GitHub generates for a page's headings. */
const headings = (text: string): string[] =>
	[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-'),
	);

describe('what the pages claim about tests', () => {
	const readme = read('README.md');
	const compatibility = readme.split(/^## /m).find((each) => each.startsWith('Compatibility'));
	const { devDependencies, engines } = JSON.parse(read('package.json')) as Manifest;
	const { dependencies } = JSON.parse(read('sandbox/n8n/runtime/package.json')) as Manifest;
	const [, nodes] = /node: \[(.+)\]/.exec(read('.github/workflows/ci.yml'))!;
	const [oldest, ...later] = nodes.split(', ').map(Number);

	it.each([
		['the server', `| n8n | ${dependencies.n8n} (`],
		['the newest n8n-core', `and ${devDependencies['n8n-core']} |`],
		['the oldest n8n-core', `n8n-core | ${devDependencies['n8n-core-oldest'].split('@')[1]} (`],
		['Node', `| Node | ${[oldest, later[0]].join(', ')} and ${later[1]};`],
	])('is true of %s', (_, claim) => {
		expect(compatibility).toContain(claim);
	});

	it('begins with the oldest Node that the package names', () => {
		expect(engines.node).toMatch(new RegExp(`^>=${oldest}\\.`));
		expect(read('CONTRIBUTING.md')).toContain(`Node ${engines.node.slice(2)} or later`);
	});

	it('says --omit=peer wherever npm installs or removes the package', () => {
		const pages = readme + read('docs/install.md');
		const words = [...pages.matchAll(/npm (?:un)?install [^`"\n]*n8n-nodes-smm-panel/g)];
		expect(words.length).toBeGreaterThan(4);
		for (const [each] of words) expect(each).toContain(' --omit=peer ');
	});
});
