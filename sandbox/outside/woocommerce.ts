import fastify from 'fastify';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
const API = '/wp-json/wc/v3';

/** The fields of a shop's order that the workflows read. */
export interface ShopOrder {
	id: number;
	status: string;
	date_paid_gmt: string | null;
	line_items: Array<{
		id: number;
		name: string;
		product_id: number;
		variation_id: number;
		sku: string;
		quantity: number;
		meta_data: Array<{ key: string; value: unknown }>;
	}>;
	refunds: object[];
}

/** A fake WooCommerce shop: its REST API and its webhooks. */
export interface Shop {
	/** The URL for a WooCommerce credential. */
	readonly url: string;
	readonly key: string;
	readonly secret: string;
	readonly orders: Map<number, ShopOrder>;
	/** The private notes of the orders. */
	readonly notes: Map<number, string[]>;
	/** Whether a webhook is registered, which `deliver` needs. */
	readonly isListening: boolean;
	/** Method and path of each request. */
	readonly requests: string[];
	/** Sends an order as the shop does after an update, and returns the HTTP statuses of its webhooks. */
	deliver(id: number, signature?: string): Promise<number[]>;
	/** Leaves the next note unanswered, before or after storing it. Resolves when its request arrives. */
	holdNote(when: 'before' | 'after'): Promise<void>;
	close(): Promise<void>;
}

interface Webhook {
	id: number;
	status: string;
	topic: string;
	delivery_url: string;
	secret: string;
}

/** Starts the fake on the loopback address. */
export async function startShop(): Promise<Shop> {
	const [key, secret] = ['ck_of_the_sandbox', 'cs_of_the_sandbox'];
	const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
	const orders = new Map<number, ShopOrder>();
	const notes = new Map<number, string[]>();
	const webhooks = new Map<number, Webhook>();
	const requests: string[] = [];
	let held: { when: 'before' | 'after'; come: () => void } | undefined;
	const app = fastify({ forceCloseConnections: true });
	app.addHook('onRequest', async (request, reply) => {
		requests.push(`${request.method} ${request.url.replace(API, '')}`);
		// WordPress sends this with every response, and n8n reads it.
		void reply.header('link', '<https://example.com/wp-json/>; rel="https://api.w.org/"');
		if (request.headers.authorization !== authorization) await reply.code(401).send({});
	});
	app.get(`${API}/webhooks`, () => [...webhooks.values()]);
	app.post<{ Body: Webhook }>(`${API}/webhooks`, ({ body }) => {
		const webhook = { ...body, id: webhooks.size + 1, status: 'active' };
		webhooks.set(webhook.id, webhook);
		return webhook;
	});
	app.delete<{ Params: { id: string } }>(`${API}/webhooks/:id`, ({ params }) => {
		webhooks.delete(Number(params.id));
		return {};
	});
	app.get<{ Querystring: { status?: string } }>(`${API}/orders`, ({ query }) =>
		[...orders.values()].filter(({ status }) => !query.status || status === query.status),
	);
	app.get<{ Params: { id: string } }>(`${API}/orders/:id/notes`, ({ params }) =>
		(notes.get(Number(params.id)) ?? []).map((note) => ({ note })),
	);
	app.post<{ Params: { id: string }; Body: { note: string } }>(
		`${API}/orders/:id/notes`,
		async ({ params, body: { note } }) => {
			const [id, hold] = [Number(params.id), held];
			held = undefined;
			if (hold?.when !== 'before') notes.set(id, [...(notes.get(id) ?? []), note]);
			hold?.come();
			if (hold) await new Promise(() => {});
			return { note };
		},
	);
	await app.listen({ host: HOST, port: 0 });
	return {
		url: `http://${HOST}:${(app.server.address() as AddressInfo).port}`,
		key,
		secret,
		orders,
		notes,
		requests,
		get isListening() {
			return webhooks.size > 0;
		},
		async deliver(id, signature) {
			const body = JSON.stringify(orders.get(id));
			const all = [...webhooks.values()].filter(({ topic }) => topic === 'order.updated');
			const answers = all.map(
				async (webhook) =>
					await fetch(webhook.delivery_url, {
						method: 'POST',
						headers: {
							'content-type': 'application/json',
							'x-wc-webhook-id': String(webhook.id),
							'x-wc-webhook-topic': webhook.topic,
							'x-wc-webhook-signature':
								signature ?? createHmac('sha256', webhook.secret).update(body).digest('base64'),
						},
						body,
					}),
			);
			return (await Promise.all(answers)).map(({ status }) => status);
		},
		holdNote: async (when) => await new Promise((resolve) => (held = { when, come: resolve })),
		close: async () => await app.close(),
	};
}
