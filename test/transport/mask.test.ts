import fc from 'fast-check';

import { maskOf } from '../../nodes/SmmPanel/transport/mask';

const html = (text: string) =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** PHP's `rawurlencode`: encodes all but letters, digits and `-_.~`. */
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

/** The encodings of a text in a panel's page or answer. */
const FORMS: Record<string, (text: string) => string> = {
	'as it is': (text) => text,
	'letter by letter in JSON': (text) =>
		[...Array(text.length).keys()]
			.map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`)
			.join(''),
	'letter by letter in an address': (text) =>
		[...new TextEncoder().encode(text)]
			.map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
			.join(''),
	'letter by letter in HTML': (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join(''),
	'letter by letter in HTML, in hexadecimal': (text) =>
		[...text].map((c) => `&#x${c.codePointAt(0)?.toString(16)};`).join(''),
	'letter by letter in JavaScript': (text) =>
		[...text].map((c) => `\\u{${c.codePointAt(0)?.toString(16)}}`).join(''),
	'letter by letter in octal': (text) =>
		text.replace(/[^]/gu, (c) =>
			c < '\x7f'
				? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`
				: `\\u{${c.codePointAt(0)?.toString(16)}}`,
		),
	'in letters of full width': (text) =>
		text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
	'twice in an address': (text) =>
		encodeURIComponent(FORMS['letter by letter in an address'](text)),
	'in all ways at once': (text) => {
		const ways = Object.entries(FORMS).filter(([name]) => name.startsWith('letter by letter'));
		return [...text].map((c, at) => ways[at % ways.length][1](c)).join('');
	},
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
	'in XML': (text) => html(text).replace(/"/g, '&quot;').replace(/'/g, '&APOS;'),
	"in HTML (JavaScript's lodash)": (text) =>
		html(text).replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
};

const KEY = `k3y/+ &<>"'\\é€😀=%\ti`;

it.each(Object.entries(FORMS))('masks a key %s', (_, write) => {
	expect(maskOf(KEY)(`before ${write(KEY)} after`)).toBe('before *** after');
	expect(maskOf(KEY)(`${write(KEY)}${write(KEY)}`)).toBe('******');
});

it('leaves no key in JSON: in values, names and numbers, whatever they are written in', () => {
	const writes = fc.array(fc.constantFrom(...Object.values(FORMS)), { minLength: 1, maxLength: 2 });
	const long = ['0123456789abcdef0123456789abcdef', 'live-key_0123456789'];
	const keys = fc.constantFrom('12345678', 'abcd1234', ...long, KEY);
	fc.assert(
		fc.property(keys, writes, fc.boolean(), (key, layers, ascii) => {
			const hidden = layers.reduce<string>((text, write) => write(text), key);
			const body = { [hidden]: [`a ${hidden} b`, { error: `?key=${hidden}&x=1` }], order: 91234 };
			const json = JSON.stringify(body);
			const text = ascii
				? json.replace(/[^\x20-\x7e]/g, (c) => FORMS['letter by letter in JSON'](c))
				: json;
			expect(JSON.parse(maskOf(key)(text))).toEqual({
				'***': ['a *** b', { error: '?key=***&x=1' }],
				order: 91234,
			});
		}),
	);
});

it.each(['1234', 'ab12'])('does not mask words that only contain the short key %s', (key) => {
	const text = JSON.stringify({
		order: `9${key}`,
		[`${key}5`]: 'x',
		charge: `${key}.50`,
		id: `5.${key}`,
	});
	expect(maskOf(key)(text)).toBe(text);
	expect(maskOf(key)(`order 9${key}, key ${key}.`)).toBe(`order 9${key}, key ***.`);
});

it('masks a number that is the key, and keeps the digits of all others', () => {
	const text = '{"key":1234,"order":91234,"big":9007199254740993123,"rate":1234.5}';
	expect(maskOf('1234')(text)).toBe(
		'{"key":"***","order":91234,"big":9007199254740993123,"rate":1234.5}',
	);
	expect(maskOf('1234')('{"\\"":"a ,1234, \\\\","b":[-1234, 1234 ]}')).toBe(
		'{"\\"":"a ,***, \\\\","b":["-***", "***" ]}',
	);
});

it('masks each of several secrets, and a long one even within a word', () => {
	const key = '0123456789abcdef';
	expect(maskOf(key, 'hunter22')(`x${key}y hunter22`)).toBe('x***y ***');
});

const bytes = (text: string) => Buffer.from(text);

it.each<[string, (key: string) => string]>([
	['base64', (key) => bytes(key).toString('base64')],
	['base64 of an address', (key) => bytes(key).toString('base64url')],
	['base64 with a letter before it', (key) => bytes(`:${key}:`).toString('base64')],
	['base64 with a user before it', (key) => bytes(`m:${key}`).toString('base64')],
	['base64 with fields around it', (key) => bytes(`{"a":"${key}"}`).toString('base64')],
	['hexadecimal', (key) => bytes(key).toString('hex')],
	['hexadecimal, in capitals', (key) => bytes(key).toString('hex').toUpperCase()],
	['a mail', (key) => bytes(key).toString('hex').replace(/../g, '=$&')],
])('leaves no more than the edges of a long key in %s', (_, write) => {
	const key = fc.oneof(
		fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 64 }),
		fc.string({ unit: fc.constantFrom(...'aZ09+/ÿ😀>?'), minLength: 16, maxLength: 20 }),
	);
	fc.assert(
		fc.property(key, fc.constantFrom('', '\\u', 'é'), (apiKey, beside) => {
			const text = `${beside}"${write(apiKey)}"`;
			const masked = maskOf(apiKey)(text);
			expect(masked).toContain('***');
			expect(masked.length - beside.length).toBeLessThan(25);
		}),
	);
});

const PLAIN = 'k_Z9-live-key-016789';

it.each(Object.entries(FORMS).filter(([name]) => /^letter|^in letters/.test(name)))(
	'finds a key of which one character is written %s, even within another escape',
	(_, write) => {
		const outer = ['as it is', 'letter by letter in JSON', 'letter by letter in an address'];
		for (const at of PLAIN.slice(0, 5).split('').keys())
			for (const name of [...outer, 'in HTML, quotes left']) {
				const letter = FORMS[name](write(PLAIN[at]));
				const text = `"${PLAIN.slice(0, at)}${letter}${PLAIN.slice(at + 1)}"`;
				expect([text, maskOf(PLAIN)(text)]).toEqual([text, '"***"']);
			}
	},
);

it.each(
	String.raw`k \u006b \U006B \u{6b} \U{06B} \x6b \X6B \153 %6B %c1%ab %e0%81%ab %f0%80%81%ab &#0107; &#X6B;
		&#x0000006b; ｋ \uFF4B \\x6b \\\\u006b &amp;#107; &amp;amp;#107; %26%23107; %5c153 \x25\u0036b`.split(
		/\s+/,
	),
)('takes %s for the letter that it stands for', (letter) => {
	expect(maskOf(`${PLAIN}/`)(`é"${letter}${PLAIN.slice(1)}/"`)).toBe('é"***"');
});

it.each(
	String.raw`6b z6b zu006b \v006b \&006b z#x0000006b; \u06b \u006 u{6b} \u{6b \u6b} \u(6b} \u{} \x{6b} zx6b \y6b \x6 \x6g z153 \1530 \193 \0153
		%6 %6g z%6 A%ab %e1%ab %c1 %ab %f8%80%81%ab 107; #107; &107; &#107 &x107; &#a6b; &#x6b &#; &; &k; &#x11006b; &#2097259;
		z&#2097259; &#000000000000107; {6b} ［ 。`.split(/\s+/),
)('does not take %s for a letter', (near) => {
	const text = `"${near}${PLAIN.slice(1)}/"`;
	expect(maskOf(`${PLAIN}/`)(text)).toBe(text);
});

it.each([
	['live-key_01234567/', String.raw`live-key_01234567\/`, '***'],
	['&live-key_01234567', '&amp;live-key_01234567', '***'],
	['0123456789012345', String.raw`a\n0123456789012345\n`, String.raw`a\n***\n`],
	['0123456789012345', '90123456789012345', '90123456789012345'],
	['abcdef0123456789', 'xabcdef0123456789y', 'x***y'],
	['-ab1', 'x-ab1', 'x***'],
	['ab1-', 'ab1-x', '***x'],
	['%41%42', 'AB %41%42', 'AB ***'],
	['abcdef0123456789_-', bytes('abcdef0123456789_-').toString('base64'), '***'],
	['live\tkey 012345678', bytes('live\tkey 012345678').toString('hex'), '***'],
	['live\uffffkey', 'live&#xffff;key', '***'],
	['live key 1', 'live\uff00key 1', 'live\uff00key 1'],
	['live key 1', String.raw`live\nkey 1`, '***'],
	['live\x7fkey', 'live\uff5fkey', 'live\uff5fkey'],
	['k/y1', '\ufeffk%2fy1', '\ufeff***'],
])('masks %j in %j: %j', (key, text, expected) => {
	expect(maskOf(key)(text)).toBe(expected);
});

it('does not decode a text whose escapes cannot hide a plain key', () => {
	const text = String.raw`{"a":"\n\/\\ \u20ac \uff08 \ud83d \u0009 %0a %e2 &amp; &lt; 100% &euro; 、"}`;
	const masks = [PLAIN, ` ${PLAIN}`].map((key) => maskOf(key));
	const decoder = jest.spyOn(globalThis, 'TextDecoder');
	for (const mask of masks) expect(mask(text)).toBe(text);
	expect(decoder).not.toHaveBeenCalled();
	decoder.mockRestore();
	expect(maskOf(PLAIN, 'hunter2/')(String.raw`hunter2\/`)).toBe('***');
});

it('leaves no form of any key in any text', () => {
	const key = fc
		.oneof(
			fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 4, maxLength: 32 }),
			fc.string({ unit: 'grapheme', minLength: 4, maxLength: 24 }),
			fc.string({ unit: fc.constantFrom(...'ab/+ &<>"\'\\%=?#;é€'), minLength: 4, maxLength: 12 }),
		)
		// Not with asterisks: a mask and the text around it could form such a key. No panel issues one.
		.filter((each) => each === each.trim() && !each.includes('*'))
		// Nor a key that is an escape sequence, or has too few characters besides escape characters.
		.filter((each) => !/[\\＼]|%[\da-f]{2}/i.test(each))
		.filter((each) => each.replace(/[\\%&;#]/g, '').length >= 4);
	const piece = fc.oneof(fc.constantFrom(...Object.values(FORMS)), fc.string({ unit: 'grapheme' }));
	fc.assert(
		fc.property(key, fc.array(piece, { maxLength: 6 }), (apiKey, pieces) => {
			// Separated, because a short key is not masked within a word.
			const text = pieces
				.map((each) => (typeof each === 'string' ? each : each(apiKey)))
				.join(' | ');
			const masked = maskOf(apiKey)(text);
			for (const [name, write] of Object.entries(FORMS)) {
				expect({ name, left: masked.includes(write(apiKey)) }).toEqual({ name, left: false });
			}
		}),
		{ numRuns: 200 },
	);
});

it('masks a key that was pasted with blanks around it', () => {
	expect(maskOf('  0123abcd\n')('key=0123abcd.')).toBe('key=***.');
});

it('leaves other text as it is', () => {
	const text = '{"order": 0123, "link": "https://a.example/?q=1%20&amp;"}';
	expect(maskOf('0123abcd')(text)).toBe(text);
	expect(maskOf('k.y*')('kxy* key')).toBe('kxy* key');
	expect(maskOf('ABCD')('abcd')).toBe('abcd');
});

it('inserts its mask literally, whatever the key', () => {
	expect(maskOf('$&$1')('a $&$1 b')).toBe('a *** b');
});

it.each(['', '   ', 'abc', ' abc '])('does not mask text with the short key "%s"', (key) => {
	expect(maskOf(key)('abc abc')).toBe('abc abc');
});

it('handles an answer of megabytes', () => {
	const text = JSON.stringify(
		Array.from({ length: 20_000 }, (_, service) => ({ service, name: 'a0b1c2'.repeat(20) })),
	);
	expect(maskOf('a0b1c2d3e4f5a6b7c8d9')(`${text}a0b1c2d3e4f5a6b7c8d9`)).toBe(`${text}***`);
});
