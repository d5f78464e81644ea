import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type IHttpRequestOptions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyRouting,
} from 'n8n-workflow';

import type { Call } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { bulkJob, singleJob, type Job } from '../transport/job';
import { failAll, Output } from './output';
import { optionsProperty, outputProperties, type OptionName } from './parameters';

/** One operation in both of n8n's lanes. */
export interface Operation {
	properties: INodeProperties[];
	/** For n8n's routing engine, which calls it for one item at a time. */
	routing: INodePropertyRouting;
	/** For n8n's `customOperations`, which calls it once with all items. */
	bulk: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

/** How an operation differs from the others. */
interface OwnOperation {
	call: Call;
	/** Its parameters, before those that every operation has. */
	parameters?: INodeProperties[];
	/** Its options, besides those that every operation has. */
	options?: OptionName[];
	/** Runs it and returns what `output.finish` returns. A failure that it throws is that of every item. */
	run(job: Job, output: Output): Promise<INodeExecutionData[]>;
}

/**
 * Declares an operation by the call it makes, its parameters, and the function that both lanes run. The routing runs it
 * with a job of one item, in the place that n8n's engine has for paging through results, because only there may a node
 * send, read and repeat requests by its own rules.
 */
export function operation({ call, parameters = [], options, run }: OwnOperation): Operation {
	const runSafely = async (job: Job): Promise<INodeExecutionData[]> => {
		try {
			// The output settings are read first: once orders are placed, nothing may fail.
			return await run(job, new Output(job, call));
		} catch (error) {
			// Something that every item needs is missing, so every item fails for the same reason.
			if (error instanceof PanelFailure) return failAll(job, call, error);
			// Wrapped a second time, an error loses its description in older versions of n8n.
			throw error instanceof NodeApiError
				? error
				: new NodeOperationError(job.node, error as Error);
		}
	};
	return {
		properties: [...parameters, ...outputProperties, optionsProperty(call, options)],
		routing: {
			request: { body: { action: call.action } },
			send: { paginate: true },
			operations: {
				async pagination(this: IExecutePaginationFunctions, { options }) {
					return await runSafely(singleJob(this, options as IHttpRequestOptions));
				},
			},
		},
		async bulk() {
			return [await runSafely(bulkJob(this))];
		},
	};
}
