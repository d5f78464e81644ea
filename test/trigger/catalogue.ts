import type { JsonObject } from '../../nodes/SmmPanel/panel/json';

const NETWORKS = [
	'Instagram',
	'TikTok',
	'YouTube',
	'Telegram',
	'Facebook',
	'Twitter / X',
	'Spotify',
];
const THINGS = ['Followers', 'Likes', 'Views', 'Comments', 'Подписчики', 'متابعين'];
const WORDS = [
	'Real & Active',
	'HQ',
	'30 Days Refill ♻️',
	'No Refill',
	'Max 500K',
	'Start: 0-1 Hour',
	'Speed: 50K/Day ⚡',
	'🔥 Cheapest in the Market',
	'"Old" Accounts With Posts',
	'Cancel Enable',
];
const TYPES = ['Default', 'Default', 'Default', 'Package', 'Custom Comments', 'Subscriptions'];

/** A realistic catalogue: long names in several scripts, ids with gaps, rates with five decimals. */
export function realistic(count: number): JsonObject[] {
	return Array.from({ length: count }, (_, n) => {
		const network = NETWORKS[n % NETWORKS.length];
		const thing = THINGS[n % THINGS.length];
		const words = WORDS.filter((_word, w) => (n >> (w % 7)) % 2 === 0).map((word) => `[${word}]`);
		return {
			service: String(1_000 + n * 7),
			name: `${network} ${thing} ${words.join(' ')}`,
			type: TYPES[n % TYPES.length],
			category: `${network} ${thing} | Server ${n % 9}`,
			rate: ((((n + 1) * 7_919) % 9_999_999) / 100_000).toFixed(5),
			min: String(10 ** (1 + (n % 3))),
			max: String(10 ** (4 + (n % 5))),
			refill: n % 2 === 0,
			cancel: n % 3 === 0,
		};
	});
}

/** A catalogue of `count` services with the ids from 1. */
export const catalogueOf = (count: number): JsonObject[] =>
	realistic(count).map((each, n) => ({ ...each, service: n + 1 }));
