/** A transform for jest: a module that is loaded once a worker instead of once a test file. */
module.exports = {
	process: (_source, file) => ({ code: `module.exports = requireOnce(${JSON.stringify(file)});` }),
};
