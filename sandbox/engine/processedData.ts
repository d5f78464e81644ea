import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type {
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
} from 'n8n-workflow';

import { core } from './core';
import { mayThrow } from './throws';

type Blobs = Record<string, string[]>;

/**
 * n8n's store of processed data, for the mode `entries`: one list of hashes for each node of a workflow. As
 * on the server, every call reads and rewrites the whole list without a lock, and yields to others in between.
 */
export class ProcessedData {
	private blobs: Blobs = {};

	/** How often a list was rewritten. */
	writes = 0;

	/** @param file The file that holds the lists, for a store that outlives the process; default: in memory. */
	constructor(private readonly file?: string) {}

	async checkProcessedAndRecord(
		items: unknown[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	) {
		const list = await this.read(scope, context);
		const known = new Set(list);
		const processed = items.filter((item) => known.has(hash(item)));
		const fresh = items.filter((item) => !known.has(hash(item)));
		list.push(...fresh.map(hash));
		if (maxEntries) list.splice(0, list.length - maxEntries);
		await this.write(scope, context, list);
		return { new: fresh, processed };
	}

	/** Removes the oldest entry of each item, once for each time that the item is passed. */
	async removeProcessed(
		items: unknown[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	) {
		const list = await this.read(scope, context);
		const counts = new Map<string, number>();
		for (const key of items.map(hash)) counts.set(key, (counts.get(key) ?? 0) + 1);
		const isKept = (key: string): boolean => {
			const left = counts.get(key) ?? 0;
			if (left > 0) counts.set(key, left - 1);
			return left === 0;
		};
		await this.write(scope, context, list.filter(isKept));
	}

	async getProcessedDataCount(scope: DeduplicationScope, context: ICheckProcessedContextData) {
		return (await this.read(scope, context)).length;
	}

	async clearAllProcessedItems(scope: DeduplicationScope, context: ICheckProcessedContextData) {
		await this.write(scope, context, []);
	}

	private async read(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<string[]> {
		mayThrow('store');
		if (this.file && existsSync(this.file)) {
			this.blobs = JSON.parse(readFileSync(this.file, 'utf8')) as Blobs;
		}
		const list = [...(this.blobs[keyOf(scope, context)] ?? [])];
		await setImmediate();
		return list;
	}

	private async write(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		list: string[],
	): Promise<void> {
		await setImmediate();
		this.writes++;
		this.blobs[keyOf(scope, context)] = list;
		if (this.file) writeFileSync(this.file, JSON.stringify(this.blobs));
	}
}

const hash = (item: unknown): string => createHash('md5').update(String(item)).digest('base64');

const keyOf = (scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string =>
	`${workflow.id} ${scope === 'node' ? node?.id : ''}`;

/** Replaces n8n's store. */
export async function useProcessedData(store: ProcessedData): Promise<void> {
	const { DataDeduplicationService: service } = core as unknown as {
		DataDeduplicationService: { instance?: unknown; init(store: unknown): Promise<void> };
	};
	// Otherwise n8n-core accepts one store in a process.
	service.instance = undefined;
	await service.init(store);
}
