import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Json } from '../../nodes/SmmPanel/panel/json';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

let workflows = 0;

/** An event on n8n's static data, to which looks are handed one after the other. */
export function watching<Seen extends Json, Look>(event: WatchedEvent<Seen, Look>) {
	const data: IDataObject = {};
	const workflow = `watching ${++workflows}`;
	/** One poll that sees this, or whose look fails. */
	const poll = async (look: Look | Error, mode = 'trigger'): Promise<IDataObject[]> => {
		const context = {
			getMode: () => mode,
			getNode: () => ({ id: 'trigger', name: 'Trigger', type: 'trigger', typeVersion: 1 }),
			getWorkflow: () => ({ id: workflow }),
			getWorkflowStaticData: () => data,
		} as unknown as IPollFunctions;
		const output = await watch(context, {
			...event,
			source: () => 'test',
			observe: async () => {
				if (look instanceof Error) throw look;
				return await Promise.resolve(look);
			},
		});
		return (output?.[0] ?? []).map(({ json }) => json);
	};
	/** What is remembered. */
	const seen = () => (data.watch as unknown as { seen: Seen } | undefined)?.seen;
	return { poll, data, seen };
}

export const AT = '2026-01-01T00:00:00.000Z';
