import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type IHttpRequestOptions,
	type INodeExecutionData,
	type INodePropertyRouting,
} from 'n8n-workflow';

import type { Call } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { bulkJob, singleJob, type Job } from '../transport/job';
import { failAll } from './output';

/** One operation in both of n8n's lanes. */
export interface Operation {
	/** For n8n's routing engine, which calls it for one item at a time. */
	routing: INodePropertyRouting;
	/** For n8n's `customOperations`, which calls it once with all items. */
	bulk: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

/**
 * Declares an operation by its call and the function that runs it. Both lanes run that function. The routing runs it
 * with a job of one item, in the hook that the engine has for pagination, because only there may a node send, read
 * and repeat requests by its own rules.
 */
export function operation(call: Call, run: (job: Job) => Promise<INodeExecutionData[]>): Operation {
	const runSafely = async (job: Job): Promise<INodeExecutionData[]> => {
		try {
			return await run(job);
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
