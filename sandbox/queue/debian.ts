import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

import { command } from '../n8n/command';

const REDIS = '/usr/bin/redis-server';
const POSTGRES = '/usr/lib/postgresql';

export interface Programs {
	redis: string;
	/** The folder of PostgreSQL's programs. */
	postgres: string;
}

/** The programs of Debian's packages, which are installed if they are not there. */
export async function programs(tell: (line: string) => void): Promise<Programs> {
	const found = await find();
	if (found) return found;
	tell('Installing redis-server and postgresql from Debian, once.');
	const options = { cwd: '/', variables: { DEBIAN_FRONTEND: 'noninteractive' } };
	await command('apt-get', ['update', '-qq'], options);
	await command('apt-get', ['install', '-y', '-qq', 'redis-server', 'postgresql'], options);
	const installed = await find();
	if (!installed) throw new Error("Debian's packages redis-server and postgresql are needed");
	return installed;
}

async function find(): Promise<Programs | undefined> {
	try {
		await access(REDIS);
		const versions = (await readdir(POSTGRES)).map(Number).filter(Number.isFinite);
		const postgres = path.join(POSTGRES, String(Math.max(...versions)), 'bin');
		await access(path.join(postgres, 'initdb'));
		return { redis: REDIS, postgres };
	} catch {
		return undefined;
	}
}
