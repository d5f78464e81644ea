/**
 * Publishes the package to a local registry with the commands of publish.yml, and installs it from there in every
 * way that README and docs/install.md name. After each, n8n starts, a saved workflow runs and a trigger goes on.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { command } from '../../sandbox/n8n/command';
import { ROOT } from '../../sandbox/n8n/folders';
import { installRuntime } from '../../sandbox/n8n/install';
import { placeOrders } from '../../sandbox/n8n/orders';
import { pack, PACKAGE_NAME } from '../../sandbox/n8n/pack';
import { freePort, HOST } from '../../sandbox/n8n/ports';
import { Registry } from '../../sandbox/n8n/registry';
import {
	activate,
	deactivate,
	ended,
	errorOf,
	getWorkflow,
	outputOf,
	run,
	type SavedWorkflow,
} from '../../sandbox/n8n/workflows';
import { type Host, startHost } from './host';
import { NODE, saveOneNode } from './nodeRun';
import { checkOut, runSteps, stepsOf } from './publishing';
import { lastRelease, packRelease } from './release';
import { until } from './until';
import { eventsOf, staticDataOf, watch } from './watching';

/** The version under which the last release is published, or the current files if there was none. */
const OLDER = '0.0.1';
const STARTS = 240_000;

let registry: Registry;
let host: Host;
let folder: string;
/** The current version, and the one after it. */
let version: string;
let next: string;
/** The commands and the setting for installing that the docs give. */
let inContainer: string;
let withNpm: string;
let inEnvironment: string;
/** Environment variables of n8n, which may change before a start. */
const settings: Record<string, string> = {
	// n8n 3.0 needs this setting, and n8n 2 accepts it too.
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
};

let workflow: SavedWorkflow;
let watching: SavedWorkflow;
let orders: string[];
const told: string[] = [];

beforeAll(async () => {
	const runtime = await installRuntime(() => {});
	registry = await Registry.start(runtime);
	const pages = ['README.md', 'docs/install.md'].map((page) => path.join(ROOT, page));
	const words = (await Promise.all(pages.map((page) => readFile(page, 'utf8')))).join('\n');
	[, inContainer] = /^docker exec -it n8n sh -c "(.+)"$/m.exec(words)!;
	[, withNpm] = /`(npm install .+?)`/.exec(words)!;
	[, inEnvironment] = /^N8N_COMMUNITY_PACKAGES=(.+)$/m.exec(words)!;
	settings.PATH = `${registry.bin}:${process.env.PATH}`;
	// Only the local registry can be reached.
	settings.HTTPS_PROXY = `http://${HOST}:${await freePort()}`;
	host = await startHost({
		install: async (home) => {
			folder = home;
			const release = lastRelease();
			await registry.publish(
				release ? await packRelease(release, home, OLDER) : await pack(home, { version: OLDER }),
			);
			await shell(inContainer);
		},
		settings,
	});
	orders = await placeOrders(host.panel, 8);
	workflow = await saveOneNode(host, { resource: 'account', operation: 'getBalance' });
	const second = new Date().getSeconds();
	watching = await watch(host, second, { orderIds: orders.join(), statuses: ['any'] });
	await until(
		async () => await staticDataOf(host.rest, watching),
		(data) => data.includes(orders[0]),
	);
}, STARTS);

afterAll(async () => {
	await host?.close();
	await registry?.close();
});

/** Runs a shell command as a user of the machine that runs n8n. */
const shell = async (words: string, cwd = folder) =>
	await command('sh', ['-c', words], {
		cwd,
		path: [registry.bin],
		variables: { HOME: folder },
		clean: true,
	});

const nodes = () => path.join(folder, '.n8n', 'nodes');
const inNodes = async (words: string) => await shell(words, nodes());
const installed = async () =>
	(await readdir(path.join(nodes(), 'node_modules'))).filter((name) => !name.startsWith('.'));

/** The version that n8n loaded. */
async function loaded(): Promise<string | undefined> {
	const types =
		await host.rest.get<Array<{ name: string; communityNodePackageVersion?: string }>>(
			'/types/nodes.json',
		);
	return types.find(({ name }) => name === `${PACKAGE_NAME}.smmPanel`)?.communityNodePackageVersion;
}

/** Restarts n8n, and changes an order while it is down. */
async function restart(change: () => Promise<unknown>): Promise<void> {
	await host.server.stop();
	await change();
	finishOrder();
	await host.server.start();
	await host.rest.logIn();
}

function finishOrder(): void {
	const id = orders[told.length];
	host.panel.setStatus(id, 'Completed');
	told.push(id);
}

/** The output of the saved workflow, or the error that ended it. */
async function runs(): Promise<unknown> {
	const execution = await ended(host.rest, await run(host.rest, workflow));
	return errorOf(execution) || outputOf(execution, NODE)[0].currency;
}

/** Expects that n8n runs this version, the saved workflow works, and the trigger has reported each change once. */
async function expectWorking(expected: string): Promise<void> {
	expect(await loaded()).toBe(expected);
	expect(await runs()).toBe('USD');
	const events = await until(
		async () => await eventsOf(host, watching),
		({ length }) => length >= told.length,
	);
	expect(events.map(({ order }) => order).sort()).toEqual(told);
}

it("the container's command installs only this package", async () => {
	expect(await installed()).toEqual([PACKAGE_NAME]);
	finishOrder();
	await expectWorking(OLDER);
});

describe('publish.yml', () => {
	let job: { cwd: string; path: string[]; variables: Record<string, string> };

	beforeAll(async () => {
		const cwd = path.join(folder, 'checkout');
		await checkOut(cwd);
		const manifest = await readFile(path.join(cwd, 'package.json'), 'utf8');
		({ version } = JSON.parse(manifest) as { version: string });
		// A fake `gh`, which records its arguments.
		const bin = path.join(folder, 'gh');
		await mkdir(bin);
		const gh = '#!/bin/sh\nprintf "%s\\n" "$@" > told.txt\n';
		await writeFile(path.join(bin, 'gh'), gh, { mode: 0o755 });
		job = { cwd, path: [bin], variables: { ...registry.job, GITHUB_REF_NAME: `v${version}` } };
	}, 60_000);

	/** The steps that publish, without `npm ci` and without `--provenance`, which npm refuses outside of GitHub. */
	const publishing = async (from: RegExp) => {
		const steps = (await stepsOf('publish')).filter(({ run }) => run !== 'npm ci');
		const at = steps.findIndex(({ run }) => from.test(run!));
		return steps
			.slice(at)
			.map((step) => ({ ...step, run: step.run!.replace('--provenance ', '') }));
	};

	it('checks that the tag is the version', async () => {
		const [check] = await stepsOf('check');
		await runSteps([check], job);
		const other = { ...job, variables: { ...job.variables, GITHUB_REF_NAME: 'v0.0.1' } };
		await expect(runSteps([check], other)).rejects.toThrow('failed (1)');
	});

	it('publishes the first version with the token, since nothing is trusted yet', async () => {
		const steps = await publishing(/^npm run build/);
		await runSteps(steps, { ...job, values: { 'secrets.NPM_TOKEN': registry.token } });
		expect(registry.asked).toBe(1);
		expect(await shell(`npm view ${PACKAGE_NAME} dist-tags.latest`)).toBe(`${version}\n`);
	}, 240_000);

	it('publishes no version without a token while nothing is trusted', async () => {
		await shell('npm version patch --no-git-tag-version', job.cwd);
		next = (await shell('node --print "require(\'./package.json\').version"', job.cwd)).trim();
		await shell('rm -r release/*', job.cwd);
		await expect(runSteps(await publishing(/^npm pack/), job)).rejects.toThrow('ENEEDAUTH');
	});

	it('publishes the next version without a token, once it is trusted', async () => {
		registry.isTrusting = true;
		await runSteps(await publishing(/^npm publish/), job);
		expect(await shell(`npm view ${PACKAGE_NAME} versions --json`)).toContain(`"${next}"`);
	});

	it('releases the tarball on GitHub with its section of the changelog', async () => {
		await runSteps(await stepsOf('release'), job);
		const words = (await readFile(path.join(job.cwd, 'told.txt'), 'utf8')).split('\n');
		expect(words).toEqual(
			expect.arrayContaining([`v${version}`, `release/${PACKAGE_NAME}-${next}.tgz`]),
		);
		expect(await readFile(path.join(job.cwd, 'notes.md'), 'utf8')).toContain('SMM Panel');
	});
});

describe('with npm', () => {
	it(
		'updates, while a workflow is saved and a trigger runs',
		async () => {
			await restart(async () => await inNodes(`${withNpm}@${version}`));
			expect(await installed()).toEqual([PACKAGE_NAME]);
			await expectWorking(version);
		},
		STARTS,
	);

	it(
		'uninstalls: n8n starts, and names the node that it does not know',
		async () => {
			await restart(async () => await inNodes(`npm uninstall --omit=peer ${PACKAGE_NAME}`));
			expect(await loaded()).toBeUndefined();
			await expect(runs()).rejects.toThrow(`${PACKAGE_NAME}.smmPanel`);
			expect(host.server.log).toContain('holds node types this instance cannot load');
		},
		STARTS,
	);

	it(
		'installs again: changes in between are reported once the workflow is published again',
		async () => {
			await restart(async () => await inNodes(withNpm));
			expect(await installed()).toEqual([PACKAGE_NAME]);
			// n8n shows the workflow as published, but dropped it when it started without the package.
			expect((await getWorkflow(host.rest, watching.id)).activeVersionId).toBeTruthy();
			await deactivate(host.rest, watching);
			await activate(host.rest, watching);
			await expectWorking(next);
		},
		STARTS,
	);

	it(
		'goes back to an older version',
		async () => {
			await restart(async () => await inNodes(`${withNpm}@${OLDER}`));
			await expectWorking(OLDER);
		},
		STARTS,
	);
});

describe("with n8n's own screen, while n8n runs", () => {
	const screen = '/rest/community-packages';

	it('installs', async () => {
		await host.rest.post(screen, { name: PACKAGE_NAME, version });
		finishOrder();
		await expectWorking(version);
	}, 120_000);

	it('updates', async () => {
		await host.rest.patch(screen, { name: PACKAGE_NAME });
		finishOrder();
		await expectWorking(next);
	}, 120_000);

	it('uninstalls', async () => {
		await host.rest.delete(`${screen}?name=${PACKAGE_NAME}`);
		expect(await installed()).toEqual([]);
		expect(await loaded()).toBeUndefined();
	});
});

it(
	'with environment variables, n8n installs it when it starts',
	async () => {
		settings.N8N_COMMUNITY_PACKAGES_MANAGED_BY_ENV = 'true';
		settings.N8N_COMMUNITY_PACKAGES = inEnvironment.replace(/\d+\.\d+\.\d+/, version);
		await restart(async () => {});
		await expectWorking(version);
	},
	STARTS,
);
