// n8n's own package analysis, as n8n runs it before it verifies a package: `analyse.mjs <folder> source|tarball`.
// Its own command line always exits with 0, so it cannot be used.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const PATTERNS = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [folder, part] = process.argv.slice(2);
const { passed, message, details = '' } = await analyzePackage(folder, PATTERNS[part]);
if (!passed || message) {
	console.error(message, details);
	process.exitCode = 1;
}
