import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable } from 'node:stream';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';

import type * as credentialFile from '../../credentials/SmmPanelApi.credentials';
import type * as nodeFile from '../../nodes/SmmPanel/SmmPanel.node';
import type * as readerFile from '../../nodes/SmmPanel/transport/reader';
import { ROOT } from '../../sandbox/n8n/folders';
import { orderForm } from '../../sandbox/orderForm';
import { generateServices } from '../../sandbox/panel';
import type { Contender, Prepare } from '../types';
import { FIRST_ORDER, orderItems } from './inputs';

const CREDENTIAL = {
	url: 'https://panel.example/api/v2',
	apiKey: '0123456789abcdef0123456789abcdef',
};

/** A picked service; the other fields come from columns. */
const PLAIN = {
	resource: 'order',
	operation: 'create',
	service: { __rl: true, mode: 'id', value: '3' },
	fields: orderForm({ link: '={{ $json.link }}', quantity: '={{ $json.quantity }}' }),
};

const GUARDED = {
	...PLAIN,
	duplicateKey: '={{ $json.link }}',
	safeguards: { maxCharge: 1, maxTotalCharge: 1_000_000, checkService: true, checkBalance: true },
};

const requireBuilt = createRequire(path.join(ROOT, 'dist', 'index.js'));

/** This package without n8n: its built operation, on a context that answers immediately from memory. */
export const own: Contender = async () => ({ create: placing(PLAIN) });

/** The same with a duplicate key for each order, and all limits. */
export const ownGuarded: Contender = async () => ({ create: placing(GUARDED) });

/** Only reads the response to an order, as the two above do. */
export const reader: Contender = async () => {
	const { readWithin } = requireBuilt('./nodes/SmmPanel/transport/reader.js') as typeof readerFile;
	const bounds = { ms: 120_000, megabytes: 8, stopped: new AbortController().signal };
	return {
		create: (count) => async () => {
			const items: object[] = [];
			while (items.length < count) {
				items.push(await readWithin(bounds, async () => response(REPLIES.add())));
			}
			return { items };
		},
	};
};

const placing =
	(parameters: IDataObject): Prepare =>
	(count) => {
		const { SmmPanel } = requireBuilt('./nodes/SmmPanel/SmmPanel.node.js') as typeof nodeFile;
		const { create } = new SmmPanel().customOperations.order;
		const items = orderItems(count).map((json) => ({ json }));
		return async () => {
			const before = placed;
			const [output] = await create.call(contextOf(parameters, items));
			if (placed - before !== count) throw new Error(`${placed - before} orders were placed`);
			return { items: output };
		};
	};

/** What the operation uses of n8n in one run. n8n's own work, such as writing its log, costs nothing here. */
function contextOf(parameters: IDataObject, items: INodeExecutionData[]): IExecuteFunctions {
	const execution = {};
	const nodeContext = {};
	const stopped = new AbortController().signal;
	const keys = new Set<string>();
	const stored = (name: string) =>
		name.split('.').reduce<unknown>((value, key) => (value as IDataObject)?.[key], parameters);
	const { SmmPanelApi } = requireBuilt(
		'./credentials/SmmPanelApi.credentials.js',
	) as typeof credentialFile;
	const { authenticate } = new SmmPanelApi();
	const sign = authenticate as Extract<typeof authenticate, (...all: never[]) => unknown>;
	const context = {
		continueOnFail: () => false,
		getContext: () => nodeContext,
		getCredentials: async () => CREDENTIAL,
		getExecuteData: () => execution,
		getExecutionCancelSignal: () => stopped,
		getInputData: () => items,
		getNode: () => ({ ...NODE, parameters }),
		getNodeParameter: (name: string, _: number, fallback: unknown) => stored(name) ?? fallback,
		getTimezone: () => 'Europe/Berlin',
		getWorkflow: () => ({ id: 'benchmark' }),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		logger: { info: () => {}, warn: () => {} },
		helpers: {
			checkProcessedAndRecord: async (entries: string[]) => {
				const processed = entries.filter((entry) => keys.has(entry));
				for (const entry of entries) keys.add(entry);
				return { processed };
			},
			removeProcessed: async (entries: string[]) => {
				for (const entry of entries) keys.delete(entry);
			},
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
				const { body } = await sign(CREDENTIAL, options);
				return response(REPLIES[(body as IDataObject).action as string]());
			},
		},
	};
	return context as unknown as IExecuteFunctions;
}

const NODE = {
	id: 'node',
	name: 'SMM Panel',
	type: 'n8n-nodes-smm-panel.smmPanel',
	credentials: { smmPanelApi: { id: '1', name: 'Panel' } },
};

let placed = 0;

const REPLIES: Record<string, () => object> = {
	add: () => ({ order: FIRST_ORDER + placed++ }),
	balance: () => ({ balance: '1000000.00', currency: 'USD' }),
	services: () => generateServices(3),
};

/** A response as n8n's HTTP helper returns it: its body is an unread stream. */
function response(reply: object): IN8nHttpFullResponse {
	const bytes = Buffer.from(JSON.stringify(reply));
	const read = function (this: Readable) {
		this.push(bytes);
		this.push(null);
	};
	return {
		body: new Readable({ read }),
		headers: { 'content-type': 'application/json' },
		statusCode: 200,
	};
}
