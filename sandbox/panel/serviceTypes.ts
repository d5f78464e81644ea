/** What determines an order's quantity. */
export type Counting = 'quantity' | 'comments' | 'usernames' | 'package' | 'subscription';

export interface TypeRule {
	required: string[];
	counting: Counting;
	/** Whether `runs` and `interval` make it a drip-feed. */
	dripFeed?: boolean;
}

const counted = (...more: string[]): TypeRule => ({
	required: ['link', 'quantity', ...more],
	counting: 'quantity',
});

/** The service types of the contract's `add`, with their required fields. */
export const TYPE_RULES: Record<string, TypeRule> = {
	Default: { ...counted(), dripFeed: true },
	Package: { required: ['link'], counting: 'package' },
	SEO: counted('keywords'),
	'Custom Comments': { required: ['link', 'comments'], counting: 'comments' },
	'Custom Comments Package': { required: ['link', 'comments'], counting: 'package' },
	Mentions: counted('usernames'),
	'Mentions with Hashtags': counted('usernames', 'hashtags'),
	'Mentions Custom List': { required: ['link', 'usernames'], counting: 'usernames' },
	'Mentions Hashtag': counted('hashtag'),
	'Mentions User Followers': counted('username'),
	'Mentions Media Likers': counted('media'),
	'Comment Likes': counted('username'),
	'Comment Replies': { required: ['link', 'username', 'comments'], counting: 'comments' },
	Poll: counted('answer_number'),
	'Invites from Groups': counted('groups'),
	Subscriptions: {
		required: ['username', 'min', 'max', 'delay'],
		counting: 'subscription',
	},
	'Web Traffic': { ...counted('country', 'device', 'type_of_traffic'), dripFeed: true },
};

const fold = (type: string) => type.toLowerCase().replace(/[^a-z]/g, '');
const FOLDED = new Map(Object.entries(TYPE_RULES).map(([type, rule]) => [fold(type), rule]));

/** The rule of a type, ignoring case and spacing. An unknown type counts as a package. */
export function ruleOf(type: string): TypeRule {
	return FOLDED.get(fold(type)) ?? TYPE_RULES.Package;
}
