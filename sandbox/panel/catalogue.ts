import { TYPE_RULES } from './serviceTypes';
import type { Service } from './types';

type Row = [name: string, type: string, category: string, rate: string, min: number, max: number];

/** The services of the API's documentation. */
const FROM_THE_PAGES: Row[] = [
	['Followers', 'Default', 'First Category', '0.90', 50, 10000],
	['Comments', 'Custom Comments', 'Second Category', '8', 10, 1500],
];

const ROWS: Row[] = [
	['Instagram Followers | 30 Days Refill', 'Default', 'Instagram Followers', '1.25', 10, 100000],
	['Instagram Likes', 'Default', 'Instagram Likes', '0.27819', 10, 50000],
	['YouTube Views', 'Default', 'YouTube', '2.40', 100, 1000000],
	['TikTok Views', 'Default', 'TikTok', '0.00700', 100, 10000000],
	['Starter Pack', 'Package', 'Packages', '4.99', 1, 1],
	['Search Ranking', 'SEO', 'Websites', '12.00', 1, 1000],
	['Custom Comments Pack of 20', 'Custom Comments Package', 'Packages', '3.50', 1, 1],
	['Mentions', 'Mentions', 'Instagram Mentions', '5.00', 10, 10000],
	['Mentions + Hashtags', 'Mentions with Hashtags', 'Instagram Mentions', '5.50', 10, 10000],
	['Mentions List', 'Mentions Custom List', 'Instagram Mentions', '6.00', 1, 5000],
	['Mentions by Hashtag', 'Mentions Hashtag', 'Instagram Mentions', '4.50', 10, 10000],
	['Mentions of Followers', 'Mentions User Followers', 'Instagram Mentions', '4.80', 10, 10000],
	['Mentions of Likers', 'Mentions Media Likers', 'Instagram Mentions', '4.90', 10, 10000],
	['Comment Likes', 'Comment Likes', 'Instagram Likes', '1.10', 5, 5000],
	['Comment Replies', 'Comment Replies', 'Instagram Comments', '9.00', 1, 500],
	['Poll Votes', 'Poll', 'Telegram', '0.80', 10, 20000],
	['Group Invites', 'Invites from Groups', 'Telegram', '7.00', 10, 5000],
	['Auto Likes', 'Subscriptions', 'Instagram Likes', '0.60', 10, 10000],
	['Web Traffic', 'Web Traffic', 'Websites', '0.35', 100, 500000],
];

function service(id: number, row: Row, refill: boolean, cancel: boolean): Service {
	const [name, type, category, rate, min, max] = row;
	const limits = { min: String(min), max: String(max) };
	return { service: id, name, type, category, rate, ...limits, refill, cancel };
}

/**
 * 1 and 2 are the services of the API's documentation. Then come Default services with every combination of
 * refill and cancel (3 both, 4 cancel only, 5 refill only, 6 neither), and services of all other types.
 */
export function defaultCatalogue(): Service[] {
	const refills = [true, false, true, false];
	const cancels = [true, true, false, false];
	const listed = [
		service(1, FROM_THE_PAGES[0], true, true),
		service(2, FROM_THE_PAGES[1], false, true),
		...ROWS.map((row, n) => service(n + 3, row, refills[n % 4], cancels[n % 4])),
	];
	const others = Object.keys(TYPE_RULES)
		.filter((type) => listed.every((each) => each.type !== type))
		.map((type): Row => [type, type, 'Others', '1.00', 10, 10000]);
	return [...listed, ...others.map((row, n) => service(listed.length + n + 1, row, false, false))];
}

/** `count` services with ids from 1, in 40 categories: mostly Default, every tenth of another type. */
export function generateServices(count: number): Service[] {
	const types = Object.keys(TYPE_RULES);
	return Array.from({ length: count }, (_, n) => {
		const type = n % 10 === 9 ? types[((n - 9) / 10) % types.length] : 'Default';
		const rate = `${n % 20}.${String(((n + 1) * 37) % 100000).padStart(5, '0')}`;
		const row: Row = [`Service ${n + 1}`, type, `Category ${n % 40}`, rate, 10, 10000];
		return service(n + 1, row, n % 2 === 0, n % 3 === 0);
	});
}
