import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import type { Stand } from '../../sandbox/n8n/exchange';
import type { Row } from '../../sandbox/n8n/dataTables';
import { HOST } from '../../sandbox/n8n/ports';

/** The moment of a request at which it is held up: before the sheet did what it asks, or after. */
export interface Hold {
	/** All rows are read, or one is written. */
	what: 'read' | 'update';
	when: 'before' | 'after';
}

/**
 * A sheet beyond n8n, as Google's is: what was written stays, whatever happens to n8n. Every request can be
 * held up, so that n8n can be killed at a moment that is known.
 */
export class SheetServer {
	readonly rows: Row[] = [];
	private hold?: Hold & { reached: () => void };
	private constructor(
		private readonly server: Server,
		private readonly url: string,
	) {}

	static async start(): Promise<SheetServer> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
		const { port } = server.address() as { port: number };
		const sheet = new SheetServer(server, `http://${HOST}:${port}`);
		server.on('request', (request, response) => void sheet.serve(request, response));
		return sheet;
	}

	/** Holds up the next request of a kind, for good. Resolves when it is there. */
	async holdUp(hold: Hold): Promise<void> {
		await new Promise<void>((reached) => (this.hold = { ...hold, reached }));
	}

	/** Stands in for Google Sheets nodes. Like these, an update gives out only what it wrote. */
	get stand(): Stand {
		const type = 'n8n-nodes-base.httpRequest';
		return {
			read: () => ({
				type,
				typeVersion: 4.2,
				parameters: {
					url: `${this.url}/`,
					options: {},
				},
			}),
			update: ({ values }) => ({
				type,
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: `${this.url}/`,
					sendBody: true,
					bodyParameters: {
						parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
					},
					options: {},
				},
			}),
		};
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const isUpdate = request.method === 'POST';
		const values = isUpdate ? (JSON.parse(Buffer.concat(chunks).toString()) as Row) : {};
		const what = isUpdate ? 'update' : 'read';
		if (this.isHeld(what, 'before')) return;
		const body = JSON.stringify(isUpdate ? this.update(values) : this.rows);
		if (this.isHeld(what, 'after')) return;
		response.setHeader('content-type', 'application/json');
		response.end(body);
	}

	/** Like Google Sheets nodes: writes the columns that the sheet has, and passes over the others. */
	private update(values: Row): Row | Row[] {
		const row = this.rows.find((each) => each.row === String(values.row));
		if (!row) return [];
		for (const name of Object.keys(row)) if (name in values) row[name] = values[name];
		return values;
	}

	private isHeld(what: Hold['what'], when: Hold['when']): boolean {
		const hold = this.hold;
		if (!hold || hold.what !== what || hold.when !== when) return false;
		this.hold = undefined;
		hold.reached();
		return true;
	}
}
