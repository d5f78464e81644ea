import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import type { Stand } from '../../sandbox/n8n/exchange';
import type { Row } from '../../sandbox/n8n/dataTables';
import { HOST } from '../../sandbox/n8n/ports';

/** Where to hold a request: before or after the sheet processed it. */
export interface Hold {
	/** Reading all rows, or writing one. */
	what: 'read' | 'update';
	when: 'before' | 'after';
}

/**
 * A sheet outside of n8n, such as Google's: what was written stays, whatever happens to n8n. Any request can be
 * held, so that a test can kill n8n at a known moment.
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

	/** Holds the next request of this kind forever. Resolves when it arrives. */
	async holdUp(hold: Hold): Promise<void> {
		await new Promise<void>((reached) => (this.hold = { ...hold, reached }));
	}

	/** Replaces Google Sheets nodes. As with these, an update outputs only what it wrote. */
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

	/** Like Google Sheets nodes, writes the columns that the sheet has, and ignores the others. */
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
