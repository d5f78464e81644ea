import { PanelFailure } from '../panel/failure';
import type { Clock } from './clock';

/** n8n's store of processed data, of one node in one workflow. It keeps a set of texts across executions. */
export interface KeyStore {
	/** Adds entries and tells which of them were there before. Rewrites the whole store. */
	record(entries: string[]): Promise<{ processed: unknown[] }>;
	/** Takes entries out. Rewrites the whole store. */
	remove(entries: string[]): Promise<void>;
}

/** What is known of a key: never seen, ordered, or recorded by a run that did not come to say. */
export type KeyState = 'new' | 'placed' | 'unknown';

/** Keys that are kept for a node; the oldest go first. Two entries each while an order is under way. */
export const MOST_KEYS = 10_000;

/** Shortest time between two writes of what was placed, in milliseconds. */
const WRITE_EVERY = 1_000;

/**
 * The entry beside a key that says that its order is under way. It is what the check is safe by: a process
 * that dies leaves it behind, and then the key counts as unknown. To note "placed" instead would need a check
 * that records nothing, which the store does not have.
 */
const underWay = (key: string): string => `${key}\u0000under way`;

/** The last holder of each store's lock in this process. */
const locks = new Map<string, Promise<unknown>>();

/** Runs one user of a store after the other: the store itself loses entries to overlapping writes. */
async function locked<T>(name: string, use: () => Promise<T>): Promise<T> {
	const before = locks.get(name) ?? Promise.resolve();
	const mine = before.then(use, use);
	locks.set(name, mine);
	try {
		return await mine;
	} finally {
		if (locks.get(name) === mine) locks.delete(name);
	}
}

/**
 * Keeps the keys of one run from being ordered twice, across executions and restarts of one process.
 *
 * A key is recorded before its order is sent, marked as placed after, and taken back only when the order was
 * certainly not placed. A run costs two writes of the store, and one more a second while it lasts.
 */
export class DuplicateGuard {
	private toRemove: string[] = [];
	private writing: Promise<void> = Promise.resolve();
	private lastWrite: number;

	/** @param name Tells stores apart within the process: the workflow and the node. */
	constructor(
		private readonly store: KeyStore,
		private readonly name: string,
		private readonly clock: Clock,
	) {
		this.lastWrite = clock.now();
	}

	/** Records keys that are about to be ordered, and says which of them may be. */
	async claim(keys: readonly string[]): Promise<Map<string, KeyState>> {
		return await locked(this.name, async () => {
			const entries = keys.flatMap((key) => [key, underWay(key)]);
			const before = new Set((await this.store.record(entries)).processed);
			const stateOf = (key: string): KeyState =>
				before.has(underWay(key)) ? 'unknown' : before.has(key) ? 'placed' : 'new';
			const states = new Map(keys.map((key) => [key, stateOf(key)]));
			const placed = keys.filter((key) => states.get(key) === 'placed');
			if (placed.length > 0) await this.store.remove(placed.map(underWay));
			return states;
		});
	}

	/** The order of a key was placed. Written soon, so that a process that dies leaves few keys unknown. */
	placed(key: string): void {
		this.toRemove.push(underWay(key));
		if (this.clock.now() - this.lastWrite < WRITE_EVERY) return;
		this.lastWrite = this.clock.now();
		// What can not be written now is written by `settle`, or stays unknown, which is safe.
		this.writing = this.writing.then(async () => await this.write()).catch(() => undefined);
	}

	/** The order of a key was certainly not placed, so that it may be ordered again. */
	release(key: string): void {
		this.toRemove.push(key, underWay(key));
	}

	/** Writes all that was said. Rejects when the store does; then the keys of the run stay unknown. */
	async settle(): Promise<void> {
		await this.writing;
		await this.write();
	}

	private async write(): Promise<void> {
		const entries = this.toRemove;
		if (entries.length === 0) return;
		this.toRemove = [];
		try {
			await locked(this.name, async () => await this.store.remove(entries));
		} catch (error) {
			this.toRemove.push(...entries);
			throw unwritten(error as Error);
		}
	}
}

/** The failure of a key that an earlier run left open. */
export function openKey(key: string): PanelFailure {
	return new PanelFailure('duplicate', {
		message: `the duplicate key '${key}' was recorded by a run that is still going on, or that ended before it knew what became of its order`,
	});
}

function unwritten({ message }: Error): PanelFailure {
	return new PanelFailure('duplicate', {
		message: `n8n could not note the duplicate keys: ${message}`,
	});
}
