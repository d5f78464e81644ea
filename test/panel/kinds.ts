import type { FailureKind } from '../../nodes/SmmPanel/panel/failure';

/** A kind, whether the panel certainly did nothing, whether a retry may succeed, and its reach. */
type Rule = [FailureKind, certain: boolean, retryable: boolean, reach: string];

const rules = (certain: boolean, retryable: boolean, reach: string, ...kinds: string[]) =>
	kinds
		.flatMap((line) => line.split(' '))
		.map((kind): Rule => [kind as FailureKind, certain, retryable, reach]);

export const RULES: Rule[] = [
	...rules(
		true,
		false,
		'all',
		'apiKey funds account redirect url unknownHost certificate notAllowed',
	),
	...rules(true, true, 'all', 'rateLimit maintenance connectionRefused'),
	...rules(
		true,
		false,
		'one',
		'serviceId orderId refillId activeOrder quantity link refused',
		'batchRefused parameter limit notSent',
	),
	...rules(
		false,
		true,
		'perhaps',
		'serverError notJson empty html httpError timeout connectionLost',
	),
	...rules(false, false, 'one', 'missing ambiguous sentBefore duplicate sameOrder'),
	...rules(false, false, 'perhaps', 'unexpectedReply'),
];

/** Kinds without a hint of their own. */
export const MUTE: FailureKind[] = ['parameter', 'sentBefore'];

/** The retryable kinds, and those that affect every request. */
export const PASSING = RULES.filter(([, , retryable]) => retryable).map(([kind]) => kind);
export const OF_ALL = RULES.filter(([, , , reach]) => reach === 'all').map(([kind]) => kind);
