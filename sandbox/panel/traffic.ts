import type { LoggedRequest } from './types';

/** The log of requests that reached the panel. */
export class Traffic {
	readonly requests: LoggedRequest[] = [];
	mostInFlight = 0;
	inFlight = 0;

	/** Logs a request as in flight. Returns a function that ends that; further calls have no effect. */
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

	/** Requests in flight stay counted. */
	reset(): void {
		this.requests.length = 0;
		this.mostInFlight = this.inFlight;
	}
}
