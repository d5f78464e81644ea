import type { ExecuteContext } from 'n8n-core';
import type { IExecuteFunctions, INodeType, INodeTypes } from 'n8n-workflow';

import { core } from './core';
import { exposeToThrows } from './throws';
import type { Lane } from './types';

const loadedByN8n = new WeakSet<INodeType>();

/** Marks a node type as prepared by n8n's own loader, so that it is not prepared twice. */
export function markAsLoaded(type: INodeType): void {
	loadedByN8n.add(type);
}

/** Whether n8n's server would give the node an `execute` that runs its routing. */
function runsByRouting(type: INodeType): boolean {
	const declarative = type.description.requestDefaults !== undefined;
	const own = type.execute ?? type.supplyData ?? type.poll ?? type.trigger;
	const other = type.webhook ?? type.methods;
	return !own && (!other || declarative);
}

/** A copy to prepare, so that the caller's node type, description and properties do not change. */
function copyOf(type: INodeType, name: string): INodeType {
	const copy = Object.assign(Object.create(Object.getPrototypeOf(type) as object), type);
	copy.description = {
		...type.description,
		name,
		properties: [...type.description.properties],
	};
	return copy as INodeType;
}

/** Wraps each custom operation so that n8n can be made to throw inside it. */
function exposeOperations(type: INodeType): void {
	const wrapped = (operations: NonNullable<INodeType['customOperations']>[string]) =>
		Object.entries(operations).map(([name, operation]) => [
			name,
			async function (this: IExecuteFunctions) {
				exposeToThrows(this);
				return await operation.call(this);
			},
		]);
	if (!type.customOperations) return;
	type.customOperations = Object.fromEntries(
		Object.entries(type.customOperations).map(([resource, operations]) => [
			resource,
			Object.fromEntries(wrapped(operations)),
		]),
	);
}

function prepare(name: string, type: INodeType, lane?: Lane): INodeType {
	const prepared = copyOf(type, name);
	if (!loadedByN8n.has(type)) {
		// Adds `requestOptions` and `pollTimes`. The method is the loader's, but it needs no loader.
		core.DirectoryLoader.prototype['applySpecialNodeParameters'](prepared);
	}
	if (lane === 'routing') Object.defineProperty(prepared, 'customOperations', { value: undefined });
	else exposeOperations(prepared);
	if (runsByRouting(prepared)) {
		prepared.execute = async function (this: IExecuteFunctions) {
			return (await new core.RoutingNode(this as ExecuteContext, prepared).runNode()) ?? [];
		};
	}
	return prepared;
}

/**
 * The node types of an engine, as n8n's loader and server prepare them.
 *
 * @param types node types, by full name
 * @param lane `routing` hides the custom operations of every node
 * @returns the registry that a workflow uses; it throws for an unknown name
 */
export function nodeTypesOf(types: Record<string, INodeType>, lane?: Lane): INodeTypes {
	const prepared = new Map(
		Object.entries(types).map(([name, type]) => [name, prepare(name, type, lane)]),
	);
	const byName = (name: string): INodeType => {
		const type = prepared.get(name);
		if (type) return type;
		throw new Error(`No node type "${name}" here, only: ${[...prepared.keys()].join(', ')}`);
	};
	return {
		getByName: byName,
		getByNameAndVersion: byName,
		getKnownTypes: () => ({}),
	};
}
