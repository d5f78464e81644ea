import type { Service } from '../../sandbox/panel';

const PLATFORMS = ['Instagram', 'TikTok', 'YouTube', 'Facebook', 'Telegram', 'Twitter/X'];
const KINDS = ['Followers', 'Likes', 'Views', 'Shares', 'Custom Comments', 'Saves', 'Live Viewers'];
const QUALITIES = ['', ' [Real, HQ]', ' [USA, Old Accounts]', ' ⚡ [Instant]', ' [No Drop]'];
const TERMS = [' | No Refill', ' | 30 Days Refill ♻', '', ' | Lifetime Guarantee'];
const SPEEDS = ['', ' | Max 1M | Day 100K', ' | 0–1 h Start', ' | Slow, 500/Day'];

/** As many services as a panel sells, named as on real panels, with ids from 1001. */
export function realisticServices(count: number): Service[] {
	return Array.from({ length: count }, (_, n) => {
		const of = (words: string[], every: number) => words[Math.floor(n / every) % words.length];
		const [platform, kind] = [of(PLATFORMS, 500), of(KINDS, 70)];
		return {
			service: 1001 + n,
			name: `${platform} ${kind}${of(QUALITIES, 1)}${of(TERMS, 1)}${of(SPEEDS, 3)}`,
			type: kind === 'Custom Comments' ? kind : 'Default',
			category: `${platform} ${kind}`,
			rate: ((n * 37 + 11) / 1000).toFixed(4),
			min: '10',
			max: '100000',
			refill: true,
			cancel: false,
		};
	});
}
