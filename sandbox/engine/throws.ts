import { AsyncLocalStorage } from 'node:async_hooks';
import type { IExecuteFunctions } from 'n8n-workflow';

import { recorder } from './log';

/** Where n8n can be made to throw: its credentials, its store of processed data, its logger, its parameters. */
export type ThrowPoint = 'credentials' | 'store' | 'logger' | 'parameter';

/** Something that goes wrong in n8n itself, while a node is at work. */
export interface Throw {
	at: ThrowPoint;
	/** Calls that go well first; 0 unless given. */
	skip?: number;
	/** Calls that throw then; 1 unless given. */
	times?: number;
	/** `parameter`: only what is asked for this item counts. */
	item?: number;
	/** Told of each call that throws. */
	onThrow?: () => void;
}

const scope = new AsyncLocalStorage<Array<Required<Pick<Throw, 'skip' | 'times'>> & Throw>>();

/** Runs `work`, in which n8n throws as told. Runs that overlap keep their throws apart. */
export async function withThrows<T>(throws: Throw[], work: () => Promise<T>): Promise<T> {
	const armed = throws.map((each) => ({ skip: 0, times: 1, ...each }));
	return await scope.run(armed, work);
}

/** @throws Error if it is this call's turn */
export function mayThrow(at: ThrowPoint, item?: number): void {
	for (const each of scope.getStore() ?? []) {
		if (each.at !== at || (each.item !== undefined && each.item !== item)) continue;
		if (each.skip-- > 0 || each.times-- <= 0) continue;
		each.onThrow?.();
		throw new TypeError(`n8n is broken at its ${at}`);
	}
}

/** Lets the logger and the parameters that a node sees throw as told. */
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
