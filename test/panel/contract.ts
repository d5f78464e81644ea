import type { OrderValues } from '../../nodes/SmmPanel/panel/order';

/** The contract's table of types, copied from its page: title, required fields, optional fields. */
export const TYPES: Array<[title: string, required: string, optional: string]> = [
	['Default', 'link quantity', 'runs interval'],
	['Package', 'link', ''],
	['SEO', 'link quantity keywords', ''],
	['Custom Comments', 'link comments', ''],
	['Custom Comments Package', 'link comments', ''],
	['Mentions', 'link quantity usernames', ''],
	['Mentions with Hashtags', 'link quantity usernames hashtags', ''],
	['Mentions Custom List', 'link usernames', ''],
	['Mentions Hashtag', 'link quantity hashtag', ''],
	['Mentions User Followers', 'link quantity username', ''],
	['Mentions Media Likers', 'link quantity media', ''],
	['Comment Likes', 'link quantity username', ''],
	['Comment Replies', 'link username comments', ''],
	['Poll', 'link quantity answer_number', ''],
	['Invites from Groups', 'link quantity groups', ''],
	['Subscriptions', 'username min max delay', 'posts old_posts expiry'],
	[
		'Web Traffic',
		'link quantity country device type_of_traffic',
		'runs interval google_keyword referring_url',
	],
];

interface Field {
	label: string;
	kind: 'text' | 'lines' | 'integer' | 'choice' | 'date';
	/** A valid value that needs no other field, and how it is sent. */
	good: [given: unknown, sent: string];
	/** Smallest value of an integer; 1 by default. */
	least?: number;
	/** The values of a choice in the order of the form, and what each means. */
	choices?: Array<[value: string, label: string]>;
	/** The choice that requires the field; with any other it is not sent. */
	goesWith?: [field: string, value: string];
}

/** All fields of all types. */
export const FIELDS: Record<string, Field> = {
	link: { label: 'Link', kind: 'text', good: [' https://x.example/p/1 ', 'https://x.example/p/1'] },
	quantity: { label: 'Quantity', kind: 'integer', good: [100, '100'] },
	runs: { label: 'Drip-Feed Runs', kind: 'integer', good: ['3', '3'] },
	interval: { label: 'Drip-Feed Interval', kind: 'integer', good: [30, '30'] },
	comments: { label: 'Comments', kind: 'lines', good: ['One\r\n\r\n Two \n', 'One\nTwo'] },
	usernames: { label: 'Usernames', kind: 'lines', good: [['a', 'b'], 'a\nb'] },
	hashtags: { label: 'Hashtags', kind: 'lines', good: ['["#a","#b"]', '#a\n#b'] },
	hashtag: { label: 'Hashtag', kind: 'text', good: ['#a', '#a'] },
	username: { label: 'Username', kind: 'text', good: ['nasa', 'nasa'] },
	media: {
		label: 'Media URL',
		kind: 'text',
		good: ['https://x.example/p/2', 'https://x.example/p/2'],
	},
	answer_number: { label: 'Answer Number', kind: 'integer', good: ['2', '2'] },
	groups: { label: 'Groups', kind: 'lines', good: ['g1\ng2', 'g1\ng2'] },
	keywords: { label: 'Keywords', kind: 'lines', good: ['k1\nk2', 'k1\nk2'] },
	min: { label: 'Minimum Quantity', kind: 'integer', good: [10, '10'] },
	max: { label: 'Maximum Quantity', kind: 'integer', good: [20, '20'] },
	delay: { label: 'Delay', kind: 'integer', good: [0, '0'], least: 0 },
	posts: { label: 'New Posts', kind: 'integer', good: [5, '5'] },
	old_posts: { label: 'Old Posts', kind: 'integer', good: ['1', '1'] },
	expiry: { label: 'Expiry', kind: 'date', good: ['2026-12-31', '31/12/2026'] },
	country: { label: 'Country', kind: 'text', good: ['US', 'US'] },
	device: {
		label: 'Device',
		kind: 'choice',
		good: ['Desktop', '1'],
		choices: [
			['5', 'All'],
			['2', 'Android'],
			['1', 'Desktop'],
			['3', 'iOS'],
			['4', 'Mobile'],
		],
	},
	type_of_traffic: {
		label: 'Type of Traffic',
		kind: 'choice',
		good: [3, '3'],
		choices: [
			['1', 'Search Keyword'],
			['2', 'Referring Website'],
			['3', 'Blank Referrer'],
		],
	},
	google_keyword: {
		label: 'Google Keyword',
		kind: 'text',
		good: ['shoes', 'shoes'],
		goesWith: ['type_of_traffic', '1'],
	},
	referring_url: {
		label: 'Referring URL',
		kind: 'text',
		good: ['https://r.example', 'https://r.example'],
		goesWith: ['type_of_traffic', '2'],
	},
};

/** Those of the named fields that can be sent with `fields`. */
export const going = (names: string[], fields: Record<string, string>): string[] =>
	names.filter((name) => {
		const { goesWith } = FIELDS[name];
		return !goesWith || fields[goesWith[0]] === goesWith[1];
	});

export const words = (list: string): string[] => list.split(' ').filter(Boolean);

/** Valid values of fields; `sent` returns them as they are sent. */
export const values = (names: string[]): OrderValues =>
	Object.fromEntries(names.map((name) => [name, FIELDS[name].good[0]]));
export const sent = (names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, FIELDS[name].good[1]]));
