/** What the words of a refusal mean. The words are in `words.ts` and `phrases.ts`, which say how to add some. */

import type { FailureKind } from './failure';
import { folded, lazily } from './json';
import {
	ACTIVE_ORDER,
	A_WHILE,
	BECAUSE,
	CANCELED,
	DENIED,
	DONE,
	EXISTS,
	FINISHED,
	LATER,
	MAINTENANCE,
	NOTE,
	NOT_DONE,
	NO_FUNDS,
	NO_REFILL,
	OF_AN_ORDER,
	ORDERING,
	OVER_LIMIT,
	PRIVATE,
	RATE_LIMIT,
	TRACE,
	TROUBLE,
	UNAUTHORIZED,
	UNDONE,
	WAIT,
} from './phrases';
import {
	ABSENT,
	ACCOUNT,
	BAD_FIELD,
	BAD_ID,
	BAD_KEY,
	BAD_LINK,
	BLOCKED,
	CANNOT,
	CHANGE,
	CHANGE_NAMED,
	CHANGE_REFUSED,
	CLOSED,
	FAILS,
	FIELD,
	FUNDS,
	KEY,
	LACK,
	LEAST_OR_MOST,
	LINK,
	MISSING,
	NETWORK,
	NOT,
	NOT_LISTED,
	NO_ACCESS,
	NO_SUCH,
	OFF,
	ORDER,
	OUTSIDE,
	PANEL,
	PROVIDER,
	QUANTITY,
	REFILL,
	SERVICE,
	STOPPED,
	SUCCESS,
	UPKEEP,
	WRONG,
} from './words';

/** How much of an error is examined: its start and its end, to bound the time. */
const HEAD = 1_500;
const TAIL = 500;

/** Folds words: lower case, no diacritics, spaces in place of the separators of a code such as `order_not_found`. */
export function fold(words: string): string {
	const examined =
		words.length > HEAD + TAIL ? `${words.slice(0, HEAD)} … ${words.slice(-TAIL)}` : words;
	const shown = withoutAddresses(examined);
	const joined = isCode(shown) ? shown.replace(/([a-z])(?=[A-Z])/g, '$1 ') : shown;
	return folded(joined)
		.replace(/[’‘ʻʼ]/g, "'")
		.replace(UUID, '0')
		.replace(/_|(?<=\p{L})\.(?=\p{L})/gu, ' ');
}

/** Words without addresses: whatever is in one, such as `/addfunds.php` or a user's name, says nothing. */
const withoutAddresses = (words: string): string =>
	words.replace(/\bhttps?:\/\/[^\s"'`<>()]+|\b[a-z\d-]{1,63}\.[a-z]{2,9}\/[^\s"'`<>()]*/gi, ' ');

/** An ID that may look like words: "aded" is Turkish for pieces. */
const UUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g;

/** Whether words are a code such as `neworder.error.link`, where the subject alone says what is wrong. */
const isCode = (words: string): boolean =>
	words.length < 200 &&
	/^(?:[\w.-]*[_.][\w.-]*|[A-Za-z][a-z]+(?:[A-Z][a-z]+)+)$/.test(words.trim());

const sentencesOf = (text: string): string[] => text.split(/[.!?;\n]+(?=\s|$)/);

type Pattern = (text: string) => RegExpExecArray | null;

/** Finds the first of the alternatives. */
const either = (...alternatives: string[]): Pattern => {
	const pattern = lazily(() => new RegExp(alternatives.join('|'), 'u'));
	return (text) => pattern().exec(text);
};

/** What can be said about any subject. */
const ANY = [WRONG, ABSENT, OFF, MISSING].join('|');

/** Words after 'order' that are the actual subject, so that the words are not about an order's ID. */
const NO_ID =
	'(?! (?:status|state|type|request|format|data|details|api|endpoint|method|route|action|module' +
	'|table|parameters?)\\b)';

/** A service that is not offered, or not to this account. */
const OFFERED_NO_MORE =
	`(${SERVICE}) (is |was |has been |access )?` +
	'(blocked|banned|hidden|private|denied|frozen|on hold|retired|full|being updated)';

interface Meaning {
	kind: FailureKind;
	/** What the words are about. */
	about: Pattern;
	/** What the same sentence must also say; omitted if the subject is enough. A code does not need it. */
	says?: Pattern;
}

/**
 * Reasons in the order, the account or the panel: given one of these, the panel certainly did nothing. The first row
 * that a sentence matches wins, so narrower subjects come first: "Quantity is not allowed for this service".
 */
const REASONS: readonly Meaning[] = [
	{ kind: 'activeOrder', about: either(ACTIVE_ORDER) },
	{ kind: 'rateLimit', about: either(RATE_LIMIT, `(${WAIT}) \\d+ ?(more )?(${A_WHILE})`) },
	{ kind: 'funds', about: either(NO_FUNDS) },
	{ kind: 'funds', about: either(FUNDS), says: either(LACK) },
];

const traceIn = either(TRACE);

/**
 * Trouble that overrides any reason: that of the provider behind the panel, whose funds and keys are not those of the
 * account, and anything that happened after the money was taken.
 */
const behindIn = either(
	`^(?=.*(?:${PROVIDER}))(?=.*(?:${FAILS}|${FUNDS}))`,
	`(?:${PROVIDER})\\p{L}*\\s*:|(?:\\bnot|n't|\\bnever) (?:yet |been |be )*(?:sent|forwarded) to (?:the |our )?(?:${PROVIDER})`,
	// Whatever ended it, the order was there.
	`^(?!.*(refill|cannot|already)).*(${CANCELED})(${BECAUSE})`,
	'\\bafter (the |your )?(charg|payment|debit|deduct)',
	'\\bnotifications? (has |was )?(fail|error|not (been )?sent)',
	'\\b(e-?mail|mail|sms|message) (was |has |could )?not (be |been )?(sent|delivered)',
);

/** Reasons that a program's error text may only seem to give, so they are checked after `TRACE`. */
const NAMED: readonly Meaning[] = [
	// A cancellation or a refill that the service or the order's state does not allow.
	{
		kind: 'refillId',
		about: either(REFILL),
		says: either(
			`(${WRONG})\\p{L}* (id )?(${REFILL})|(${REFILL})\\p{L}*( request)?( id)?( is)? (${WRONG})`,
			`(${REFILL})[^,]{0,25}(${ABSENT})`,
			NO_REFILL,
		),
	},
	{ kind: 'refused', about: either(CHANGE, CHANGE_REFUSED), says: either(CANNOT) },
	{
		kind: 'url',
		about: either(
			'method (\\w+ )?(is )?not allowed|(only|use) (the )?post\\b(?! (link|url))',
			'\\bpost (is )?(required|only|requests?|method)',
			'(invalid|wrong|unsupported) (request |http )?method',
		),
	},
	{ kind: 'quantity', about: either(QUANTITY), says: either(ANY, OUTSIDE, NOT) },
	{ kind: 'quantity', about: either(`(${LEAST_OR_MOST})(?! interval| delay)`, OVER_LIMIT) },
	{
		kind: 'apiKey',
		about: either(
			// Not the key of a link.
			`^(?!.*(?:field validation|(?<!api )\\b(?:token|key) (?:in|of|for|from) (?:the |your |this )?(?:${LINK})` +
				`|(?:${LINK}) (?:contains?|has|with)\\b)).*(?:${KEY})`,
		),
		says: either(ANY, NOT, BAD_KEY),
	},
	{ kind: 'apiKey', about: either(UNAUTHORIZED) },
	{ kind: 'refused', about: either(FIELD), says: either(WRONG, ABSENT, MISSING, NOT, BAD_FIELD) },
	// "API service" is the access; any other service is one for sale.
	{ kind: 'account', about: either('\\bapi services?\\b'), says: either(OFF, BLOCKED) },
	{
		kind: 'serviceId',
		about: either(SERVICE),
		says: either(ANY, NOT, OFFERED_NO_MORE),
	},
	{ kind: 'link', about: either(LINK), says: either(ANY, NOT, BAD_LINK) },
	{ kind: 'link', about: either(NETWORK), says: either(ANY, BLOCKED, 'private|not public') },
	{ kind: 'link', about: either(PRIVATE) },
	{
		kind: 'orderId',
		about: either(ORDER),
		says: either(
			`(${ORDER})( ids?| numbers?| no)?( is| are)?[^\\p{L}]{1,3}(${WRONG})`,
			`(${WRONG})\\p{L}* (\\p{L}+ )?(id )?(${ORDER})${NO_ID}`,
			`(${ORDER})[^,]{0,12}(${BAD_ID})(?! (status|state))`,
			`(${ORDER})${NO_ID}[^,]{0,25}(${ABSENT})`,
			`(${NO_SUCH}) (${ORDER})|\\bno (${ORDER})s?\\b.{0,20}(found|exist)`,
		),
	},
	{ kind: 'maintenance', about: either(UPKEEP, MAINTENANCE) },
	{ kind: 'maintenance', about: either(PANEL), says: either(CLOSED) },
	{ kind: 'account', about: either(ACCOUNT), says: either(BLOCKED, ABSENT) },
	{ kind: 'account', about: either('\\bapi\\b'), says: either(OFF, BLOCKED, NO_ACCESS) },
	{
		kind: 'account',
		about: either('(?<![\\p{L}\\d])ip(s|niz|nizden)?(?![\\p{L}\\d])'),
		says: either(ANY, BLOCKED, NOT, NOT_LISTED),
	},
	{ kind: 'account', about: either(ORDERING), says: either(OFF, BLOCKED, STOPPED) },
	{ kind: 'account', about: either(DENIED) },
	// A bare ID, such as "Invalid ID": it means the one that was requested.
	{ kind: 'orderId', about: either('(?<!\\p{L})ids?(?!\\p{L})'), says: either(WRONG, ABSENT) },
];

const troubleIn = either(TROUBLE);
const laterIn = either(LATER);

const SAVED = '(?=(?:saved|stored|recorded|inserted|written|updated|loaded)\\b)';
const COULD_NOT = new RegExp(
	"(?:could not|couldn't|cannot|can not|unable to) " +
		'(?=(?:create|process|save|record|store|submit|connect|insert|register|complete|handle|fetch|retrieve' +
		'|reach|write|commit|acquire|update|load|parse|decode|lock)\\b)' +
		`|(?:(?:could|can) ?not|couldn't) be ${SAVED}|\\bnot (?:been )?${SAVED}|\\b(?:(?:is|did|does) not|(?:is|did|does)n't) (?=respond)`,
	'g',
);

/** Any kind of reason. */
const someReasonIn = either(
	ANY,
	'already|cannot|can not|can.t |eligible|denied|forbidden|prohibited|validation|parameter error',
	'unprocessable|only |log ?in\\b|too (many|few|long|short|big|small|high|low)\\b',
);

const doneIn = either(DONE);
const existsIn = either(EXISTS);
const undoneIn = either(UNDONE);
const notDoneIn = either(NOT_DONE);
/** Negations between the order and what should have happened to it. */
const notIn = either(NOT);
/** An order named in the words of a rate limit, unless orders are what is limited. */
const anOrderIn = either(
	`(?:${ORDER})(?!s?( requests?)? (per|in \\d|within|limit|every)\\b)` +
		`(?<!(?:too many|requests? for|per|new|\\d) (?:${ORDER}))`,
	'duplicate',
);
const changeIn = either(CHANGE, CHANGE_NAMED);

const noteIn = either(NOTE, CHANGE, CHANGE_NAMED, REFILL);
const badIn = either(
	...[WRONG, ABSENT, TROUBLE, TRACE, ACTIVE_ORDER],
	'insuff|not enough|add funds|fail|reject|declin|denied|unable|could not|exceed',
);

/** Whether words beside a placed order are only a note on it: "Will start in 10 minutes", "No refill". */
export function isNote(words: string): boolean {
	const text = fold(words);
	return noteIn(text) !== null && badIn(text) === null && behindIn(text) === null;
}

const ADVICE =
	/(?<=^|[.!?;:,\n]\s?)(?:(?:please )?(?:do not|don['’]t|never|avoid|if)\b|[^.!?;:,\n]*\b(?:no|not|without) refund)[^.!?;:,\n]*/gi;

/** Words without clauses of advice: "Do not order this link twice", "No refund for invalid links". */
export const withoutAdvice = (words: string): string =>
	words.length > HEAD ? words : words.replace(ADVICE, '');

/** The clauses of folded words. */
const clausesOf = (text: string): string[] =>
	text.split(/[.!?;:,\n()]+(?=\s|$)|\s(?:but|however|yet|and)\s/);

/**
 * Whether words say that something was placed, created or charged, whatever else they say. "Order was not placed"
 * does not, nor does "you can cancel only orders placed an hour ago".
 */
export function saysDone(words: string): boolean {
	const text = fold(words);
	const isOfChange = changeIn(text) !== null;
	return clausesOf(text).some((clause) => {
		const match = doneIn(clause) ?? (isOfChange ? null : existsIn(clause));
		if (!match) return false;
		const end = match.index + match[0].length;
		return !undoneIn(clause.slice(0, end)) && !/\bago\b|назад/.test(clause.slice(end));
	});
}

/** Whether words say that something was not placed, created or charged: "Order was not placed". */
export const saysUndone = (words: string): boolean =>
	!saysDone(words) &&
	clausesOf(fold(words)).some(
		(clause) =>
			notDoneIn(clause) ?? [doneIn, existsIn].some((done) => notIn(done(clause)?.[0] ?? '')),
	);

/** Kinds for which a bare code such as `neworder.error.link` is enough. */
const NAMED_BY_CODE: readonly FailureKind[] = [
	'funds',
	'serviceId',
	'link',
	'quantity',
	'apiKey',
	'refused',
];

/** The first meaning found in any sentence of the words. */
const find = (
	meanings: readonly Meaning[],
	text: string,
	isSubject: boolean,
): FailureKind | undefined => {
	const sentences = sentencesOf(text);
	return meanings.find(({ kind, about, says }) =>
		sentences.some(
			(each) => about(each) && (!says || (isSubject && NAMED_BY_CODE.includes(kind)) || says(each)),
		),
	)?.kind;
};

/**
 * The kind of failure that a panel's words mean, or null if they are unknown. A reason in the order, the account or
 * the panel wins over the server's own trouble, unless the words are a program's or say that something was done.
 */
export function knownMeaning(words: string): FailureKind | null {
	const unfolded = withoutAddresses(words.slice(0, HEAD))
		.toLowerCase()
		.replace(COULD_NOT, 'failed to ');
	if (UNAVAILABLE.test(words) || traceIn(unfolded)) return 'serverError';
	// "The server could not …" is the server's failure, not a negation of the subject next to it.
	const text = fold(words).replace(COULD_NOT, 'failed to ');
	const isBareCode = isCode(words) && !troubleIn(text);
	const reason = find(REASONS, text, isBareCode);
	const isBehind = reason !== 'activeOrder' && sentencesOf(text).some(behindIn);
	// Waiting and resending is right only if nothing else is said: next to trouble or an order, the order may be placed.
	const isMixed =
		reason === 'rateLimit' && [troubleIn, doneIn, existsIn, anOrderIn].some((each) => each(text));
	const first = isBehind || isMixed ? 'serverError' : reason;
	// "You already placed an order with this link" is about an earlier order; "but it was not saved" about this one.
	const isEarlier =
		first === 'activeOrder' && !/\b(but|however|save|saved|record|store)\b/.test(text);
	if (!isEarlier && saysDone(words)) return 'serverError';
	if (first) return first;
	const named = find(NAMED, text, isBareCode);
	if (named) return named;
	return troubleIn(text) ? 'serverError' : null;
}

/** Like `knownMeaning`, but words without a known meaning also count: a plain refusal, or trouble of the server. */
export function meaningOf(words: string): FailureKind {
	return knownMeaning(words) ?? (isVague(words) || isMere(words) ? 'serverError' : 'refused');
}

/** Whether words give any reason, known or not: without one, nobody can tell that nothing was done. */
export const saysReason = (words: string): boolean =>
	knownMeaning(words) !== null || saysUndone(words) || someReasonIn(fold(words)) !== null;

/** A state in which an order can be neither refilled nor canceled. */
const stateIn = either(
	`\\b(${OF_AN_ORDER})\\p{L}* .{0,20}?(${FINISHED})`,
	// Apart, because `\\b` knows only Latin letters.
	'заказ .{0,20}?(выполнен|заверш)',
);

/** Whether words give an order's state as the reason not to change it: "Order is not completed". */
export function saysState(words: string): boolean {
	const text = fold(words);
	if (!stateIn(text)) return false;
	const known = knownMeaning(words);
	// "Order has already started" means that an order exists: here, the one that was asked for.
	const isExistence =
		known === 'serverError' && ![troubleIn, traceIn, doneIn].some((each) => each(text));
	return known === null || isExistence;
}

/** Whether text next to an error says that something was done after all, or that a program crashed. */
export function contradicts(text: string): boolean {
	const folded = fold(text);
	return BROKEN.test(folded) || saysDone(text) || DONE_FLAG.test(folded);
}

const BROKEN = /sqlstate|pdoexception|stack ?trace|fatal error|internal server error/;

/** Success flags and codes of a server's error in JSON; folded, so `order_created` has no separator. */
const DONE_FLAG =
	/"(?:order ?)?(?:created|placed|charged|saved)": ?(?:true|1\b|"true")|"(?:code|status ?code|status)": ?"?5\d\d\b/;

/** Whether a single word is all that was said, and gives no reason. */
export const isMere = (words: string): boolean => mereIn(fold(words)) !== null;

/** The title of HTTP 503; its "service" is not one for sale. */
const UNAVAILABLE = /^\s*(?:Service ?(?:Temporarily )?Unavailable|SERVICE UNAVAILABLE)\W*$/;

/** A code or word that is all that was said, and gives no reason. */
const mereIn = either(
	`^\\W*(?:(?:(?:http|status|code|error) ?)*5\\d\\d|${SUCCESS}|pending|processing|queued|ok|okay` +
		'|done|accepted|received|created|completed?)\\W*$',
);

/** "Try again later", "contact support": not a reason. */
const isVague = (words: string): boolean => {
	const text = fold(words);
	return laterIn(text) !== null && !someReasonIn(text);
};
