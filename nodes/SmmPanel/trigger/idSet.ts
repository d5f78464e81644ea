/** Whole numbers short enough for arithmetic; other ids are opaque text. */
const NUMBER = /^[1-9]\d{0,14}$/;

/**
 * Ids packed compactly, as plain JSON: numeric ids as ranges ("23501-23520,23525"), the others separately,
 * comma-separated. `unpack` returns the same ids, the numeric ones first and sorted.
 */
export type PackedIds = string[];

/** Packs ids. Ids contain no comma. */
export function pack(ids: Iterable<string>): PackedIds {
	const numbers: number[] = [];
	const others: string[] = [];
	for (const id of ids) {
		if (NUMBER.test(id)) numbers.push(Number(id));
		else others.push(id);
	}
	numbers.sort((a, b) => a - b);
	const ranges: string[] = [];
	for (let from = 0; from < numbers.length;) {
		let to = from;
		while (numbers[to + 1] === numbers[to] + 1) to++;
		ranges.push(from === to ? `${numbers[from]}` : `${numbers[from]}-${numbers[to]}`);
		from = to + 1;
	}
	return others.length > 0 ? [ranges.join(), others.join()] : [ranges.join()];
}

/** How many ids a packed list holds, found without expanding its ranges; Infinity for any other value. */
export function packedSize(value: unknown): number {
	if (!Array.isArray(value) || !value.every((part) => typeof part === 'string')) return Infinity;
	const [ranges = '', others = ''] = value;
	let size = others ? others.split(',').length : 0;
	for (const range of ranges ? ranges.split(',') : []) {
		const [, from, to = from] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(range) ?? [];
		if (!(Number(to) >= Number(from))) return Infinity;
		size += Number(to) - Number(from) + 1;
	}
	return size;
}

export function* unpack([ranges = '', others = '']: PackedIds): Generator<string> {
	for (const range of ranges ? ranges.split(',') : []) {
		const [from, to = from] = range.split('-').map(Number);
		for (let id = from; id <= to; id++) yield String(id);
	}
	if (others) yield* others.split(',');
}
