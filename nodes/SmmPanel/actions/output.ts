import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Call } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { JsonObject } from '../panel/json';
import type { Row } from '../panel/rows';
import type { Job } from '../transport/job';
import { nodeError, report, type Subject } from '../transport/report';

/** The node's settings for what is given out. */
interface Shape {
	raw: boolean;
	withInput: boolean;
}

/** @throws PanelFailure of kind `parameter` when a setting cannot be read. */
function shapeOf(job: Job): Shape {
	const first = job.items[0] ?? 0;
	return {
		raw: job.parameter('output', first, 'simplified') === 'raw',
		withInput: job.parameter('includeInputFields', first, false) === true,
	};
}

/** Of an item with both of these fields n8n makes an error; a panel is not to do that. */
const ENGINE_NAMES = ['$error', '$json'];

function withoutEngineNames(row: object): object {
	if (!ENGINE_NAMES.some((name) => name in row)) return row;
	return Object.fromEntries(Object.entries(row).filter(([name]) => !ENGINE_NAMES.includes(name)));
}

/** Gathers what an operation gives out, item by item, in the node's settings for output and errors. */
export class Output {
	private readonly gathered: INodeExecutionData[] = [];
	private firstFailure?: { failure: PanelFailure; subject: Subject; item: number };

	/** To be made before anything is sent: it throws when a setting cannot be read. */
	constructor(
		private readonly job: Job,
		private readonly call: Call,
		private readonly shape = shapeOf(job),
	) {}

	/** Gives out a row: simplified, or as the panel sent it. */
	row(item: number, row: Row, raw: JsonObject): void {
		this.push(item, withoutEngineNames(this.shape.raw ? raw : row), this.shape.withInput);
	}

	/** Gives out a failure; where the workflow stops on errors, `finish` throws the first one. */
	fail(failure: PanelFailure, item: number, id?: Subject['id']): void {
		const subject = { id, doing: this.call.writes };
		// What was not sent because of another failure is not the failure to show.
		if (!this.firstFailure || this.firstFailure.failure.kind === 'notSent') {
			this.firstFailure = { failure, subject, item };
		}
		// The engine sends an item to the error output only if it holds nothing else, and adds the input itself.
		const onErrorOutput = this.job.node.onError === 'continueErrorOutput';
		const withInput = this.shape.withInput && !onErrorOutput;
		const pushed = this.push(item, report(failure, subject), withInput);
		// Before n8n 2.36 an item with `details` reaches the error output only by an `error` beside its json.
		// Since then a plain field of that name takes the place of the json, so it is one that is not copied.
		if (onErrorOutput) Object.defineProperty(pushed, 'error', { value: failure, writable: true });
	}

	/**
	 * Everything that was gathered.
	 *
	 * @param done What was done in spite of the failure and must be in the error, in words.
	 * @param paid What was paid for; the error begins with it.
	 * @throws NodeApiError | NodeOperationError about the first failure, unless the node continues on errors.
	 */
	finish(done = '', paid = ''): INodeExecutionData[] {
		if (this.firstFailure && !this.job.continueOnFail) {
			const { failure, subject, item } = this.firstFailure;
			throw nodeError(this.job.node, report(failure, subject), item, done, paid);
		}
		return this.gathered;
	}

	private push(item: number, json: object, withInput: boolean): INodeExecutionData {
		const pushed = {
			json: (withInput ? { ...this.job.input(item), ...json } : { ...json }) as IDataObject,
			pairedItem: { item },
		};
		this.gathered.push(pushed);
		return pushed;
	}
}

export function failAll(job: Job, call: Call, failure: PanelFailure): INodeExecutionData[] {
	const shape = job.attempt(() => shapeOf(job));
	const output = new Output(
		job,
		call,
		shape instanceof PanelFailure ? { raw: false, withInput: false } : shape,
	);
	for (const item of job.items) output.fail(failure, item);
	return output.finish();
}
