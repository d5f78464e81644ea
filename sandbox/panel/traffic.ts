import type { LoggedRequest } from './types';

/** The record of the requests that reached the panel. */
export class Traffic {
	readonly requests: LoggedRequest[] = [];
	mostInFlight = 0;
	inFlight = 0;

	/** Enters a request as being answered; the function returned ends that, once. */
	begin(request: LoggedRequest): () => void {
		this.requests.push(request);
		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		let open = true;
		return () => {
			if (open) this.inFlight -= 1;
			open = false;
		};
	}

	count(action?: string): number {
		if (action === undefined) return this.requests.length;
		return this.requests.filter((request) => request.action === action).length;
	}

	/** Requests still being answered stay counted. */
	reset(): void {
		this.requests.length = 0;
		this.mostInFlight = this.inFlight;
	}
}
