import { parseJson, STRING_LITERAL } from '../panel/json';

/** What replaces a secret. */
const MASK = '***';

/** Masking shorter secrets would hide ordinary text, and no panel gives a shorter key. */
const SHORTEST = 4;

/** A shorter secret may be part of an ID or a word by chance; a longer one is not. */
const LONG = 16;

/**
 * Makes a function that masks secrets in a text, however a panel echoes them: as they are, or escaped in JSON, in an
 * address, in a form or in HTML, even letter by letter; a long one also in base64 or hexadecimal. The rest of the text
 * stays as it is, and JSON stays JSON. A short secret, or one of digits only, is masked only as a word of its own,
 * because an ID may contain it.
 */
export function maskOf(...secrets: string[]): (text: string) => string {
	const patterns = [...new Set(secrets.flatMap(patternsOf))];
	if (patterns.length === 0) return (text) => text;
	const pattern = new RegExp(patterns.join('|'), 'g');
	const arePlain = secrets.every((secret) => PLAIN.test(secret.trim()));
	return (text) => {
		const masked = text.replace(pattern, MASK);
		const whole = arePlain && !HIDING.test(masked) ? masked : maskHidden(masked, pattern);
		return whole === text ? text : asJson(whole, text);
	};
}

/** The form of nearly every panel's key, which allows a fast search. */
const PLAIN = /^(?=.*[a-z])[a-z0-9_-]{16,}$/i;

/** The start of any escape that may stand for a character of a plain key. Catalogues are full of other escapes. */
const HIDING =
	/\\(?:[uU](?:00[2-7]|[fF]{2}(?:0[dD]|1\d|[2-5])|\{)|[xX0-7_-])|%(?:[2-7]|[eE][fF])|&#|amp;(?:#|amp;)|[\uff0d\uff10-\uff19\uff21-\uff3a\uff3f\uff41-\uff5a]/;

/** A text without the secrets that appear only once it is unescaped. */
function maskHidden(text: string, pattern: RegExp): string {
	const { plain, starts } = unescaped(text);
	let masked = '';
	let from = 0;
	for (const { index, 0: found } of plain.matchAll(pattern)) {
		masked += text.slice(from, starts[index]) + MASK;
		from = starts[index + found.length];
	}
	return masked + text.slice(from);
}

const STRING_OR_MASK = new RegExp(`${STRING_LITERAL}|(-?\\*{3})`, 'g');

/** A masked text with the masks in quotes where they replace a JSON number. */
function asJson(masked: string, text: string): string {
	if (isJson(masked) || !isJson(text)) return masked;
	return masked.replace(STRING_OR_MASK, (text, mask?: string) => (mask ? `"${mask}"` : text));
}

function isJson(text: string): boolean {
	try {
		parseJson(text);
		return true;
	} catch {
		return false;
	}
}

/** Patterns for a secret: as it is, as `unescaped` leaves it if it looks like an escape itself, and encoded. */
function patternsOf(secret: string): string[] {
	const text = secret.trim();
	const isLong = text.length >= LONG;
	const mayBePart = !isLong || /^\d+$/.test(text);
	const patterns = [text, unescaped(text).plain]
		.filter((form) => form.length >= SHORTEST)
		.map((form) => {
			const literal = literally(form).replace(/\s/g, '[\\s+]');
			// A decimal point also makes a longer number.
			const before = mayBePart && /^[a-z0-9]/i.test(form) ? '(?<![A-Za-z0-9]|\\d\\.)' : '';
			const after = mayBePart && /[a-z0-9]$/i.test(form) ? '(?![A-Za-z0-9]|\\.\\d)' : '';
			return `${before}${literal}${after}`;
		});
	return isLong ? [...patterns, ...codesOf(text)] : patterns;
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/**
 * Patterns for a whole secret in hexadecimal, also as in a mail (`=6b=33`), and in base64, at any offset within its
 * groups of three bytes.
 */
function codesOf(secret: string): string[] {
	const bytes = [...new TextEncoder().encode(secret)];
	const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
	const base64 = [0, 2, 3].map((cut, before) => {
		const code = btoa(String.fromCharCode(...Array<number>(before).fill(0), ...bytes));
		// Its first and last letters contain bits of the neighboring text.
		const own = code.slice(cut, (before + bytes.length) % 3 ? code.search(/.=*$/) : undefined);
		return literally(own).replace(/\\[+/]/g, (sign) => (sign === '\\+' ? '[+-]' : '[/_]'));
	});
	return [
		`=?${hex.join('=?').replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`,
		...base64,
	];
}

const { fromCharCode } = String;
const codeOf = (letter: string): number => letter.codePointAt(0) as number;
const [BACKSLASH, PERCENT, AND, NUMBER, SEMICOLON, OPEN, CLOSE, U, X] = [...'\\%&#;{}ux'].map(
	codeOf,
);

/** Letters that stand for whitespace after a backslash, and those that only start an escape. */
const BLANK = codeOf(' ');
const BLANKS = new Set([...'bfnrtBFNRT'].map(codeOf));
const BEGINS = new Set([...'uUxX01234567&%\\'].map(codeOf));

/** Characters that have a name in HTML. */
const SIGNS = new Map(
	Object.entries({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }).map(([name, sign]) => [
		name,
		codeOf(sign),
	]),
);

/** Bytes of UTF-8 that are not a character by themselves are kept here: a range of Unicode that nobody uses. */
const BYTE = 0xf700;

/** An escape: its length, and what it stands for. Packed into one number, because there may be a million. */
const escape = (length: number, code: number): number => (length << CODE_BITS) | code;
const CODE_BITS = 21;
const NONE = 0;

/**
 * A text with all of its escapes removed, however they are nested, and where in the text each of its characters
 * starts: escapes in JSON and programming languages (`\u0053`, `\u{53}`, `\x53`, `\123`, `\n`), in an address (`%53`),
 * in HTML (`&#83;`, `&amp;`), and full-width letters. Each character is read once: it may end an escape, and what that
 * stands for may end another one.
 */
function unescaped(text: string): { plain: string; starts: Uint32Array } {
	const read = new Uint16Array(text.length);
	const starts = new Uint32Array(text.length + 1);
	let size = 0;
	for (let at = 0; at < text.length; at++) {
		let start = at;
		// Escapes of JSON within JSON are doubled.
		while (text.charCodeAt(at) === BACKSLASH && text.charCodeAt(at + 1) === BACKSLASH) at++;
		let unit = text.charCodeAt(at);
		for (;;) {
			read[size] = unit > 0xff00 && unit < 0xff5f ? unit - 0xfee0 : unit;
			starts[size++] = start;
			const found = escapeAt(read, size);
			if (found === NONE) break;
			size -= found >> CODE_BITS;
			start = starts[size];
			unit = found & ((1 << CODE_BITS) - 1);
			if (unit > 0xffff) {
				read[size] = 0xd7c0 + (unit >> 10);
				starts[size++] = start;
				unit = 0xdc00 + (unit & 0x3ff);
			}
		}
	}
	starts[size] = text.length;
	const plain = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(read.subarray(0, size));
	return { plain, starts };
}

/** The escape that ends with the last character read. */
function escapeAt(read: Uint16Array, size: number): number {
	const last = read[size - 1];
	if (read[size - 2] === BACKSLASH) {
		// A backslash that escapes nothing is dropped.
		if (BEGINS.has(last)) return NONE;
		return escape(2, BLANKS.has(last) ? BLANK : last);
	}
	if (digitOf(last) < 16) return numberAt(read, size);
	if (last === SEMICOLON || last === CLOSE) return bracketedAt(read, size);
	return letterOfBytes(read, size);
}

/** `%6b`, `\x6b`, `\153`, `\u006b` */
function numberAt(read: Uint16Array, size: number): number {
	if (read[size - 3] === PERCENT) {
		const byte = numberIn(read, size - 2, size, 16);
		return byte < 0 ? NONE : escape(3, byte < 0x80 ? byte : BYTE + byte);
	}
	if (read[size - 4] === BACKSLASH) {
		const isHex = (read[size - 3] | 32) === X;
		const code = isHex ? numberIn(read, size - 2, size, 16) : numberIn(read, size - 3, size, 8);
		return code < 0 ? NONE : escape(4, code);
	}
	if (read[size - 6] === BACKSLASH && (read[size - 5] | 32) === U) {
		const code = numberIn(read, size - 4, size, 16);
		return code < 0 ? NONE : escape(6, code);
	}
	return NONE;
}

/** The longest escape with a terminator of its own. */
const LONGEST = '&#x0010ffff;'.length;

/** `&#107;`, `&#x6b;`, `&amp;`, `\u{6b}` */
function bracketedAt(read: Uint16Array, size: number): number {
	const start = read[size - 1] === SEMICOLON ? AND : BACKSLASH;
	let from = size - 2;
	while (from > size - LONGEST && read[from] !== start) from--;
	if (read[from] !== start) return NONE;
	const code =
		start === AND ? signAt(read, from + 1, size - 1) : bracedAt(read, from + 1, size - 1);
	return code >= 0 && code <= 0x10ffff ? escape(size - from, code) : NONE;
}

const bracedAt = (read: Uint16Array, from: number, to: number): number =>
	(read[from] | 32) === U && read[from + 1] === OPEN ? numberIn(read, from + 2, to, 16) : -1;

function signAt(read: Uint16Array, from: number, to: number): number {
	if (read[from] === NUMBER) {
		const isHex = (read[from + 1] | 32) === X;
		return isHex ? numberIn(read, from + 2, to, 16) : numberIn(read, from + 1, to, 10);
	}
	let name = '';
	for (let at = from; at < to; at++) name += fromCharCode(read[at] | 32);
	return SIGNS.get(name) ?? -1;
}

/** A character of several bytes, the last of which was read. Lead bytes tell how many, and hold the first bits. */
function letterOfBytes(read: Uint16Array, size: number): number {
	let code = 0;
	for (let length = 1; length <= 4; length++) {
		const byte = read[size - length] - BYTE;
		if (byte >= 0x80 && byte < 0xc0) {
			code += (byte & 0x3f) << (6 * (length - 1));
			continue;
		}
		const isWhole =
			byte >= 0xc0 && byte < 0xf8 && length === (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);
		code += (byte & (0x7f >> length)) << (6 * (length - 1));
		return isWhole ? escape(length, code) : NONE;
	}
	return NONE;
}

/** The value of a digit in bases up to 16; 16 or more if it is not a digit. */
function digitOf(unit: number): number {
	if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
	const letter = (unit | 32) - 0x57;
	return letter >= 10 ? letter : 16;
}

/** The number that digits stand for; -1 if there are none, or one is not a digit. */
function numberIn(read: Uint16Array, from: number, to: number, base: number): number {
	let number = from < to ? 0 : -1;
	for (let at = from; at < to; at++) {
		const digit = digitOf(read[at]);
		if (digit >= base) return -1;
		number = number * base + digit;
	}
	return number;
}
