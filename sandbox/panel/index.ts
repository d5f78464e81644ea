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
/** The length of the queue of new connections: n8n opens one per item at once, and the system drops any excess. */
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
	/** `manual` (default): only `advance` moves the time. */
	clock?: ClockKind;
	/** Sandbox seconds per real second, for the `real` clock; default 1. */
	speed?: number;
	/** Default: `defaultCatalogue()`. */
	services?: Service[];
}

export interface Panel {
	/** http://127.0.0.1:<port>/api/v2 */
	readonly url: string;
	readonly apiKey: string;
	/** The catalogue; changes apply from the next request on. */
	readonly services: Service[];
	/** Every accepted order, by id. */
	readonly orders: Map<string, LedgerOrder>;
	readonly refills: Map<string, LedgerRefill>;
	readonly cancels: Map<string, LedgerCancel>;
	/** Decimal text in the panel's currency. */
	balance(): string;
	/** Charges minus refunds, as decimal text. */
	spent(): string;
	/** Every request that reached the panel, including refused and disturbed ones. */
	readonly requests: LoggedRequest[];
	/** The number of requests, of one action or of all. */
	count(action?: string): number;
	/** The highest number of requests in flight at the same time. */
	readonly mostInFlight: number;
	/** Requests in flight now. */
	readonly inFlight: number;
	/** Clears `requests` and `mostInFlight`, not the ledger. */
	resetCounters(): void;
	/** Moves the clock forward, in sandbox ms. */
	advance(ms: number): void;
	/** Forces an order's status, verbatim, and keeps it. Throws an Error for an unknown id. */
	setStatus(order: string, status: string, extra?: StatusExtra): void;
	/** Forces a refill's status, verbatim, and keeps it. Throws an Error for an unknown id. */
	setRefillStatus(refill: string, status: string): void;
	/** Sets the balance: decimal text, may be negative. Throws a RangeError for anything else. */
	setBalance(balance: string): void;
	/** Arms a fault. Returns a function that disarms it. */
	fault(fault: Fault): () => void;
	clearFaults(): void;
	/** Changes parts of the dialect. Returns a function that restores the previous one. */
	dialect(change: Partial<Dialect>): () => void;
	/** Drops all connections and frees the port. */
	close(): Promise<void>;
}

/** Starts a panel on the loopback address. Rejects if the port is taken or `balance` is not a decimal. */
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
