import path from 'node:path';

import { ROOT } from '../../sandbox/n8n/folders';
import { readJson, withRelease } from '../../scripts/verify/release';
import { complaints, RULES, type RuleName } from '../../scripts/verify/rules';
import { withCopy, type Copy } from './copy';

const NODE = 'nodes/SmmPanel/SmmPanel.node';
const TRIGGER = 'nodes/SmmPanel/SmmPanelTrigger.node';
const CREDENTIAL = 'credentials/SmmPanelApi.credentials';
const CONTRACT = 'docs/contract.md';

/** Reads an environment variable, which n8n forbids, and tries to disable n8n's rules. */
const FORBIDDEN = '\n/* eslint-disable */\nexport const home = process.env.HOME;\n';

interface Flaw {
	flaw: string;
	make: (copy: Copy) => Promise<void>;
	/** What the rule reports. */
	says: string[];
}

const flaw = (flaw: string, says: string | string[], make: Flaw['make']): Flaw => ({
	flaw,
	says: [says].flat(),
	make,
});

/** Releases the copy as it is, and then makes a change for the next version. */
const later = (flawed: string, says: string, change: Flaw['make']): Flaw =>
	flaw(flawed, says, async (copy) => {
		await copy.release('0.0.9');
		await copy.replace('CHANGELOG.md', '## 0.1.0', '## 0.1.0\n\n- More.\n\n## 0.0.9');
		await change(copy);
	});

const FLAWS: Record<RuleName, Flaw[]> = {
	// All of them at once, because packing takes seconds.
	'the tarball holds what the build makes, and nothing else': [
		flaw(
			'what a build leaves behind, a test, a further folder, without the changelog and a built source',
			[
				`holds dist/${NODE}.js.map`,
				'holds dist/tsconfig.build.tsbuildinfo',
				'holds dist/nodes/SmmPanel/gone.js',
				'holds the test dist/nodes/SmmPanel/a.test.js',
				'holds docs/contract.md',
				'lacks CHANGELOG.md',
				'lacks dist/nodes/SmmPanel/new.js',
			],
			async (copy) => {
				await copy.write(`dist/${NODE}.js.map`, '{}');
				await copy.write('dist/tsconfig.build.tsbuildinfo', '{}');
				await copy.write('dist/nodes/SmmPanel/gone.js', '');
				await copy.write('nodes/SmmPanel/a.test.ts', '');
				await copy.write('dist/nodes/SmmPanel/a.test.js', '');
				await copy.write('nodes/SmmPanel/new.ts', '');
				await copy.manifest({ files: ['dist', 'docs'] });
			},
		),
	],
	"the source passes n8n's analysis": [
		flaw('a variable of the environment', 'process', (copy) =>
			copy.replace(`${CREDENTIAL}.ts`, '\n}\n', `\n}\n${FORBIDDEN}`),
		),
	],
	"the tarball passes n8n's analysis": [
		flaw('a variable of the environment', 'process', (copy) =>
			copy.replace(`dist/${CREDENTIAL}.js`, '"use strict";', `"use strict";${FORBIDDEN}`),
		),
	],
	"n8n's loader loads the nodes and the credential": [
		flaw('a node that is not there', 'None.node.js', (copy) =>
			copy.manifest({ n8n: { nodes: ['dist/nodes/None.node.js'], credentials: [] } }),
		),
		flaw('a class of another name', 'Class could not be found', (copy) =>
			copy.replace(`dist/${TRIGGER}.js`, 'exports.SmmPanelTrigger =', 'exports.Other ='),
		),
		flaw('a node listed twice', '2 nodes are listed', (copy) =>
			copy.manifest({
				n8n: {
					nodes: [`dist/${NODE}.js`, `dist/${NODE}.js`],
					credentials: [`dist/${CREDENTIAL}.js`],
				},
			}),
		),
		flaw('no credential', 'asks for the credential smmPanelApi', (copy) =>
			copy.manifest({ n8n: { nodes: [`dist/${NODE}.js`], credentials: [] } }),
		),
	],
	'the icons are there, light and dark, and small': [
		flaw('one picture for both themes', 'the same picture', async (copy) => {
			await copy.write('dist/icons/smmPanel.svg', '<svg/>');
			await copy.write('dist/icons/smmPanel.dark.svg', '<svg/>');
		}),
		flaw('a missing icon', 'smmPanel.dark.svg', (copy) =>
			copy.remove('dist/icons/smmPanel.dark.svg'),
		),
		flaw('a large icon', 'has 5000 bytes', (copy) =>
			copy.write('dist/icons/smmPanel.svg', '<svg/>'.padEnd(5_000)),
		),
		flaw('one theme', `${TRIGGER}.js: it has no icons for light and dark`, (copy) =>
			copy.replace(`dist/${TRIGGER}.js`, 'dark: ', 'night: '),
		),
		flaw('a picture of another kind', 'is not an SVG', (copy) =>
			copy.write('dist/icons/smmPanel.svg', 'GIF89a'),
		),
	],
	'it depends on nothing': [
		flaw('a dependency', 'has dependencies', (copy) =>
			copy.manifest({ dependencies: { lodash: '4.18.1' } }),
		),
		flaw('overrides', 'has overrides', (copy) => copy.manifest({ overrides: {} })),
		flaw('another peer', 'peerDependencies are {"n8n-workflow":"^2.0.0"}', (copy) =>
			copy.manifest({ peerDependencies: { 'n8n-workflow': '^2.0.0' } }),
		),
	],
	'no script is run by npm itself': ['postinstall', 'prepare', 'prepublishOnly'].map((name) =>
		flaw(`the script ${name}`, `the script ${name} would be run`, (copy) =>
			copy.manifest({ scripts: { [name]: 'true' } }),
		),
	),
	'manifest, lock and changelog name one version': [
		flaw('a version without its changes', 'CHANGELOG.md has 0.1.0', (copy) =>
			copy.manifest({ version: '0.2.0' }),
		),
		flaw('a lock left behind', 'package-lock.json has 0.0.1', (copy) =>
			copy.write(
				'package-lock.json',
				'{"version": "0.0.1", "packages": {"": {"version": "0.1.0"}}}',
			),
		),
	],
	'the codex of each node names it': [
		flaw('no codex', `${TRIGGER}.json`, (copy) => copy.remove(`dist/${TRIGGER}.json`)),
		flaw('the codex of another node', 'does not have node', (copy) =>
			copy.replace(`dist/${TRIGGER}.json`, '.smmPanelTrigger', '.smmPanel'),
		),
		flaw('a codex of another version', 'does not have nodeVersion "1.0"', (copy) =>
			copy.replace(`dist/${NODE}.json`, '"nodeVersion": "1.0"', '"nodeVersion": "2.0"'),
		),
		flaw('no category', 'has no category', (copy) =>
			copy.replace(`dist/${NODE}.json`, '"Marketing & Content", "Sales"', ''),
		),
		flaw('a category that n8n does not know', 'which n8n does not know', (copy) =>
			copy.replace(`dist/${NODE}.json`, 'Marketing & Content', 'Marketing'),
		),
		flaw("someone else's page", 'points to https://example.com', (copy) =>
			copy.replace(
				`dist/${NODE}.json`,
				'"https://github.com/n8n-nodes-smm-panel/n8n-nodes-smm-panel#readme"',
				'"https://example.com"',
			),
		),
	],
	'the contract is as it was released': [
		later('a parameter that is gone', '`returnAll` | boolean | `false`', (copy) =>
			copy.replace(CONTRACT, '| `returnAll` | boolean |', '| `all` | boolean |'),
		),
		later('another default', '`limit` | number | `50`', (copy) =>
			copy.replace(CONTRACT, '| `limit` | number | `50` |', '| `limit` | number | `25` |'),
		),
		later('a value that is gone', '`ids`, `url`', (copy) =>
			copy.replace(CONTRACT, '`ids`, `url`', '`ids`'),
		),
		later('a parameter shown with less', 'returnAll: false', (copy) =>
			copy.replace(CONTRACT, '| returnAll: false |', '| returnAll: false; output: raw |'),
		),
		later('another meaning of a failure', '`funds` | `notPlaced`', (copy) =>
			copy.replace(CONTRACT, '| `funds` | `notPlaced` |', '| `funds` | `unknown` |'),
		),
		later('a field that is gone', 'the name `detectedAt`', (copy) =>
			copy.replace(CONTRACT, '`detectedAt`', '`at`'),
		),
		later('a section that is gone', 'a section "Errors"', (copy) =>
			copy.replace(CONTRACT, '## Errors', '## Failures'),
		),
		flaw('no tag of the release before', 'git has no tag v0.0.9', (copy) =>
			copy.replace('CHANGELOG.md', '## 0.1.0', '## 0.1.0\n\n- More.\n\n## 0.0.9'),
		),
	],
};

// Packing takes a second, and does not change what most rules check.
const withFiles: typeof withRelease = async (source, use) =>
	await use({
		source,
		unpacked: source,
		manifest: await readJson(path.join(source, 'package.json')),
	});

const judge = async (rule: RuleName, make: Flaw['make']) =>
	await withCopy(async (copy) => {
		await make(copy);
		const release = rule.startsWith('the tarball') ? withRelease : withFiles;
		return await release(copy.folder, async (packed) => await complaints(rule, packed));
	});

const names = Object.keys(RULES) as RuleName[];

it('the package keeps every rule', async () => {
	const found = await withRelease(
		ROOT,
		async (release) => await Promise.all(names.map((rule) => complaints(rule, release))),
	);
	expect(found.flat()).toEqual([]);
}, 120_000);

describe.each(names)('%s', (rule) => {
	it.each(FLAWS[rule])(
		'but not with $flaw',
		async ({ make, says }) => {
			const found = (await judge(rule, make)).join('\n');
			for (const each of says) expect(found).toContain(each);
		},
		120_000,
	);
});

describe('a later release', () => {
	const { make } = later('', '', async (copy) => {
		await copy.replace(CONTRACT, '`ids`, `url`', '`ids`, `table`, `url`');
		await copy.replace(
			CONTRACT,
			'| `threshold` | number | `10` |  | balanceWhen: below;',
			'| `threshold` | number | `10` |  | balanceWhen: above, below;',
		);
		await copy.replace(
			CONTRACT,
			'| `returnAll` |',
			'| `more` | number | `1` |  |  |\n| `returnAll` |',
		);
		await copy.replace(CONTRACT, 'Add funds to your balance', 'Pay more into the balance');
		await copy.replace(CONTRACT, '`detectedAt`', '`service`, `detectedAt`');
	});

	it('may promise more, and give better advice', async () => {
		expect(await judge('the contract is as it was released', make)).toEqual([]);
	});
});
