const path = require('node:path');

/** The node in n8n's editor, in a browser: `npm run test:browser`, apart from `npm test` for the minutes it takes. */
module.exports = {
	...require('../server/jest.config'),
	displayName: 'browser',
	rootDir: path.join(__dirname, '..', '..'),
	roots: ['<rootDir>/test/browser'],
	testTimeout: 400_000,
};
