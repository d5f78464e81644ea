import {
	type IDataObject,
	type IExecuteFunctions,
	type IExecuteSingleFunctions,
	type IHttpRequestOptions,
	type INode,
	NodeOperationError,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { type Call, calls } from '../panel/calls';
import { invalid, PanelFailure } from '../panel/failure';
import { A_SIZE, optionalSetting, toSize } from '../panel/json';
import type { Reply } from '../panel/reply';
import { readServices, type Service } from '../panel/services';
import { type Ask, makeAsk } from './ask';
import { BoundedMap } from './boundedMap';
import { clock } from './clock';
import { accountOf, connect, panelOf } from './request';

/** The value of a resource locator; an expression may have replaced it with the plain value. */
export const locatedValue = (locator: unknown): unknown =>
	typeof locator === 'object' && locator !== null && 'value' in locator ? locator.value : locator;

/** Maximum requests in flight that a user may set. */
export const MOST_CONCURRENT = 10;

/** n8n's context in either lane. */
type Context = IExecuteFunctions | IExecuteSingleFunctions;

/**
 * A run of one operation, with one interface for both lanes: the bulk lane has all items in one job, the routing lane
 * one item per job.
 */
export interface Job {
	context: Context;
	node: INode;
	/** Indexes of the input items that this job is for. */
	items: readonly number[];
	/** Whether these are all items of the run; in the routing lane each item has its own job. */
	isWhole: boolean;
	/** The json of an input item. */
	input(item: number): IDataObject;
	/**
	 * A parameter's value for an item; a dot in the name refers to an entry of a collection.
	 * @throws PanelFailure of kind `parameter` if its expression fails.
	 */
	parameter<T = unknown>(name: string, item: number, fallback?: NodeParameterValueType): T;
	/** Runs `make` and returns its result, or the failure that it throws. */
	attempt<T>(make: () => T): T | PanelFailure;
	/** Whether an error is returned as an item rather than thrown. */
	continueOnFail: boolean;
	/** Counts the runs of this node within its execution. */
	runIndex: number;
	/** How many requests may be in flight at once: the user's choice, or `usual` by default. */
	width(usual: number): number;
	/** Identifies the panel and the account: a hash of URL and API key. */
	panel(): Promise<string>;
	/** Makes the function for a call's requests; a failure if the credential or an option is invalid. */
	ask(call: Call): Promise<Ask | PanelFailure>;
	/** The panel's answer to a call without fields, or why there is none. */
	read<T>(call: Call, read: (reply: Reply) => T): Promise<T | PanelFailure>;
}

/** Whether a parameter's stored value contains an expression, and so may differ between items. */
const hasExpression = (value: unknown): boolean =>
	typeof value === 'string'
		? value.startsWith('=')
		: typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);

/** A field of the item in an expression, as the editor writes it when a column is dragged into a parameter. */
const FIELD = /\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\[(?:'([^'\\]+)'|"([^"\\]+)")\])\s*\}\}/g;

/** The fields of the item that a parameter's stored value is made of, besides whatever else it holds. */
export const fieldsIn = (stored: unknown): string[] =>
	typeof stored === 'string'
		? [...stored.matchAll(FIELD)].flatMap(([, ...names]) => names.find((name) => name) ?? [])
		: [];

const ONE_FIELD = new RegExp(`^=${FIELD.source}$`);

/** The field whose value a parameter is as a whole; undefined if it is anything else. */
const fieldIn = (stored: unknown): string | undefined =>
	typeof stored === 'string' && ONE_FIELD.test(stored) ? fieldsIn(stored)[0] : undefined;

const storedValue = (node: INode, name: string): unknown =>
	name
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], node.parameters);

/**
 * Where a parameter's values come from. n8n evaluates a parameter for each item, which takes longer than everything
 * else that is done for an item. A value without an expression is the same for all items, and a field of the item can
 * be read from it directly.
 */
interface Source {
	isConstant: boolean;
	constant?: unknown;
	field?: string;
}

/** Where the two lanes differ: how an item's value is read. */
interface Lane extends Pick<Job, 'context' | 'items' | 'input'> {
	value: (name: string, item: number, fallback: NodeParameterValueType) => unknown;
	/** The request as n8n's engine prepared it; only the routing lane has one. */
	prepared?: IHttpRequestOptions;
}

/** The job of the bulk lane: all items. */
export function bulkJob(context: IExecuteFunctions): Job {
	const inputs = context.getInputData();
	return makeJob({
		context,
		items: inputs.map((_, item) => item),
		input: (item) => inputs[item].json,
		value: (name, item, fallback) => context.getNodeParameter(name, item, fallback),
	});
}

/** The job of the routing lane: one item, with the request that the engine made from the routing. */
export function singleJob(context: IExecuteSingleFunctions, prepared: IHttpRequestOptions): Job {
	return makeJob({
		context,
		items: [context.getItemIndex()],
		input: () => context.getInputData().json,
		value: (name, _item, fallback) => context.getNodeParameter(name, fallback),
		prepared,
	});
}

function makeJob({ context, items, input, value, prepared }: Lane): Job {
	const node = context.getNode();
	const isWhole = prepared === undefined;
	const sources = new Map<string, Source>();
	const valueOf = (name: string, item: number, fallback: NodeParameterValueType): unknown => {
		let source = sources.get(name);
		if (source === undefined) {
			const stored = storedValue(node, name);
			source = { isConstant: !hasExpression(stored), field: fieldIn(stored) };
			sources.set(name, source);
		}
		if ('constant' in source) return source.constant;
		if (isWhole && source.field !== undefined) {
			const field = input(item)[source.field];
			// n8n may convert any other value, or make an error of it.
			if (['string', 'number', 'boolean'].includes(typeof field)) return field;
		}
		try {
			const result = value(name, item, fallback);
			if (source.isConstant) source.constant = result;
			return result;
		} catch (error) {
			throw invalid(
				`the parameter '${name}' cannot be read: ${(error as Error).message}`,
				`Check the expression in '${name}'.`,
			);
		}
	};
	const failureIn = (error: unknown): PanelFailure => {
		if (error instanceof PanelFailure) return error;
		throw new NodeOperationError(node, error as Error);
	};
	const ask = async (call: Call): Promise<Ask | PanelFailure> => {
		const stopped = context.getExecutionCancelSignal?.();
		try {
			const first = items[0] ?? 0;
			const { send, pace } = await connect({
				context,
				call,
				requestOptions: valueOf('requestOptions', first, {}) as IDataObject,
				perMinute: valueOf('options.requestsPerMinute', first, 0),
				prepared,
				stopped,
			});
			return makeAsk({ call, send, pace, clock, stopped });
		} catch (error) {
			return failureIn(error);
		}
	};
	return {
		context,
		node,
		items,
		isWhole,
		input,
		parameter: <T>(name: string, item: number, fallback: NodeParameterValueType = '') =>
			valueOf(name, item, fallback) as T,
		attempt<T>(make: () => T) {
			try {
				return make();
			} catch (error) {
				return failureIn(error);
			}
		},
		continueOnFail: context.continueOnFail(),
		width(usual) {
			const set = valueOf('options.concurrency', items[0] ?? 0, usual);
			const width = optionalSetting('Concurrency', set, toSize, A_SIZE) ?? usual;
			return Math.min(Math.max(Math.trunc(width), 1), MOST_CONCURRENT);
		},
		panel: async () => await panelOf(context),
		runIndex: Number(context.getWorkflowDataProxy(items[0] ?? 0).$runIndex),
		ask,
		async read(call, read) {
			const asking = await ask(call);
			return asking instanceof PanelFailure ? asking : await asking({}, read);
		},
	};
}

/** Whether a node is the variant that n8n makes for AI agents: a model calls it and reads its output. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

type Catalogue = Service[] | PanelFailure;

/** Maximum catalogues that are kept per execution: a loop may run its nodes any number of times. */
const MOST_RUNS = 8;

/**
 * Catalogues requested in an execution, by account, node and run. n8n passes the same object to all items of an
 * execution, and to all tools of an agent, which may be nodes of several panels.
 */
const asked = new WeakMap<object, Map<string, Promise<Catalogue>>>();

/**
 * The panel's services, requested once per run of the node: for all items of the bulk lane, and for all jobs of the
 * routing lane together. A failure is not kept, so a retry requests them again.
 */
export async function catalogueOf(job: Job): Promise<Catalogue> {
	const execution = job.context.getExecuteData();
	const runs = asked.get(execution) ?? new BoundedMap<string, Promise<Catalogue>>(MOST_RUNS);
	asked.set(execution, runs);
	const run = [accountOf(job.node), job.node.id, job.runIndex].join(' ');
	const running = runs.get(run) ?? job.read(calls.services, readServices);
	runs.set(run, running);
	let catalogue: Catalogue | undefined;
	try {
		return (catalogue = await running);
	} finally {
		if (!Array.isArray(catalogue)) runs.delete(run);
	}
}
