import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Call } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { JsonObject } from '../panel/json';
import type { Row } from '../panel/rows';
import type { Job } from '../transport/job';
import { nodeError, report, type Subject } from '../transport/report';

/** The node's output settings. */
interface Shape {
	raw: boolean;
	withInput: boolean;
}

/** For failures, if the settings cannot be read. */
const PLAIN: Shape = { raw: false, withInput: false };

/** @throws PanelFailure of kind `parameter` if a setting cannot be read. */
function shapeOf(job: Job): Shape {
	const first = job.items[0] ?? 0;
	return {
		raw: job.parameter('output', first, 'simplified') === 'raw',
		withInput: job.parameter('includeInputFields', first, false) === true,
	};
}

/** n8n turns an item with both of these fields into an error; a panel must not be able to do that. */
const ENGINE_NAMES = ['$error', '$json'];

function withoutEngineNames(row: object): object {
	if (!ENGINE_NAMES.some((name) => name in row)) return row;
	return Object.fromEntries(Object.entries(row).filter(([name]) => !ENGINE_NAMES.includes(name)));
}

/** Collects an operation's output, item by item, following the node's settings for output and errors. */
export class Output {
	private readonly gathered: INodeExecutionData[] = [];
	private firstFailure?: { failure: PanelFailure; subject: Subject; item: number };

	/** @throws PanelFailure if a setting cannot be read. */
	constructor(
		private readonly job: Job,
		private readonly call: Call,
		private readonly shape = shapeOf(job),
	) {}

	/** Adds a row: simplified, or as the panel sent it. */
	row(item: number, row: Row, raw: JsonObject): void {
		this.push(item, withoutEngineNames(this.shape.raw ? raw : row), this.shape.withInput);
	}

	/** Adds the rows that `find` returns for an item, or the failure that it throws. */
	found(item: number, find: () => Array<{ row: Row; raw: JsonObject }>): void {
		const found = this.job.attempt(find);
		if (found instanceof PanelFailure) this.fail(found, item);
		else for (const { row, raw } of found) this.row(item, row, raw);
	}

	/** Adds a failure; if the workflow stops on errors, `finish` throws the first one. */
	fail(failure: PanelFailure, item: number, id?: Subject['id']): void {
		const subject = { id, doing: this.call.writes };
		// An item that was not sent because of another failure is not the failure to show.
		if (!this.firstFailure || this.firstFailure.failure.kind === 'notSent') {
			this.firstFailure = { failure, subject, item };
		}
		// The engine sends an item to the error output only if it holds nothing else, and adds the input itself.
		const onErrorOutput = this.job.node.onError === 'continueErrorOutput';
		const withInput = this.shape.withInput && !onErrorOutput;
		const pushed = this.push(item, report(failure, subject), withInput);
		// Before n8n 2.36, an item with `details` reaches the error output only by an `error` next to its json.
		// Since then a plain field of that name replaces the json, so it is made one that is not copied.
		if (onErrorOutput) Object.defineProperty(pushed, 'error', { value: failure, writable: true });
	}

	/**
	 * Returns everything collected.
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
	const output = new Output(job, call, shape instanceof PanelFailure ? PLAIN : shape);
	for (const item of job.items) output.fail(failure, item);
	return output.finish();
}
