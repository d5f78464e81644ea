const SingleContext = require('jest-environment-node-single-context');

/**
 * Node's own context for every test file, so that `once.js` can share between them what takes seconds to load: n8n.
 */
module.exports = class extends SingleContext {
	constructor(...options) {
		super(...options);
		this.global.requireOnce = require;
	}
};
