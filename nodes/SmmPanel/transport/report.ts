import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Call } from '../panel/calls';
import type { PanelFailure } from '../panel/failure';
import type { StatusOf } from '../panel/status';
import { isTool } from './job';

export interface Subject {
	/** The ID that was requested, and whether it is an order's or a refill's. */
	id?: { of: StatusOf; value: string };
	/** What the call does; false if it only reads. */
	doing: Call['writes'];
}

/**
 * A failure as n8n receives it, with exactly the keys by which its engine recognizes an error item. An item with any
 * other key would leave on the success branch.
 */
export interface ErrorReport {
	error: string;
	message: string;
	details: {
		order?: string;
		refill?: string;
		/** The panel's own words; null if it gave none. */
		panelMessage: string | null;
		kind: PanelFailure['kind'];
		/** For a write: whether it certainly was not done, or may have been. */
		outcome?: 'notPlaced' | 'unknown';
	};
}

/** What to say about a failed write: that it was not done, or that nobody knows, and how to find out. */
const DEEDS = {
	order: {
		undone: 'the order was not placed',
		doubt: 'it is unknown whether the order was placed',
		check:
			"Look for it in the list of orders on the panel's website. If it is there, it is paid: keep its ID. Do not retry before you have looked, or you may pay twice.",
	},
	refill: {
		undone: 'no refill was requested',
		doubt: 'it is unknown whether the refill was requested',
		check: 'Check the order on the panel before you request the refill again.',
	},
	cancel: {
		undone: 'it was not canceled',
		doubt: 'it is unknown whether the cancellation was requested',
		check: 'Check the order on the panel before you request its cancellation again.',
	},
} as const;

/** Said of an order that was certainly not placed: a model may be the one who decides about a retry. */
const SAFE = 'It is safe to retry this order.';

/** Maximum length of the panel's own words in a text for people. */
const MOST_WORDS = 300;

/** A text with a capital first letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A failure in words, with the facts that a workflow can act on. */
export function report(failure: PanelFailure, { id, doing }: Subject): ErrorReport {
	const deed = doing ? DEEDS[doing] : undefined;
	const isDoubt = deed !== undefined && !failure.certain;
	const claim = failure.kind !== 'parameter' && (isDoubt ? deed.doubt : deed?.undone);
	const isSafe = doing === 'order' && failure.certain;
	const what = claim ? `${claim}: ${failure.message}` : failure.message;
	// An unknown reply may still name an order that a person can recognize.
	const words = isDoubt && failure.panelMessage?.slice(0, MOST_WORDS);
	const said = words && !failure.message.includes(words) && `The panel answered: ${words}`;
	const order = failure.order ?? (id?.of === 'order' ? id.value : undefined);
	return {
		error: id ? `${capital(id.of)} ${id.value}: ${what}` : capital(what),
		message: [isDoubt && deed.check, failure.hint, said, isSafe && SAFE].filter(Boolean).join(' '),
		details: {
			...(order !== undefined && { order }),
			...(id?.of === 'refill' && { refill: id.value }),
			panelMessage: failure.panelMessage,
			kind: failure.kind,
			...(doing && { outcome: failure.certain ? 'notPlaced' : 'unknown' }),
		},
	};
}

/**
 * The error that stops a workflow, in our own words only: an error of n8n's HTTP helper would carry the request, and
 * with it the API key, into the next node's expressions.
 *
 * @param addition What else must not be lost, such as the orders that were placed before.
 * @param first What the message must begin with.
 */
export function nodeError(
	node: INode,
	{ error: sentence, message: hint, details }: ErrorReport,
	itemIndex?: number,
	addition = '',
	first = '',
): NodeApiError | NodeOperationError {
	// n8n's editor appends the item to a message that does not end with it; logs and error workflows do not.
	const item = itemIndex === undefined || isTool(node) ? '' : `[item ${itemIndex}]`;
	const message = [first, sentence, item].filter(Boolean).join(' ');
	const description = [hint, addition].filter(Boolean).join('\n\n');
	const error =
		details.kind === 'parameter'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, itemIndex });
	// Set afterwards, because n8n's constructor replaces a message that contains the name of a network error.
	// An agent passes only an error's message to the model.
	const words = isTool(node) && description ? `${message}. ${description}` : message;
	// An execution whose error says 'canceled' counts as stopped by a user: n8n starts no error workflow for it.
	error.message = words.replaceAll('canceled', 'cancelled');
	return error;
}

/** Why a poll failed, in the terms by which n8n's scheduler spaces out the next polls. Older schedulers ignore it. */
interface BackOff {
	cause:
		'rate-limited' | 'temporarily-unavailable' | 'credential-invalid' | 'configuration-invalid';
	retryAfterMs?: number;
}

/** How a trigger's next polls are spaced after a failure; undefined if nothing is known. */
export function backOff({ kind, retryable, retryAfter }: PanelFailure): BackOff | undefined {
	if (kind === 'apiKey') return { cause: 'credential-invalid' };
	if (['parameter', 'url', 'notAllowed'].includes(kind)) return { cause: 'configuration-invalid' };
	if (!retryable) return undefined;
	const wait = retryAfter === undefined ? {} : { retryAfterMs: Math.ceil(retryAfter * 1_000) };
	return { cause: kind === 'rateLimit' ? 'rate-limited' : 'temporarily-unavailable', ...wait };
}
