/** `npm run editor` as a new user starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readExamples } from '../../sandbox/n8n/examples';
import { ROOT } from '../../sandbox/n8n/folders';
import { HOST } from '../../sandbox/n8n/ports';
import { Rest } from '../../sandbox/n8n/rest';
import { ended, errorOf, getWorkflow, run, workflowNames } from '../../sandbox/n8n/workflows';
import { until } from './until';

interface Opened {
	process: ChildProcess;
	output: () => string;
	ended: Promise<number | null>;
}

let folder: string;
const opened: Opened[] = [];

beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-editor-'))));

afterAll(async () => {
	for (const { process: child, ended } of opened) {
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
		await ended;
	}
	await rm(folder, { recursive: true, force: true });
});

function open(): Opened {
	const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
	const main = path.join(ROOT, 'sandbox', 'n8n', 'main.ts');
	// Its own process group, as a terminal gives every command.
	const child = spawn(process.execPath, [tsx, main, '--folder', folder], { detached: true });
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	opened.push({ process: child, output: () => output, ended });
	return opened[opened.length - 1];
}

/** The address that the editor prints when everything is ready. */
async function addressIn({ output, process: child }: Opened): Promise<string> {
	await until(output, (text) => text.includes('Ctrl+C') || child.exitCode !== null, 90_000);
	return /n8n: +(\S+)/.exec(output())?.[1] ?? `nothing, but this: ${output()}`;
}

/** Ctrl+C reaches every process of the terminal's foreground group. */
const pressCtrlC = ({ process: child }: Opened) => process.kill(-(child.pid as number), 'SIGINT');

/** Processes that were started for a folder, which is in their command line or environment. */
async function processesOf(text: string): Promise<string[]> {
	const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const about = async (id: string, file: string) =>
		await readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
	const found = await Promise.all(
		ids.map(async (id) =>
			`${await about(id, 'cmdline')}${await about(id, 'environ')}`.includes(text) ? [id] : [],
		),
	);
	return found.flat();
}

const exampleNames = async () => (await readExamples()).map(({ name }) => name).sort();

it('opens with everything in it, and leaves nothing behind at Ctrl+C', async () => {
	const taken: Server = createServer();
	const isOurs = await new Promise<boolean>((resolve) => {
		taken.once('error', () => resolve(false)).listen(5678, HOST, () => resolve(true));
	});
	try {
		const editor = open();
		const address = await addressIn(editor);
		expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		expect(address).not.toContain(':5678');
		expect(editor.output()).toContain('Port 5678 is taken by another program; trying 5679.');

		const again = open();
		await expect(again.ended).resolves.toBe(1);
		expect(again.output()).toContain('is open already');

		const rest = new Rest(address);
		await rest.logIn();
		const all = await rest.get<Array<{ id: string; name: string }>>('/rest/workflows');
		expect(all.map(({ name }) => name).sort()).toEqual(await exampleNames());
		for (const { id } of all) {
			const workflow = await getWorkflow(rest, id);
			// Language models, shops and bots need an account, and a form needs a person.
			const needsMore = /langchain|formTrigger|wooCommerce|telegramTrigger/;
			if (workflow.nodes.some(({ type }) => needsMore.test(type))) continue;
			const execution = await ended(rest, await run(rest, workflow));
			expect([execution.status, errorOf(execution)]).toEqual(['success', '']);
		}

		pressCtrlC(editor);
		await expect(editor.ended).resolves.toBe(0);
		await expect(processesOf(folder)).resolves.toEqual([]);
		await expect(fetch(address)).rejects.toThrow();
	} finally {
		if (isOurs) await new Promise((resolve) => taken.close(resolve));
	}
});

it('opens again in seconds, with its data', async () => {
	const started = Date.now();
	const editor = open();
	const rest = new Rest(await addressIn(editor));
	expect(Date.now() - started).toBeLessThan(30_000);
	await rest.logIn();
	expect((await workflowNames(rest)).sort()).toEqual(await exampleNames());
	pressCtrlC(editor);
	await expect(editor.ended).resolves.toBe(0);
	await expect(processesOf(folder)).resolves.toEqual([]);
});

it('leaves nothing behind if it is stopped while n8n starts', async () => {
	const editor = open();
	await until(editor.output, (text) => text.includes('Starting n8n'));
	await until(
		async () => (await processesOf(`N8N_USER_FOLDER=${folder}`)).length,
		(count) => count > 0,
	);
	pressCtrlC(editor);
	await editor.ended;
	await until(
		async () => await processesOf(folder),
		(ids) => ids.length === 0,
		5_000,
	);
});
