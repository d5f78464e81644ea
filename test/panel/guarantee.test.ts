import fc from 'fast-check';

import { guaranteeDays } from '../../nodes/SmmPanel/panel/guarantee';

describe('guaranteeDays', () => {
	it.each<[days: number | null, ...names: string[]]>([
		[
			30,
			'30 Days ♻️ / ♻️ 30 Days / R30 / AR30 / Refill 30 Days / 30 Days Refill',
			'30D Refill / [Refill: 30 Days] / Refill 30D / Auto Refill 30 Days',
			'30 Days Auto Refill / R-30 / 30-Day Guarantee / Guarantee: 30 days',
			'Refill Guaranteed for 30 Days / Refill 30 / Bảo hành 30 ngày',
			'30 Gün Telafi / Telafi 30 gün / Гарантия 30 дней / Garansi 30 Hari',
			'Reposição 30 dias / Garantía 30 días / 30 jours de garantie',
			'1 month refill / Speed 10K/Day ♻️ 30 Days',
			'[Start 0-1 Hour][Speed 5K/D][Refill 30 Days] / R30 | 1 day start',
			'Start: 0-1 day ♻️ 30 Days / Max 50K | 30 Days Refill | Speed 1K/Day',
			'Followers [R30] [20K/day] / Refill Button 30 Days / Refill Period: 30 Days',
			'♻ 30 / 30 days refill, then no refill / No refill after 30 days',
			'Likes [30R]',
		],
		[
			365,
			'365 days guarantee / R365 / 1 Year Refill / Guarantee 1 year / Refill 1Y',
			'365 Days ♻️',
		],
		[
			0,
			'No refill / NO REFILL / No-Refill / NoRefill / Non Refill / Without refill',
			'No guarantee / NR / Telafisiz / Telafi yok / Không bảo hành / Без гарантии',
			'Sem reposição / Sin garantía / Tanpa garansi / Refill: No / No ♻️',
			'❌ Refill / ♻️ ❌ / No refill 30 days / No refill | 1 Day start',
		],
		[
			36_500,
			'Lifetime / Lifetime Refill / ♻️ Lifetime / Life Time Guarantee / R∞',
			'Refill ♾️ / Ömür boyu telafi / Bảo hành trọn đời',
		],
		[
			null,
			'Followers / Non Drop / No Drop / Speed 10K/day / 0-1 hour start',
			'1 day delivery / 10K per day /  / 30 Days / Views 30 days delivery',
			'♻️ 1 day start / Refill / ♻️ / 5K/1 day ♻️ / Refill 0-1 day',
			'Refill | 500/day / R / HR30 server / Premium members / Refill 100K/Day',
			'4K video / Server R2D2',
		],
		[14, '2 Weeks Refill / Refill 2 weeks'],
		[180, '6 months warranty / Refill 6 Months'],
	])('is %j', (days, ...lines) => {
		for (const name of lines.flatMap((line) => line.split(' / ')))
			expect([name, guaranteeDays(name, null)]).toEqual([name, days]);
	});

	it('reads the description if the name does not contain it, and the name if both do', () => {
		expect(guaranteeDays('Followers', 'Start: 0-1h\nRefill: 60 days\nSpeed: 5K/day')).toBe(60);
		expect(guaranteeDays('Followers R30', 'Refill: 60 days')).toBe(30);
		expect(guaranteeDays('Followers', 'accounts with a lifetime of years')).toBeNull();
		expect(guaranteeDays('Followers', 'lifetime guarantee')).toBe(36_500);
	});

	it('is found among speed, start and limits, in any order', () => {
		const others = fc.shuffledSubarray([
			'Speed 10K/Day',
			'Start 0-1 Hour',
			'Max 50K',
			'Non Drop',
			'1 day delivery',
			'HQ',
			'⚡️',
			'Start: 1-2 days',
		]);
		const said = fc
			.integer({ min: 1, max: 999 })
			.chain((days) =>
				fc
					.constantFrom(
						`${days} Days ♻️`,
						`R${days}`,
						`Refill ${days} Days`,
						`${days} days guarantee`,
						`♻️ ${days} days`,
					)
					.map((text) => ({ text, days })),
			);
		const dressed = fc.constantFrom(
			(parts: string[]) => parts.map((part) => `[${part}]`).join(' '),
			(parts: string[]) => parts.join(' | '),
		);
		fc.assert(
			fc.property(others, fc.option(said), fc.nat(), dressed, (parts, guarantee, place, dress) => {
				const all = [...parts];
				if (guarantee) all.splice(place % (all.length + 1), 0, guarantee.text);
				expect(guaranteeDays(`Instagram Followers ${dress(all)}`, null)).toBe(
					guarantee?.days ?? null,
				);
			}),
			{ numRuns: 600 },
		);
	});

	it('is a whole number of days or null for any text', () => {
		fc.assert(
			fc.property(fc.string(), fc.option(fc.string()), (name, description) => {
				const days = guaranteeDays(name, description);
				expect(days === null || (Number.isInteger(days) && days >= 0)).toBe(true);
			}),
		);
	});
});
