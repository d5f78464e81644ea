import type { IDataObject, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';

import type { Json } from '../../nodes/SmmPanel/panel/json';
import { watch, type WatchedEvent } from '../../nodes/SmmPanel/trigger/watch';

let workflows = 0;

/** A trigger node with a fake of n8n's context; `respond` replaces the network. */
export function polling<Seen extends Json, Look>(
	event: WatchedEvent<Seen, Look>,
	parameters: IDataObject,
	respond: (body: IDataObject) => unknown,
) {
	const data: IDataObject = {};
	const workflow = `polling ${++workflows}`;
	const sent: IHttpRequestOptions[] = [];
	const warned: string[] = [];
	const http = { status: 200 };
	let mode = 'trigger';
	const context = {
		getMode: () => mode,
		getNode: () => ({
			id: 'trigger',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 1,
			parameters,
			credentials: { smmPanelApi: { id: '7', name: 'Panel' } },
		}),
		getWorkflow: () => ({ id: workflow }),
		getWorkflowStaticData: () => data,
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getCredentials: async () => ({ url: 'https://panel.example/api/v2', apiKey: 'key' }),
		getPollBudgetMs: () => 36_000,
		logger: { warn: (text: string) => warned.push(text) },
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
				sent.push(options);
				const body = JSON.stringify(respond(options.body as IDataObject));
				return { body, headers: {}, statusCode: http.status };
			},
		},
	} as unknown as IPollFunctions;
	const poll = async (how = 'trigger') => {
		mode = how;
		const output = await watch(context, event);
		return (output?.[0] ?? []).map(({ json }) => json);
	};
	const bodies = () => sent.map(({ body }) => body as IDataObject);
	return { poll, parameters, data, sent, bodies, warned, context, http };
}
