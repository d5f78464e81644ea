import fc from 'fast-check';

import { maskOf } from '../../nodes/SmmPanel/transport/mask';

const html = (text: string) =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** PHP's `rawurlencode`: all but letters, digits and `-_.~`. */
const raw = (text: string) =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
	);
/** JSON as PHP writes it: ASCII only. */
const ascii = (text: string) =>
	JSON.stringify(text)
		.slice(1, -1)
		.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const form = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);

/** The ways in which a panel's page or answer may write a text. */
const FORMS: Record<string, (text: string) => string> = {
	'as it is': (text) => text,
	'in JSON': (text) => JSON.stringify(text).slice(1, -1),
	'in JSON with slashes escaped': (text) => JSON.stringify(text).slice(1, -1).replace(/\//g, '\\/'),
	"in PHP's JSON": (text) => ascii(text).replace(/\//g, '\\/'),
	"in Python's JSON": ascii,
	'in an address': encodeURIComponent,
	"in an address (PHP's rawurlencode)": raw,
	"in an address (Python's quote)": (text) => raw(text).replace(/%2F/g, '/'),
	'in an address, in lower case': (text) => lowerHex(encodeURIComponent(text)),
	'in a form': form,
	"in a form (PHP's urlencode)": (text) => raw(text).replace(/%20/g, '+').replace(/~/g, '%7E'),
	'in HTML, quotes left': html,
	"in HTML (PHP's htmlspecialchars)": (text) =>
		html(text).replace(/"/g, '&quot;').replace(/'/g, '&#039;'),
	"in HTML (Python's escape)": (text) => html(text).replace(/"/g, '&quot;').replace(/'/g, '&#x27;'),
	"in HTML (Go's EscapeString)": (text) => html(text).replace(/"/g, '&#34;').replace(/'/g, '&#39;'),
	"in HTML (JavaScript's lodash)": (text) =>
		html(text).replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
};

const KEY = `k3y/+ &<>"'\\é€😀=%`;

it.each(Object.entries(FORMS))('masks a key %s', (_, write) => {
	expect(maskOf(KEY)(`before ${write(KEY)} after`)).toBe('before *** after');
	expect(maskOf(KEY)(`${write(KEY)}${write(KEY)}`)).toBe('******');
});

it('leaves no form of any key in any text', () => {
	const key = fc
		.oneof(
			fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 4, maxLength: 32 }),
			fc.string({ unit: 'grapheme', minLength: 4, maxLength: 24 }),
			fc.string({ unit: fc.constantFrom(...'ab/+ &<>"\'\\%=?#;é€'), minLength: 4, maxLength: 12 }),
		)
		// A mask beside text may spell a key that holds asterisks itself; no panel gives one.
		.filter((each) => each === each.trim() && each.length >= 4 && !each.includes('*'));
	const piece = fc.oneof(fc.constantFrom(...Object.values(FORMS)), fc.string({ unit: 'grapheme' }));
	fc.assert(
		fc.property(key, fc.array(piece, { maxLength: 6 }), (apiKey, pieces) => {
			const text = pieces.map((each) => (typeof each === 'string' ? each : each(apiKey))).join('');
			const masked = maskOf(apiKey)(text);
			for (const [name, write] of Object.entries(FORMS)) {
				expect({ name, left: masked.includes(write(apiKey)) }).toEqual({ name, left: false });
			}
		}),
		{ numRuns: 500 },
	);
});

it('masks a key beside blanks that were pasted with it', () => {
	expect(maskOf('  0123abcd\n')('key=0123abcd.')).toBe('key=***.');
});

it('leaves other text as it is', () => {
	const text = '{"order": 0123, "link": "https://a.example/?q=1%20&amp;"}';
	expect(maskOf('0123abcd')(text)).toBe(text);
	expect(maskOf('k.y*')('kxy* key')).toBe('kxy* key');
	expect(maskOf('ABCD')('abcd')).toBe('abcd');
});

it('puts its mask as it is, whatever the key', () => {
	expect(maskOf('$&$1')('a $&$1 b')).toBe('a *** b');
});

it.each(['', '   ', 'abc', ' abc '])('does not blot out text with the short key "%s"', (key) => {
	expect(maskOf(key)('abc abc')).toBe('abc abc');
});

it('takes an answer of megabytes', () => {
	const text = JSON.stringify(
		Array.from({ length: 20_000 }, (_, service) => ({ service, name: 'a0b1c2'.repeat(20) })),
	);
	const started = performance.now();
	expect(maskOf('a0b1c2d3e4f5a6b7c8d9')(`${text}a0b1c2d3e4f5a6b7c8d9`)).toBe(`${text}***`);
	expect(performance.now() - started).toBeLessThan(2_000);
});
