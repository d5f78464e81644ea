import { Pool } from 'undici';

import type { Contender } from '../types';
import { idItems, orderItems, SEARCH } from './inputs';

const IDS_IN_REQUEST = 100;

type Raw = Record<string, string | number | boolean>;
type Post = (fields: Record<string, string>) => Promise<unknown>;

/** No n8n at all: an HTTP client that sends the same requests, as many in flight, and produces the same rows. */
export const floor: Contender = async ({ url, apiKey }) => {
	const { origin, pathname } = new URL(url);
	const pool = new Pool(origin, { connections: 4 });
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const post: Post = async (fields) => {
		const form = new URLSearchParams({ key: apiKey, ...fields }).toString();
		const { body } = await pool.request({ path: pathname, method: 'POST', headers, body: form });
		return JSON.parse(await body.text());
	};
	const search = async (entries: Promise<Entry[]>) => {
		const words = SEARCH.toLowerCase().split(' ');
		const found = (await entries).filter(({ text }) => words.every((word) => text.includes(word)));
		return { items: found.slice(0, 100).map(({ name, value }) => ({ name, value })) };
	};
	let kept: Promise<Entry[]> | undefined;
	return {
		status: (count) => {
			const ids = idItems(count).map(({ id }) => id);
			return async () => {
				const rows = await statuses(post, ids);
				return { items: ids.map((id, item) => asItem(rows.get(id) as object, item)) };
			};
		},
		create: (count) => {
			const orders = orderItems(count);
			return async () => {
				const items: object[] = [];
				for (const [item, { service, link, quantity }] of orders.entries()) {
					const fields = { action: 'add', service, link, quantity: String(quantity) };
					const { order } = (await post(fields)) as { order: number };
					items.push(asItem({ order: String(order), service, link, quantity }, item));
				}
				return { items };
			};
		},
		catalogue: () => async () => ({
			items: (await services(post)).map((row) => asItem(row, 0)),
		}),
		search: () => async () => await search(entries(post)),
		searchAgain: () => async () => await search((kept ??= entries(post))),
		poll: (count) => {
			const ids = idItems(count).map(({ id }) => id);
			const last = new Map<string, string>();
			return async () => {
				// Like the trigger: after the first poll only open orders.
				const open = ids.filter((id) => last.get(id) !== 'Completed');
				const rows = await statuses(post, open);
				const changed = [...rows].filter(
					([id, { status }]) => last.has(id) && last.get(id) !== status,
				);
				for (const [id, { status }] of rows) last.set(id, status);
				return { items: changed };
			};
		},
	};
};

const asItem = (json: object, item: number) => ({ json, pairedItem: { item } });

async function statuses(post: Post, ids: string[]) {
	const rows = new Map<string, ReturnType<typeof statusRow>>();
	let next = 0;
	const work = async () => {
		while (next < ids.length) {
			const batch = ids.slice(next, (next += IDS_IN_REQUEST));
			const answer = (await post({ action: 'status', orders: batch.join() })) as Record<
				string,
				Raw
			>;
			for (const id of batch) rows.set(id, statusRow(id, answer[id]));
		}
	};
	await Promise.all([work(), work(), work(), work()]);
	return rows;
}

const statusRow = (order: string, raw: Raw) => ({
	order,
	status: String(raw.status),
	finished: raw.status === 'Completed',
	charge: Number(raw.charge),
	start_count: Number(raw.start_count),
	remains: Number(raw.remains),
	currency: String(raw.currency),
});

async function services(post: Post) {
	const list = (await post({ action: 'services' })) as Raw[];
	return list.map(({ service, name, type, category, rate, min, max, refill, cancel }) => ({
		service: String(service),
		name: String(name),
		type: String(type),
		category: String(category),
		rate: Number(rate),
		min: Number(min),
		max: Number(max),
		refill: refill === true,
		cancel: cancel === true,
		guaranteeDays: Number(/(\d+) days/i.exec(String(name))?.[1]) || null,
	}));
}

interface Entry {
	name: string;
	value: string;
	text: string;
}

const readable = (count: unknown): string => Number(count).toLocaleString('en-US');

async function entries(post: Post): Promise<Entry[]> {
	const day = new Date().toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
	return (await services(post)).map(({ service, name, category, type, rate, min, max }) => ({
		name: `${name} · ${readable(min)}–${readable(max)} · ${rate} per 1,000 · ${service} (${day})`,
		value: service,
		text: `${service} ${name} ${category} ${type}`.toLowerCase(),
	}));
}
