import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Json } from '../../nodes/SmmPanel/panel/json';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

let workflows = 0;

/** Runs an event on n8n's static data; the test ends each poll with an observation or an error. */
export function watching<Seen extends Json, Look>(
	event: WatchedEvent<Seen, Look>,
	{ workflow = `watching ${++workflows}`, node = { id: 'trigger', name: 'Trigger' } } = {},
) {
	const own: IDataObject = {};
	const whole: IDataObject = {};
	const warned: string[] = [];
	/** Starts a poll on the static data. */
	const begin = (data = own, { mode = 'trigger', source = 'test' } = {}) => {
		let settle: (look: Look | Error) => void = () => {};
		const look = new Promise<Look>((resolve, reject) => {
			settle = (result) => (result instanceof Error ? reject(result) : resolve(result));
		});
		let known: Seen | undefined;
		const context = {
			getMode: () => mode,
			getNode: () => ({ ...node, type: 'trigger', typeVersion: 1 }),
			getWorkflow: () => ({ id: workflow }),
			getWorkflowStaticData: (type: string) => (type === 'node' ? data : whole),
			logger: { warn: (line: string) => warned.push(line) },
		} as unknown as IPollFunctions;
		const output = watch(context, {
			...event,
			source: () => source,
			observe: async (_, seen) => {
				known = seen as Seen | undefined;
				return await look;
			},
		});
		return {
			/** The previous state that the observation got. */
			known: () => known,
			/** Ends the observation with a result or an error; returns the items, or null if the poll emits nothing. */
			async end(result: Look | Error): Promise<IDataObject[] | null> {
				settle(result);
				return (await output)?.[0].map(({ json }) => json) ?? null;
			},
		};
	};
	/** Runs one poll with this observation or error. */
	const poll = async (look: Look | Error, mode?: string) =>
		(await begin(own, { mode }).end(look)) ?? [];
	/** The observed part of the state. */
	const seen = () => (own.watch as unknown as { seen: Seen } | undefined)?.seen;
	return { begin, poll, data: own, seen, warned };
}

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const AT = '2026-01-01T00:00:00.000Z';
