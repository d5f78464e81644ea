// Callbacks that run in the page are type-checked here.
/// <reference lib="dom" />

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
	type Browser,
	type BrowserContext,
	chromium,
	type Locator,
	type Page,
	selectors,
} from 'playwright-core';

import { EXAMPLES } from '../../sandbox/n8n/examples';
import { KEPT } from '../../sandbox/n8n/folders';
import { OWNER } from '../../sandbox/n8n/rest';

export const SCREENSHOTS = path.join(KEPT, 'screenshots');

/** Debian's Chromium, unless the environment names another one. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

selectors.setTestIdAttribute('data-test-id');

/** n8n ties a session to a browser by this id. */
const BROWSER_ID = 'browser-of-the-tests';

/** Timeout for anything on the screen, in milliseconds: a busy machine takes half a minute to open the editor. */
const PATIENCE = 100_000;

export type Theme = 'light' | 'dark';

/** n8n's editor in a browser, with the sandbox's owner logged in. */
export class Screen {
	private constructor(
		private readonly browser: Browser,
		private readonly url: string,
		readonly page: Page,
	) {}

	static async open(url: string, theme: Theme = 'light'): Promise<Screen> {
		await mkdir(SCREENSHOTS, { recursive: true });
		// Debian's Chromium does not start as root with its sandbox.
		const args = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'];
		const browser = await chromium.launch({ executablePath: CHROMIUM, args });
		const context = await browser.newContext({
			viewport: { width: 1440, height: 900 },
			colorScheme: theme,
			locale: 'en-US',
			timezoneId: 'UTC',
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		await context.addInitScript(
			([id, colours]) => {
				localStorage.setItem('n8n-browserId', id);
				localStorage.setItem('N8N_THEME', colours);
			},
			[BROWSER_ID, theme],
		);
		await logIn(context, url);
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE);
		return new Screen(browser, url, page);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** An element by n8n's own test id. */
	at(id: string): Locator {
		return this.page.getByTestId(id);
	}

	async go(to: string): Promise<void> {
		await this.page.goto(`${this.url}${to}`, { waitUntil: 'commit' });
	}

	/** Opens a saved workflow and waits until its nodes are there. */
	async openWorkflow({ id }: { id: string }): Promise<void> {
		await this.go(`/workflow/${id}`);
		await this.at('canvas-node').first().waitFor();
	}

	/** Imports an example into a new workflow from its file, as a user does. */
	async importExample(file: string): Promise<void> {
		await this.go('/workflow/new');
		await this.at('canvas-plus-button').or(this.at('canvas-add-button')).first().waitFor();
		await this.at('workflow-import-input').setInputFiles(path.join(EXAMPLES, file));
	}

	/** The node with a name on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Opens the panel of a node. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.at('ndv-parameters').or(this.at('parameter-input')).first().waitFor();
	}

	/** Chooses an option of a parameter by the option's name. */
	async choose(parameter: string, name: string): Promise<void> {
		await this.at(`parameter-input-${parameter}`).click();
		const option = this.at('parameter-input-item').filter({ visible: true });
		await option.getByText(name, { exact: true }).first().click();
	}

	/** Searches the service list, and picks the service with this label. */
	async pick(words: string, label: string | RegExp = words): Promise<void> {
		await this.at('rlc-input').first().click();
		await this.at('rlc-search').fill(words);
		await this.at('rlc-item').filter({ visible: true }).filter({ hasText: label }).first().click();
	}

	/** The input of a field of an order. */
	field(name: string): Locator {
		return this.page
			.locator(`[data-parameter-path='parameters.fields.value["${name}"]']`)
			.locator('input, .cm-content')
			.first();
	}

	/** The labels of the fields that the form of an order shows. */
	async fieldLabels(): Promise<string[]> {
		const labels = this.at('mapping-fields-container').locator("label[for^='value[']");
		const texts = await labels.locator('span').allTextContents();
		return texts.map((text) => text.trim()).filter((text) => /^[A-Z]\w/.test(text));
	}

	/** Presses Tab until the field has the focus. */
	async tabTo(field: Locator): Promise<void> {
		for (let presses = 0; presses < 15; presses++) {
			await this.page.keyboard.press('Tab');
			if (await field.evaluate((each) => each === document.activeElement)) return;
		}
		throw new Error('Tab does not reach the field');
	}

	/** Waits until the opened node has run. Rejects with n8n's message if it failed. */
	async hasRun(): Promise<void> {
		const output = this.at('output-panel');
		await output.getByTestId('ndv-items-count').waitFor();
		if (await this.at('node-error-message').count()) throw new Error(await output.innerText());
	}

	/** Clicks an element and pastes text into it. */
	async paste(into: Locator, text: string): Promise<void> {
		await into.click();
		await this.page.evaluate(async (copied) => await navigator.clipboard.writeText(copied), text);
		await this.page.keyboard.press('Control+V');
	}

	/** Saves a screenshot of the page, or of a part of it. */
	async picture(name: string, of: Page | Locator = this.page): Promise<void> {
		await settled(this.page);
		await of.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
	}

	/** Saves a screenshot of the workflow on the canvas, without the buttons around it. */
	async canvasPicture(name: string): Promise<void> {
		const around = [
			'.vue-flow__panel',
			'[role=alert]',
			'div:has(> [data-test-id=radio-button-workflow])',
			'div:has(> * > [data-test-id=radio-button-workflow])',
			'[data-test-id=canvas-wrapper] button:not(.vue-flow button)',
		];
		const content = `${around.map((each) => `${each}, ${each} *`).join()} { visibility: hidden !important }`;
		const style = await this.page.addStyleTag({ content });
		// An imported workflow is selected; a click on the canvas deselects it.
		await this.at('canvas-wrapper').click({ position: { x: 5, y: 5 } });
		await this.picture(name, this.at('canvas-wrapper'));
		await style.evaluate((tag) => (tag as HTMLElement).remove());
	}
}

async function logIn(context: BrowserContext, url: string): Promise<void> {
	const { email, password } = OWNER;
	const response = await context.request.post(`${url}/rest/login`, {
		headers: { 'browser-id': BROWSER_ID },
		data: { emailOrLdapLoginId: email, password },
	});
	if (!response.ok()) throw new Error(`n8n refused the login: ${await response.text()}`);
}

/** Waits until all animations have ended, so that nothing is half visible in a screenshot. */
async function settled(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const moving = document.getAnimations().filter(({ effect }) => {
			const { endTime } = effect?.getComputedTiming() ?? {};
			return typeof endTime === 'number' && endTime !== Infinity;
		});
		await Promise.allSettled(moving.map(async ({ finished }) => await finished));
		await document.fonts.ready;
	});
}
