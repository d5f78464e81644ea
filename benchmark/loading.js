/**
 * Requires both built nodes, with n8n-workflow already loaded, and prints as JSON where the CPU time went, in
 * milliseconds: `own` is parsing and running this package's files, `loader` is Node finding and reading them, `n8n` is
 * what they call in n8n while they load. Plain JavaScript, because tsx would hook into Node's loader.
 */
const Module = require('node:module');
const path = require('node:path');
const workflow = require('n8n-workflow');

const spent = { own: 0, loader: 0, n8n: 0 };
const at = ['loader'];
let since;

function turn() {
	const { user, system } = process.cpuUsage();
	const now = (user + system) / 1_000;
	spent[at.at(-1)] += now - (since ?? now);
	since = now;
}

/** A function whose time counts under `kind` in `spent`, and not as its caller's. */
const timed = (kind, work) =>
	function (...given) {
		turn();
		at.push(kind);
		try {
			return work.apply(this, given);
		} finally {
			turn();
			at.pop();
		}
	};

const value = timed('n8n', workflow.updateDisplayOptions);
const timedWorkflow = Object.create(workflow, { updateDisplayOptions: { value } });
const load = timed('loader', Module._load);
Module._load = function (name, ...rest) {
	return name === 'n8n-workflow' ? timedWorkflow : load.call(this, name, ...rest);
};
Module.prototype._compile = timed('own', Module.prototype._compile);

turn();
for (const name of ['SmmPanel', 'SmmPanelTrigger']) {
	require(path.join(__dirname, '..', 'dist', 'nodes', 'SmmPanel', `${name}.node.js`));
}
turn();
console.log(JSON.stringify(spent));
