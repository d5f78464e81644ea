/** The quick start as a new user follows it: from importing the example to paid orders and their ids. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { EXAMPLES } from '../../sandbox/n8n/examples';
import { type Host, startHost } from '../server/host';
import { Screen } from './screen';

let host: Host;
let screen: Screen;

beforeAll(async () => {
	host = await startHost();
	screen = await Screen.open(host.server.url);
});
afterAll(async () => {
	await screen?.close();
	await host?.close();
});

it('orders an uploaded CSV: import, Execute workflow, upload, confirm, download', async () => {
	const started = Date.now();
	await screen.importExample('orders-from-csv.json');
	await screen.node('Create Order').waitFor();
	// n8n fills in the only credential.
	const opened = screen.page.context().waitForEvent('page');
	await screen.at('execute-workflow-button').first().click();
	const form = await opened;
	await form.locator('input[type=file]').setInputFiles(path.join(EXAMPLES, 'orders.csv'));
	await screen.picture('form-upload', form);
	await form.getByRole('button', { name: 'Show the total' }).click();
	await form.getByText('14 of 14 rows can be ordered').waitFor();
	await screen.picture('form-confirm', form);
	expect(host.panel.count('add')).toBe(0);

	await form.getByText(/^Order 14 rows for 20\.91319 USD/).click();
	const downloaded = form.waitForEvent('download');
	await form.getByRole('button', { name: 'Go on' }).click();
	const file = await downloaded;
	await form.getByText('14 ordered').first().waitFor();
	await screen.picture('form-last', form);
	expect(host.panel.orders.size).toBe(14);
	expect(file.suggestedFilename()).toBe('orders - ordered.csv');
	const text = await readFile(await file.path(), 'utf8');
	for (const id of host.panel.orders.keys()) expect(text).toContain(`,${id},ordered,`);
	console.log(`from the import to 14 paid orders: ${Math.round((Date.now() - started) / 1000)} s`);
});
