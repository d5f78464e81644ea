import type { FailureKind } from '../../nodes/SmmPanel/panel/failure';

/** Kind, whether the panel certainly did nothing, whether it may pass, and whom it concerns. */
export const RULES: Array<[FailureKind, boolean, boolean, string]> = [
	['apiKey', true, false, 'all'],
	['funds', true, false, 'all'],
	['rateLimit', true, true, 'all'],
	['serviceId', true, false, 'one'],
	['orderId', true, false, 'one'],
	['refillId', true, false, 'one'],
	['activeOrder', true, false, 'one'],
	['quantity', true, false, 'one'],
	['link', true, false, 'one'],
	['refused', true, false, 'one'],
	['account', true, false, 'all'],
	['maintenance', true, true, 'all'],
	['serverError', false, true, 'perhaps'],
	['batchRefused', true, false, 'one'],
	['missing', false, false, 'one'],
	['ambiguous', false, false, 'one'],
	['unexpectedReply', false, false, 'perhaps'],
	['notJson', false, true, 'perhaps'],
	['empty', false, true, 'perhaps'],
	['html', false, true, 'perhaps'],
	['httpError', false, true, 'perhaps'],
	['redirect', true, false, 'all'],
	['timeout', false, true, 'perhaps'],
	['connectionLost', false, true, 'perhaps'],
	['connectionRefused', true, true, 'all'],
	['url', true, false, 'all'],
	['unknownHost', true, false, 'all'],
	['certificate', true, false, 'all'],
	['notAllowed', true, false, 'all'],
	['parameter', true, false, 'one'],
	['sentBefore', false, false, 'one'],
	['limit', true, false, 'one'],
	['duplicate', false, false, 'one'],
	['sameOrder', false, false, 'one'],
	['notSent', true, false, 'one'],
];

/** Kinds that say nothing of what to do: the facts alone can. */
export const MUTE: FailureKind[] = ['parameter', 'sentBefore'];

/** The kinds that may pass, and those that concern every request. */
export const PASSING = RULES.filter(([, , passing]) => passing).map(([kind]) => kind);
export const OF_ALL = RULES.filter(([, , , reach]) => reach === 'all').map(([kind]) => kind);
