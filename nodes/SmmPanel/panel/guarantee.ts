/** Days of a guarantee without end. */
const LIFETIME = 36_500;

/** No name or description says it further on. */
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
/** Not the end of a span ("0-1 day") nor a part of a speed ("5K/2 days"). */
const PERIOD = `(?<![\\p{L}\\d/.,-])(\\d{1,5})[\\s-]?(?:${UNIT})(?!\\p{L}| ?(?:start|deliver|speed|complet|finish|average))`;
const BETWEEN =
	'(?:[\\s:=–-]|\\p{Emoji_Presentation}|for|of|within|period|time|yes|button|auto|automatic|free|up to|policy|days?|days:|boyunca|sure(?:si)?|trong|на|de|com|con|selama){0,6}';

const rule = (pattern: string): RegExp => new RegExp(pattern, 'u');
const PERIODS = [
	rule(`${WORD}[([]?${BETWEEN}[([]?${PERIOD}`),
	rule(`${PERIOD}[)\\]]?${BETWEEN}[([]?${WORD}`),
];
/** `R30`, `AR30`, `Refill 30`: days, without saying so. */
const SHORT = rule(
	'(?<![\\p{L}\\d])(?:a?r[\\s-]?|re-?fill[\\s:-]{0,3}|♻ ?)(\\d{1,3})d?(?=$|[\\])|,]|\\s(?!\\p{L}|\\d))|(?<![\\p{L}\\d])a?r(\\d{1,3})d?(?![\\p{L}\\d%])|(?<![\\p{L}\\d.,])(\\d{2,3})r(?![\\p{L}\\d%])',
);
const NEVER = rule(
	`(?<!\\p{L})(?:no|non|not|without|w/o|khong|без|sem|sin|tanpa|tidak ada|sans|ohne|❌|🚫)[\\s:-]{0,3}(?:auto )?${WORD}|(?<!\\p{L})no-?refill|(?:${WORD})[\\s:-]{0,3}(?:no(?!\\p{L})|yok|❌|🚫|нет(?!\\p{L}))|telafisiz|garantisiz|(?<!\\p{L})nr(?!\\p{L})`,
);
const EVER =
	'life ?-?time|omur boyu|tron doi|vinh vien|пожизнен|навсегда|vitalici|de por vida|seumur hidup|lebenslang';
const ENDLESS = `(?:${WORD}|(?<!\\p{L})a?r)[\\s:-]{0,3}[∞♾]|[∞♾][\\s:-]{0,3}${WORD}`;
const FOREVER = rule(`${EVER}|${ENDLESS}`);
const FOREVER_GUARANTEED = rule(`(?:${EVER}).{0,20}${WORD}|${WORD}.{0,20}(?:${EVER})|${ENDLESS}`);
/** "No refill after 30 days" is a guarantee of 30. */
const AFTER = rule(`(?<!\\p{L})(?:no|without) ${WORD} after ${PERIOD}`);

/**
 * The days for which a panel refills what an order loses, as its name or description says it: `30 Days ♻️`, `R30`,
 * `Refill 30 Days`, `365 days guarantee`; 0 for "No refill", 36,500 for "Lifetime", null where neither says it.
 * "Non drop" is no guarantee, and a speed such as "10K/day" none either.
 */
export function guaranteeDays(name: string | null, description: string | null): number | null {
	return daysIn(name, FOREVER) ?? daysIn(description, FOREVER_GUARANTEED);
}

function daysIn(text: string | null, forever: RegExp): number | null {
	const plain = fold(text ?? '');
	const after = AFTER.exec(plain);
	if (after) return periodOf(after);
	const isNever = NEVER.test(plain);
	// "30 days refill, then no refill" has a guarantee, "No refill 30 days" none.
	const rest = isNever ? plain.replace(NEVER, ' ') : plain;
	for (const pattern of PERIODS) {
		const match = pattern.exec(rest);
		if (match) return periodOf(match);
	}
	const short = SHORT.exec(rest);
	if (short) return Number(short[1] ?? short[2] ?? short[3]);
	if (isNever) return 0;
	return forever.test(rest) ? LIFETIME : null;
}

/** The days of a period: its number, and which of the units stands behind it. */
function periodOf([, number, ...units]: RegExpExecArray): number {
	const [days] = UNITS[units.findIndex((unit) => unit !== undefined)];
	return Math.min(Number(number) * days, LIFETIME);
}

const fold = (text: string): string =>
	text
		.slice(0, LONGEST)
		.normalize('NFD')
		.replace(/[\u0300-\u036f\ufe0f]/g, '')
		.toLowerCase()
		.replace(/đ/g, 'd')
		.replace(/ı/g, 'i');
