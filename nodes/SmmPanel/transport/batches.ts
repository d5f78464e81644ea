import { readAnswers, type Answer } from '../panel/answers';
import { idFields, MOST_IDS, type BatchCall } from '../panel/calls';
import { PanelFailure } from '../panel/failure';
import type { Ask } from './ask';
import { notSentAfter, CircuitBreaker } from './circuitBreaker';
import { inParallel } from './parallel';

/** Gathers ids to lists of at most a hundred, each id once. */
export function* batchesOf(ids: Iterable<string>): Generator<string[]> {
	const seen = new Set<string>();
	let batch: string[] = [];
	for (const id of ids) {
		if (seen.has(id)) continue;
		seen.add(id);
		batch.push(id);
		if (batch.length === MOST_IDS) {
			yield batch;
			batch = [];
		}
	}
	if (batch.length > 0) yield batch;
}

/**
 * Asks for any number of ids, at most a hundred in a request and `width` requests in flight. Every id gets an
 * answer: a batch that failed is the answer of each of its ids. The ids are taken as they are needed.
 */
export async function answerAll(
	call: BatchCall,
	ids: Iterable<string>,
	ask: Ask,
	width: number,
): Promise<Map<string, Answer>> {
	const answers = new Map<string, Answer>();
	const breaker = new CircuitBreaker();
	await inParallel(batchesOf(ids), width, async (batch) => {
		const result = breaker.ended
			? notSentAfter(breaker.ended)
			: await ask(
					idFields(call, batch),
					(reply) => readAnswers(call, batch, reply),
					() => breaker.ended,
				);
		if (!breaker.ended) breaker.note(result);
		for (const id of batch) {
			answers.set(id, result instanceof PanelFailure ? result : (result.get(id) as Answer));
		}
	});
	return answers;
}
