const path = require('node:path');

const transform = {
	'^.+\\.ts$': ['ts-jest', { diagnostics: false }],
	// n8n, which takes seconds to load.
	'/node_modules/.+\\.c?js$': path.join(__dirname, 'test', 'once.js'),
};

/** One set of tests in `test/<folder>`, run as a jest project of that name. */
const project = (displayName, folder, more = {}) => ({
	displayName,
	testEnvironment: path.join(__dirname, 'test', 'environment.js'),
	roots: [path.join(__dirname, 'test', folder)],
	testMatch: ['**/*.test.ts'],
	transform,
	transformIgnorePatterns: ['/node_modules/(?!@n8n/|n8n-)'],
	...more,
});

// These test what is in dist/.
const ofBuilt = { globalSetup: path.join(__dirname, 'test', 'built.ts') };

// The oldest n8n-core that this package supports brings its own n8n-workflow; both must be one copy
// for everything in a test, or `instanceof` of n8n's errors fails across the two.
const oldest = {
	'^n8n-core$': '<rootDir>/node_modules/n8n-core-oldest',
	'^n8n-workflow$': '<rootDir>/node_modules/n8n-core-oldest/node_modules/n8n-workflow',
};

/** @type {import('jest').Config} */
module.exports = {
	// Generous, so that a busy machine is not taken for a test that never ends.
	testTimeout: 30_000,
	// On two cores jest would take one.
	maxWorkers: 2,
	projects: [
		project('panel', 'panel'),
		project('transport', 'transport'),
		project('ordering', 'ordering'),
		project('trigger', 'trigger'),
		project('bounds', 'bounds'),
		project('sandbox', 'sandbox'),
		project('package', 'package', ofBuilt),
		project('faults', 'faults', ofBuilt),
		project('engine', 'engine'),
		// `npm run test:oldest`.
		project('oldest', 'engine', { moduleNameMapper: oldest }),
	],
};
