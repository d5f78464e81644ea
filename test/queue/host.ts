import { createCredential } from '../../sandbox/n8n/credentials';
import { Rest } from '../../sandbox/n8n/rest';
import type { N8nServer } from '../../sandbox/n8n/server';
import { startPanel } from '../../sandbox/panel';
import { type Cluster, startCluster } from '../../sandbox/queue/cluster';
import type { Host } from '../server/host';

/** n8n in queue mode with the packed package in each process, a panel, and a credential. */
export interface QueueHost extends Host {
	cluster: Cluster;
	/** The worker that took an execution from the queue, according to its log; the last one if there were several. */
	workerOf(executionId: string): N8nServer | undefined;
}

export async function startQueueHost(workers: number): Promise<QueueHost> {
	const panel = await startPanel({ balance: '100000.00' });
	const cluster = await startCluster(workers).catch(async (error: Error) => {
		await panel.close();
		throw error;
	});
	const close = async () => {
		await cluster.close();
		await panel.close();
	};
	try {
		const rest = new Rest(cluster.main.url);
		await rest.logIn();
		const { url, apiKey } = panel;
		const credential = await createCredential(rest, 'Panel', { url, apiKey });
		return {
			folder: cluster.folder,
			server: cluster.main,
			rest,
			panel,
			credential,
			cluster,
			close,
			workerOf: (id) => cluster.workers.find(({ log }) => log.includes(`started execution ${id} `)),
		};
	} catch (error) {
		await close();
		throw error;
	}
}
