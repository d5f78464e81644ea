import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { ErrorReport } from './report';
import { isTool } from './job';

/**
 * The error that stops a workflow, made of our own words only: an error of n8n's HTTP helper would carry the
 * request, and with it the API key, to the next node's expressions.
 *
 * @param addition What else must not be lost, such as the orders that were placed before.
 * @param first What the message has to begin with.
 */
export function nodeError(
	node: INode,
	{ error: sentence, message: hint, details }: ErrorReport,
	itemIndex?: number,
	addition = '',
	first = '',
): NodeApiError | NodeOperationError {
	// n8n's editor adds the item itself where a message does not end in it; logs and error workflows do not.
	const item = itemIndex === undefined || isTool(node) ? '' : `[item ${itemIndex}]`;
	const message = [first, sentence, item].filter(Boolean).join(' ');
	const description = [hint, addition].filter(Boolean).join('\n\n');
	const error =
		details.kind === 'parameter'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, itemIndex });
	// n8n puts words of its own in place of a message that happens to contain the name of a network error.
	// Of an error, an agent hands the model the message alone.
	error.message = isTool(node) && description ? `${message}. ${description}` : message;
	return error;
}
