import type { INodeExecutionData } from 'n8n-workflow';

import type { Answer } from '../panel/answers';
import type { BatchCall } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import { readIdRanges, readIds } from '../panel/ids';
import type { JsonObject } from '../panel/json';
import type { Row } from '../panel/rows';
import type { StatusOf } from '../panel/status';
import { answerAll } from '../transport/batches';
import type { Job } from '../transport/job';
import { operation, type Operation } from './operation';
import type { Output } from './output';
import { concurrencyOf, IDS, idsProperty, takesRanges, type OptionName } from './parameters';

/** How operations on ids differ. */
interface BatchOperation {
	call: BatchCall;
	/** The simplified row of an id. */
	row: (id: string, raw: JsonObject) => Row;
	/** Its options, besides those that every operation on ids has. */
	options?: OptionName[];
	/** For an item, makes the test that decides which of its rows are returned. */
	keep?: (job: Job, item: number) => (row: Row) => boolean;
}

/** The ids that an item requests and which of the rows it wants, or why they cannot be read. */
type Wanted = { ids: string[]; keep: (row: Row) => boolean } | PanelFailure;

/** An operation on ids: those of all items are requested in batches, each once, and each item gets its own rows. */
export function batchOperation(own: BatchOperation): Operation {
	const { call, options = [] } = own;
	return operation({
		call,
		parameters: [idsProperty(call)],
		options: ['concurrency', ...options],
		async run(job, output) {
			const wanted = new Map<number, Wanted>();
			const ids = idsOfItems(job, own, wanted);
			// Writes are sent only once all items are valid; reads may start at once.
			const ready = call.writes ? [...ids] : ids;
			const hasInvalid = [...wanted.values()].some((each) => each instanceof PanelFailure);
			const mustStop = call.writes && hasInvalid && !job.continueOnFail;
			const answers = mustStop ? new Map<string, Answer>() : await askFor(job, call, ready);
			// The remaining items still have to be read, so that each gets its own failure.
			if (answers instanceof PanelFailure) Array.from(ids);
			return give(output, own, wanted, answers);
		},
	});
}

/** Reads the ids item by item, as they are needed. If errors stop the workflow, an invalid item is the last one read. */
function* idsOfItems(
	job: Job,
	{ call, keep = () => () => true }: BatchOperation,
	wanted: Map<number, Wanted>,
): Generator<string> {
	const { name, displayName } = IDS[call.id];
	const read = takesRanges(call) ? readIdRanges : readIds;
	for (const item of job.items) {
		const asked = job.attempt(() => ({
			ids: read(job.parameter(name, item), displayName),
			keep: keep(job, item),
		}));
		wanted.set(item, asked);
		if (!(asked instanceof PanelFailure)) yield* asked.ids;
		else if (!job.continueOnFail) return;
	}
}

async function askFor(
	job: Job,
	call: BatchCall,
	ids: Iterable<string>,
): Promise<Map<string, Answer> | PanelFailure> {
	const width = job.attempt(() => job.width(concurrencyOf(call)));
	if (width instanceof PanelFailure) return width;
	const ask = await job.ask(call);
	if (ask instanceof PanelFailure) return ask;
	const log = (line: string) => job.context.logger.warn(line);
	return (await answerAll(call, ids, ask, { width, log })).answers;
}

function give(
	output: Output,
	{ call, row }: BatchOperation,
	wanted: Map<number, Wanted>,
	answers: Map<string, Answer> | PanelFailure,
): INodeExecutionData[] {
	const done: string[] = [];
	let answered = 0;
	for (const [item, asked] of wanted) {
		if (asked instanceof PanelFailure) {
			output.fail(asked, item);
			continue;
		}
		for (const id of asked.ids) {
			const answer = answers instanceof PanelFailure ? answers : answers.get(id);
			// Nothing was sent because another item is invalid; `finish` throws that item's failure.
			if (answer === undefined) continue;
			if (answer instanceof PanelFailure) {
				output.fail(answer, item, { of: call.id, value: id });
				continue;
			}
			answered++;
			const simplified = row(id, answer);
			if (call.writes && call.result) {
				done.push(`${id} (${call.result} ${String(simplified[call.result])})`);
			}
			if (asked.keep(simplified)) output.row(item, simplified, answer);
		}
	}
	if (done.length > 0) return output.finish(`Done for these orders: ${done.join(', ')}.`);
	return output.finish(answered > 0 && !call.writes ? withheld(answered, call.id) : '');
}

/** What one failed ID withholds from the user, and how to get it. */
const withheld = (count: number, of: StatusOf): string =>
	`The panel answered for ${count} other ${count === 1 ? of : `${of}s`}. To get those answers, set 'On Error' in the node's settings to 'Continue'.`;
