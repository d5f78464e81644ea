import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createCredential } from '../../sandbox/n8n/credentials';
import { withCredential } from '../../sandbox/n8n/exchange';
import { HOST } from '../../sandbox/n8n/ports';
import type { WorkflowFile } from '../../sandbox/n8n/workflows';
import type { Host } from './host';

const TOKEN = '12345:token';

/** Where n8n's own Telegram node can send to: it takes another address than Telegram's from its credential. */
export class ChatServer {
	/** What `sendMessage` was called with. */
	readonly messages: Array<{ chat_id: string; text: string }> = [];
	private constructor(
		private readonly server: Server,
		private readonly url: string,
	) {}

	static async start(): Promise<ChatServer> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
		const { port } = server.address() as AddressInfo;
		const chat = new ChatServer(server, `http://${HOST}:${port}`);
		server.on('request', async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const isMessage = request.url === `/bot${TOKEN}/sendMessage`;
			if (isMessage) chat.messages.push(JSON.parse(Buffer.concat(chunks).toString()));
			response.setHeader('content-type', 'application/json');
			response.statusCode = isMessage ? 200 : 404;
			response.end(JSON.stringify({ ok: isMessage, result: {} }));
		});
		return chat;
	}

	/** Gives the Telegram nodes of a workflow a credential for this server. */
	async connect({ rest }: Host, file: WorkflowFile): Promise<WorkflowFile> {
		const type = 'telegramApi';
		const data = { accessToken: TOKEN, baseUrl: this.url };
		const credential = await createCredential(rest, 'Chat', data, type);
		return withCredential(file, credential, { type, nodes: /\.telegram$/ });
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
