import fastify from 'fastify';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

export interface TelegramMessage {
	chat: string;
	text: string;
	/** The URLs of the buttons, by label. */
	buttons: Record<string, string>;
}

/** A fake of Telegram's bot API: it records sent messages, and delivers what users write to a bot. */
export interface Telegram {
	/** The base URL for a Telegram credential. */
	readonly url: string;
	readonly messages: TelegramMessage[];
	/** Whether a bot has a webhook, which `write` needs. */
	readonly isListening: boolean;
	/**
	 * Writes to the bot in a chat, and returns the HTTP status of its webhook.
	 *
	 * @param secret Default: the one that the webhook was set with.
	 */
	write(text: string, chat: number, secret?: string): Promise<number>;
	close(): Promise<void>;
}

interface SendMessage {
	chat_id: string;
	text: string;
	reply_markup?: { inline_keyboard: Array<Array<{ text: string; url: string }>> };
}

interface SetWebhook {
	url: string;
	secret_token: string;
}

/** Starts the fake on the loopback address. */
export async function startTelegram(): Promise<Telegram> {
	const messages: TelegramMessage[] = [];
	let webhook: SetWebhook | undefined;
	let updates = 0;
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
	app.post('/:bot/getWebhookInfo', () => ({ ok: true, result: { url: webhook?.url ?? '' } }));
	app.post<{ Body: SetWebhook }>('/:bot/setWebhook', ({ body }) => {
		webhook = body;
		return { ok: true, result: true };
	});
	app.post('/:bot/deleteWebhook', () => {
		webhook = undefined;
		return { ok: true, result: true };
	});
	await app.listen({ host: HOST, port: 0 });
	return {
		url: `http://${HOST}:${(app.server.address() as AddressInfo).port}`,
		messages,
		get isListening() {
			return webhook !== undefined;
		},
		async write(text, chat, secret) {
			if (!webhook) throw new Error('This bot has no webhook');
			updates++;
			const from = { id: chat, is_bot: false, first_name: 'Customer' };
			const message = { message_id: updates, from, chat: { id: chat, type: 'private' }, text };
			const { status } = await fetch(webhook.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-telegram-bot-api-secret-token': secret ?? webhook.secret_token,
				},
				body: JSON.stringify({ update_id: updates, message }),
			});
			return status;
		},
		close: async () => await app.close(),
	};
}
