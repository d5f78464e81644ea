import type { AddressInfo } from 'node:net';
import { defaultCatalogue } from './catalogue';
import { type ClockKind, createClock } from './clock';
import type { Dialect } from './dialects';
import { type Fault, FaultBox } from './faults';
import { Ledger } from './ledger';
import { Responder } from './respond';
import { createServer, PATH } from './server';
import { Traffic } from './traffic';
import type {
	LedgerCancel,
	LedgerOrder,
	LedgerRefill,
	LoggedRequest,
	Service,
	StatusExtra,
} from './types';

export { defaultCatalogue, generateServices } from './catalogue';
export { contractDialect, type Dialect, LIST_REFUSALS } from './dialects';
export type { Fault, FaultKind } from './faults';
export * from './progress';
export { TYPE_RULES } from './serviceTypes';
export * from './troubles';
export * from './types';

const HOST = '127.0.0.1';
/** Connections that may wait to be taken: n8n opens one for each item at once, and the system drops what is more. */
const BACKLOG = 10_000;
export const DEFAULT_KEY = 'sandbox-key-0123456789abcdef';

export interface PanelOptions {
	/** Default 0: any free port. */
	port?: number;
	apiKey?: string;
	/** Decimal text, default '1000.00'. */
	balance?: string;
	/** Default 'USD'. */
	currency?: string;
	/** `manual` (default): time only moves by `advance`. */
	clock?: ClockKind;
	/** With the `real` clock: sandbox seconds in a second, default 1. */
	speed?: number;
	/** Default: `defaultCatalogue()`. */
	services?: Service[];
}

export interface Panel {
	/** http://127.0.0.1:<port>/api/v2 */
	readonly url: string;
	readonly apiKey: string;
	/** The catalogue; changes to it count from the next request on. */
	readonly services: Service[];
	/** Every order taken, by id. */
	readonly orders: Map<string, LedgerOrder>;
	readonly refills: Map<string, LedgerRefill>;
	readonly cancels: Map<string, LedgerCancel>;
	/** Decimal text in the panel's currency. */
	balance(): string;
	/** Charges less refunds, decimal text. */
	spent(): string;
	/** Every request that reached the panel, refused and disturbed ones included. */
	readonly requests: LoggedRequest[];
	/** Requests seen, of one action or of all. */
	count(action?: string): number;
	/** The highest number of requests being answered at the same time. */
	readonly mostInFlight: number;
	/** Requests being answered now. */
	readonly inFlight: number;
	/** Clears `requests` and `mostInFlight`, not the ledger. */
	resetCounters(): void;
	/** Moves the clock by so many sandbox ms. */
	advance(ms: number): void;
	/** Forces an order's status, verbatim, and holds it. Throws an Error for an unknown id. */
	setStatus(order: string, status: string, extra?: StatusExtra): void;
	/** Forces a refill's status, verbatim, and holds it. Throws an Error for an unknown id. */
	setRefillStatus(refill: string, status: string): void;
	/** Makes the balance so much, decimal text, also below zero. Throws a RangeError if it is none. */
	setBalance(balance: string): void;
	/** Arms a fault; the function returned disarms it. */
	fault(fault: Fault): () => void;
	clearFaults(): void;
	/** Changes parts of the dialect; the function returned brings back the dialect before. */
	dialect(change: Partial<Dialect>): () => void;
	/** Drops every connection and frees the port. */
	close(): Promise<void>;
}

/** Starts a panel on the loopback address. Rejects if the port is taken or `balance` no decimal. */
export async function startPanel(options: PanelOptions = {}): Promise<Panel> {
	const apiKey = options.apiKey ?? DEFAULT_KEY;
	const clock = createClock(options.clock ?? 'manual', options.speed ?? 1);
	const services = options.services ?? defaultCatalogue();
	const currency = options.currency ?? 'USD';
	const ledger = new Ledger(clock, services, options.balance ?? '1000.00', currency);
	const faults = new FaultBox();
	const traffic = new Traffic();
	let url = '';
	const responder = new Responder(ledger, apiKey);
	const app = createServer({ ledger, responder, faults, traffic, url: () => url });
	await app.listen({ host: HOST, port: options.port ?? 0, backlog: BACKLOG });
	url = `http://${HOST}:${(app.server.address() as AddressInfo).port}${PATH}`;

	const settled = () => {
		ledger.settle();
		return ledger;
	};
	return {
		url,
		apiKey,
		services,
		get orders() {
			return settled().orders;
		},
		get refills() {
			return settled().refills;
		},
		cancels: ledger.cancels,
		balance: () => settled().balance(),
		spent: () => settled().spent(),
		requests: traffic.requests,
		count: (action) => traffic.count(action),
		get mostInFlight() {
			return traffic.mostInFlight;
		},
		get inFlight() {
			return traffic.inFlight;
		},
		resetCounters: () => traffic.reset(),
		advance(ms) {
			clock.advance(ms);
			ledger.settle();
		},
		setStatus: (order, status, extra) => ledger.setStatus(order, status, extra),
		setRefillStatus: (refill, status) => ledger.setRefillStatus(refill, status),
		setBalance: (balance) => ledger.setBalance(balance),
		fault: (fault) => faults.arm(fault),
		clearFaults: () => faults.clear(),
		dialect(change) {
			const before = ledger.dialect;
			ledger.dialect = { ...before, ...change };
			return () => {
				ledger.dialect = before;
			};
		},
		close: async () => {
			await app.close();
		},
	};
}
