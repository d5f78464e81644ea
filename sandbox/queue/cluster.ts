import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installRuntime } from '../n8n/install';
import { installPackage, pack } from '../n8n/pack';
import { freePort, HOST } from '../n8n/ports';
import { N8nServer } from '../n8n/server';
import { programs } from './debian';
import { DATABASE, type Postgres, startPostgres, USER } from './postgres';
import { startRedis } from './redis';

/** n8n in queue mode: a main process, and workers that process its queue. */
export interface Cluster {
	folder: string;
	main: N8nServer;
	workers: N8nServer[];
	postgres: Postgres;
	/** Stops everything and removes the folder. */
	close(): Promise<void>;
}

/** Starts Redis, PostgreSQL, and n8n's main process and workers, each with the packed package in its own folder. */
export async function startCluster(size: number): Promise<Cluster> {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-queue-'));
	const toStop: Array<() => Promise<void>> = [async () => await rm(folder, { recursive: true })];
	const close = async () => {
		for (let stop = toStop.pop(); stop; stop = toStop.pop()) await stop().catch(console.error);
	};
	try {
		const { redis, postgres: binaries } = await programs();
		const queue = await startRedis(redis);
		toStop.push(queue.stop);
		const postgres = await startPostgres(binaries);
		toStop.push(postgres.stop);
		const runtime = await installRuntime(() => {});
		const tarball = await pack(folder);
		const settings = {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: String(queue.port),
			// Detect a dead worker sooner than n8n's default of a minute and a half.
			QUEUE_WORKER_LOCK_DURATION: '6000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
			QUEUE_WORKER_STALLED_INTERVAL: '3000',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: USER,
			// All processes read the same credentials.
			N8N_ENCRYPTION_KEY: 'a-key-of-the-sandbox-0123456789',
		};
		const start = async (name: string, as: 'start' | 'worker') => {
			const home = path.join(folder, name);
			await installPackage(home, tarball);
			const web = await freePort();
			const health = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(web) };
			const server = new N8nServer(
				runtime,
				home,
				{ web, broker: await freePort() },
				{ as, settings: { ...settings, ...(as === 'worker' && health) } },
			);
			toStop.push(async () => await server.kill());
			await server.start();
			return server;
		};
		// The main process creates the database, which the workers need.
		const main = await start('main', 'start');
		const workers = await Promise.all(
			Array.from({ length: size }, async (_, n) => await start(`worker-${n + 1}`, 'worker')),
		);
		return { folder, main, workers, postgres, close };
	} catch (error) {
		await close();
		throw error;
	}
}
