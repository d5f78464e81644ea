/** Makes a value when it is first asked for: n8n loads every node when it starts, and uses few of them. */
export function once<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}
