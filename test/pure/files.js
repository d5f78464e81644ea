/** What is tested without n8n's engine. Left out is what only hands n8n's context on, or declares parameters. */
module.exports = [
	'nodes/SmmPanel/{panel,transport,ordering,trigger}/**/*.ts',
	'!nodes/SmmPanel/transport/{credentialTest,job}.ts',
	'!nodes/SmmPanel/trigger/*.parameters.ts',
];
