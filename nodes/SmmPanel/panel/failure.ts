/** Whom a failure concerns, which decides whether the requests after it are still worth sending. */
type Reach =
	/** This order or id only. */
	| 'one'
	/** Every request that would follow. */
	| 'all'
	/** Perhaps a hiccup; two in a row mean that the panel is down. */
	| 'perhaps';

interface Kind {
	/** Whether the panel certainly did nothing. Where false, an order may exist and may have been charged. */
	certain: boolean;
	/** Whether the same request may succeed a little later. */
	passing: boolean;
	reach: Reach;
	/** What the user can do. Empty where the panel's own words say it all. */
	hint: string;
}

const CHECK_URL =
	"Check the URL in the credential: it is the API's address, most often ending in /api/v2, and not the address of the panel's website.";

const refused = { certain: true, passing: false, reach: 'one' } as const;
const broken = { certain: false, passing: true, reach: 'perhaps' } as const;
const unreachable = { certain: true, passing: false, reach: 'all' } as const;

/** Every way in which a request can fail. The names are public: they stand in `details.kind`. */
const KINDS = {
	// The panel's own refusals
	apiKey: {
		...unreachable,
		hint: "Copy the API key anew from the panel's account page into the credential.",
	},
	funds: { ...unreachable, hint: 'Add funds to the balance of the panel.' },
	rateLimit: {
		certain: true,
		passing: true,
		reach: 'all',
		hint: "Set 'Requests per Minute' in the node's options below the limit of the panel (50 to 120 on most).",
	},
	serviceId: {
		...refused,
		hint: "Pick the service anew from the list of 'Service': the panel may have removed it.",
	},
	orderId: {
		...refused,
		hint: 'Check that the order was placed on this panel, with the account of this credential.',
	},
	refillId: {
		...refused,
		hint: "Check that the id is the refill's own, as 'Create' of the resource 'Refill' gave it, and not the order's.",
	},
	activeOrder: { ...refused, hint: 'Wait until the order that runs on this link has finished.' },
	quantity: {
		...refused,
		hint: "Keep 'Quantity' between the minimum and the maximum of the service.",
	},
	link: { ...refused, hint: "Check 'Link': the panel does not accept it for this service." },
	refused: { ...refused, hint: 'These are the words of the panel; its support can explain them.' },
	account: {
		...unreachable,
		hint: 'The panel does not let this account order: ask its support to unblock the account or its API access.',
	},
	maintenance: {
		...unreachable,
		passing: true,
		hint: 'The panel is under maintenance. Wait until it is back.',
	},
	serverError: {
		...broken,
		hint: 'The panel has trouble of its own. Its support can explain the words.',
	},
	batchRefused: {
		...refused,
		hint: 'The panel refused the list as a whole, which says nothing about any single ID. Ask for one ID at a time.',
	},

	// Answers that are no answers
	missing: {
		...refused,
		certain: false,
		hint: 'The id may be unknown to the panel, or the panel answered only a part of the request. Ask for it alone.',
	},
	ambiguous: {
		...refused,
		certain: false,
		hint: 'The answer can not be told apart by id, so nothing of it was used. Ask for one id at a time.',
	},
	unexpectedReply: { ...broken, passing: false, hint: CHECK_URL },
	notJson: { ...broken, hint: CHECK_URL },
	empty: { ...broken, hint: CHECK_URL },
	html: {
		...broken,
		hint: `${CHECK_URL} If it is right, a firewall may stand before the panel: ask the panel to let the address of your n8n through.`,
	},
	httpError: { ...broken, hint: CHECK_URL },
	redirect: {
		...unreachable,
		hint: "Put the address that the panel redirects to into the credential's URL. Redirects are not followed, because the API key would go along to another host.",
	},

	// No answer
	timeout: {
		...broken,
		hint: "If this happens often, raise 'Timeout' in the node's request options.",
	},
	connectionLost: { ...broken, hint: 'The panel may be overloaded just now.' },
	connectionRefused: {
		...unreachable,
		passing: true,
		hint: 'The panel may be down, or the port in the URL of the credential is wrong.',
	},
	url: { ...unreachable, hint: CHECK_URL },
	unknownHost: { ...unreachable, hint: 'Check the host name in the URL of the credential.' },
	certificate: {
		...unreachable,
		hint: "The panel's certificate is not valid. Ask the panel to mend it; 'Ignore SSL Issues' in the node's request options goes on without the check.",
	},
	notAllowed: {
		...unreachable,
		hint: "Add the panel's domain to the allowed domains of the credential.",
	},

	// Not sent at all
	parameter: { ...refused, hint: '' },
	sentBefore: { ...refused, certain: false, hint: '' },
	limit: { ...refused, hint: 'Raise the limit if the order is meant to cost that much.' },
	duplicate: {
		...refused,
		certain: false,
		hint: "If the panel has no such order, order it with another 'Duplicate Key'.",
	},
	sameOrder: {
		...refused,
		certain: false,
		hint: "Look at the panel's list of orders: if there is only one order, this one was not placed.",
	},
	notSent: { ...refused, hint: 'Nothing was sent to the panel for it.' },
} satisfies Record<string, Kind>;

export type FailureKind = keyof typeof KINDS;

export interface FailureFacts {
	/** What happened, in a sentence without the id it happened to. */
	message: string;
	/** The panel's own words, where it gave any. */
	panelMessage?: string;
	/** What to do, where the kind's own hint does not fit. */
	hint?: string;
	/** Whether the panel certainly did nothing, where that differs from the rule of the kind. */
	certain?: boolean;
	/** Whether the same request may succeed a little later, where that differs from the kind. */
	passing?: boolean;
	/** Seconds that the panel asked to wait (`Retry-After`). */
	retryAfter?: number;
	/** The id of an order that the panel named in a reply that is otherwise no success. */
	order?: string;
}

/** A request, or the answer for one id, that failed. Carries no key, no request and no library error. */
export class PanelFailure extends Error {
	readonly panelMessage: string | null;
	readonly hint: string;
	readonly certain: boolean;
	readonly passing: boolean;
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
		this.passing = facts.passing ?? rule.passing;
		this.reach = rule.reach;
		this.retryAfter = facts.retryAfter;
		this.order = facts.order;
	}

	/** The same failure but for some facts; of another kind, its rules stand for what was not told. */
	but(facts: Partial<FailureFacts>, kind = this.kind): PanelFailure {
		return new PanelFailure(kind, { ...this.#facts, ...facts });
	}
}

/** Names of all kinds, for the documentation and its test. */
export const failureKinds = Object.keys(KINDS) as FailureKind[];
