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

/** A temporary disturbance of some replies. */
export interface Fault {
	/**
	 * `delay` answers `ms` later; `hang` never answers; `resetBefore` and `resetAfter` reset the
	 * connection; `truncated` sends half of the reply; `dialect` uses another dialect; the others replace
	 * the reply.
	 */
	kind: FaultKind;
	/** Affects only requests with this action; default: any. */
	action?: string;
	/**
	 * Whether the fault occurs before or after the panel processed the request (placed and charged the
	 * order). Default: `before`; for `resetBefore`, `resetAfter`, `truncated` and `dialect`, this follows from
	 * the kind.
	 */
	when?: 'before' | 'after';
	/** How many matching requests it affects; default 1. */
	times?: number;
	/** How many matching requests pass first; default 0. */
	skip?: number;
	/** Affects only requests whose fields match. */
	match?: (fields: Record<string, string>) => boolean;
	/** Length of a `delay` in real ms; default 0. */
	ms?: number;
	/** For `truncated`: sends the half as a complete reply instead of breaking off. */
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

/** The faults that affect one request. */
export interface Strike {
	delayBefore: number;
	delayAfter: number;
	/** At most one fault, apart from delays. */
	fault?: Fault;
}

export class FaultBox {
	private readonly armed = new Set<{ fault: Fault; skip: number; times: number }>();

	/** Arms a fault. Returns a function that disarms it. */
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

	/** Consumes the matching delays and the first other matching fault, in the order of arming. */
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

/** Whether the panel processes the request in spite of this fault. */
export function takesRequest(fault: Fault | undefined): boolean {
	if (!fault || ['resetAfter', 'truncated', 'dialect'].includes(fault.kind)) return true;
	return fault.kind !== 'resetBefore' && fault.when === 'after';
}
