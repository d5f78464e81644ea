/**
 * `npm run docs`: writes the tables in `docs/`, and the calls in an issue form, from the built node, between
 * their markers. The tests compare the pages with its output, so that a page cannot claim what the node does not
 * do.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

import type { BatchCall, Call } from '../nodes/SmmPanel/panel/calls';

type Calls = typeof import('../nodes/SmmPanel/panel/calls');
type Failures = typeof import('../nodes/SmmPanel/panel/failure');
type Types = typeof import('../nodes/SmmPanel/panel/orderTypes');
type Statuses = typeof import('../nodes/SmmPanel/panel/status');
type Fields = typeof import('../nodes/SmmPanel/panel/orderFields');

const ROOT = path.resolve(__dirname, '..');
const load = createRequire(__filename);
const built = <T>(file: string): T => load(path.join(ROOT, 'dist', file)) as T;

const table = (heads: string[], rows: string[][]): string =>
	[heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``.replace(/\|/g, '\\|');

/** Conditions such as `watch: ids; event: orderStatus`, without those that the heading already names. */
function shownWith({ displayOptions }: INodeProperties): string {
	const conditions = Object.entries({ ...displayOptions?.show, ...displayOptions?.hide })
		.filter(([name]) => !['resource', 'operation', '@tool'].includes(name))
		.map(([name, values]) => `${name}: ${(values as unknown[]).join(', ')}`);
	const tool = [displayOptions?.show, displayOptions?.hide].map((each) => '@tool' in (each ?? {}));
	return [...conditions, tool[0] && 'as a tool', tool[1] && 'not as a tool']
		.filter(Boolean)
		.join('; ');
}

function valuesOf({ type, options = [] }: INodeProperties): string {
	if (type !== 'options' && type !== 'multiOptions') return '';
	return options
		.map((option) => `\`${String((option as INodePropertyOptions).value)}\``)
		.join(', ');
}

/** The label of a parameter in the editor; a notice has none, because its label is its text. */
const labelOf = ({ type, displayName }: INodeProperties): string =>
	type === 'notice' ? '' : displayName;

/** A parameter, followed by the contents of its collection. */
function parameterRows(property: INodeProperties, prefix = ''): string[][] {
	const name = `\`${prefix}${property.name}\``;
	const own = [
		name,
		property.type,
		code(property.default),
		valuesOf(property),
		shownWith(property),
		labelOf(property),
	];
	if (property.type === 'collection') {
		const options = (property.options ?? []) as INodeProperties[];
		return [own, ...options.flatMap((option) => parameterRows(option, `${property.name}.`))];
	}
	if (property.type === 'fixedCollection') {
		const groups = (property.options ?? []) as Array<{ name: string; values: INodeProperties[] }>;
		const inner = groups.flatMap((group) =>
			group.values.flatMap((value) => parameterRows(value, `${property.name}.${group.name}[].`)),
		);
		return [own, ...inner];
	}
	return [own];
}

const HEADS = ['parameter', 'type', 'default', 'values', 'shown with', 'label'];

/** The parameters of every operation, as the built node declares them. */
function parameters(): string {
	const { SmmPanel } = built<{ SmmPanel: new () => INodeType }>('nodes/SmmPanel/SmmPanel.node.js');
	const { properties } = new SmmPanel().description;
	const shows = (property: INodeProperties, name: string, value: unknown) =>
		property.displayOptions?.show?.[name]?.includes(value as string) ?? false;
	const sections = properties
		.filter(({ name }) => name === 'operation')
		.flatMap((operation) => {
			const [resource] = operation.displayOptions?.show?.resource ?? [];
			return (operation.options as INodePropertyOptions[]).map(({ value }) => {
				const own = properties.filter(
					(each) =>
						each.type !== 'hidden' &&
						shows(each, 'resource', resource) &&
						shows(each, 'operation', value),
				);
				const rows = own.flatMap((property) => parameterRows(property));
				return `### \`${String(resource)}\`: \`${String(value)}\`\n\n${table(HEADS, rows)}`;
			});
		});
	const defaults = properties.filter(({ name }) => name === 'resource' || name === 'operation');
	const choices = defaults.flatMap((property) => {
		const [resource] = property.displayOptions?.show?.resource ?? [];
		const when = resource ? `resource: ${String(resource)}` : shownWith(property);
		const { name, type } = property;
		return [
			[`\`${name}\``, type, code(property.default), valuesOf(property), when, labelOf(property)],
		];
	});
	return [table(HEADS, choices), ...sections].join('\n\n');
}

/** The parameters of the trigger: those of all events, then those of each. */
function triggerParameters(): string {
	const { SmmPanelTrigger } = built<{ SmmPanelTrigger: new () => INodeType }>(
		'nodes/SmmPanel/SmmPanelTrigger.node.js',
	);
	const { properties } = new SmmPanelTrigger().description;
	const rows = properties
		.filter(({ type }) => type !== 'hidden')
		.flatMap((each) => parameterRows(each));
	return table(HEADS, rows);
}

/** The columns that the table of the credential needs. */
const ofCredential = (cells: string[]): string[] => [...cells.slice(0, 3), ...cells.slice(-1)];

/** The fields of the credential. */
function credential(): string {
	const { SmmPanelApi } = built<{ SmmPanelApi: new () => ICredentialType }>(
		'credentials/SmmPanelApi.credentials.js',
	);
	const rows = new SmmPanelApi().properties.flatMap((property) => parameterRows(property));
	return table(ofCredential(HEADS), rows.map(ofCredential));
}

/** The kinds of failure: what each means for an order, and what to do. */
function kinds(): string {
	const { failureKinds, PanelFailure } = built<Failures>('nodes/SmmPanel/panel/failure.js');
	const rows = failureKinds.map((kind) => {
		const { certain, hint } = new PanelFailure(kind, { message: '' });
		return [`\`${kind}\``, certain ? '`notPlaced`' : '`unknown`', hint];
	});
	return table(['`kind`', '`outcome`, as a rule', 'what to do'], rows);
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The types of order and their fields. */
function orderTypes(): string {
	const { ORDER_TYPES } = built<Types>('nodes/SmmPanel/panel/orderTypes.js');
	const rows = ORDER_TYPES.map(({ value, title, required, optional = [] }) => [
		title,
		`\`${value}\``,
		list(required),
		list(optional),
	]);
	return table(['type', 'value', 'required', 'optional'], rows);
}

/** The fields of orders: their names, and how each is read. */
function orderFields(): string {
	const { ORDER_FIELDS } = built<Fields>('nodes/SmmPanel/panel/orderFields.js');
	const rows = ORDER_FIELDS.map(({ api, label, kind, description, ...field }) => {
		const choices = 'choices' in field ? field.choices : [];
		const values = choices.map(({ value, label: meaning }) => `${value} ${meaning}`).join(', ');
		const aliases = 'aliases' in field ? field.aliases : [];
		return [
			`\`${api}\``,
			label,
			list(aliases),
			kind,
			values ? `${description}: ${values}` : description,
		];
	});
	return table(['field', 'label', 'other headers', 'kind', 'meaning'], rows);
}

/** The known statuses, in the node's spelling. */
function statuses(): string {
	const { STATUSES } = built<Statuses>('nodes/SmmPanel/panel/status.js');
	const rows = STATUSES.map(({ name, order, refill }) => [name, ...[order, refill].map(String)]);
	return table(['status', '`finished` of an order', '`finished` of a refill'], rows);
}

/** The calls of the API, each with its forms, as the options of an issue form. */
function calls(): string {
	const all: Array<Call | BatchCall> = Object.values(
		built<Calls>('nodes/SmmPanel/panel/calls.js').calls,
	);
	const forms = all.flatMap((call) =>
		'one' in call && call.one !== call.many
			? [`${call.action}, one id`, `${call.action}, several ids`]
			: [call.action],
	);
	return forms.map((form) => `        - ${form}`).join('\n');
}

/** The generated parts, by page and marker. */
const PAGES: Record<string, Record<string, () => string>> = {
	'docs/contract.md': { credential, parameters, triggerParameters, statuses, kinds },
	'docs/order-types.md': { orderTypes, orderFields },
	'.github/ISSUE_TEMPLATE/panel.yml': { calls },
};

/** The markers before and after a part of a page: comments in its language. */
const marks = (page: string, name: string): [begin: string, end: string] =>
	page.endsWith('.yml')
		? [`# ${name}\n`, `\n        # end of ${name}\n`]
		: [`<!-- ${name} -->\n\n`, `\n\n<!-- end of ${name} -->`];

/** The current text of each page, and what it should be. */
export function pages(): Array<{ page: string; is: string; ought: string }> {
	return Object.entries(PAGES).map(([page, parts]) => {
		const is = readFileSync(path.join(ROOT, page), 'utf8');
		const ought = Object.entries(parts).reduce((text, [name, write]) => {
			const [begin, end] = marks(page, name);
			const [before, rest] = text.split(begin);
			const after = rest?.split(end)[1];
			if (after === undefined) throw new Error(`${page} has no part "${begin} … ${end}"`);
			return `${before}${begin}${write()}${end}${after}`;
		}, is);
		return { page, is, ought };
	});
}

if (require.main === module) {
	for (const { page, ought } of pages()) writeFileSync(path.join(ROOT, page), ought);
}
