import { readAnswers, type Answer } from '../panel/answers';
import { idFields, MOST_PER_REQUEST, type BatchCall } from '../panel/calls';
import { PanelFailure, type FailureKind } from '../panel/failure';
import { isMissingOrder } from '../panel/reply';
import { type Ask, CircuitBreaker, notSentAfter } from './ask';

/** Groups ids into lists of at most a hundred, each id once. */
function* batchesOf(ids: Iterable<string>): Generator<string[]> {
	const seen = new Set<string>();
	let batch: string[] = [];
	for (const id of ids) {
		if (seen.has(id)) continue;
		seen.add(id);
		batch.push(id);
		if (batch.length === MOST_PER_REQUEST) {
			yield batch;
			batch = [];
		}
	}
	if (batch.length > 0) yield batch;
}

/** Maximum ids of a run that are requested one at a time because the panel refused them as a list. */
const MOST_SINGLES = 100;

export interface Asking {
	/** Requests in flight at once. */
	width: number;
	/** Writes a line to n8n's log. */
	log: (line: string) => void;
	/** Whether this is a poll, which may leave ids to the next one: their answer is `notSent`. */
	isPoll?: boolean;
}

export interface Answers {
	/** The panel's answer for each id, or why there is none. */
	answers: Map<string, Answer>;
	/** The ids that replies were about: they returned a row, or words about one id. */
	answered: Set<string>;
	/** The last request that returned nothing about any id, or the one that ended the rest. */
	failure?: PanelFailure;
}

/**
 * Requests any number of ids, at most a hundred per request, with `width` requests in flight. Every id gets an
 * answer: a failed batch is the answer of each of its ids. The ids are read as they are needed.
 *
 * A panel that refuses a list as a whole says nothing about any id, so its ids are requested one at a time: in a poll
 * the first hundred of them, otherwise all, or none if there are more than a hundred. Writes are sent again only if
 * the panel certainly did nothing.
 */
export async function answerAll(
	call: BatchCall,
	ids: Iterable<string>,
	ask: Ask,
	asking: Asking,
): Promise<Answers> {
	const run = new Run(call, ask, asking);
	const lists = batchesOf(ids);
	const nextList = () => lists.next().value ?? undefined;
	if (!asking.isPoll) {
		await run.work(nextList);
		if (run.refused.length <= MOST_SINGLES) await run.work(() => run.single());
		else run.giveUp();
		return run;
	}
	// Ids of refused lists come first: even if time runs out, the next poll continues after some of them.
	await run.work(() => run.single() ?? (run.refused.length > 0 ? undefined : nextList()));
	for (const list of lists) run.leave(list);
	return run;
}

/** The requests of one run and their results. */
class Run implements Answers {
	readonly answers = new Map<string, Answer>();
	readonly answered = new Set<string>();
	/** Ids of lists that the panel refused as a whole, and that were not requested singly. */
	readonly refused: Array<{ id: string; place: number }> = [];
	/** How many ids were requested: the place of the next one. */
	private requested = 0;
	private readonly breaker = new CircuitBreaker();
	private refusal?: PanelFailure;
	private failed?: PanelFailure;
	/** How many ids may still be requested singly. */
	private singles = MOST_SINGLES;
	/** Whether the panel wants one id in a separate field. */
	private isAlone = false;

	constructor(
		private readonly call: BatchCall,
		private readonly ask: Ask,
		private readonly asking: Asking,
	) {}

	get failure(): PanelFailure | undefined {
		return this.breaker.ended ?? this.failed;
	}

	/** Requests what `next` returns until it returns nothing; a finished request may lead to more. */
	async work(next: () => string[] | undefined): Promise<void> {
		const workers: Array<Promise<void>> = [];
		let idle = this.asking.width;
		const worker = async () => {
			for (let batch = next(); batch; batch = next()) {
				const place = this.requested;
				this.requested += batch.length;
				this.take(batch, await this.request(batch), place);
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

	/** The first of the refused ids, to be requested alone; undefined if there is none, or no more may be. */
	single(): string[] | undefined {
		const first = this.singles > 0 ? this.refused.shift() : undefined;
		if (first === undefined) return undefined;
		if (this.singles === MOST_SINGLES) {
			this.asking.log(
				`SMM Panel: IDs are requested one at a time, because a list of them was refused: ${this.refusal?.message}`,
			);
		}
		this.singles--;
		return [first.id];
	}

	/** Leaves a list to the next poll. */
	leave(list: string[]): void {
		this.take(list, notSentAfter(this.refusal as PanelFailure));
	}

	/** Gives the refused ids that are too many to request singly a failure that says what to do. */
	giveUp(): void {
		const hint = `The panel refused this list as a whole, which says nothing about any single ID. Send at most ${MOST_SINGLES} IDs per run, for example with 'Loop Over Items': the node then requests them one at a time.`;
		const failure = (this.refusal as PanelFailure).but({ hint });
		for (const { id } of this.refused) this.answers.set(id, failure);
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

	/** Records the result of a request, whose first id had this place. */
	private take(batch: string[], result: Result, place = 0): void {
		const isFailure = result instanceof PanelFailure;
		const isAnswered = isAbout(result, batch.length);
		for (const id of batch) {
			this.answers.set(id, isFailure ? result : (result.get(id) as Answer));
			if (isAnswered) this.answered.add(id);
		}
		if (!isAnswered && !(isFailure && result.kind === 'notSent')) {
			this.failed = isFailure ? result : silence(result);
		}
		if (!isFailure || result.kind !== 'batchRefused') return;
		if (batch.length === 1 || (this.call.writes && !result.certain)) return;
		this.refusal = result;
		this.refused.push(...batch.map((id, n) => ({ id, place: place + n })));
		this.refused.sort((one, other) => one.place - other.place);
	}
}

/** The result of a request: an answer for each of its ids, or a failure of all. */
type Result = Map<string, Answer> | PanelFailure;

/** Kinds of failure of one id that say nothing about it. */
const SILENT: readonly FailureKind[] = ['missing', 'ambiguous'];

/** Whether the answer for an id says nothing about it: words about every request, or about the server's trouble. */
const isSilent = (answer: Answer): boolean =>
	answer instanceof PanelFailure && (answer.reach !== 'one' || SILENT.includes(answer.kind));

/** Whether a reply was about its ids: it has a row or words about one, or does not know the only one. */
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
	return answer instanceof PanelFailure && isMissingOrder(answer);
}
