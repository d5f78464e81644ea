import { sourceAnalysis, tarballAnalysis } from './analysis';
import { contents } from './contents';
import { contract } from './contract';
import { icons } from './icons';
import { loading } from './loading';
import { dependencies, lifecycle } from './manifest';
import type { Release } from './release';
import { codex, version } from './versions';

/** A requirement for a release. Returns the violations, or throws one. */
export type Rule = (release: Release) => string[] | Promise<string[]>;

/** All requirements for publishing this package, by their printed text. */
export const RULES = {
	'the tarball holds what the build makes, and nothing else': contents,
	"the source passes n8n's analysis": sourceAnalysis,
	"the tarball passes n8n's analysis": tarballAnalysis,
	"n8n's loader loads the nodes and the credential": loading,
	'the icons are there, light and dark, and small': icons,
	'it depends on nothing': dependencies,
	'no script is run by npm itself': lifecycle,
	'manifest, lock and changelog name one version': version,
	'the codex of each node names it': codex,
	'the contract is as it was released': contract,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** The violations of one rule by a release. */
export async function complaints(name: RuleName, release: Release): Promise<string[]> {
	try {
		return await RULES[name](release);
	} catch (error) {
		return [(error as Error).message];
	}
}
