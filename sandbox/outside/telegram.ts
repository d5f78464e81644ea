import fastify from 'fastify';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

export interface TelegramMessage {
	chat: string;
	text: string;
	/** The addresses behind the buttons, by their labels. */
	buttons: Record<string, string>;
}

/** A stand-in for Telegram's API for bots: it takes messages, and keeps them. */
export interface Telegram {
	/** The base URL that a credential for Telegram takes. */
	readonly url: string;
	readonly messages: TelegramMessage[];
	close(): Promise<void>;
}

interface SendMessage {
	chat_id: string;
	text: string;
	reply_markup?: { inline_keyboard: Array<Array<{ text: string; url: string }>> };
}

/** Starts the stand-in on the loopback address. */
export async function startTelegram(): Promise<Telegram> {
	const messages: TelegramMessage[] = [];
	const app = fastify({ forceCloseConnections: true });
	app.post<{ Body: SendMessage }>('/:bot/sendMessage', async ({ body }) => {
		const buttons = (body.reply_markup?.inline_keyboard ?? []).flat();
		messages.push({
			chat: String(body.chat_id),
			text: body.text,
			buttons: Object.fromEntries(buttons.map(({ text, url }) => [text, url])),
		});
		return { ok: true, result: { message_id: messages.length } };
	});
	await app.listen({ host: HOST, port: 0 });
	return {
		url: `http://${HOST}:${(app.server.address() as AddressInfo).port}`,
		messages,
		close: async () => await app.close(),
	};
}
