import { createServer } from 'node:net';

export const HOST = '127.0.0.1';
const TRIES = 20;

/** Tries to listen on the loopback address, and returns the port, or undefined if it is taken. 0 means any port. */
async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) =>
			error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
		);
		server.listen(port, HOST, () => {
			const { port: found } = server.address() as { port: number };
			server.close(() => resolve(found));
		});
	});
}

/** Any free port. */
export async function freePort(): Promise<number> {
	return (await tryPort(0)) as number;
}

/**
 * The first free port, starting at `wanted`.
 *
 * @param tell Called with a message for each port that is taken.
 * @throws Error if all ports that it tries are taken.
 */
export async function portFrom(wanted: number, tell: (line: string) => void): Promise<number> {
	for (let port = wanted; port < wanted + TRIES; port++) {
		if ((await tryPort(port)) !== undefined) return port;
		tell(`Port ${port} is taken by another program; trying ${port + 1}.`);
	}
	throw new Error(`The ports ${wanted} to ${wanted + TRIES - 1} are all taken. Set another one.`);
}
