import type { IPollFunctions } from 'n8n-workflow';

import type { Call } from '../panel/calls';
import type { FailureKind, PanelFailure } from '../panel/failure';
import { setting, toMoney, type Json, type Money } from '../panel/json';
import { makeAsk, type Ask } from '../transport/ask';
import { backOff, nodeError, report } from '../transport/report';
import { clock } from '../transport/clock';
import { connect } from '../transport/request';

/** After which share of a poll's time no more requests are started, and how much of it one request may take. */
const SHARES = { start: 0.5, request: 0.3, waiting: 0.2 };

/** The time limit of a poll if n8n does not give one, in milliseconds. */
const USUAL_BUDGET = 300_000;

/**
 * Makes the function that sends a poll's requests, within its share of the time that n8n gives a poll.
 *
 * @param began When the poll began, as `clock.now()` gives it.
 * @throws PanelFailure if the credential or an option is invalid.
 */
export async function pollAsk(
	context: IPollFunctions,
	call: Call,
	began = clock.now(),
): Promise<Ask> {
	const budget = context.getPollBudgetMs?.() ?? USUAL_BUDGET;
	const { send, pace } = await connect({
		context,
		call,
		requestOptions: { timeout: Math.round(budget * SHARES.request) },
		perMinute: context.getNodeParameter('options.requestsPerMinute', 0),
		end: began + budget * SHARES.start,
	});
	return makeAsk({ call, send, pace, clock, maxWait: budget * SHARES.waiting });
}

/** The chosen options of a multi-select: all of `usual` if none is chosen, since that would never start the workflow. */
export function chosen(context: IPollFunctions, name: string, usual: readonly string[]): string[] {
	const choice = [context.getNodeParameter(name, [])].flat() as string[];
	return choice.length > 0 ? choice : [...usual];
}

/** The number that a parameter holds. @throws PanelFailure of kind `parameter` if it is not one. */
export function numberIn(
	context: IPollFunctions,
	[name, label]: readonly [name: string, label: string],
	usual: number,
	read: (value: Json) => Money | null,
): Money {
	return setting(label, context.getNodeParameter(name, usual), read, 'a number such as 10 or 2.5');
}

/** A hundred percent, as `numberIn` returns it. */
export const HUNDRED = toMoney(100) as Money;

/** The current time, as an ISO date and time. */
export const timeOf = (): string => new Date(clock.date()).toISOString();

/** Hints for failures whose usual hint names options that only the action node has. */
const HINTS: Partial<Record<FailureKind, string>> = {
	timeout: 'The panel may be overloaded. The next poll tries again.',
	batchRefused:
		'The panel refused a list of IDs, and there was no time to request them one at a time.',
	certificate: "The panel's certificate is not valid. Ask the panel to fix it.",
};

/** A failure as n8n shows it, with what its scheduler needs to know. */
export function errorOf(context: IPollFunctions, failure: PanelFailure): Error {
	const said = report(failure, { doing: false });
	const message = HINTS[failure.kind] ?? said.message;
	const error = nodeError(context.getNode(), { ...said, message });
	return Object.assign(error, { failure: backOff(failure) });
}
