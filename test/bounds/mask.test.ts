import { maskOf } from '../../nodes/SmmPanel/transport/mask';
import { cpuMs } from './cpu';

/** For a megabyte, in milliseconds: the worst case takes about 130; nonlinear code takes seconds. */
const LIMIT = 500;

it.each(
	String.raw`\ % %25 %252525 %e2 %f0%9f &# &amp; &amp;amp; &#0 &#59 &lt; &#x6b; \u \/ \153 \u{6b} \x41 %6b%6c% \u005c =6b =6 -key " \" 1, 1 a { [[{ ６`
		.split(' ')
		.concat(' ', '\n'),
)('masks a megabyte of %j', (piece) => {
	const text = piece.repeat(1_000_000 / piece.length);
	for (const key of ['0123456789abcdef0123456789abcdef', '-key with a blank'])
		for (const attack of [`\\u006b-${text}`, JSON.stringify([text])])
			expect(cpuMs(LIMIT, () => maskOf(key)(attack))).toBeLessThan(LIMIT);
});

it.each(['\\u005c', '&#107;', '%6b'])('masks the key behind 32 MB of %s', (piece) => {
	const key = '0123456789abcdef0123456789abcdeF';
	const text = JSON.stringify(['', key]).replace('""', `"${piece.repeat(32e6 / piece.length)}"`);
	let masked = '';
	expect(cpuMs(32 * LIMIT, () => (masked = maskOf(key)(text)))).toBeLessThan(32 * LIMIT);
	expect(masked.endsWith('","***"]')).toBe(true);
});
