import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
	createServer,
	type IncomingMessage,
	request,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { command } from './command';
import { installProgram, type Runtime } from './install';
import { PACKAGE_NAME } from './pack';
import { freePort, HOST } from './ports';

const START_WITHIN = 60_000;
/** Fake of GitHub's OIDC endpoint, which certifies the workflow that runs, and of npm's, which returns a token for it. */
const IDENTITY = '/identity';
const EXCHANGE = `/-/npm/v1/oidc/token/exchange/package/${PACKAGE_NAME}`;

/**
 * A local registry that accepts `npm publish` of this package and serves it, and proxies all other packages from
 * npm. It also simulates npm's trusted publishing, including GitHub's part.
 */
export class Registry {
	/** Whether it trusts the workflow to publish. */
	isTrusting = false;
	/** How many times a workflow requested to publish. */
	asked = 0;

	private constructor(
		readonly url: string,
		/** A token that allows publishing. */
		readonly token: string,
		private readonly folder: string,
		private readonly port: number,
		private readonly child: ChildProcess,
		private readonly front: Server,
	) {
		front.on('request', (asked, answer) => this.answer(asked, answer));
	}

	static async start(runtime: Runtime): Promise<Registry> {
		const program = await installProgram(path.join(__dirname, 'registry'), runtime);
		const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-registry-'));
		const config = path.join(folder, 'config.json');
		await writeFile(config, JSON.stringify(await settings(folder)));
		const port = await freePort();
		const verdaccio = path.join(program, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
		const words = [verdaccio, '--config', config, '--listen', `${HOST}:${port}`];
		const child = spawn(runtime.node, words, { stdio: 'ignore' });
		const killAtExit = () => child.kill('SIGKILL');
		process.once('exit', killAtExit);
		child.once('exit', () => process.off('exit', killAtExit));
		const token = await signUp(`http://${HOST}:${port}`);
		const front = createServer();
		await new Promise<void>((resolve) => front.listen(0, HOST, resolve));
		const url = `http://${HOST}:${(front.address() as AddressInfo).port}`;
		const registry = new Registry(url, token, folder, port, child, front);
		await registry.writeNpm(runtime);
		return registry;
	}

	/** A folder for PATH. Its `npm` runs on n8n's Node, and uses this registry whatever its arguments say. */
	get bin(): string {
		return path.join(this.folder, 'bin');
	}

	/** Makes npm use this registry, and the token in NODE_AUTH_TOKEN. */
	private get login(): Record<string, string> {
		return { npm_config_userconfig: path.join(this.folder, 'npmrc') };
	}

	/** The environment of a GitHub job after setup-node. */
	get job(): Record<string, string> {
		return {
			...this.login,
			GITHUB_ACTIONS: 'true',
			ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url}${IDENTITY}`,
			ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of the job',
		};
	}

	/** Publishes a tarball with the token. */
	async publish(tarball: string): Promise<void> {
		const variables = { ...this.login, NODE_AUTH_TOKEN: this.token };
		await command('npm', ['publish', tarball], { cwd: this.folder, variables, clean: true });
	}

	async close(): Promise<void> {
		this.child.kill('SIGKILL');
		this.front.closeAllConnections();
		await new Promise((resolve) => this.front.close(resolve));
		await rm(this.folder, { recursive: true, force: true });
	}

	private answer(asked: IncomingMessage, answer: ServerResponse): void {
		const { method, headers, url = '' } = asked;
		if (url.startsWith(IDENTITY)) {
			answer.end(JSON.stringify({ value: 'the workflow publish.yml' }));
		} else if (url === EXCHANGE) {
			this.asked++;
			answer.writeHead(this.isTrusting ? 201 : 404);
			answer.end(JSON.stringify(this.isTrusting ? { token: this.token } : {}));
		} else {
			const options = { host: HOST, port: this.port, method, path: url, headers };
			const passed = request(options, (back) => {
				answer.writeHead(back.statusCode ?? 502, back.headers);
				back.pipe(answer);
			});
			passed.on('error', () => answer.destroy());
			asked.pipe(passed);
		}
	}

	private async writeNpm({ node }: Runtime): Promise<void> {
		const find = 'realpath "$(command -v npm)"';
		const npm = execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
		await mkdir(this.bin);
		const file = path.join(this.bin, 'npm');
		// n8n passes npm's own registry on the command line, where the last one wins. npm would also use the proxy for
		// this registry.
		const run = `exec env -u HTTPS_PROXY "${node}" "${npm}" "$@" --registry="${this.url}"`;
		await writeFile(file, `#!/bin/sh\n${run}\n`);
		await chmod(file, 0o755);
		const { host } = new URL(this.url);
		await writeFile(
			path.join(this.folder, 'npmrc'),
			`//${host}/:_authToken=\${NODE_AUTH_TOKEN}\nregistry=${this.url}/\n`,
		);
	}
}

const settings = async (folder: string) => ({
	storage: path.join(folder, 'storage'),
	auth: { htpasswd: { file: path.join(folder, 'htpasswd') } },
	uplinks: {
		npm: { url: (await command('npm', ['config', 'get', 'registry'], { cwd: folder })).trim() },
	},
	packages: {
		[PACKAGE_NAME]: { access: '$all', publish: '$authenticated' },
		'**': { access: '$all', proxy: 'npm' },
	},
	web: { enable: false },
});

/** Creates a user as soon as the registry answers, and returns its token. */
async function signUp(url: string): Promise<string> {
	const deadline = Date.now() + START_WITHIN;
	for (;;) {
		try {
			const answer = await fetch(`${url}/-/user/org.couchdb.user:publisher`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ name: 'publisher', password: 'Sandbox-2026' }),
			});
			return ((await answer.json()) as { token: string }).token;
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(200);
		}
	}
}
