/** `npm run verify`: checks the built package against the rules for publishing. */
import { ROOT } from '../../sandbox/n8n/folders';
import { withRelease } from './release';
import { complaints, RULES, type RuleName } from './rules';
import { versions } from './versions';

void withRelease(ROOT, async (release) => {
	const { name, version } = release.manifest;
	const [, before = 'no release'] = await versions(release);
	console.log(`${name} ${version}, after ${before}`);
	for (const rule of Object.keys(RULES) as RuleName[]) {
		const found = await complaints(rule, release);
		console.log(`${found.length === 0 ? '✓' : '✗'} ${rule}`);
		for (const complaint of found) console.log(`  ${complaint}`);
		if (found.length > 0) process.exitCode = 1;
	}
});
