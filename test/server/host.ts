import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createCredential, type SavedCredential } from '../../sandbox/n8n/credentials';
import { installRuntime } from '../../sandbox/n8n/install';
import { installPackage, pack } from '../../sandbox/n8n/pack';
import { freePort } from '../../sandbox/n8n/ports';
import { Rest } from '../../sandbox/n8n/rest';
import { N8nServer } from '../../sandbox/n8n/server';
import { type Panel, startPanel } from '../../sandbox/panel';
import { packRelease } from './release';

/** Only the credential contains this key, so that a search finds every leak. */
export const API_KEY = 'k3y-that-must-not-be-found-7f2c91';

/** A real n8n with the packed package, a panel and a credential. */
export interface Host {
	folder: string;
	server: N8nServer;
	rest: Rest;
	panel: Panel;
	credential: SavedCredential;
	close(): Promise<void>;
}

export interface HostOptions {
	/** Packs the package under another version. */
	version?: string;
	/** The tag of an earlier release to install instead of this package. */
	release?: string;
	/** Installs the package into n8n's folder; default: unpacks its tarball there. */
	install?: (folder: string) => Promise<unknown>;
	/** Environment variables for n8n. */
	settings?: Record<string, string>;
}

export async function startHost(options: HostOptions = {}): Promise<Host> {
	const { version, release, settings, install = unpack } = options;
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-n8n-'));
	const panel = await startPanel({ apiKey: API_KEY });
	const runtime = await installRuntime(() => {});
	const ports = { web: await freePort(), broker: await freePort() };
	const server = new N8nServer(runtime, folder, ports, { settings });
	async function unpack(): Promise<void> {
		const tarball = release ? await packRelease(release, folder) : await pack(folder, { version });
		await installPackage(folder, tarball);
	}
	const close = async () => {
		await server.kill();
		await panel.close();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await install(folder);
		await server.start();
		const rest = new Rest(server.url);
		await rest.logIn();
		const credential = await createCredential(rest, 'Panel', {
			url: panel.url,
			apiKey: API_KEY,
		});
		return { folder, server, rest, panel, credential, close };
	} catch (error) {
		await close();
		throw error;
	}
}
