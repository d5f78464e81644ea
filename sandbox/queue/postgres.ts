import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { freePort, HOST } from '../n8n/ports';
import { type Daemon, startDaemon } from './daemon';

const run = promisify(execFile);

export const DATABASE = 'postgres';
export const USER = 'n8n';

export interface Postgres extends Daemon {
	/** Runs statements, and returns the lines of output. */
	query(sql: string): Promise<string[]>;
}

interface Identity {
	uid?: number;
	gid?: number;
}

/** PostgreSQL refuses to run as root, so root starts it as the user that Debian's package creates. */
async function identity(): Promise<Identity> {
	if (process.getuid?.() !== 0) return {};
	const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
	return { uid: await idOf('-u'), gid: await idOf('-g') };
}

/** A temporary PostgreSQL without passwords on the loopback address. Its data is removed when it stops. */
export async function startPostgres(programs: string): Promise<Postgres> {
	const owner = await identity();
	const port = await freePort();
	const data = await mkdtemp(path.join(tmpdir(), 'smm-panel-postgres-'));
	const remove = async () => await rm(data, { recursive: true, force: true });
	if (owner.uid !== undefined) await chown(data, owner.uid, owner.gid as number);
	const options = { ...owner, cwd: data };
	let end: () => Promise<void>;
	try {
		const initialise = ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-sync'];
		await run(path.join(programs, 'initdb'), initialise, options);
		const settings = {
			listen_addresses: HOST,
			port: String(port),
			unix_socket_directories: data,
			fsync: 'off',
			max_connections: '200',
			logging_collector: 'off',
		};
		const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		end = await startDaemon(
			path.join(programs, 'postgres'),
			['-D', data, ...words],
			/database system is ready to accept connections/,
			// Fast shutdown: also closes the connections.
			'SIGINT',
			options,
		);
	} catch (error) {
		await remove();
		throw error;
	}
	const address = ['-h', HOST, '-p', String(port), '-U', USER, '-d', DATABASE];
	return {
		port,
		async stop() {
			await end();
			await remove();
		},
		async query(sql) {
			const { stdout } = await run(path.join(programs, 'psql'), [...address, '-AtX', '-c', sql]);
			return stdout.split('\n').filter(Boolean);
		},
	};
}
