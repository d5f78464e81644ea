import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { withCredential } from '../../sandbox/n8n/exchange';
import { HOST } from '../../sandbox/n8n/ports';
import type { Rest } from '../../sandbox/n8n/rest';
import {
	activate,
	createWorkflow,
	deactivate,
	ended,
	errorOf,
	type Execution,
	executionsOf,
	outputOf,
	type SavedWorkflow,
} from '../../sandbox/n8n/workflows';
import type { Host } from './host';
import { oneTrigger, TRIGGER } from './nodeRun';
import { until } from './until';

/** How often the trigger of `watch` polls, in seconds. */
export const EVERY = 15;

/**
 * Publishes a workflow that starts with the trigger, which polls at a given second and every 15 seconds after it.
 * n8n refuses one poll time that recurs more than once a minute, but accepts several.
 */
export async function watch(
	{ rest, credential }: Host,
	second: number,
	parameters: INodeParameters,
): Promise<SavedWorkflow> {
	const item = [0, 1, 2, 3].map((n) => ({
		mode: 'custom',
		cronExpression: `${(second + n * EVERY) % 60} * * * * *`,
	}));
	const file = oneTrigger({ pollTimes: { item }, statuses: ['any'], ...parameters });
	const saved = await createWorkflow(rest, withCredential(file, credential));
	await activate(rest, saved);
	return saved;
}

/**
 * Makes the triggers of a workflow poll once, as every activation does, and waits for the executions that this
 * starts. The panel logs a request long before its poll starts anything, so only n8n's stored state shows that the
 * poll is done.
 *
 * @param kept What n8n's static data must match before the poll counts as done.
 */
export async function look({ rest }: Host, workflow: SavedWorkflow, kept: RegExp): Promise<void> {
	const { length } = await executionsOf(rest, workflow);
	await activate(rest, workflow);
	await until(
		async () => await staticDataOf(rest, workflow),
		(data) => kept.test(data),
	);
	await deactivate(rest, workflow);
	const all = await executionsOf(rest, workflow);
	for (const { id } of all.slice(0, all.length - length)) {
		expect(errorOf(await ended(rest, id))).toBe('');
	}
}

/** The static data that n8n has stored for a workflow. */
export async function staticDataOf(rest: Rest, { id }: SavedWorkflow): Promise<string> {
	const { staticData } = await rest.get<{ staticData?: unknown }>(`/rest/workflows/${id}`);
	return JSON.stringify(staticData ?? null);
}

/** The trigger's events in all executions of a workflow, oldest first. */
export async function eventsOf({ rest }: Host, workflow: SavedWorkflow): Promise<IDataObject[]> {
	const all = (await executionsOf(rest, workflow)).reverse();
	const executions = await Promise.all(all.map(async ({ id }) => await ended(rest, id)));
	return executions.flatMap(startedWith);
}

/** The items that started an execution. If it was killed, n8n has them only on the stack of nodes to execute. */
function startedWith(execution: Execution): IDataObject[] {
	const [first] = execution.data.executionData?.nodeExecutionStack ?? [];
	if (first?.node.name !== TRIGGER) return outputOf(execution, TRIGGER);
	return (first.data.main[0] ?? []).map(({ json }) => json);
}

/** Serves lists of ids at URLs. */
export class ListServer {
	readonly lists = new Map<string, string[]>();
	private constructor(
		private readonly server: Server,
		private readonly url: string,
	) {}

	static async start(): Promise<ListServer> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
		const { port } = server.address() as AddressInfo;
		const list = new ListServer(server, `http://${HOST}:${port}`);
		server.on('request', (request, response) => {
			response.end(list.lists.get(request.url ?? '')?.join('\n') ?? '');
		});
		return list;
	}

	/** Adds a list, and returns its URL. */
	put(name: string, ids: string[]): string {
		this.lists.set(`/${name}`, ids);
		return `${this.url}/${name}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
