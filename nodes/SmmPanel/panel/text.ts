/** Whether every word of `words` is somewhere in the texts, whatever the case. */
export function containsAll(texts: readonly unknown[], words: string): boolean {
	const text = texts
		.map((each) => String(each ?? ''))
		.join(' ')
		.toLowerCase();
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}
