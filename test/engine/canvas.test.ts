/** What the editor shows of a node on the canvas, and how it takes lists of IDs. */
import {
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	Workflow,
} from 'n8n-workflow';

import { SmmPanel } from '../../nodes/SmmPanel/SmmPanel.node';
import { SmmPanelTrigger } from '../../nodes/SmmPanel/SmmPanelTrigger.node';

const node = new SmmPanel();
const trigger = new SmmPanelTrigger();

const named = (type: INodeType, ...names: string[]): INodeProperties[] =>
	type.description.properties.filter(({ name }) => names.includes(name));

const optionsOf = ({ options = [] }: INodeProperties) => options as INodePropertyOptions[];

/** The subtitle of a node with these parameters, as n8n evaluates it. */
function subtitle(type: INodeType, parameters: INodeParameters) {
	const saved = { id: '1', name: 'Node', type: '', typeVersion: 1, parameters };
	const workflow = new Workflow({
		nodes: [{ ...saved, position: [0, 0] }],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	const { description } = type;
	const on = workflow.getNode('Node')!;
	return workflow.expression.getSimpleParameterValue(on, description.subtitle, 'internal', {});
}

it.each(
	named(node, 'operation').flatMap((property) =>
		optionsOf(property).map(({ value, action }) => {
			const [resource] = property.displayOptions!.show!.resource as string[];
			return [action, { resource, operation: String(value) }] as const;
		}),
	),
)('the subtitle of a node is its action: %s', (action, parameters) => {
	expect(subtitle(node, parameters)).toBe(action);
});

it('the subtitle of a dry run says that it is one', () => {
	const parameters = { resource: 'order', operation: 'create', dryRun: true };
	expect(subtitle(node, parameters)).toBe('Dry run of an order');
});

it.each(named(trigger, 'event').flatMap(optionsOf))(
	'the subtitle of a trigger is its event: $name',
	({ name, value }) => {
		expect(subtitle(trigger, { event: value })).toBe(name);
	},
);

it('lists of IDs have room for several lines', () => {
	const lists = [node, trigger].flatMap((type) => named(type, 'orderIds', 'refillIds'));
	expect(lists.length).toBeGreaterThan(4);
	for (const { typeOptions } of lists) expect(typeOptions).toEqual({ rows: 3 });
});
