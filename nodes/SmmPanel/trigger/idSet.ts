/** Whole numbers short enough to be counted with; other ids are opaque text. */
const NUMBER = /^[1-9]\d{0,14}$/;

/**
 * A list of ids in little room, as plain JSON: the numeric ones as ranges ("23501-23520,23525"), the others
 * beside them, separated by commas. `read` gives the same ids back, the numeric ones first and in order.
 */
export type PackedIds = string[];

/** Packs ids. Ids hold no comma. */
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

/** Most ids that a packed list may hold: its ranges are written out. */
const MOST_PACKED = 1_000_000;

/** Whether a value is a packed list, and not something that stands in its place. */
export function isPacked(value: unknown): value is PackedIds {
	if (!Array.isArray(value) || !value.every((part) => typeof part === 'string')) return false;
	const [ranges = ''] = value;
	let room = MOST_PACKED;
	return (ranges ? ranges.split(',') : []).every((range) => {
		const [, from, to = from] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(range) ?? [];
		room -= Number(to) - Number(from) + 1;
		return Number(to) >= Number(from) && room >= 0;
	});
}

export function* unpack([ranges = '', others = '']: PackedIds): Generator<string> {
	for (const range of ranges ? ranges.split(',') : []) {
		const [from, to = from] = range.split('-').map(Number);
		for (let id = from; id <= to; id++) yield String(id);
	}
	if (others) yield* others.split(',');
}
