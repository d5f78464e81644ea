import { AsyncLocalStorage } from 'node:async_hooks';

/** A line written to n8n's logger. */
export interface LogEntry {
	level: string;
	message: string;
	meta?: unknown;
}

const shared = globalThis as { n8nLogs?: AsyncLocalStorage<LogEntry[]> };
/** One of the process, because n8n-core's services keep the logger of the test file that used them first. */
const scope = (shared.n8nLogs ??= new AsyncLocalStorage<LogEntry[]>());

const write =
	(level: string) =>
	(message: string, meta?: unknown): void => {
		scope.getStore()?.push(meta === undefined ? { level, message } : { level, message, meta });
	};

/** Replaces n8n's logger. It prints nothing, and adds each line to the list of the current run. */
export const recorder = {
	error: write('error'),
	warn: write('warn'),
	info: write('info'),
	debug: write('debug'),
	scoped: () => recorder,
};

/**
 * Runs `work` and collects the lines that it logs, including those of its asynchronous parts.
 * Concurrent runs do not see each other's lines.
 */
export async function recordLogs<T>(logs: LogEntry[], work: () => Promise<T>): Promise<T> {
	return await scope.run(logs, work);
}
