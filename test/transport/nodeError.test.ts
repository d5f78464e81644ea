import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { failureKinds } from '../../nodes/SmmPanel/panel/failure';
import { nodeError, report } from '../../nodes/SmmPanel/transport/report';
import { failure } from './helpers';

const NODE: INode = {
	id: '1',
	name: 'SMM Panel',
	type: 'n8n-nodes-smm-panel.smmPanel',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const said = (kind: Parameters<typeof failure>[0], message: string) =>
	report(failure(kind, { message }), { doing: 'order' });

it.each(failureKinds)('%s becomes the right error of n8n', (kind) => {
	const error = nodeError(NODE, said(kind, 'words'), 3);
	expect(error).toBeInstanceOf(kind === 'parameter' ? NodeOperationError : NodeApiError);
	expect(error.message).toBe(`${said(kind, 'words').error} [item 3]`);
	expect(error.context.itemIndex).toBe(3);
	expect(error.node).toBe(NODE);
});

it.each([
	'ECONNREFUSED',
	'ECONNRESET',
	'ENOTFOUND',
	'ETIMEDOUT',
	'EPIPE',
	'connect ECONNREFUSED 127.0.0.1:1',
	'the panel answered with HTTP 401',
	'429',
])('keeps a message with %s in it', (words) => {
	for (const kind of ['refused', 'parameter', 'connectionRefused'] as const) {
		const report = said(kind, `the panel answered "${words}"`);
		expect(nodeError(NODE, report, 3).message).toBe(`${report.error} [item 3]`);
	}
});

it('tells a model in the message, which is all that it gets, what else to do', () => {
	const tool = { ...NODE, type: `${NODE.type}Tool` };
	const { error, message } = said('funds', 'x');
	expect(nodeError(tool, said('funds', 'x'), 3, 'Placed: 1.').message).toBe(
		`${error}. ${message}\n\nPlaced: 1.`,
	);
	const bare = { ...said('funds', 'x'), message: '' };
	expect(nodeError(tool, bare, 3).message).toBe(error);
});

it('describes what to do, and what else must not be lost', () => {
	const { message } = said('funds', 'x');
	expect(nodeError(NODE, said('funds', 'x'), 3).description).toBe(message);
	expect(nodeError(NODE, said('funds', 'x'), 3, 'Placed: 1.').description).toBe(
		`${message}\n\nPlaced: 1.`,
	);
	const bare = {
		error: 'e',
		message: '',
		details: { panelMessage: null, kind: 'parameter' as const },
	};
	expect(nodeError(NODE, bare, 3, 'Placed: 1.').description).toBe('Placed: 1.');
});

it('carries no request, no answer and no cause but its own words', () => {
	for (const kind of failureKinds) {
		const error = nodeError(NODE, said(kind, 'words'), 3);
		// For text, n8n makes a cause of that text by itself.
		const { error: words } = said(kind, 'words');
		expect(error.cause).toEqual(kind === 'parameter' ? new Error(`${words} [item 3]`) : undefined);
		const stored = JSON.parse(JSON.stringify(error));
		const keys = ['context', 'description', 'message', 'name', 'timestamp'];
		expect(Object.keys(stored).sort()).toEqual(kind === 'parameter' ? ['cause', ...keys] : keys);
		expect(JSON.stringify(stored.cause ?? {})).not.toMatch(/config|request|headers|stack/);
		expect(stored).toMatchObject({
			name: kind === 'parameter' ? 'NodeOperationError' : 'NodeApiError',
			message: `${words} [item 3]`,
			description: said(kind, 'words').message,
		});
		// The next node's expressions can read every property, not only what is stored.
		expect(error.context).toEqual({ itemIndex: 3 });
		expect(error.messages).toEqual([]);
		expect(Reflect.get(error, 'errorResponse') ?? {}).toEqual({});
	}
});
