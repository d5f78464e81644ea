/**
 * Folds text for comparison: lower case without accents, so `é` is `e`, `й` is `и` and `ł` is `l`.
 */
export const folded = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.normalize('NFC')
		.toLowerCase()
		.replace(/[đıł]/g, (letter) => ({ đ: 'd', ı: 'i' })[letter] ?? 'l');

/**
 * Makes a value when it is first needed. Patterns with Unicode classes take a millisecond each to build, and n8n loads
 * every node at its start.
 */
export function lazily<T extends object>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}

/** Several texts as one for case-insensitive search. */
export const searchable = (texts: readonly unknown[]): string =>
	texts
		.map((each) => String(each ?? ''))
		.join(' ')
		.toLowerCase();

/** The words of a search. */
export const wordsOf = (words: string): string[] => words.trim().toLowerCase().split(/\s+/);

/** Whether every word of `words` appears somewhere in the texts, whatever the case. */
export function containsAll(texts: readonly unknown[], words: string): boolean {
	const text = searchable(texts);
	return wordsOf(words).every((word) => text.includes(word));
}
