import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelTrigger } from '../../nodes/SmmPanel/SmmPanelTrigger.node';
import { ACTIONS } from '../../sandbox/panel/actions';
import { pages } from '../../scripts/docs';

describe('documentation', () => {
	it.each(pages())(
		'$page says what the built node does; npm run docs mends it',
		({ is, ought }) => {
			expect(is).toBe(ought);
		},
	);
});

const read = (page: string) => readFileSync(path.join(__dirname, '..', '..', page), 'utf8');

/** The choices of the parameters of a name, each with the resource that it is shown with. */
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
	const contract = read('docs/contract.md').split('## What comes out').slice(1).join();

	it.each(choices(node, 'operation'))('tells of $resource: $value', ({ resource, name, value }) => {
		expect(readme).toContain(`${resources.get(resource)}: ${name}`);
		expect(contract).toContain(`\`${resource}: ${value}\``);
	});

	it.each(Object.keys(ACTIONS))('shows the request of the call %s', (action) => {
		expect(readme).toMatch(new RegExp(`\\baction=${action}\\b`));
	});

	it.each(choices(new SmmPanelTrigger(), 'event'))(
		'tells of the event $value',
		({ name, value }) => {
			expect(readme).toMatch(new RegExp(`^\\| \\[?${name}\\b`, 'm'));
			expect(contract).toContain(`\`${value}\`:`);
		},
	);
});
