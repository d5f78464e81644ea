import { parseJson, type Json } from '../panel/json';

/** What stands in place of a secret. */
const MASK = '***';

/** Shorter secrets would blot out ordinary text, and no panel gives a shorter key. */
const SHORTEST = 4;

/** Shorter secrets may be a part of an id or of a word; longer ones are not by accident. */
const LONG = 16;

/** Texts may be escaped in each other, such as an address in HTML in JSON; no panel goes deeper than this. */
const MOST_LAYERS = 8;

/**
 * A function that takes secrets out of a text, however a panel echoes them: as they are, or escaped in JSON, in
 * an address, in a form or in HTML, be it letter by letter. In JSON it takes them out of the values and the names
 * of fields; what it finds none in it gives back as it is. A short secret, or one of digits only, is only taken
 * out where it is a word of its own, because an id may contain it.
 */
export function maskOf(...secrets: string[]): (text: string) => string {
	const patterns = secrets.flatMap(patternsOf);
	if (patterns.length === 0) return (text) => text;
	const pattern = new RegExp([...new Set(patterns)].join('|'), 'g');
	const arePlain = secrets.every((secret) => PLAIN.test(secret.trim()));
	const mask = (text: string): string => {
		if (arePlain && !HIDING.test(text)) return text.replace(pattern, MASK);
		let masked = text;
		for (let layer = text, depth = 0; depth < MOST_LAYERS; depth++) {
			const found = layer.replace(pattern, MASK);
			if (found !== layer) masked = found;
			layer = unescaped(found);
			if (layer === found) break;
		}
		return masked;
	};
	return (text) => {
		if (hidesTooMuch(text)) return MASK;
		const masked = mask(text);
		if (masked === text) return text;
		try {
			return JSON.stringify(maskIn(parseJson(text), mask));
		} catch {
			return masked;
		}
	};
}

/** What the key of nearly every panel is, and may therefore be looked for quickly. */
const PLAIN = /^(?=.*[a-z])[a-z0-9]{16,}$/i;

/** An escaped letter or digit, or what one may come out of. Catalogues are full of other escapes. */
const HIDING =
	/\\(?:u00(?:[3-7]|2[56])|[x0-7]|u\{)|=[3-7][\da-f]=|%(?:2[56]|3\d|4[1-9a-f]|5[\dac]|6[1-9a-f]|7[\da])|&#|amp;(?:#|amp;)/i;

/** No answer escapes so many letters and digits, and taking more of them off takes seconds. */
const MOST_HIDDEN = 400_000;

/** Whether a text has more escapes that may hide a secret than are looked into. */
function hidesTooMuch(text: string): boolean {
	if (text.length < 2 * MOST_HIDDEN) return false;
	const hiding = new RegExp(HIDING, 'gi');
	let hidden = 0;
	while (hidden <= MOST_HIDDEN && hiding.test(text)) hidden++;
	return hidden > MOST_HIDDEN;
}

/** Masks the texts of a value, the names of its fields, and the numbers that are a secret as a whole. */
function maskIn(value: Json, mask: (text: string) => string): Json {
	if (typeof value === 'string') return mask(value);
	if (typeof value === 'number') return mask(String(value)) === MASK ? MASK : value;
	if (Array.isArray(value)) return value.map((each) => maskIn(each, mask));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [mask(name), maskIn(each, mask)]),
	);
}

/** Patterns for a secret as it is, and as `unescaped` leaves it where it looks like an escape itself. */
function patternsOf(secret: string): string[] {
	const text = secret.trim();
	if (text.length < SHORTEST) return [];
	const mayBePart = text.length < LONG || /^\d+$/.test(text);
	const forms = [text];
	for (let form = unescaped(text); form !== forms.at(-1); form = unescaped(form)) forms.push(form);
	return forms
		.filter((form) => form.length >= SHORTEST)
		.map((form) => {
			const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll(' ', '[ +]');
			// A decimal point makes a longer number as well.
			const before = mayBePart && /^[a-z0-9]/i.test(form) ? '(?<![A-Za-z0-9]|\\d\\.)' : '';
			const after = mayBePart && /[a-z0-9]$/i.test(form) ? '(?![A-Za-z0-9]|\\.\\d)' : '';
			return `${before}${literal}${after}`;
		});
}

/**
 * One escape, or a run of them: in JSON and the languages of programs (`\u0053`, `\u{53}`, `\x53`, `\123`, `\n`), in an
 * address (`%53`), in a mail (`=53=4b`) and in HTML.
 */
const ESCAPE =
	/\\(?:u\{[\da-f]{1,6}\}|u[\da-f]{4}|x[\da-f]{2}|[0-7]{3}|[bfnrt])|(?:%[\da-f]{2})+|(?:=[\da-f]{2}){2,}|&(?:#\d{1,8}|#x[\da-f]{1,8}|lt|gt|quot|apos|amp);/gi;

/** What an escape without a number stands for, once its marks are taken off. */
const SIGNS: Readonly<Record<string, string>> = {
	b: ' ',
	f: ' ',
	n: ' ',
	r: ' ',
	t: ' ',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	amp: '&',
};

const BASES: Readonly<Record<string, number>> = { u: 16, x: 16, '#x': 16, '#': 10, '': 8 };

/** A text with one layer of its escapes taken off, each of which is read once. Backslashes go all at once. */
function unescaped(text: string): string {
	const known = new Map<string, string>();
	const single = text.replace(/\\{2,}/g, '\\').replace(/\\(?![ux0-7bfnrt])/gi, '');
	return single.replace(ESCAPE, (escape) => {
		const found = known.get(escape) ?? decoded(escape);
		known.set(escape, found);
		return found;
	});
}

function decoded(escape: string): string {
	if (/^[%=]/.test(escape)) return percentDecoded(escape.split('=').join('%'));
	const name = escape.replace(/[\\&{};]/g, '').toLowerCase();
	const sign = SIGNS[name];
	if (sign !== undefined) return sign;
	const [, mark, digits] = /^(#?[ux]?)(.*)/.exec(name) as RegExpExecArray;
	const code = parseInt(digits, BASES[mark]);
	return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}

/** Percent signs may also stand for bytes that are no text; the ASCII among them is read all the same. */
function percentDecoded(run: string): string {
	try {
		return decodeURIComponent(run);
	} catch {
		return run.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
			String.fromCharCode(parseInt(code, 16)),
		);
	}
}
