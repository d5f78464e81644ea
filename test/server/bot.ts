import { createCredential, type SavedCredential } from '../../sandbox/n8n/credentials';
import { readExample } from '../../sandbox/n8n/examples';
import { withCredential } from '../../sandbox/n8n/exchange';
import type { Rest } from '../../sandbox/n8n/rest';
import { createWorkflow, type SavedWorkflow, type WorkflowFile } from '../../sandbox/n8n/workflows';
import { startTelegram, type Telegram } from '../../sandbox/outside/telegram';
import type { Panel } from '../../sandbox/panel';
import { type Host, startHost } from './host';

const TYPE = 'telegramApi';

/** A credential for the fake, whose URL n8n's own Telegram nodes take from it. */
export const createBot = async (rest: Rest, { url }: Telegram): Promise<SavedCredential> =>
	await createCredential(rest, 'Bot', { accessToken: 'token', baseUrl: url }, TYPE);

/** Assigns the bot to the Telegram nodes of a workflow, including its human review and its trigger. */
export const withBot = (file: WorkflowFile, bot: SavedCredential): WorkflowFile =>
	withCredential(file, bot, { type: TYPE, nodes: /\.telegram(HitlTool|Trigger)?$/ });

/** A host with a chat that workflows write to. */
export interface ChatHost extends Host {
	chat: Telegram;
	bot: SavedCredential;
	/** Saves a workflow with the credentials of the panel and the bot. */
	save(file: WorkflowFile): Promise<SavedWorkflow>;
	/** The messages sent to the chat since the last call. */
	sent(): string[];
}

export async function startChatHost(): Promise<ChatHost> {
	const chat = await startTelegram();
	try {
		const host = await startHost();
		const bot = await createBot(host.rest, chat);
		return {
			...host,
			chat,
			bot,
			save: async (file) =>
				await createWorkflow(host.rest, withCredential(withBot(file, bot), host.credential)),
			sent: () => chat.messages.splice(0).map(({ text }) => text),
			async close() {
				await host.close();
				await chat.close();
			},
		};
	} catch (error) {
		await chat.close();
		throw error;
	}
}

/** Saves an example for two panels as a user sets it up: nodes named after panel B have that panel's credential. */
export async function saveOnTwoPanels(
	{ rest, bot, credential }: ChatHost,
	example: string,
	{ url, apiKey }: Panel,
): Promise<SavedWorkflow> {
	const ofB = await createCredential(rest, 'Panel B', { url, apiKey });
	const file = withBot(withCredential(await readExample(example), credential), bot);
	const nodes = file.nodes.map((node) =>
		node.name.includes('Panel B') ? { ...node, credentials: { smmPanelApi: ofB } } : node,
	);
	return await createWorkflow(rest, { ...file, nodes });
}
