/** The nodes in n8n's editor as a new user meets them, from searching for them to publishing a workflow. */
import type { INode, INodeParameters } from 'n8n-workflow';
import type { Locator } from 'playwright-core';

import { createCredential } from '../../sandbox/n8n/credentials';
import { withCredential } from '../../sandbox/n8n/exchange';
import { createWorkflow, getWorkflow, outputOf } from '../../sandbox/n8n/workflows';
import { orderForm } from '../../sandbox/orderForm';
import { FINISHED_AT } from '../../sandbox/panel';
import { API_KEY, type Host, startHost } from '../server/host';
import { HTTP, httpRequest, NODE, oneNode, oneTrigger, runNode, TRIGGER } from '../server/nodeRun';
import { until } from '../server/until';
import { Screen } from './screen';
import { realisticServices } from './services';

/** The minimum that the service accepts. */
const COMMENTS = Array.from({ length: 10 }, (_, n) => `Nice, ${n}`);
const LINK = 'https://www.instagram.com/p/ABC123/';

const ORDER = {
	resource: 'order',
	operation: 'create',
	service: { __rl: true, mode: 'id', value: '1' },
	fields: orderForm({ link: LINK, quantity: 100 }),
};

/** One of n8n's own nodes, to connect before or after ours. */
const SET: INode = {
	id: 'set',
	name: 'Edit Fields',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [400, 0],
	parameters: {},
};

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
afterEach(() => host.panel.clearFaults());

/** Opens a workflow with one node, and the panel of that node. */
async function openNode(parameters: INodeParameters, credential = host.credential): Promise<void> {
	const file = withCredential(oneNode('One node', parameters), credential);
	await screen.openWorkflow(await createWorkflow(host.rest, file));
	await screen.openNode(NODE);
}

async function placeOrder(): Promise<string> {
	const [{ order }] = outputOf(await runNode(host, ORDER), NODE);
	return String(order);
}

describe('the search for nodes', () => {
	it.each(['smm', 'followers', 'panel'])('finds them by "%s"', async (word) => {
		await screen.go('/workflow/new');
		await screen.at('canvas-plus-button').or(screen.at('canvas-add-button')).first().click();
		await screen.at('node-creator-search-bar').fill(word);
		const found = screen.at('node-creator-item-name').filter({ hasText: /^SMM Panel/ });
		await found.first().waitFor();
		await screen.picture(`search-${word}`);
	});

	it('shows what each operation and event does', async () => {
		await screen
			.at('node-creator-item-name')
			.filter({ hasText: /^SMM Panel/ })
			.first()
			.click();
		await screen.at('node-creator-category-item').filter({ hasText: 'Actions' }).click();
		await screen.at('node-creator-item-name').filter({ hasText: 'Get account balance' }).waitFor();
		await screen.picture('actions');
		const names = await screen.at('node-creator-item-name').allTextContents();
		expect(names).toEqual(
			expect.arrayContaining([
				'Create order',
				'Get order status',
				'Create refills',
				'Get account balance',
			]),
		);
	});
});

describe('a credential', () => {
	const dialog = () => screen.at('editCredential-modal');

	it('with a wrong key turns red, and says what helps', async () => {
		const file = oneNode('Credential', { resource: 'account', operation: 'getBalance' });
		await screen.openWorkflow(await createWorkflow(host.rest, file));
		await screen.openNode(NODE);
		await screen.at('node-credentials-select').click();
		await screen.at('node-credentials-select-item-new').click();
		const fields = dialog().getByTestId('parameter-input-field');
		await fields.nth(0).fill(host.panel.url);
		await fields.nth(1).fill('wrong');
		await screen.picture('credential-new');
		await screen.at('credential-save-button').click();
		await dialog().getByText('Couldn’t connect with these settings').waitFor();
		await dialog().getByText('More details').click();
		await dialog().getByText('Invalid API key').waitFor();
		await screen.picture('credential-wrong');
		expect(await dialog().innerText()).toContain('Copy the API key again');
	});

	it('with the right key turns green', async () => {
		await dialog().getByTestId('parameter-input-field').nth(1).fill(API_KEY);
		await screen.at('credential-save-button').click();
		// n8n closes the form when the test succeeds.
		await dialog().waitFor({ state: 'hidden' });
		await screen.at('credential-edit-button').click();
		await dialog().getByText('Connection tested successfully').waitFor();
		await screen.picture('credential-right');
	});
});

describe('the list of services', () => {
	const rows = () => screen.at('rlc-item').filter({ visible: true });

	it('finds one of 3,000 by its words, and shows name, limits, price and id', async () => {
		const { services } = host.panel;
		const before = services.splice(0, Infinity, ...realisticServices(3_000));
		host.panel.resetCounters();
		// The node caches a catalogue for a minute, for each credential.
		const data = { url: host.panel.url, apiKey: API_KEY };
		const other = await createCredential(host.rest, 'Another one', data);
		try {
			await openNode({ ...ORDER, service: { __rl: true, mode: 'list', value: '' } }, other);
			await screen.at('rlc-input').click();
			await rows().first().waitFor();
			await screen.picture('services');
			for (const words of ['tiktok lifetime real', 'custom comments usa', '3777', 'instagram']) {
				await screen.at('rlc-search').fill(words);
				await until(
					async () => await rows().allInnerTexts(),
					(texts) =>
						texts.length > 0 &&
						texts.every((text) => words.split(' ').every((w) => text.toLowerCase().includes(w))),
				);
			}
			await screen.picture('services-search');
			const day = new Date().toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
			const [{ name }] = services;
			expect((await rows().first().innerText()).trim()).toBe(
				`${name} · 10–100,000 · 0.011 per 1,000 · 1001 (${day})`,
			);
			expect(host.panel.count('services')).toBe(1);
		} finally {
			services.splice(0, Infinity, ...before);
			// n8n preselects the latest credential in a new node, and with it this catalogue.
			await host.rest.delete(`/rest/credentials/${other.id}`);
		}
	});
});

describe('an order', () => {
	it('has the fields of the picked service, and pasted comments arrive line by line', async () => {
		await openNode({ resource: 'order', operation: 'create' });
		const labels = async () => await screen.fieldLabels();
		await screen.pick('comments', /^\s*Comments · /);
		await screen.field('comments').waitFor();
		expect(await labels()).toEqual(['Link', 'Comments (10–1,500 lines)']);
		await screen.at('parameter-issues').first().waitFor();
		await screen.field('link').fill(LINK);
		await screen.paste(screen.field('comments'), COMMENTS.slice(0, -1).join('\n'));
		await screen.page.keyboard.insertText(`\n${COMMENTS.at(-1)}`);
		await screen.picture('order-comments');
		await screen.at('node-execute-button').click();
		await screen.hasRun();
		const fields = host.panel.requests.filter(({ action }) => action === 'add').at(-1)?.fields;
		expect(fields).toMatchObject({ service: '2', link: LINK, comments: COMMENTS.join('\n') });
		expect([...host.panel.orders.values()].at(-1)).toMatchObject({ service: '2', quantity: 10 });

		await screen.pick('30 Days Refill');
		await screen.field('quantity').waitFor();
		await screen.picture('order-default');
		expect(await labels()).toEqual(['Link', 'Quantity (10–100,000)']);
		expect(await screen.field('link').inputValue()).toBe('');
		const hint = screen.at('output-panel').getByText('places and pays');
		expect(await hint.count()).toBe(1);
		expect((await hint.boundingBox())?.height).toBeLessThan(30);
	});

	it('opens while the panel is down, with the values that were filled in', async () => {
		host.panel.fault({ kind: 'html500', times: Infinity });
		await openNode(ORDER);
		await screen.field('quantity').waitFor();
		await screen.picture('order-panel-down');
		expect(await screen.field('quantity').inputValue()).toBe('100');
	});

	it('shows the total and the balance in a dry run', async () => {
		await openNode({ ...ORDER, dryRun: true });
		await screen.at('node-execute-button').click();
		await screen
			.at('output-panel')
			.getByText(/1 order would cost .* the balance is/)
			.waitFor();
		await screen.picture('dry-run');
	});

	it('is placed for the first time with 8 clicks and 4 inputs at most', async () => {
		await screen.go('/workflow/new');
		const before = host.panel.orders.size;
		const did = { clicks: 0, inputs: 0 };
		const click = async (of: Locator) => (did.clicks++, await of.click());
		const input = async (of: Locator, text: string) => (did.inputs++, await of.fill(text));
		await click(screen.at('canvas-add-button').or(screen.at('canvas-plus-button')).first());
		await click(screen.page.getByText('Trigger manually').first());
		await screen.picture('first-order-trigger');
		await click(screen.at('canvas-handle-plus').first());
		await input(screen.at('node-creator-search-bar'), 'smm panel');
		await screen.picture('first-order-search');
		for (const name of [/^SMM Panel\s*$/, /^Create order/]) {
			await click(screen.at('node-creator-item-name').filter({ hasText: name }).first());
		}
		await click(screen.at('rlc-input').first());
		await input(screen.at('rlc-search'), '30 days');
		await click(screen.at('rlc-item').filter({ hasText: '30 Days Refill' }).first());
		// Before a service is picked, the form has these fields too. n8n clears them when the service's fields load.
		await screen.at('mapping-fields-container').getByText('Quantity (10–100,000)').waitFor();
		for (const [name, text] of [
			['link', LINK],
			['quantity', '100'],
		]) {
			await screen.tabTo(screen.field(name));
			await screen.page.keyboard.type(text);
			did.inputs++;
		}
		await screen.picture('first-order');
		await click(screen.at('node-execute-button'));
		await screen.hasRun();
		console.log(`a first order: ${JSON.stringify(did)}`);
		const placed = await until(
			() => host.panel.orders.size - before,
			(orders) => orders > 0,
		);
		expect(placed).toBe(1);
		expect(did.clicks).toBeLessThanOrEqual(8);
		expect(did.inputs).toBeLessThanOrEqual(4);
	});

	it('runs, and comes out as table, JSON and schema', async () => {
		await openNode(ORDER);
		const output = screen.at('output-panel');
		const before = host.panel.orders.size;
		await screen.at('node-execute-button').click();
		await screen.hasRun();
		const id = [...host.panel.orders.keys()].at(-1) as string;
		for (const view of ['table', 'json', 'schema']) {
			await output.getByTestId(`radio-button-${view}`).click();
			await output.getByTestId('ndv-data-container').getByText(id).first().waitFor();
			await screen.picture(`output-${view}`);
		}
		expect(host.panel.orders.size).toBe(before + 1);
	});

	it('that fails says why, and what helps', async () => {
		await openNode({ ...ORDER, fields: orderForm({ link: LINK, quantity: 1 }) });
		await screen.at('node-execute-button').click();
		const message = screen.at('node-error-message');
		await message.waitFor();
		await screen.picture('error');
		expect(await message.innerText()).toContain('Quantity');
	});
});

it('a service given by its id is ordered, whether or not the list has it', async () => {
	const { services } = host.panel;
	await openNode({ ...ORDER, service: { __rl: true, mode: 'id', value: '' } });
	await screen.at('rlc-input').locator('input').or(screen.at('rlc-input')).last().fill('4711');
	// n8n clears the fields when the service changes.
	await until(
		async () => await screen.fieldLabels(),
		(labels) => labels.join() === 'Link,Quantity',
	);
	await screen.field('link').fill(LINK);
	await screen.field('quantity').fill('100');
	await screen.page.keyboard.press('Tab');
	services.push({ ...services[0], service: 4711, name: 'Not listed for everyone' });
	try {
		await screen.at('node-execute-button').click();
		await screen.hasRun();
		expect([...host.panel.orders.values()].at(-1)).toMatchObject({ service: '4711' });
	} finally {
		services.pop();
	}
});

describe('the tool of an agent', () => {
	const openTool = async (parameters: INodeParameters) => {
		const file = oneNode('Tool', parameters);
		Object.assign(file.nodes[1], { type: 'n8n-nodes-smm-panel.smmPanelTool' });
		file.connections = {};
		const saved = await createWorkflow(host.rest, withCredential(file, host.credential));
		await screen.openWorkflow(saved);
		await screen.openNode(NODE);
	};

	it('reads services until another operation is chosen', async () => {
		await openTool({});
		await screen.page.getByText('Return All').waitFor();
		await screen.picture('tool');
		const resource = screen.at('parameter-input-resource').locator('input').first();
		expect(await resource.inputValue()).toBe('Service');
	});

	it('has the fields of the service, each of which the model can fill in', async () => {
		const service = { __rl: true, mode: 'list', value: '2', cachedResultName: 'Comments' };
		await openTool({ resource: 'order', operation: 'create', service });
		await screen.field('comments').waitFor();
		await screen.picture('tool-order');
		expect(await screen.fieldLabels()).toEqual(['Link', 'Comments (10–1,500 lines)']);
		expect(await screen.page.getByText('Map Automatically').count()).toBe(0);
		const fields = screen.at('mapping-fields-container');
		await fields.getByTestId('from-ai-override-button').last().click();
		await fields.getByText('Defined automatically by the model').waitFor();
		await screen.picture('tool-model');
	});
});

it("a call beyond API v2 is made by n8n's HTTP Request node with the credential", async () => {
	await openNode({ resource: 'account', operation: 'getBalance' });
	await screen.choose('operation', 'Custom API Call');
	await screen.page.getByText('Use the HTTP Request node').waitFor();
	await screen.picture('custom-api-call');
	const file = httpRequest('https://panel.example/api/v2', {
		contentType: 'form-urlencoded',
		bodyParameters: {
			parameters: [
				{ name: 'action', value: 'mass_order' },
				{ name: 'orders', value: '={{ $json.lines }}' },
			],
		},
	});
	const use = { type: 'smmPanelApi', nodes: /httpRequest$/ };
	await screen.openWorkflow(
		await createWorkflow(host.rest, withCredential(file, host.credential, use)),
	);
	await screen.page.setViewportSize({ width: 1440, height: 1200 });
	await screen.openNode(HTTP);
	await screen.page.getByText('SMM Panel API').first().waitFor();
	await screen.picture('http-request');
	await screen.page.setViewportSize({ width: 1440, height: 900 });
	const credential = screen.at('node-credentials-select').locator('input');
	expect(await credential.inputValue()).toBe(host.credential.name);
});

describe('before the first run', () => {
	it('offers the output fields to the next node, to drag', async () => {
		const file = oneNode('Fields', { resource: 'order', operation: 'getStatus', orderIds: '1' });
		file.nodes.push(SET);
		file.connections[NODE] = { main: [[{ node: SET.name, type: 'main', index: 0 }]] };
		await screen.openWorkflow(
			await createWorkflow(host.rest, withCredential(file, host.credential)),
		);
		await screen.openNode(SET.name);
		const fields = screen.at('ndv-input-panel').getByTestId('run-data-schema-item');
		await fields.filter({ hasText: 'remains' }).first().waitFor();
		await screen.picture('fields-before-run');
		expect((await fields.allInnerTexts()).map((text) => text.trim())).toEqual(
			expect.arrayContaining([
				'order',
				'status',
				'finished',
				'charge',
				'start_count',
				'remains',
				'currency',
			]),
		);
	});
});

describe('the trigger', () => {
	it('fetches a test event', async () => {
		const order = await placeOrder();
		host.panel.advance(FINISHED_AT);
		const file = withCredential(oneTrigger({ orderIds: order }), host.credential);
		await screen.openWorkflow(await createWorkflow(host.rest, file));
		await screen.openNode(TRIGGER);
		const button = screen.at('node-execute-button');
		expect(await button.innerText()).toContain('Fetch Test Event');
		await button.click();
		await screen.at('output-panel').getByText('Completed').first().waitFor();
		await screen.picture('trigger-test-event');
	});

	it('is published', async () => {
		const order = await placeOrder();
		const file = withCredential(oneTrigger({ orderIds: order }), host.credential);
		const saved = await createWorkflow(host.rest, file);
		await screen.openWorkflow(saved);
		await screen.at('workflow-open-publish-modal-button').click();
		await screen.picture('publish');
		await screen.at('workflow-publish-button').click();
		await until(
			async () => await getWorkflow(host.rest, saved.id),
			({ activeVersionId }) => Boolean(activeVersionId),
		);
		await screen.page.getByText('Workflow published').first().waitFor();
		await screen.picture('published');
	});
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
	let other: Screen;
	beforeAll(async () => (other = await Screen.open(host.server.url, theme)));
	afterAll(async () => await other.close());

	it('shows its own icon at every size', async () => {
		const icon = theme === 'dark' ? /smmPanel\.dark\.svg$/ : /smmPanel\.svg$/;
		const sources = async (of: Locator) => {
			const images = await of.locator('img').all();
			const all = await Promise.all(images.map(async (each) => await each.getAttribute('src')));
			return [...new Set(all)];
		};
		const service = { __rl: true, mode: 'list', value: '' };
		const file = oneNode('Icons', { ...ORDER, service });
		file.nodes.push({ ...oneTrigger({}).nodes[0], position: [0, 200] });
		await other.openWorkflow(
			await createWorkflow(host.rest, withCredential(file, host.credential)),
		);
		for (const name of [NODE, TRIGGER]) {
			expect(await sources(other.node(name))).toEqual([expect.stringMatching(icon)]);
		}
		await other.picture(`canvas-${theme}`);
		await other.openNode(NODE);
		expect(await sources(other.at('ndv'))).toEqual([expect.stringMatching(icon)]);
		await other.at('rlc-input').click();
		const comments = other.at('rlc-item').filter({ hasText: /^\s*Comments · / });
		await comments.first().waitFor();
		await other.picture(`services-${theme}`);
		await comments.first().click();
		await other.field('comments').waitFor();
		await other.picture(`panel-${theme}`);
		await other.at('ndv-close-button').click();
		await other.at('node-creator-plus-button').click();
		await other.at('node-creator-search-bar').fill('smm');
		const found = other.at('item-iterator-item').filter({ hasText: 'SMM Panel' });
		await found.first().waitFor();
		expect(await sources(found.first())).toEqual([expect.stringMatching(icon)]);
		await other.picture(`list-${theme}`);
	});
});
