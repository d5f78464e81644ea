import { freePort, HOST } from '../n8n/ports';
import { type Daemon, startDaemon } from './daemon';

/** A temporary Redis, which persists nothing. */
export async function startRedis(program: string): Promise<Daemon> {
	const port = await freePort();
	const words = ['--bind', HOST, '--port', String(port), '--save', '', '--appendonly', 'no'];
	const stop = await startDaemon(program, words, /Ready to accept connections/, 'SIGTERM', {
		cwd: '/',
	});
	return { port, stop };
}
