/** A number written with exactly these digits: ids above 2^53, decimals such as `0.90`. */
export class Bare {
	constructor(readonly digits: string) {}
}

/** An object as a list of pairs, because plain objects would sort integer-like keys. */
export class Pairs {
	constructor(readonly pairs: Array<[string, Json]>) {}
}

export type Json = string | number | boolean | null | Bare | Pairs | Json[];

/** An object with its keys in the given order; `undefined` values are omitted. */
export function object(fields: Record<string, Json | undefined>): Pairs {
	return new Pairs(
		Object.entries(fields).filter((pair): pair is [string, Json] => pair[1] !== undefined),
	);
}

/** JSON text with keys in the given order. */
export function write(value: Json): string {
	if (value instanceof Bare) return value.digits;
	if (value instanceof Pairs) {
		const pairs = value.pairs.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`);
		return `{${pairs.join(',')}}`;
	}
	if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
	return JSON.stringify(value);
}
