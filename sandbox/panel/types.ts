/** A service of the catalogue, with the field names and value types of the contract's `services` call. */
export interface Service {
	service: number | string;
	name: string;
	type: string;
	category: string;
	/** Decimal text: the price of 1,000, or of one order for the two package types. */
	rate: string;
	min: string;
	max: string;
	refill: boolean;
	cancel: boolean;
}

/** The final state that an order reaches if nothing interferes. */
export type Outcome = 'Completed' | 'Partial' | 'Canceled';

export interface LedgerOrder {
	id: string;
	/** 1 for the first order. */
	sequence: number;
	/** The service's id as text. */
	service: string;
	type: string;
	/** Every field of the `add` call as sent, including `key` and unknown ones. */
	fields: Record<string, string>;
	/** Empty for a subscription. */
	link: string;
	/** Per run: as sent, or counted from the lines; 1 for a package; 0 for a subscription. */
	quantity: number;
	/** Drip-feed runs; 1 without drip-feed. */
	runs: number;
	/** Minutes between two runs; 0 without drip-feed. */
	interval: number;
	/** Decimal text: what was charged when the order was placed. */
	charge: string;
	/** Decimal text: how much of `charge` was refunded. */
	refunded: string;
	status: string;
	/** `null` until the order starts. */
	startCount: number | null;
	remains: number;
	/** Sandbox clock, ms since the panel started. */
	createdAt: number;
	outcome: Outcome;
	/** Sandbox time at which a requested cancel takes effect; `null` if there is none. */
	cancelAt: number | null;
	/** Set by `setStatus`: only a requested cancel still changes the order. */
	held: boolean;
	/** Ids of the nested orders of a drip-feed or subscription (dialect `parents: 'nested'`). */
	children: string[];
}

export interface LedgerRefill {
	id: string;
	order: string;
	status: string;
	createdAt: number;
	/** Set by `setRefillStatus`: the clock no longer moves this refill. */
	held: boolean;
}

export interface LedgerCancel {
	id: string;
	order: string;
	createdAt: number;
}

export interface LoggedRequest {
	/** Empty if the request had none. */
	action: string;
	fields: Record<string, string>;
	method: string;
	/** The request's content type, or an empty text. */
	contentType: string;
	/** HTTP status of the reply; 0 if there is none yet, or none was sent. */
	status: number;
	/** The reply's text; empty if there is none yet, or it was broken off. */
	reply: string;
	/** Arrival in real time, ms since the epoch. */
	at: number;
	/** Path and query string. */
	url: string;
	headers: Record<string, string | string[] | undefined>;
}

/** What `setStatus` may set besides the status. */
export interface StatusExtra {
	remains?: number;
	startCount?: number | null;
	/** Decimal text. Default: all for a canceled or refunded order, the share of `remains` for a partial one. */
	refunded?: string;
}
