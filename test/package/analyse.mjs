// n8n's own package analysis, on the source and on the packed package, as n8n runs it before it verifies one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'smm-panel-package-'));
let failed = false;

/** Prints what an analysis found. Its own command line ends with 0 whatever it found, so it can not be used. */
async function check(what, directory, patterns) {
	const result = await analyzePackage(directory, patterns);
	console.log(
		`${what}: ${result.passed ? 'passed' : `${result.message}\n${result.details ?? ''}`}`,
	);
	failed ||= !result.passed;
}

try {
	const [{ filename, files }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	);
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	console.log(`${filename}: ${files.length} files`);
	await check('source', root, SOURCE_FILE_PATTERNS);
	await check('package', join(folder, 'package'), ['**/*.js', 'package.json']);
} finally {
	rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
