const path = require('node:path');

const { projects, testTimeout } = require('../../jest.config');
const files = require('./files');

const [{ testEnvironment, transform, transformIgnorePatterns }] = projects;

/** The tests that need no engine, as one project: `npm run coverage` and `npm run test:mutation` measure by them. */
module.exports = {
	testTimeout,
	testEnvironment,
	rootDir: path.join(__dirname, '..', '..'),
	roots: ['nodes', 'test/panel', 'test/transport', 'test/ordering', 'test/trigger'].map(
		(dir) => `<rootDir>/${dir}`,
	),
	testMatch: ['**/*.test.ts'],
	transform,
	transformIgnorePatterns,
	setupFiles: ['<rootDir>/test/pure/fewRuns.ts'],
	collectCoverageFrom: files,
	coverageDirectory: 'coverage',
	coverageReporters: ['text'],
	coverageThreshold: { global: { lines: 95 } },
};
