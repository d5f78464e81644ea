import type { IDataObject } from 'n8n-workflow';

import type { Run } from '../../nodes/SmmPanel/ordering/run';
import type { Call } from '../../nodes/SmmPanel/panel/calls';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import type { Fields } from '../../nodes/SmmPanel/panel/order';
import type { Reply } from '../../nodes/SmmPanel/panel/reply';
import { makeAsk } from '../../nodes/SmmPanel/transport/ask';
import type { Job } from '../../nodes/SmmPanel/transport/job';
import { networkFailure } from '../../nodes/SmmPanel/transport/network';
import { orderForm } from '../../sandbox/orderForm';
import { FakeClock, freshPanel, noPace, reply } from '../transport/helpers';

/** A reply, or a network error. */
export type Answer = Reply | { code: string; syscall?: string };

/** The calls that a trap can make throw an error other than a PanelFailure, before or after their effect. */
export type Site = 'panel' | 'ask' | 'read' | 'record' | 'remove' | 'info' | 'warn';
export type Trap = (site: Site) => { before(): void; after(): void };
const noTrap: Trap = () => ({ before: () => {}, after: () => {} });

/** A fake of n8n's store: each call rewrites all entries without a lock, and drops the oldest beyond the maximum. */
export class Store {
	trap = noTrap;
	/** Entries of calls that took effect and then threw, so the caller does not know what was stored before. */
	readonly unsure = new Set<string>();

	constructor(
		private readonly clock: FakeClock,
		public entries: string[] = [],
	) {}

	readonly helpers = {
		checkProcessedAndRecord: async (
			items: string[],
			context: string,
			{ mode, maxEntries }: { mode: string; maxEntries: number },
		) => {
			expect([context, mode]).toEqual(['node', 'entries']);
			const before = new Set(this.entries);
			const fresh = items.filter((item) => !before.has(item));
			await this.write('record', [...before, ...fresh].slice(-maxEntries), items);
			return { new: fresh, processed: items.filter((item) => before.has(item)) };
		},
		removeProcessed: async (items: string[], context: string, { mode }: { mode: string }) => {
			expect([context, mode]).toEqual(['node', 'entries']);
			const gone = new Set(items);
			await this.write(
				'remove',
				this.entries.filter((entry) => !gone.has(entry)),
			);
		},
	};

	private async write(site: Site, entries: string[], unsure: string[] = []): Promise<void> {
		const { before, after } = this.trap(site);
		before();
		await this.clock.wait(1);
		this.entries = entries;
		try {
			after();
		} catch (error) {
			for (const entry of unsure) this.unsure.add(entry);
			throw error;
		}
	}
}

export interface JobOptions {
	/** The parameters of each item. `link` and `quantity` go into its form; an Error acts as a failing expression. */
	items: IDataObject[];
	clock: FakeClock;
	answer: (call: Call, fields: Fields) => Answer | Promise<Answer>;
	store?: Store;
	/** The workflow's id; a new one by default. */
	workflow?: string;
	panel?: string;
	/** Stored parameters of the node that differ from those of the first item. */
	stored?: IDataObject;
	type?: string;
	/** The node's context, which n8n stores with the execution. */
	context?: IDataObject;
	continues?: boolean;
	width?: number;
	trap?: Trap;
	logs?: string[];
	/** Receives the hints that n8n shows at the node's output. */
	hints?: unknown[];
	stopped?: AbortSignal;
}

const formed = ({ link, quantity, ...item }: IDataObject): IDataObject => ({
	fields: orderForm({ link, quantity }),
	...item,
});

/** A job with plain data; only n8n and the panel are fakes. */
export function jobOf(options: JobOptions): Job {
	const { clock, answer, trap = noTrap, logs = [], context = {}, stopped } = options;
	const { hints, workflow = freshPanel(), store = new Store(clock), panel = 'panel' } = options;
	const items = options.items.map(formed);
	const execution = {};
	const trapped = async <T>(site: Site, work: () => T | Promise<T>): Promise<T> => {
		const { before, after } = trap(site);
		before();
		const result = await work();
		after();
		return result;
	};
	const log = (site: 'info' | 'warn') => (line: string) => {
		const { before, after } = trap(site);
		before();
		logs.push(line);
		after();
	};
	const attempt = <T>(make: () => T): T | PanelFailure => {
		try {
			return make();
		} catch (error) {
			if (error instanceof PanelFailure) return error;
			throw error;
		}
	};
	const ask = (call: Call) =>
		makeAsk({
			call,
			clock,
			stopped,
			pace: noPace,
			send: async (fields) => {
				const result = await answer(call, fields);
				if ('code' in result) throw networkFailure(result);
				return result;
			},
		});
	return {
		context: {
			getContext: () => context,
			getExecuteData: () => execution,
			getTimezone: () => 'Europe/Berlin',
			getWorkflow: () => ({ id: workflow }),
			logger: { info: log('info'), warn: log('warn') },
			helpers: store.helpers,
			...(hints && { addExecutionHints: (hint: unknown) => hints.push(hint) }),
		} as unknown as Job['context'],
		node: {
			id: 'node',
			name: 'Order',
			type: options.type ?? 'smmPanel',
			parameters: { ...items[0], ...options.stored },
		} as unknown as Job['node'],
		items: items.map((_, item) => item),
		isWhole: true,
		runIndex: 0,
		continueOnFail: options.continues ?? true,
		input: (item) => options.items[item],
		parameter: <T>(name: string, item: number, fallback?: unknown) => {
			const value = name
				.split('.')
				.reduce<unknown>((part, key) => (part as IDataObject | undefined)?.[key], items[item]);
			if (value instanceof Error) throw new PanelFailure('parameter', { message: value.message });
			return (value ?? fallback) as T;
		},
		attempt,
		width: (usual) => options.width ?? usual,
		panel: async () => await trapped('panel', () => panel),
		ask: async (call) => await trapped('ask', () => ask(call)),
		read: async (call, read) => await trapped('read', async () => await ask(call)({}, read)),
	};
}

/** A catalogue of the given rows, by default one service; by default each costs 1 per piece. */
export const catalogue = (...rows: IDataObject[]): Reply =>
	reply(
		(rows.length > 0 ? rows : [{}]).map((row) => ({
			...{ service: '1', name: 'Likes', type: 'Default', category: 'A', rate: '1000' },
			...row,
		})),
	);

/** The outcome of each item: the id of its order, 'skipped <id>', 'dry run', or the kind of failure. */
export const said = ({ orders }: Run): string[] =>
	orders.map(({ outcome }) => {
		if (!outcome) return 'nothing';
		if ('kind' in outcome) return outcome.kind;
		if ('dryRun' in outcome) return 'dry run';
		return 'skipped' in outcome ? `skipped ${outcome.order}` : outcome.order;
	});
