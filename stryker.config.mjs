import files from './test/pure/files.js';

/**
 * Mutation testing: does a test notice each small change of the code? `npm run test:mutation`.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: files,
	testRunner: 'jest',
	jest: { configFile: 'test/pure/jest.config.js' },
	coverageAnalysis: 'perTest',
	ignoreStatic: true,
	concurrency: 1,
	incremental: true,
	incrementalFile: '.sandbox/stryker/incremental.json',
	tempDirName: '.sandbox/stryker/temp',
	ignorePatterns: ['.sandbox', '.ci', 'dist', 'docs', 'examples', 'coverage'],
	reporters: ['clear-text', 'progress-append-only', 'json'],
	clearTextReporter: { allowColor: false, reportTests: false },
	jsonReporter: { fileName: '.sandbox/stryker/report.json' },
	// Generous, so that a busy machine is not taken for a mutant that never ends.
	timeoutMS: 15_000,
	thresholds: { break: 85 },
};
