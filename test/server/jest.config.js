const path = require('node:path');

/** The package in a real n8n server: `npm run test:server`, apart from `npm test` for the minutes it takes. */
module.exports = {
	displayName: 'server',
	testEnvironment: 'node',
	rootDir: path.join(__dirname, '..', '..'),
	roots: ['<rootDir>/test/server'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
	testTimeout: 120_000,
	// Installs n8n on the first run, which no time limit of a test should cut off.
	globalSetup: '<rootDir>/test/server/globalSetup.ts',
};
