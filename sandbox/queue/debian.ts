import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

const REDIS = '/usr/bin/redis-server';
const POSTGRES = '/usr/lib/postgresql';

export interface Programs {
	redis: string;
	/** The folder of PostgreSQL's programs. */
	postgres: string;
}

/**
 * Paths of the programs in Debian's packages.
 *
 * @throws Error that says what to install, if they are missing.
 */
export async function programs(): Promise<Programs> {
	try {
		await access(REDIS);
		const versions = (await readdir(POSTGRES)).map(Number).filter(Number.isFinite);
		const postgres = path.join(POSTGRES, String(Math.max(...versions)), 'bin');
		await access(path.join(postgres, 'initdb'));
		return { redis: REDIS, postgres };
	} catch {
		throw new Error(
			'Redis and PostgreSQL are needed: `sudo apt-get install redis-server postgresql`',
		);
	}
}
