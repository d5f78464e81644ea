import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ICheckProcessedContextData, ICheckProcessedOptions } from 'n8n-workflow';

import { core } from './core';

type Blobs = Record<string, string[]>;

/**
 * n8n's store of processed data, for the mode `entries`: a list of hashes for each node of a workflow, read
 * and rewritten as a whole by every call, with time for others in between and no lock, as on the server.
 */
export class ProcessedData {
	private blobs: Blobs = {};

	/** Every rewrite of a list, for tests that count them. */
	writes = 0;

	/** @param file Where the lists are kept, for a store that outlives the process; in memory without. */
	constructor(private readonly file?: string) {}

	async checkProcessedAndRecord(
		items: unknown[],
		_scope: string,
		context: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	) {
		const list = await this.read(context);
		const known = new Set(list);
		const processed = items.filter((item) => known.has(hash(item)));
		const fresh = items.filter((item) => !known.has(hash(item)));
		list.push(...fresh.map(hash));
		if (maxEntries) list.splice(0, list.length - maxEntries);
		await this.write(context, list);
		return { new: fresh, processed };
	}

	async removeProcessed(items: unknown[], _scope: string, context: ICheckProcessedContextData) {
		const list = await this.read(context);
		for (const item of items) {
			const index = list.indexOf(hash(item));
			if (index >= 0) list.splice(index, 1);
		}
		await this.write(context, list);
	}

	private async read(context: ICheckProcessedContextData): Promise<string[]> {
		if (this.file && existsSync(this.file)) {
			this.blobs = JSON.parse(readFileSync(this.file, 'utf8')) as Blobs;
		}
		const list = [...(this.blobs[keyOf(context)] ?? [])];
		await setImmediate();
		return list;
	}

	private async write(context: ICheckProcessedContextData, list: string[]): Promise<void> {
		await setImmediate();
		this.writes++;
		this.blobs[keyOf(context)] = list;
		if (this.file) writeFileSync(this.file, JSON.stringify(this.blobs));
	}
}

const hash = (item: unknown): string => createHash('md5').update(String(item)).digest('base64');

const keyOf = ({ workflow, node }: ICheckProcessedContextData): string =>
	`${workflow.id} ${node?.id}`;

let current = new ProcessedData();
let isInstalled = false;

/** Puts a store in the place of n8n's. n8n-core takes one in a process, so that a later one stands in for it. */
export async function useProcessedData(store: ProcessedData): Promise<void> {
	current = store;
	if (isInstalled) return;
	isInstalled = true;
	const { DataDeduplicationService } = core as unknown as {
		DataDeduplicationService: { init(deduplicator: unknown): Promise<void> };
	};
	type Check = ProcessedData['checkProcessedAndRecord'];
	type Remove = ProcessedData['removeProcessed'];
	await DataDeduplicationService.init({
		checkProcessedAndRecord: async (...args: Parameters<Check>) =>
			await current.checkProcessedAndRecord(...args),
		removeProcessed: async (...args: Parameters<Remove>) => await current.removeProcessed(...args),
	});
}
