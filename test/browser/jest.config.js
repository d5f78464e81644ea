const path = require('node:path');

/** The nodes in n8n's editor: `npm run test:browser`. Not part of `npm test`, because it takes minutes. */
module.exports = {
	...require('../server/jest.config'),
	displayName: 'browser',
	rootDir: path.join(__dirname, '..', '..'),
	roots: ['<rootDir>/test/browser'],
	testTimeout: 400_000,
};
