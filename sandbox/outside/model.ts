import fastify from 'fastify';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/** A tool as it is described to a model. */
export interface ToolDefinition {
	name: string;
	description: string;
	/** JSON schema of the arguments. */
	parameters: { properties: Record<string, { type?: string; description?: string }> };
}

/** One call of a tool, and its result. */
export interface ToolResult {
	tool: string;
	text: string;
}

/** What a model receives at its turn. */
export interface Turn {
	system: string;
	/** The user's last message. */
	user: string;
	tools: Map<string, ToolDefinition>;
	/** The results of the tools since then, oldest first. */
	results: ToolResult[];
}

/** What a model does at its turn: it answers the user or calls a tool. */
export type Move = { say: string } | { call: string; with: object };

/** Replaces the model's reasoning: a plain function, so that a test knows what it will do. */
export type Script = (turn: Turn) => Move;

/** A fake model behind OpenAI's chat completions API. */
export interface Model {
	/** The base URL for an OpenAI credential. */
	readonly url: string;
	/** Every turn since the last `play`. */
	readonly turns: Turn[];
	/** Changes the script, and clears `turns`. */
	play(script: Script): void;
	close(): Promise<void>;
}

interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: string | Array<{ text?: string }> | null;
	tool_calls?: Array<{ id: string; function: { name: string } }>;
	tool_call_id?: string;
}

interface Completion {
	model: string;
	messages: Message[];
	tools?: Array<{ function: ToolDefinition }>;
	stream?: boolean;
}

/** Starts the fake on the loopback address. If a script throws, it answers HTTP 400, which nobody retries. */
export async function startModel(): Promise<Model> {
	const turns: Turn[] = [];
	let script: Script = () => ({ say: 'I have nothing to say.' });
	const app = fastify({ forceCloseConnections: true, bodyLimit: 8 * 1024 * 1024 });
	app.post<{ Body: Completion }>('/v1/chat/completions', async ({ body }, reply) => {
		const refuse = async (message: string) => await reply.code(400).send({ error: { message } });
		if (body.stream) return await refuse('This model does not stream');
		const turn = turnOf(body);
		turns.push(turn);
		try {
			return completion(body, script(turn));
		} catch (error) {
			return await refuse((error as Error).message);
		}
	});
	await app.listen({ host: HOST, port: 0 });
	return {
		url: `http://${HOST}:${(app.server.address() as AddressInfo).port}/v1`,
		turns,
		play(next) {
			script = next;
			turns.length = 0;
		},
		close: async () => await app.close(),
	};
}

function turnOf({ messages, tools = [] }: Completion): Turn {
	const asked = messages.map(({ role }) => role).lastIndexOf('user');
	const calls = new Map(
		messages.flatMap(({ tool_calls = [] }) => tool_calls.map((each) => [each.id, each.function])),
	);
	return {
		system: textOf(messages.find(({ role }) => role === 'system')),
		user: textOf(messages[asked]),
		tools: new Map(tools.map((each) => [each.function.name, each.function])),
		results: messages
			.slice(asked + 1)
			.filter(({ role }) => role === 'tool')
			.map((message) => ({
				tool: calls.get(message.tool_call_id ?? '')?.name ?? '',
				text: textOf(message),
			})),
	};
}

function textOf(message?: Message): string {
	const content = message?.content ?? '';
	return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');
}

let calls = 0;

function completion({ model, messages }: Completion, move: Move): object {
	const call = 'call' in move && {
		id: `call_${++calls}`,
		type: 'function',
		function: { name: move.call, arguments: JSON.stringify(move.with) },
	};
	return {
		id: `chatcmpl-${messages.length}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model,
		choices: [
			{
				index: 0,
				finish_reason: call ? 'tool_calls' : 'stop',
				message: {
					role: 'assistant',
					content: 'say' in move ? move.say : null,
					...(call && { tool_calls: [call] }),
				},
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
