import type { Dialect } from './dialects';

export type FaultKind =
	| 'delay'
	| 'status429'
	| 'rateLimitText'
	| 'status500'
	| 'html500'
	| 'html403'
	| 'html200'
	| 'resetBefore'
	| 'resetAfter'
	| 'truncated'
	| 'empty'
	| 'notJson'
	| 'redirect'
	| 'hang'
	| 'dialect'
	| 'reply';

/** A passing disturbance of some replies. */
export interface Fault {
	/**
	 * `delay` answers `ms` later; `hang` never answers; `resetBefore` and `resetAfter` reset the
	 * connection; `truncated` sends half of the reply; `dialect` speaks another dialect; the others put
	 * another reply in its place.
	 */
	kind: FaultKind;
	/** Only requests with this action; default any. */
	action?: string;
	/**
	 * Whether the fault strikes before or after the panel took the request (placed and charged the
	 * order). Default `before`; `resetBefore`, `resetAfter`, `truncated` and
	 * `dialect` have their own.
	 */
	when?: 'before' | 'after';
	/** How many matching requests it strikes; default 1. */
	times?: number;
	/** How many matching requests pass first; default 0. */
	skip?: number;
	/** Only requests whose fields pass this. */
	match?: (fields: Record<string, string>) => boolean;
	/** Length of a `delay` in real ms; default 0. */
	ms?: number;
	/** `truncated`: the half is sent as a complete reply instead of breaking off. */
	complete?: boolean;
	/** `Retry-After` header of `status429` and `rateLimitText`. */
	retryAfter?: string;
	/** What a `dialect` changes. */
	dialect?: Partial<Dialect>;
	/** Replaces the kind's own body; `$id` in it is the newest order's id as JSON, `$first` the first one's. */
	body?: string;
	/** Replaces the kind's own HTTP status. */
	status?: number;
	/** Added to the kind's own headers. */
	headers?: Record<string, string>;
	/** Target of `redirect`; default `/moved` under the panel's own address. */
	location?: string;
}

/** The faults that strike one request. */
export interface Strike {
	delayBefore: number;
	delayAfter: number;
	/** At most one fault other than delays. */
	fault?: Fault;
}

export class FaultBox {
	private readonly armed = new Set<{ fault: Fault; skip: number; times: number }>();

	/** Arms a fault; the function returned disarms it. */
	arm(fault: Fault): () => void {
		const item = { fault, skip: fault.skip ?? 0, times: fault.times ?? 1 };
		this.armed.add(item);
		return () => {
			this.armed.delete(item);
		};
	}

	clear(): void {
		this.armed.clear();
	}

	/** Uses up the delays that match, and the first other fault that matches, in arming order. */
	strike(action: string, fields: Record<string, string>): Strike {
		const strike: Strike = { delayBefore: 0, delayAfter: 0 };
		for (const item of this.armed) {
			const { fault } = item;
			if (fault.kind !== 'delay' && strike.fault) continue;
			if (fault.action !== undefined && fault.action !== action) continue;
			if (fault.match && !fault.match(fields)) continue;
			if (item.skip > 0) {
				item.skip -= 1;
				continue;
			}
			if (item.times <= 0) continue;
			item.times -= 1;
			if (fault.kind !== 'delay') strike.fault = fault;
			else if (fault.when === 'after') strike.delayAfter += fault.ms ?? 0;
			else strike.delayBefore += fault.ms ?? 0;
		}
		return strike;
	}
}

/** Whether the panel takes the request although this fault strikes it. */
export function takesRequest(fault: Fault | undefined): boolean {
	if (!fault || ['resetAfter', 'truncated', 'dialect'].includes(fault.kind)) return true;
	return fault.kind !== 'resetBefore' && fault.when === 'after';
}
