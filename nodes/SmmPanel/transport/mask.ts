/** What stands in place of an API key. */
const MASK = '***';

/** Shorter keys would blot out ordinary text, and no panel gives one. */
const SHORTEST = 4;

/** Names of characters in HTML. */
const ENTITIES: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/**
 * A function that takes the API key out of text, however a panel echoes it: as it is, in a form body, in an
 * address, in JSON and in HTML.
 */
export function maskOf(apiKey: string): (text: string) => string {
	const key = apiKey.trim();
	if (key.length < SHORTEST) return (text) => text;
	const pattern = new RegExp([...key].map(patternOf).join(''), 'g');
	return (text) => text.replace(pattern, MASK);
}

/** A pattern for one character in each of its spellings, the longer first. Letters and digits have but one. */
function patternOf(char: string): string {
	if (/[a-z0-9]/i.test(char)) return char;
	const code = char.codePointAt(0) as number;
	const hex = code.toString(16);
	const units = Array.from({ length: char.length }, (_, n) => char.charCodeAt(n).toString(16));
	const spellings = [
		`&#(?:0*${code}|[xX]0*${anyCase(hex)});`,
		...(char in ENTITIES ? [`&${ENTITIES[char]};`] : []),
		units.map((unit) => `\\\\+u${anyCase(unit.padStart(4, '0'))}`).join(''),
		anyCase(code < 128 ? `%${hex.padStart(2, '0')}` : encodeURIComponent(char)),
		...(char === ' ' ? ['\\+'] : []),
		`\\\\*${char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')}`,
	];
	return `(?:${spellings.join('|')})`;
}

const anyCase = (hex: string): string =>
	hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
