import { PanelFailure } from '../panel/failure';

/** Failures without an answer that may follow each other before the panel counts as down. */
const DOUBTS = 2;

/** Opens when requests are no longer worth sending, judged by those that came back. */
export class CircuitBreaker {
	private doubts = 0;
	private reason?: PanelFailure;

	/** Takes in how a request ended: a failure, or anything else for an answer. */
	note(result: unknown): void {
		if (!(result instanceof PanelFailure)) this.doubts = 0;
		else if (result.reach === 'all') this.reason ??= result;
		else if (result.reach === 'one') this.doubts = 0;
		else if (++this.doubts >= DOUBTS) this.reason ??= result;
	}

	/** Why no more requests are worth sending; undefined while they are. */
	get ended(): PanelFailure | undefined {
		return this.reason;
	}

	/** Sends no more, whatever comes back. */
	stop(reason: PanelFailure): void {
		this.reason ??= reason;
	}
}

/** The failure of what is not sent because an earlier request failed in a way that would repeat. */
export function notSentAfter(earlier: PanelFailure): PanelFailure {
	return new PanelFailure('notSent', {
		message: `it was not sent, because of an earlier failure: ${earlier.message}`,
		panelMessage: earlier.panelMessage ?? undefined,
		hint: earlier.hint,
	});
}
