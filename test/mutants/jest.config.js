const path = require('node:path');

const { projects } = require('../../jest.config.js');

/** Does the fault campaign catch each broken rule? `npm run test:mutants`. */
module.exports = {
	...projects.find(({ displayName }) => displayName === 'faults'),
	displayName: 'mutants',
	roots: [path.join(__dirname)],
};
