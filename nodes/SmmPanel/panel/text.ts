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
