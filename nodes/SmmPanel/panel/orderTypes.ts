import { lazily } from './json';
import type { FieldName } from './orderFields';

/** A type of order: which fields its `add` takes. */
export interface OrderType {
	/** Its value in the node: the API's name in camelCase. */
	value: string;
	/** Its name in the API, as a panel's catalogue gives it. */
	title: string;
	required: readonly FieldName[];
	optional?: readonly FieldName[];
	/** What its price is counted by, if not the quantity; with `whole`, the rate is the price of the order. */
	pricedBy?: 'comments' | 'usernames' | 'posts' | 'whole';
	/** Other names that panels use for it. */
	aliases?: readonly string[];
}

/** The 17 types of the API. Form, request, checks, mapping and prices all follow this table. */
export const ORDER_TYPES: readonly OrderType[] = [
	{
		value: 'default',
		title: 'Default',
		required: ['link', 'quantity'],
		optional: ['runs', 'interval'],
		aliases: ['drip feed'],
	},
	{ value: 'package', title: 'Package', required: ['link'], pricedBy: 'whole' },
	{ value: 'seo', title: 'SEO', required: ['link', 'quantity', 'keywords'] },
	{
		value: 'customComments',
		title: 'Custom Comments',
		required: ['link', 'comments'],
		pricedBy: 'comments',
		aliases: ['special comments'],
	},
	{
		value: 'customCommentsPackage',
		title: 'Custom Comments Package',
		required: ['link', 'comments'],
		pricedBy: 'whole',
		aliases: ['package comments'],
	},
	{ value: 'mentions', title: 'Mentions', required: ['link', 'quantity', 'usernames'] },
	{
		value: 'mentionsWithHashtags',
		title: 'Mentions with Hashtags',
		required: ['link', 'quantity', 'usernames', 'hashtags'],
	},
	{
		value: 'mentionsCustomList',
		title: 'Mentions Custom List',
		required: ['link', 'usernames'],
		pricedBy: 'usernames',
	},
	{
		value: 'mentionsHashtag',
		title: 'Mentions Hashtag',
		required: ['link', 'quantity', 'hashtag'],
	},
	{
		value: 'mentionsUserFollowers',
		title: 'Mentions User Followers',
		required: ['link', 'quantity', 'username'],
	},
	{
		value: 'mentionsMediaLikers',
		title: 'Mentions Media Likers',
		required: ['link', 'quantity', 'media'],
	},
	{ value: 'commentLikes', title: 'Comment Likes', required: ['link', 'quantity', 'username'] },
	{
		value: 'commentReplies',
		title: 'Comment Replies',
		required: ['link', 'username', 'comments'],
		pricedBy: 'comments',
	},
	{ value: 'poll', title: 'Poll', required: ['link', 'quantity', 'answer_number'] },
	{
		value: 'invitesFromGroups',
		title: 'Invites from Groups',
		required: ['link', 'quantity', 'groups'],
	},
	{
		value: 'subscriptions',
		title: 'Subscriptions',
		required: ['username', 'min', 'max', 'delay'],
		optional: ['posts', 'old_posts', 'expiry'],
		pricedBy: 'posts',
	},
	{
		value: 'webTraffic',
		title: 'Web Traffic',
		required: ['link', 'quantity', 'country', 'device', 'type_of_traffic'],
		optional: ['runs', 'interval', 'google_keyword', 'referring_url'],
	},
];

/** Every field of a type, the required ones first. */
export const fieldsOf = (type: Pick<OrderType, 'required' | 'optional'>): readonly FieldName[] => [
	...type.required,
	...(type.optional ?? []),
];

/**
 * A type's name without what varies between panels: case, spaces, punctuation, plurals. Every "s" is dropped, since
 * without spaces the end of a word is unknown. No word is dropped: "Mentions Hashtag" and "Mentions with Hashtags" are
 * two types.
 */
const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+|s/gu, '');

const byName = lazily(
	() =>
		new Map(
			ORDER_TYPES.flatMap((type) =>
				[type.value, type.title, ...(type.aliases ?? [])].map((name) => [fold(name), type]),
			),
		),
);

/** The type named by a value of the node, a panel's catalogue or a user's sheet; undefined if unknown. */
export function orderTypeNamed(name: string): OrderType | undefined {
	return byName().get(fold(name));
}

/** A key that is equal for two spellings of one type, even if the type is unknown. */
export const typeKey = (name: string): string =>
	orderTypeNamed(name)?.value ?? name.trim().toLowerCase();
