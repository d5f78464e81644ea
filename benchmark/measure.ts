import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

import type { Measure, Output } from './types';

const MB = 1024 * 1024;

/** Memory of the process in bytes, after garbage collection. */
export function memoryNow(): number {
	globalThis.gc?.();
	return process.memoryUsage.rss();
}

/**
 * Measures one run. Memory is that of the process, and so includes what the garbage collector has not freed yet.
 *
 * @param idle The memory before the first run, to be subtracted.
 */
export async function measure(run: () => Promise<Output>, idle: number): Promise<Measure> {
	const peakSince = watchPeak();
	const cpuBefore = process.cpuUsage();
	const began = performance.now();
	const { items, writes = 0 } = await run();
	const wall = performance.now() - began;
	const { user, system } = process.cpuUsage(cpuBefore);
	const memory = (peakSince() - idle) / MB;
	const digest = createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 12);
	return { wall, cpu: (user + system) / 1_000, memory, items: items.length, digest, writes };
}

/** Starts to track the peak memory of the process, in bytes. On systems other than Linux, it counts from the start. */
function watchPeak(): () => number {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
	} catch {
		return () => process.resourceUsage().maxRSS * 1024;
	}
	return () => {
		const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
		return Number(kilobytes) * 1024;
	};
}
