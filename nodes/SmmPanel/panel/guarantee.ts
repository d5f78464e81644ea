import { folded, lazily } from './json';

/** The days that stand for a lifetime guarantee. */
const LIFETIME = 36_500;

/** How far into a name or description to look. */
const LONGEST = 2_000;

const WORD =
	'(?:re-?fil+\\p{L}*|guarant\\p{L}*|warrant\\p{L}*|garant\\p{L}*|garansi|telafi\\p{L}*|bao hanh|гаранти\\p{L}*|рефил+\\p{L}*|reposic\\p{L}*|recarga|♻)';
const UNITS: ReadonlyArray<readonly [days: number, unit: string]> = [
	[1, 'days?|d|gun|ngay|днеи|дня|день|dias?|hari|jours?|tage?'],
	[7, 'weeks?|wks?|hafta|tuan|недел\\p{L}*|semanas?|minggu|semaines?|wochen?'],
	[30, 'months?|ay|thang|месяц\\p{L}*|mes|meses|bulan|mois|monate?'],
	[365, 'years?|yrs?|y|yil|nam|год\\p{L}*|лет|anos?|tahun|ans?|jahre?'],
];
const UNIT = UNITS.map(([, unit]) => `(${unit})`).join('|');
/** Not the end of a range ("0-1 day"), nor part of a speed ("5K/2 days"). */
const PERIOD = `(?<![\\p{L}\\d/.,-])(\\d{1,5})[\\s-]?(?:${UNIT})(?!\\p{L}| ?(?:start|deliver|speed|complet|finish|average))`;
const BETWEEN =
	'(?:[\\s:=–-]|\\p{Emoji_Presentation}|for|of|within|period|time|yes|button|auto|automatic|free|up to|policy|days?|days:|boyunca|sure(?:si)?|trong|на|de|com|con|selama){0,6}';
const EVER =
	'life ?-?time|omur boyu|tron doi|vinh vien|пожизнен|навсегда|vitalici|de por vida|seumur hidup|lebenslang';
const ENDLESS = `(?:${WORD}|(?<!\\p{L})a?r)[\\s:-]{0,3}[∞♾]|[∞♾][\\s:-]{0,3}${WORD}`;

const patterns = lazily(() => {
	const rule = (pattern: string): RegExp => new RegExp(pattern, 'u');
	return {
		periods: [
			rule(`${WORD}[([]?${BETWEEN}[([]?${PERIOD}`),
			rule(`${PERIOD}[)\\]]?${BETWEEN}[([]?${WORD}`),
		],
		/** `R30`, `AR30`, `Refill 30`: days without the word. */
		short: rule(
			'(?<![\\p{L}\\d])(?:a?r[\\s-]?|re-?fill[\\s:-]{0,3}|♻ ?)(\\d{1,3})d?(?=$|[\\])|,]|\\s(?!\\p{L}|\\d))|(?<![\\p{L}\\d])a?r(\\d{1,3})d?(?![\\p{L}\\d%])|(?<![\\p{L}\\d.,])(\\d{2,3})r(?![\\p{L}\\d%])',
		),
		never: rule(
			`(?<!\\p{L})(?:no|non|not|without|w/o|khong|без|sem|sin|tanpa|tidak ada|sans|ohne|❌|🚫)[\\s:-]{0,3}(?:auto )?${WORD}|(?<!\\p{L})no-?refill|(?:${WORD})[\\s:-]{0,3}(?:no(?!\\p{L})|yok|❌|🚫|нет(?!\\p{L}))|telafisiz|garantisiz|(?<!\\p{L})nr(?!\\p{L})`,
		),
		/** "No refill after 30 days" is a guarantee of 30. */
		after: rule(`(?<!\\p{L})(?:no|without) ${WORD} after ${PERIOD}`),
		forever: rule(`${EVER}|${ENDLESS}`),
		foreverGuaranteed: rule(`(?:${EVER}).{0,20}${WORD}|${WORD}.{0,20}(?:${EVER})|${ENDLESS}`),
	};
});

/**
 * The days during which a panel refills what an order loses, as a service's name or description says: `30 Days ♻️`,
 * `R30`, `Refill 30 Days`, `365 days guarantee`; 0 for "No refill", 36,500 for "Lifetime", null if neither says it.
 * "Non drop" is not a guarantee, and neither is a speed such as "10K/day".
 */
export const guaranteeDays = (name: string | null, description: string | null): number | null =>
	daysIn(name, patterns().forever) ?? daysIn(description, patterns().foreverGuaranteed);

function daysIn(text: string | null, forever: RegExp): number | null {
	const { after, never, periods, short } = patterns();
	const plain = plainOf(text ?? '');
	const afterPeriod = after.exec(plain);
	if (afterPeriod) return periodOf(afterPeriod);
	const isNever = never.test(plain);
	// "30 days refill, then no refill" has a guarantee, "No refill 30 days" none.
	const rest = isNever ? plain.replace(never, ' ') : plain;
	for (const pattern of periods) {
		const period = pattern.exec(rest);
		if (period) return periodOf(period);
	}
	const days = short.exec(rest);
	if (days) return Number(days[1] ?? days[2] ?? days[3]);
	if (isNever) return 0;
	return forever.test(rest) ? LIFETIME : null;
}

/** The days of a period: its number, times the unit after it. */
function periodOf([, number, ...units]: RegExpExecArray): number {
	const [days] = UNITS[units.findIndex((unit) => unit !== undefined)];
	return Math.min(Number(number) * days, LIFETIME);
}

/** Folded, without the selector of an emoji. Most names are plain ASCII, and a catalogue has ten thousand of them. */
function plainOf(text: string): string {
	const start = text.slice(0, LONGEST);
	return /[^ -~]/.test(start) ? folded(start).replace(/\ufe0f/g, '') : start.toLowerCase();
}
