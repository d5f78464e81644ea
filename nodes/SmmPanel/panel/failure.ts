/** What a failure affects, which decides whether later requests are still worth sending. */
type Reach =
	/** This order or id only. */
	| 'one'
	/** Every later request. */
	| 'all'
	/** Perhaps this one only; two in a row mean that the panel is down. */
	| 'perhaps';

interface Kind {
	/** Whether the panel certainly did nothing. If false, an order may exist and be charged. */
	certain: boolean;
	/** Whether the same request may succeed soon. */
	retryable: boolean;
	reach: Reach;
	/** What the user can do. Empty where each failure has its own hint, or needs none. */
	hint: string;
}

const CHECK_URL =
	"Check the URL in the credential: it must be the API URL, which usually ends in /api/v2, and not the panel's website.";

const SERVER_OR_URL =
	"The panel's server may be having trouble. If this persists, check the URL in the credential: it must be the API URL, which usually ends in /api/v2, and not the panel's website.";

/** Makes kinds that differ only in their hint. */
const rule =
	(rules: Omit<Kind, 'hint'>) =>
	(hint: string): Kind => ({ ...rules, hint });

const refused = rule({ certain: true, retryable: false, reach: 'one' });
const doubtful = rule({ certain: false, retryable: false, reach: 'one' });
const broken = rule({ certain: false, retryable: true, reach: 'perhaps' });
const unreachable = rule({ certain: true, retryable: false, reach: 'all' });
const busy = rule({ certain: true, retryable: true, reach: 'all' });

/** Every way in which a request can fail. The names are public: they appear in `details.kind`. */
const KINDS = {
	// The panel's own refusals
	apiKey: unreachable("Copy the API key again from the panel's account page into the credential."),
	funds: unreachable('Add funds to your balance on the panel.'),
	rateLimit: busy(
		"Set 'Requests per Minute' in the node's options below the panel's limit (50 to 120 on most panels).",
	),
	serviceId: refused(
		"Select the service again from the list in 'Service'. The panel may have removed it.",
	),
	orderId: refused(
		"Check that the order was placed on this panel, with this credential's account.",
	),
	refillId: refused("Use the refill ID that 'Refill: Create' returned, not the order ID."),
	activeOrder: refused('Wait until the active order for this link has finished.'),
	quantity: refused("Keep 'Quantity' between the service's minimum and maximum."),
	link: refused("Check 'Link': the panel does not accept it for this service."),
	refused: refused("These are the panel's own words. Its support can explain them."),
	account: unreachable(
		'The panel blocks this account. Ask its support to unblock the account or its API access.',
	),
	maintenance: busy('The panel is under maintenance. Try again when it is back.'),
	serverError: broken('The panel reported an internal problem. Its support can explain it.'),
	batchRefused: refused(
		'The panel refused the list as a whole, which says nothing about any single ID. Request one ID at a time.',
	),

	// Unusable answers
	missing: doubtful(
		'The panel may not know the ID, or it answered only part of the request. Request this ID alone.',
	),
	ambiguous: doubtful(
		'The answer cannot be matched to the IDs, so none of it was used. Request one ID at a time.',
	),
	unexpectedReply: { ...broken(CHECK_URL), retryable: false },
	notJson: broken(SERVER_OR_URL),
	empty: broken(SERVER_OR_URL),
	html: broken(
		`${CHECK_URL} If the URL is right, a firewall may be blocking requests: ask the panel to allow the IP address of your n8n.`,
	),
	httpError: broken(SERVER_OR_URL),
	redirect: unreachable(
		"Set the credential's URL to the address that the panel redirects to. Redirects are not followed, because they could send the API key to another host.",
	),

	// No answer
	timeout: broken("If this happens often, increase 'Timeout' in the node's request options."),
	connectionLost: broken('The panel may be overloaded.'),
	connectionRefused: busy("The panel may be down, or the port in the credential's URL is wrong."),
	url: unreachable(CHECK_URL),
	unknownHost: unreachable("Check the host name in the credential's URL."),
	certificate: unreachable(
		"The panel's certificate is not valid. Ask the panel to fix it, or turn on 'Ignore SSL Issues' in the node's request options.",
	),
	notAllowed: unreachable("Add the panel's domain to 'Allowed Domains' in the credential."),

	// Not sent at all
	parameter: refused(''),
	sentBefore: doubtful(''),
	limit: refused('Raise the limit if the order should cost that much.'),
	duplicate: doubtful("If the panel has no such order, place it with another 'Duplicate Key'."),
	sameOrder: doubtful(
		"Check the panel's list of orders: if there is only one, this order was not placed.",
	),
	notSent: refused('Nothing was sent to the panel for this item.'),
} satisfies Record<string, Kind>;

export type FailureKind = keyof typeof KINDS;

export interface FailureFacts {
	/** What happened, as a sentence without the id. */
	message: string;
	/** The panel's own words, if it gave any. */
	panelMessage?: string;
	/** What to do, if the kind's own hint does not fit. */
	hint?: string;
	/** Whether the panel certainly did nothing, if that differs from the kind. */
	certain?: boolean;
	/** Whether the same request may succeed soon, if that differs from the kind. */
	retryable?: boolean;
	/** Seconds that the panel asked to wait (`Retry-After`). */
	retryAfter?: number;
	/** The ID of an order that the panel named in a reply that is not a clean success. */
	order?: string;
}

/** A failed request, or a failed answer for one id. Carries no key, no request and no library error. */
export class PanelFailure extends Error {
	readonly panelMessage: string | null;
	readonly hint: string;
	readonly certain: boolean;
	readonly retryable: boolean;
	readonly reach: Reach;
	readonly retryAfter?: number;
	readonly order?: string;
	readonly #facts: FailureFacts;

	constructor(
		readonly kind: FailureKind,
		facts: FailureFacts,
	) {
		super(facts.message);
		this.#facts = facts;
		const rule: Kind = KINDS[kind];
		this.name = 'PanelFailure';
		this.panelMessage = facts.panelMessage ?? null;
		this.hint = facts.hint ?? rule.hint;
		this.certain = facts.certain ?? rule.certain;
		this.retryable = facts.retryable ?? rule.retryable;
		this.reach = rule.reach;
		this.retryAfter = facts.retryAfter;
		this.order = facts.order;
	}

	/** A copy with some facts changed. With a new kind, that kind's rules apply to the facts that are not given. */
	but(facts: Partial<FailureFacts>, kind = this.kind): PanelFailure {
		return new PanelFailure(kind, { ...this.#facts, ...facts });
	}
}

/** The failure of an invalid value in a parameter, a column or the input; the hint says what to enter instead. */
export const invalid = (message: string, hint?: string): PanelFailure =>
	new PanelFailure('parameter', { message, hint });

/** Returns the answer, or throws the failure that took its place. */
export function orThrow<T>(answer: T | PanelFailure): T {
	if (answer instanceof PanelFailure) throw answer;
	return answer;
}

/** Names of all kinds, for the documentation and its test. */
export const failureKinds = Object.keys(KINDS) as FailureKind[];
