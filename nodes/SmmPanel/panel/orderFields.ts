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
	/** Its name in the API. */
	api: string;
	/** Its name as a parameter of the node. */
	parameter: string;
	/** Its label, and beside the API's name the header of a column that is mapped to it. */
	label: string;
	kind: FieldKind;
	description: string;
	placeholder?: string;
	/** Smallest value of an integer. */
	least?: number;
	/** Values of a choice, and what each means. */
	choices?: ReadonlyArray<{ value: string; label: string }>;
	/** What a choice is where the user says nothing. */
	usual?: string;
	/** The choice with which alone the field is used; with it, it is required. */
	goesWith?: { field: string; value: string };
}

/** Every field of every type of order, in the order in which a form shows them. */
export const ORDER_FIELDS = [
	{
		api: 'link',
		parameter: 'link',
		label: 'Link',
		kind: 'text',
		description: 'Address of the post, profile or page that the order is for',
		placeholder: 'e.g. https://www.instagram.com/p/ABC123/',
	},
	{
		api: 'username',
		parameter: 'username',
		label: 'Username',
		kind: 'text',
		description:
			'Name of a profile: the one to deliver to, to take followers from, or the owner of the comment, as the type of the order needs it',
		placeholder: 'e.g. nasa',
	},
	{
		api: 'quantity',
		parameter: 'quantity',
		label: 'Quantity',
		kind: 'integer',
		least: 1,
		description: 'How many to deliver. With drip-feed this many are delivered in each run.',
	},
	{
		api: 'runs',
		parameter: 'runs',
		label: 'Drip-Feed Runs',
		kind: 'integer',
		least: 1,
		description:
			'How many times to deliver the quantity, one after the other. The order delivers, and costs, quantity times runs. 0 is no drip-feed.',
	},
	{
		api: 'interval',
		parameter: 'interval',
		label: 'Drip-Feed Interval',
		kind: 'integer',
		least: 1,
		description: 'Minutes from one drip-feed run to the next',
	},
	{
		api: 'comments',
		parameter: 'comments',
		label: 'Comments',
		kind: 'lines',
		description: 'One comment a line. The panel counts the lines.',
		placeholder: 'e.g. Great picture!',
	},
	{
		api: 'usernames',
		parameter: 'usernames',
		label: 'Usernames',
		kind: 'lines',
		description: 'One username a line',
		placeholder: 'e.g. nasa',
	},
	{
		api: 'hashtags',
		parameter: 'hashtags',
		label: 'Hashtags',
		kind: 'lines',
		description: 'One hashtag a line',
		placeholder: 'e.g. #travel',
	},
	{
		api: 'hashtag',
		parameter: 'hashtag',
		label: 'Hashtag',
		kind: 'text',
		description: 'Hashtag to take usernames from',
		placeholder: 'e.g. #travel',
	},
	{
		api: 'media',
		parameter: 'media',
		label: 'Media URL',
		kind: 'text',
		description: 'Address of the post to take likers from',
		placeholder: 'e.g. https://www.instagram.com/p/ABC123/',
	},
	{
		api: 'answer_number',
		parameter: 'answerNumber',
		label: 'Answer Number',
		kind: 'integer',
		least: 1,
		description: 'Number of the answer in the poll to vote for',
	},
	{
		api: 'groups',
		parameter: 'groups',
		label: 'Groups',
		kind: 'lines',
		description: 'One group a line',
		placeholder: 'e.g. https://t.me/somegroup',
	},
	{
		api: 'keywords',
		parameter: 'keywords',
		label: 'Keywords',
		kind: 'lines',
		description: 'One keyword a line',
		placeholder: 'e.g. running shoes',
	},
	{
		api: 'min',
		parameter: 'min',
		label: 'Minimum Quantity',
		kind: 'integer',
		least: 1,
		description: 'Fewest to deliver to each new post',
	},
	{
		api: 'max',
		parameter: 'max',
		label: 'Maximum Quantity',
		kind: 'integer',
		least: 1,
		description: 'Most to deliver to each new post',
	},
	{
		api: 'delay',
		parameter: 'delay',
		label: 'Delay',
		kind: 'integer',
		least: 0,
		description:
			'Minutes to wait after a new post, as far as the panel offers it (most often up to 600)',
	},
	{
		api: 'posts',
		parameter: 'posts',
		label: 'New Posts',
		kind: 'integer',
		least: 1,
		description: 'Number of future posts to deliver to. 0 is no limit.',
	},
	{
		api: 'old_posts',
		parameter: 'oldPosts',
		label: 'Old Posts',
		kind: 'integer',
		least: 1,
		description: 'Number of posts that exist already to deliver to. 0 is none.',
	},
	{
		api: 'expiry',
		parameter: 'expiry',
		label: 'Expiry',
		kind: 'date',
		description: 'Last day of the subscription, as day/month/year or as 2026-12-31',
		placeholder: 'e.g. 31/12/2026',
	},
	{
		api: 'country',
		parameter: 'country',
		label: 'Country',
		kind: 'text',
		description: 'Country of the visitors, as the panel writes it (a code or a name)',
		placeholder: 'e.g. US',
	},
	{
		api: 'device',
		parameter: 'device',
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
		parameter: 'typeOfTraffic',
		label: 'Type of Traffic',
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
		parameter: 'googleKeyword',
		label: 'Google Keyword',
		kind: 'text',
		goesWith: { field: 'type_of_traffic', value: '1' },
		description: 'What the visitors search for',
		placeholder: 'e.g. running shoes',
	},
	{
		api: 'referring_url',
		parameter: 'referringUrl',
		label: 'Referring URL',
		kind: 'text',
		goesWith: { field: 'type_of_traffic', value: '2' },
		description: 'Address that the visitors come from',
		placeholder: 'e.g. https://www.example.com',
	},
] as const satisfies readonly OrderField[];

/** The API's name of a field. */
export type FieldName = (typeof ORDER_FIELDS)[number]['api'];

/** The fields by their names in the API. */
export const fieldNamed = new Map<FieldName, OrderField>(
	ORDER_FIELDS.map((field) => [field.api, field]),
);

/** What a field's parameter holds when the user has not touched it. */
export const presetOf = ({ kind, usual }: OrderField): string | number =>
	kind === 'integer' ? 0 : (usual ?? '');
