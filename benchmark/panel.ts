/** The sandbox panel in a separate process, so that its work does not count as its client's. */
import { generateServices, startPanel, type Panel } from '../sandbox/panel';
import { answer } from './process';
import type { PanelSetup, Traffic } from './types';

const ADD = { action: 'add', service: '3', link: 'https://example.com/post', quantity: '100' };

void answer<PanelSetup>(async ({ orders, openEvery = 1, services, delay }) => {
	const panel = await startPanel({
		balance: '1000000.00',
		services: services ? generateServices(services) : undefined,
	});
	if (orders) await enter(panel, orders, openEvery);
	if (delay) panel.fault({ kind: 'delay', ms: delay, times: Infinity });
	let before = process.cpuUsage();
	return [
		{ url: panel.url, apiKey: panel.apiKey },
		(question) => {
			const traffic = trafficOf(panel, before);
			if (question === 'forget') {
				panel.resetCounters();
				before = process.cpuUsage();
			}
			return traffic;
		},
	];
});

/** Creates orders: one of every `openEvery` is open, the others are completed. One is placed, the rest are copies. */
async function enter(panel: Panel, count: number, openEvery: number): Promise<void> {
	const body = new URLSearchParams({ ...ADD, key: panel.apiKey });
	await fetch(panel.url, { method: 'POST', body });
	const [first] = panel.orders.values();
	panel.setStatus(first.id, 'In progress');
	for (let n = 0; n < count; n++) {
		const id = String(Number(first.id) + n);
		const isOpen = n % openEvery === 0;
		panel.orders.set(id, {
			...first,
			id,
			charge: (0.27819 + n / 1_000).toFixed(5),
			startCount: 1_000 + n,
			status: isOpen ? 'In progress' : 'Completed',
			remains: isOpen ? n % 100 : 0,
		});
	}
}

function trafficOf(panel: Panel, before: NodeJS.CpuUsage): Traffic {
	const { user, system } = process.cpuUsage(before);
	const sizes = panel.requests.map(({ headers }) => Number(headers['content-length'] ?? 0));
	return {
		requests: panel.count(),
		bytes: sizes.reduce((sum, size) => sum + size, 0),
		mostInFlight: panel.mostInFlight,
		cpu: (user + system) / 1_000,
	};
}
