import { readAnswers, type Answer } from '../panel/answers';
import { idFields, MOST_IDS, type BatchCall } from '../panel/calls';
import { PanelFailure, type FailureKind } from '../panel/failure';
import { isMissingOrder } from '../panel/reply';
import { type Ask, CircuitBreaker, notSentAfter } from './ask';

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

/** Most ids of a run that are asked for one at a time, because the panel refused them as a list. */
const MOST_SINGLES = 100;

export interface Asking {
	/** Requests in flight at once. */
	width: number;
	/** Writes a line to n8n's log. */
	log: (line: string) => void;
	/** Whether this is a poll, which may leave ids to the next one: these are `notSent`. */
	isPoll?: boolean;
}

export interface Answers {
	/** What the panel said of each id, or why it said nothing. */
	answers: Map<string, Answer>;
	/** The ids that replies were about: these held a row, or words about one id. */
	heard: Set<string>;
	/** Of the requests that brought nothing of any id, the last, or the one that ended the rest. */
	failure?: PanelFailure;
}

/**
 * Asks for any number of ids, at most a hundred in a request and `width` requests in flight. Every id gets an
 * answer: a batch that failed is the answer of each of its ids. The ids are taken as they are needed.
 *
 * A panel that refuses a list as a whole says nothing of any id, so its ids are asked for one at a time: in a
 * poll the first hundred of them, otherwise all, or none where they are more than that. What writes is asked
 * for again only where the panel certainly did nothing.
 */
export async function answerAll(
	call: BatchCall,
	ids: Iterable<string>,
	ask: Ask,
	{ width, log, isPoll = false }: Asking,
): Promise<Answers> {
	const run = new Run(call, ask, width, log);
	const lists = batchesOf(ids);
	const nextList = () => lists.next().value ?? undefined;
	if (!isPoll) {
		await run.work(nextList);
		if (run.refused.length <= MOST_SINGLES) await run.work(() => run.single());
		else run.giveUp();
		return run;
	}
	// Ids of refused lists come first: whatever time is left, the next poll goes on behind some of them.
	await run.work(() => run.single() ?? (run.refused.length > 0 ? undefined : nextList()));
	for (const list of lists) run.leave(list);
	return run;
}

/** The requests of one run, and what came of them. */
class Run implements Answers {
	readonly answers = new Map<string, Answer>();
	readonly heard = new Set<string>();
	/** Ids of lists that the panel refused as a whole, and that were not asked for singly. */
	readonly refused: string[] = [];
	/** The place of each id among those that were asked for. */
	private readonly places = new Map<string, number>();
	private readonly breaker = new CircuitBreaker();
	private refusal?: PanelFailure;
	private failed?: PanelFailure;
	/** How many ids may still be asked for singly. */
	private singles = MOST_SINGLES;
	/** Whether the panel wants its own field for one id. */
	private isAlone = false;

	constructor(
		private readonly call: BatchCall,
		private readonly ask: Ask,
		private readonly width: number,
		private readonly log: Asking['log'],
	) {}

	get failure(): PanelFailure | undefined {
		return this.breaker.ended ?? this.failed;
	}

	/** Asks for what `next` gives, as long as it gives anything; a request that came back may lead to more. */
	async work(next: () => string[] | undefined): Promise<void> {
		const workers: Array<Promise<void>> = [];
		let idle = this.width;
		const worker = async () => {
			for (let batch = next(); batch; batch = next()) {
				for (const id of batch) this.places.set(id, this.places.get(id) ?? this.places.size);
				this.take(batch, await this.request(batch));
				hire();
			}
			idle++;
		};
		const hire = () => {
			for (let count = idle; count > 0; count--) {
				idle--;
				workers.push(worker());
			}
		};
		hire();
		for (const each of workers) await each;
	}

	/** The first of the refused ids, to be asked for alone; undefined where there is none or no room for it. */
	single(): string[] | undefined {
		const id = this.singles > 0 ? this.refused.shift() : undefined;
		if (id === undefined) return undefined;
		if (this.singles === MOST_SINGLES) {
			this.log(
				`SMM Panel: IDs are requested one at a time, because for a list ${this.refusal?.message}`,
			);
		}
		this.singles--;
		return [id];
	}

	/** Leaves a list to the next poll. */
	leave(list: string[]): void {
		this.take(list, notSentAfter(this.refusal as PanelFailure));
	}

	/** Says of the refused ids, which are too many to be asked for singly, what to do. */
	giveUp(): void {
		const hint = `The panel refused this list as a whole, which says nothing about any single ID. Send at most ${MOST_SINGLES} IDs per run, for example with 'Loop Over Items': the node then requests them one at a time.`;
		const failure = (this.refusal as PanelFailure).but({ hint });
		for (const id of this.refused) this.answers.set(id, failure);
	}

	private async request(batch: string[]): Promise<Result> {
		const wasAlone = this.isAlone;
		const result = await this.send(batch, wasAlone);
		if (wasAlone || !this.call.alone || !isMissing(result, batch)) return result;
		this.isAlone = true;
		return batch.length === 1 ? await this.send(batch, true) : result;
	}

	private async send(batch: string[], isAlone: boolean): Promise<Result> {
		if (this.breaker.ended) return notSentAfter(this.breaker.ended);
		const result = await this.ask(
			idFields(this.call, batch, isAlone),
			(reply) => readAnswers(this.call, batch, reply),
			() => this.breaker.ended,
		);
		if (!this.breaker.ended) this.breaker.note(result);
		return result;
	}

	/** Files what a request brought. */
	private take(batch: string[], result: Result): void {
		const isFailure = result instanceof PanelFailure;
		const isHeard = isAbout(result, batch.length);
		for (const id of batch) {
			this.answers.set(id, isFailure ? result : (result.get(id) as Answer));
			if (isHeard) this.heard.add(id);
		}
		if (!isHeard && !(isFailure && result.kind === 'notSent')) {
			this.failed = isFailure ? result : silence(result);
		}
		if (!isFailure || result.kind !== 'batchRefused') return;
		if (batch.length === 1 || (this.call.writes && !result.certain)) return;
		this.refusal = result;
		this.refused.push(...batch);
		const placeOf = (id: string) => this.places.get(id) as number;
		this.refused.sort((one, other) => placeOf(one) - placeOf(other));
	}
}

/** What came of a request: an answer for each of its ids, or a failure of all. */
type Result = Map<string, Answer> | PanelFailure;

/** Kinds of failure of one id that say nothing of it. */
const SILENT: readonly FailureKind[] = ['missing', 'ambiguous'];

/** Whether the answer for an id says nothing of it: words about every request, or of the server's trouble, do not. */
const isSilent = (answer: Answer): boolean =>
	answer instanceof PanelFailure && (answer.reach !== 'one' || SILENT.includes(answer.kind));

/** Whether a reply was about its ids: it holds a row or words about one, or does not know the only one. */
const isAbout = (result: Result, count: number): boolean =>
	result instanceof PanelFailure
		? count === 1 && ['orderId', 'refillId'].includes(result.kind)
		: ![...result.values()].every(isSilent);

/** Why a reply was about none of its ids. */
const silence = (result: Map<string, Answer>): PanelFailure => {
	const failures = [...result.values()] as PanelFailure[];
	return (
		failures.find(({ kind }) => kind !== 'missing') ??
		new PanelFailure('missing', { message: 'the panel answered for none of the IDs' })
	);
};

/** Whether a panel missed the field `order`, and so did nothing. */
function isMissing(result: Result, [id]: string[]): boolean {
	const answer = result instanceof PanelFailure ? result : result.get(id);
	return answer instanceof PanelFailure && answer.certain && isMissingOrder(answer);
}
