import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Json } from '../../nodes/SmmPanel/panel/json';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

let workflows = 0;

/** An event on n8n's static data, whose looks end when told with what is handed to them, or fail. */
export function watching<Seen extends Json, Look>(
	event: WatchedEvent<Seen, Look>,
	{ workflow = `watching ${++workflows}`, node = { id: 'trigger', name: 'Trigger' } } = {},
) {
	const own: IDataObject = {};
	const whole: IDataObject = {};
	const warned: string[] = [];
	/** Begins a poll on this static data. */
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
				known = seen;
				return await look;
			},
		});
		return {
			/** What the look was handed of the last one. */
			known: () => known,
			/** Lets the look end, or fail; gives the items, null where the poll gives out nothing. */
			async end(result: Look | Error): Promise<IDataObject[] | null> {
				settle(result);
				return (await output)?.[0].map(({ json }) => json) ?? null;
			},
		};
	};
	/** One poll that sees this, or whose look fails. */
	const poll = async (look: Look | Error, mode?: string) =>
		(await begin(own, { mode }).end(look)) ?? [];
	/** What is remembered. */
	const seen = () => (own.watch as unknown as { seen: Seen } | undefined)?.seen;
	return { begin, poll, data: own, seen, warned };
}

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const AT = '2026-01-01T00:00:00.000Z';
