import { FINISHED_AT, type Panel, startPanel } from '../panel';
import { saveCredential } from './credentials';
import { DataTable } from './dataTables';
import {
	createOrdersTable,
	createPricesTable,
	createTrackedTable,
	PRICE_WATCH,
	readExamples,
	readOrders,
	TRACKED_TABLE,
} from './examples';
import { exchange, messagesShown, onDataTable, sheetsOn, withCredential } from './exchange';
import { installRuntime } from './install';
import { lock } from './lock';
import { placeOrders } from './orders';
import { installPackage, pack } from './pack';
import { freePort, portFrom } from './ports';
import { withProgress } from './progress';
import { Rest } from './rest';
import { N8nServer } from './server';
import { createWorkflow, workflowNames } from './workflows';

const N8N_PORT = 5678;
const PANEL_PORT = 8787;
/** Orders finish within a minute, so that a user can wait for it. */
const SPEED = FINISHED_AT / 60_000;

/** Orders that the panel has from the start. They are the same each time, because the examples watch them. */
const FIRST_ORDERS = 3;

export interface Editor {
	server: N8nServer;
	panel: Panel;
	/** Stops n8n and the panel. */
	close(): Promise<void>;
}

/**
 * Opens n8n's editor with the packed package, a panel to order from, and the example workflows. The folder
 * keeps what a user changes there.
 *
 * @param tell Called with progress messages.
 */
export async function openEditor(folder: string, tell: (line: string) => void): Promise<Editor> {
	const unlock = await lock(folder);
	let panel: Panel | undefined;
	let server: N8nServer | undefined;
	const close = async () => {
		await server?.stop();
		await panel?.close();
		await unlock();
	};
	try {
		const runtime = await installRuntime(tell);
		const version = await installPackage(folder, await pack(folder));
		tell(`Installed the packed package, version ${version}, in n8n.`);
		const port = await portFrom(PANEL_PORT, tell);
		panel = await startPanel({ port, clock: 'real', speed: SPEED });
		const orders = await placeOrders(panel, FIRST_ORDERS);
		const ports = { web: await portFrom(N8N_PORT, tell), broker: await freePort() };
		server = new N8nServer(runtime, folder, ports);
		tell('Starting n8n; the first start takes half a minute.');
		await withProgress(tell, 'starting n8n', server.start());
		await fill(new Rest(server.url), panel, orders);
		return { server, panel, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Creates what is missing: the owner, the credential, the table and the workflows. */
async function fill(rest: Rest, panel: Panel, orders: string[]): Promise<void> {
	await rest.logIn();
	// The panel may have another port than last time.
	const credential = await saveCredential(rest, 'Sandbox panel', {
		url: panel.url,
		apiKey: panel.apiKey,
	});
	const known = new Set(await workflowNames(rest));
	const missing = (await readExamples()).filter(({ name }) => !known.has(name));
	if (missing.length === 0) return;
	const orderRows = await createOrdersTable(rest, `Orders ${Date.now()}`, await readOrders());
	const prices = await createPricesTable(rest, `Prices ${Date.now()}`);
	for (const file of missing) {
		const sheet = file.name === PRICE_WATCH ? prices : orderRows;
		const stands = { ...sheetsOn(onDataTable(sheet.id)), ...messagesShown };
		await createWorkflow(rest, withCredential(exchange(file, stands), credential));
	}
	if (!(await DataTable.find(rest, TRACKED_TABLE))) await createTrackedTable(rest, orders);
}
