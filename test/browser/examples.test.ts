/** Every workflow of `examples/`, imported in n8n's editor as a user does. */
import { exampleNames, readExample } from '../../sandbox/n8n/examples';
import { type Host, startHost } from '../server/host';
import { Screen } from './screen';

const NOTE = 'n8n-nodes-base.stickyNote';

let host: Host;
let screen: Screen;

beforeAll(async () => {
	host = await startHost();
	screen = await Screen.open(host.server.url);
	await screen.page.setViewportSize({ width: 1700, height: 1000 });
});
afterAll(async () => {
	await screen?.close();
	await host?.close();
});

it.each(exampleNames())('%s imports without problems', async (name) => {
	const { nodes } = await readExample(name);
	const known = await host.rest.get<Array<{ name: string }>>('/types/nodes.json');
	const types = new Set(known.map((type) => type.name));
	expect(nodes.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([]);

	await screen.importExample(name);
	const steps = nodes.filter(({ type }) => type !== NOTE);
	for (const each of steps) await screen.node(each.name).waitFor();
	await expect(screen.at('canvas-node').count()).resolves.toBe(steps.length);
	// n8n shows an alert when it fills in the only credential.
	const alerts = await screen.page.getByRole('alert').allInnerTexts();
	expect(alerts.filter((text) => !/^(Credentials auto-added|\s*$)/.test(text))).toEqual([]);
	await screen.at('zoom-to-fit').click();
	await screen.canvasPicture(`example-${name.replace(/\.json$/, '')}`);
});
