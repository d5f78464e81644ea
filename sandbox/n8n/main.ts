/** `npm run editor`: n8n's editor with this package installed, and a panel to order from. */
import path from 'node:path';

import { openEditor, type Editor } from './editor';
import { KEPT } from './folders';
import { OWNER } from './rest';

const at = process.argv.indexOf('--folder');
const folder = path.resolve(at > 0 ? process.argv[at + 1] : path.join(KEPT, 'editor'));

let editor: Editor | undefined;
let isStopping = false;

function stop(): void {
	if (isStopping) return;
	isStopping = true;
	// Everything started so far ends with this process.
	if (!editor) process.exit(130);
	console.log('\nStopping …');
	void editor.close().then(() => console.log('n8n and the panel have stopped.'));
}

async function main(): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	editor = await openEditor(folder, (line) => console.log(line));
	const { server, panel } = editor;
	console.log(`
n8n:       ${server.url}
E-mail:    ${OWNER.email}
Password:  ${OWNER.password}

Panel:     ${panel.url}
API key:   ${panel.apiKey}

The example workflows are there, with a Data Table in place of the Google Sheet, and messages shown in n8n
in place of a chat. What you change is kept in ${folder}; the panel's orders
are not. Ctrl+C ends both.`);
	await server.whenEnded();
	if (isStopping) return;
	console.error(`n8n has ended by itself:\n${server.log.slice(-3000)}`);
	process.exitCode = 1;
	await editor.close();
}

main().catch((error: Error) => {
	console.error(`The editor did not open: ${error.message}`);
	process.exitCode = 1;
});
