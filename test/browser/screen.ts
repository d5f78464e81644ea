// What is evaluated in the page is written here.
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

/** n8n ties a session to a browser, which it knows by this. */
const BROWSER_ID = 'browser-of-the-tests';

/** Longest wait for one thing on the screen, in milliseconds: a busy machine takes half a minute to open the editor. */
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
		// Debian's Chromium does not start as root with a sandbox of its own.
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

	/** What n8n's editor marks with an id for tests. */
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

	/** Imports an example into a new workflow, as a user does it from a file. */
	async importExample(file: string): Promise<void> {
		await this.go('/workflow/new');
		await this.at('canvas-plus-button').or(this.at('canvas-add-button')).first().waitFor();
		await this.at('workflow-import-input').setInputFiles(path.join(EXAMPLES, file));
	}

	/** The node of a name on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Opens the panel of a node. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.at('ndv-parameters').or(this.at('parameter-input')).first().waitFor();
	}

	/** Chooses an option of a parameter by its name. */
	async choose(parameter: string, name: string): Promise<void> {
		await this.at(`parameter-input-${parameter}`).click();
		const option = this.at('parameter-input-item').filter({ visible: true });
		await option.getByText(name, { exact: true }).first().click();
	}

	/** Picks the service of a label from the list, searched for by some words. */
	async pick(words: string, label: string | RegExp = words): Promise<void> {
		await this.at('rlc-input').first().click();
		await this.at('rlc-search').fill(words);
		await this.at('rlc-item').filter({ visible: true }).filter({ hasText: label }).first().click();
	}

	/** Where a field of an order is written into. */
	field(name: string): Locator {
		return this.page
			.locator(`[data-parameter-path='parameters.fields.value["${name}"]']`)
			.locator('input, .cm-content')
			.first();
	}

	/** The labels of the fields that an order shows. */
	async fieldLabels(): Promise<string[]> {
		const labels = this.at('mapping-fields-container').locator("label[for^='value[']");
		const texts = await labels.locator('span').allTextContents();
		return texts.map((text) => text.trim()).filter((text) => /^[A-Z]\w/.test(text));
	}

	/** Goes on with Tab until a field has the cursor. */
	async tabTo(field: Locator): Promise<void> {
		for (let presses = 0; presses < 15; presses++) {
			await this.page.keyboard.press('Tab');
			if (await field.evaluate((each) => each === document.activeElement)) return;
		}
		throw new Error('Tab does not come to the field');
	}

	/** Waits until the opened node has run. Rejects with n8n's words when it failed. */
	async hasRun(): Promise<void> {
		const output = this.at('output-panel');
		await output.getByTestId('ndv-items-count').waitFor();
		if (await this.at('node-error-message').count()) throw new Error(await output.innerText());
	}

	/** Pastes text where the cursor is put. */
	async paste(into: Locator, text: string): Promise<void> {
		await into.click();
		await this.page.evaluate(async (copied) => await navigator.clipboard.writeText(copied), text);
		await this.page.keyboard.press('Control+V');
	}

	/** Keeps a picture of the screen, or of a part of it. */
	async picture(name: string, of: Page | Locator = this.page): Promise<void> {
		await settled(this.page);
		await of.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
	}

	/** Keeps a picture of the workflow on the canvas, without the buttons around it. */
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
		// What was imported is selected.
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

/** Waits until nothing moves any more: what fades in would be half there in a picture. */
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
