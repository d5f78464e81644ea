/** How a field's value is read, checked and sent. */
type FieldKind =
	/** Text on one line. */
	| 'text'
	/** One entry a line; an array, also as JSON text, serves as well. */
	| 'lines'
	/** A whole number. */
	| 'integer'
	/** One of the field's choices. */
	| 'choice'
	/** A day, sent as `d/m/Y`. */
	| 'date';

/** A field of the call `add` that some type of order uses. */
export interface OrderField {
	api: string;
	/** Its label, and beside the API's name and the aliases the header of a column that is mapped to it. */
	label: string;
	/** Other headers of such a column. */
	aliases?: readonly string[];
	kind: FieldKind;
	description: string;
	/** Smallest value of an integer; 1 unless given. */
	least?: number;
	/** Values of a choice, and what each means. */
	choices?: ReadonlyArray<{ value: string; label: string }>;
	/** What the form sets a choice to. */
	usual?: string;
	/** The choice with which alone the field is used; with it, it is required. */
	goesWith?: { field: string; value: string };
}

/** Every field of every type of order, in the order in which a form shows them. */
export const ORDER_FIELDS = [
	{
		api: 'link',
		label: 'Link',
		aliases: ['url', 'post', 'post url', 'post link', 'page', 'target'],
		kind: 'text',
		description: 'URL of the post, profile or page to deliver to',
	},
	{
		api: 'username',
		label: 'Username',
		aliases: ['user', 'profile'],
		kind: 'text',
		description:
			'Username of the profile to deliver to, to take followers from, or that owns the comment, depending on the order type',
	},
	{
		api: 'quantity',
		label: 'Quantity',
		aliases: ['qty', 'amount', 'count'],
		kind: 'integer',
		description: 'How many to deliver. With drip-feed, this many per run.',
	},
	{
		api: 'runs',
		label: 'Drip-Feed Runs',
		aliases: ['drip runs'],
		kind: 'integer',
		description:
			'How many times to deliver the quantity. The order delivers, and costs, quantity times runs. 0 means no drip-feed.',
	},
	{
		api: 'interval',
		label: 'Drip-Feed Interval',
		aliases: ['drip interval'],
		kind: 'integer',
		description: 'Minutes between drip-feed runs',
	},
	{
		api: 'comments',
		label: 'Comments',
		aliases: ['comment', 'comment list'],
		kind: 'lines',
		description: 'One comment per line. The panel counts the lines.',
	},
	{
		api: 'usernames',
		label: 'Usernames',
		aliases: ['users', 'username list'],
		kind: 'lines',
		description: 'One username per line',
	},
	{
		api: 'hashtags',
		label: 'Hashtags',
		kind: 'lines',
		description: 'One hashtag per line',
	},
	{
		api: 'hashtag',
		label: 'Hashtag',
		kind: 'text',
		description: 'Hashtag to take usernames from',
	},
	{
		api: 'media',
		label: 'Media URL',
		kind: 'text',
		description: 'URL of the post to take likers from',
	},
	{
		api: 'answer_number',
		label: 'Answer Number',
		aliases: ['answer'],
		kind: 'integer',
		description: 'Number of the poll answer to vote for',
	},
	{
		api: 'groups',
		label: 'Groups',
		aliases: ['group'],
		kind: 'lines',
		description: 'One group per line',
	},
	{
		api: 'keywords',
		label: 'Keywords',
		aliases: ['keyword'],
		kind: 'lines',
		description: 'One keyword per line',
	},
	{
		api: 'min',
		label: 'Minimum Quantity',
		aliases: ['minimum'],
		kind: 'integer',
		description: 'Minimum to deliver to each new post',
	},
	{
		api: 'max',
		label: 'Maximum Quantity',
		aliases: ['maximum'],
		kind: 'integer',
		description: 'Maximum to deliver to each new post',
	},
	{
		api: 'delay',
		label: 'Delay',
		kind: 'integer',
		least: 0,
		description: 'Minutes to wait after each new post (most panels allow up to 600)',
	},
	{
		api: 'posts',
		label: 'New Posts',
		kind: 'integer',
		description: 'Number of future posts to deliver to. 0 means no limit.',
	},
	{
		api: 'old_posts',
		label: 'Old Posts',
		kind: 'integer',
		description: 'Number of existing posts to deliver to. 0 means none.',
	},
	{
		api: 'expiry',
		label: 'Expiry',
		aliases: ['expires', 'expiry date'],
		kind: 'date',
		description: 'Last day of the subscription, as day/month/year or as 2026-12-31',
	},
	{
		api: 'country',
		label: 'Country',
		kind: 'text',
		description: 'Country of the visitors, as the panel spells it (a code or a name)',
	},
	{
		api: 'device',
		label: 'Device',
		kind: 'choice',
		description: 'Device of the visitors',
		usual: '5',
		choices: [
			{ value: '5', label: 'All' },
			{ value: '2', label: 'Android' },
			{ value: '1', label: 'Desktop' },
			{ value: '3', label: 'iOS' },
			{ value: '4', label: 'Mobile' },
		],
	},
	{
		api: 'type_of_traffic',
		label: 'Type of Traffic',
		aliases: ['traffic type'],
		kind: 'choice',
		description: 'Where the visitors come from',
		usual: '3',
		choices: [
			{ value: '1', label: 'Search Keyword' },
			{ value: '2', label: 'Referring Website' },
			{ value: '3', label: 'Blank Referrer' },
		],
	},
	{
		api: 'google_keyword',
		label: 'Google Keyword',
		kind: 'text',
		goesWith: { field: 'type_of_traffic', value: '1' },
		description: 'What the visitors search for',
	},
	{
		api: 'referring_url',
		label: 'Referring URL',
		aliases: ['referrer', 'referer'],
		kind: 'text',
		goesWith: { field: 'type_of_traffic', value: '2' },
		description: 'URL that the visitors come from',
	},
] as const satisfies readonly OrderField[];

/** The API's name of a field. */
export type FieldName = (typeof ORDER_FIELDS)[number]['api'];

/** The fields by their names in the API. */
export const fieldNamed = new Map<FieldName, OrderField>(
	ORDER_FIELDS.map((field) => [field.api, field]),
);
