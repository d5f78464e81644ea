const path = require('node:path');

/** n8n in queue mode: `npm run test:queue`, with Redis and PostgreSQL from Debian's packages. */
module.exports = {
	...require('../server/jest.config.js'),
	displayName: 'queue',
	roots: [path.join(__dirname)],
};
