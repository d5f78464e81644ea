import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import type { Operation } from './operation';

/** An operation as the editor lists it. */
interface ListedOperation extends Operation {
	name: string;
	/** Shown below the node on the canvas, and in n8n's list of actions. */
	action: string;
	description: string;
	/** What a model that builds workflows in n8n has to know (`builderHint`). */
	hint?: string;
}

/** One resource: the choice of its operations with the parameters of each, and what runs them for all items at once. */
export function defineResource(
	resource: string,
	defaultOperation: string,
	operations: Record<string, ListedOperation>,
) {
	const listed = Object.entries(operations);
	const description: INodeProperties[] = [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: listed.map(([value, { name, action, description, hint, routing }]) => ({
				name,
				value,
				action,
				description,
				...(hint !== undefined && { builderHint: { propertyHint: hint } }),
				routing,
			})),
			default: defaultOperation,
		},
		...listed.flatMap(([operation, { properties }]) =>
			updateDisplayOptions({ show: { resource: [resource], operation: [operation] } }, properties),
		),
	];
	const bulk = Object.fromEntries(listed.map(([operation, { bulk }]) => [operation, bulk]));
	return { description, bulk };
}
