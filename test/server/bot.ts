import { createCredential, type SavedCredential } from '../../sandbox/n8n/credentials';
import { withCredential } from '../../sandbox/n8n/exchange';
import type { Rest } from '../../sandbox/n8n/rest';
import type { WorkflowFile } from '../../sandbox/n8n/workflows';
import type { Telegram } from '../../sandbox/outside/telegram';

const TYPE = 'telegramApi';

/** A credential for the stand-in: n8n's own nodes for Telegram take the address from it. */
export const createBot = async (rest: Rest, { url }: Telegram): Promise<SavedCredential> =>
	await createCredential(rest, 'Bot', { accessToken: 'token', baseUrl: url }, TYPE);

/** Lets the Telegram nodes of a workflow, its human review too, write as a bot. */
export const withBot = (file: WorkflowFile, bot: SavedCredential): WorkflowFile =>
	withCredential(file, bot, { type: TYPE, nodes: /\.telegram(HitlTool)?$/ });
