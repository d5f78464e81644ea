import { AsyncLocalStorage } from 'node:async_hooks';
import type { IExecuteFunctions } from 'n8n-workflow';

import { recorder } from './log';

/** Where n8n can be made to throw: its credentials, store of processed data, logger or parameters. */
export type ThrowPoint = 'credentials' | 'store' | 'logger' | 'parameter';

/** A failure inside n8n itself while a node runs. */
export interface Throw {
	at: ThrowPoint;
	/** How many calls succeed first; default 0. */
	skip?: number;
	/** How many calls throw after that; default 1. */
	times?: number;
	/** For `parameter`: only calls for this item count. */
	item?: number;
	/** Called before each throw. */
	onThrow?: () => void;
}

const scope = new AsyncLocalStorage<Array<Required<Pick<Throw, 'skip' | 'times'>> & Throw>>();

/** Runs `work` with these failures in n8n. Concurrent runs do not share them. */
export async function withThrows<T>(throws: Throw[], work: () => Promise<T>): Promise<T> {
	const armed = throws.map((each) => ({ skip: 0, times: 1, ...each }));
	return await scope.run(armed, work);
}

/** @throws Error if a failure is due at this call */
export function mayThrow(at: ThrowPoint, item?: number): void {
	for (const each of scope.getStore() ?? []) {
		if (each.at !== at || (each.item !== undefined && each.item !== item)) continue;
		if (each.skip-- > 0 || each.times-- <= 0) continue;
		each.onThrow?.();
		throw new TypeError(`n8n is broken at its ${at}`);
	}
}

/** Makes the logger and the parameters that a node gets fail as armed. */
export function exposeToThrows(context: IExecuteFunctions): void {
	if (!scope.getStore()?.length) return;
	const { getNodeParameter } = context as { getNodeParameter: (...args: unknown[]) => unknown };
	const write =
		(level: 'error' | 'warn' | 'info' | 'debug') => (message: string, meta?: unknown) => {
			mayThrow('logger');
			recorder[level](message, meta);
		};
	Object.defineProperties(context, {
		getNodeParameter: {
			value: (name: string, item: number, ...rest: unknown[]) => {
				mayThrow('parameter', item);
				return getNodeParameter(name, item, ...rest);
			},
		},
		logger: {
			value: {
				error: write('error'),
				warn: write('warn'),
				info: write('info'),
				debug: write('debug'),
				scoped: () => context.logger,
			},
		},
	});
}
