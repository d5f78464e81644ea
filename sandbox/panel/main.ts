import { DEFAULT_KEY, FINISHED_AT, type Panel, startPanel } from './index';

const FIRST_PORT = 8787;
const TRIES = 20;
/** An order without drip-feed finishes after about a minute of real time. */
const SPEED = FINISHED_AT / 60_000;

function wantedPort(): number {
	const at = process.argv.indexOf('--port');
	const joined = process.argv.find((word) => word.startsWith('--port='))?.slice(7);
	const text = joined ?? (at > 0 ? process.argv[at + 1] : process.env.PORT) ?? String(FIRST_PORT);
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65535) {
		throw new Error(`The port must be a whole number from 0 to 65535, not '${text}'`);
	}
	return port;
}

async function startFrom(port: number, tries: number): Promise<Panel> {
	try {
		return await startPanel({ port, clock: 'real', speed: SPEED });
	} catch (error) {
		const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
		if (!taken || tries <= 1 || port >= 65535) throw error;
		console.log(`Port ${port} is taken by another program; trying ${port + 1}.`);
		return startFrom(port + 1, tries - 1);
	}
}

async function main(): Promise<void> {
	const panel = await startFrom(wantedPort(), TRIES);
	console.log(`Sandbox panel: ${panel.url}
API key:       ${DEFAULT_KEY}
Orders finish in about a minute; nothing is kept after the panel stops (Ctrl+C).

Try it:
  curl ${panel.url} -d key=${DEFAULT_KEY} -d action=services
  curl ${panel.url} -d key=${DEFAULT_KEY} -d action=add \\
    -d service=1 -d link=https://example.com/post -d quantity=100`);
	const stop = () => {
		void panel.close().then(() => console.log('Sandbox panel stopped.'));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: Error) => {
	console.error(`The sandbox panel did not start: ${error.message}`);
	process.exitCode = 1;
});
