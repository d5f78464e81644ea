import type { Release } from './release';

const DEPENDENCIES = [
	'bundleDependencies',
	'bundledDependencies',
	'dependencies',
	'optionalDependencies',
	'overrides',
];

/** Scripts that npm runs on its own: when a user installs the package, or when it is packed or published. */
const LIFECYCLE = /^(pre|post)?(install|prepare|pack|publish|publishOnly|uninstall|version)$/;

/** The package depends on nothing but n8n-workflow, which n8n provides. */
export function dependencies({ manifest }: Release): string[] {
	const peers = JSON.stringify(manifest.peerDependencies);
	return [
		...DEPENDENCIES.filter((key) => key in manifest).map((key) => `package.json has ${key}`),
		...(peers === '{"n8n-workflow":"*"}' ? [] : [`peerDependencies are ${peers}`]),
	];
}

/** No script runs on installation, and only the build creates what is packed. */
export const lifecycle = ({ manifest }: Release): string[] =>
	Object.keys(manifest.scripts ?? {})
		.filter((name) => LIFECYCLE.test(name))
		.map((name) => `the script ${name} would be run by npm itself`);
