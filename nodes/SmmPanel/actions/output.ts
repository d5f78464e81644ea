import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Call } from '../panel/calls';
import type { PanelFailure } from '../panel/failure';
import type { JsonObject } from '../panel/json';
import type { Row } from '../panel/rows';
import type { Job } from '../transport/job';
import { nodeError } from '../transport/nodeError';
import { report, type Subject } from '../transport/report';

/** Gathers what an operation gives out, item by item, in the node's settings for output and errors. */
export class Output {
	private readonly gathered: INodeExecutionData[] = [];
	private firstFailure?: { failure: PanelFailure; subject: Subject };
	private readonly raw: boolean;
	private readonly withInput: boolean;

	constructor(
		private readonly job: Job,
		private readonly call: Call,
	) {
		const first = job.items[0] ?? 0;
		this.raw = job.parameter('output', first, 'simplified') === 'raw';
		this.withInput = job.parameter('options.includeInputFields', first, false) === true;
	}

	/** Gives out a row: simplified, or as the panel sent it. */
	row(item: number, row: Row, raw: JsonObject): void {
		this.push(item, this.raw ? raw : row, this.withInput);
	}

	/** Gives out a failure; where the workflow stops on errors, `finish` throws the first one. */
	fail(failure: PanelFailure, about: Omit<Subject, 'doing'> & { item: number }): void {
		const subject = { ...about, doing: this.call.writes };
		// What was not sent because of another failure is not the failure to show.
		if (!this.firstFailure || this.firstFailure.failure.kind === 'notSent') {
			this.firstFailure = { failure, subject };
		}
		// The engine sends an item to the error output only if it holds nothing else, and adds the input itself.
		const onErrorOutput = this.job.node.onError === 'continueErrorOutput';
		this.push(subject.item, { ...report(failure, subject) }, this.withInput && !onErrorOutput);
	}

	/**
	 * Everything that was gathered.
	 *
	 * @param done What was done in spite of the failure and must be in the error, in words.
	 * @throws NodeApiError | NodeOperationError about the first failure, unless the node continues on errors.
	 */
	finish(done?: string): INodeExecutionData[] {
		if (this.firstFailure && !this.job.continueOnFail) {
			const { failure, subject } = this.firstFailure;
			throw nodeError(this.job.node, report(failure, subject), subject.item, done);
		}
		return this.gathered;
	}

	private push(item: number, json: object, withInput: boolean): void {
		this.gathered.push({
			json: { ...(withInput && this.job.input(item)), ...json } as IDataObject,
			pairedItem: { item },
		});
	}
}

/** Gives every item of a job the same failure. */
export function failAll(job: Job, call: Call, failure: PanelFailure): INodeExecutionData[] {
	const reportOf = (item: number) => report(failure, { item, doing: call.writes });
	if (!job.continueOnFail) {
		const item = job.items[0] ?? 0;
		throw nodeError(job.node, reportOf(item), item);
	}
	return job.items.map((item) => ({
		json: { ...reportOf(item) } as unknown as IDataObject,
		pairedItem: { item },
	}));
}
