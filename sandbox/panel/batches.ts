import type { Dialect } from './dialects';
import { writeId } from './ids';
import { type Json, object, Pairs } from './json';
import { Refusal } from './refusals';

/** One id of a batch, with its value or its error. */
export type Row = { id: string; value: Json } | { id: string; error: string };

/**
 * The ids of a comma-separated list that the dialect answers, in the order in which it answers them.
 * Throws a Refusal if the list is empty, if batches are off, or if one of several ids is unknown and the dialect
 * refuses such a list.
 */
export function batchIds(
	dialect: Dialect,
	list: string | undefined,
	known: ReadonlyMap<string, unknown>,
): string[] {
	const ids = (list ?? '').split(',').map((id) => id.trim());
	const sent = ids.filter((id) => id !== '');
	if (sent.length === 0) throw new Refusal('request');
	const isOdd = sent.length > 1 && sent.some((id) => !known.has(id));
	if (!dialect.batches || (isOdd && dialect.oddIds === 'refused')) {
		throw new Refusal(dialect.listRefusal ? 'list' : 'request', dialect.listRefusal);
	}
	const answered = sent.slice(0, dialect.answeredIds);
	return dialect.reversed ? answered.reverse() : answered;
}

/** The reply to a multiple `status` call. */
export function multiStatus(dialect: Dialect, rows: Row[]): Json {
	const kept = rows.filter((row) => !('error' in row) || dialect.unknownIds !== 'absent');
	const errorOf = (text: string): Json =>
		dialect.unknownIds === 'text' ? text : object({ error: text });
	const valueOf = (row: Row) => ('error' in row ? errorOf(row.error) : row.value);

	if (dialect.oneIdBare && rows.length === 1 && kept.length === 1) return valueOf(kept[0]);
	if (dialect.multiStatus === 'arrayWithoutIds') return kept.map(valueOf);
	if (dialect.multiStatus === 'array') {
		return kept.map((row) => {
			const order: [string, Json] = ['order', writeId(dialect.idStyle, row.id)];
			const value = valueOf(row);
			// In an array, a plain text error needs a field name.
			const fields: Array<[string, Json]> =
				value instanceof Pairs ? value.pairs : [['error', value]];
			return new Pairs([order, ...fields]);
		});
	}
	const byId = [...new Map(kept.map((row) => [row.id, valueOf(row)]))];
	if (dialect.multiStatus === 'keyedArray') return byId.map((pair) => new Pairs([pair]));
	return new Pairs(byId);
}

/** The reply to a multiple call other than `status`: rows with the fields `idName` and `valueName`. */
export function answerRows(
	dialect: Dialect,
	idName: 'order' | 'refill',
	valueName: string,
	rows: Row[],
): Json {
	const valueOf = (row: Row) => ('error' in row ? object({ error: row.error }) : row.value);
	if (dialect.oneIdCollapses && rows.length === 1 && valueName !== 'status') {
		return object({ [valueName]: valueOf(rows[0]) });
	}
	if (dialect.multiRows === 'keyed') {
		return new Pairs(
			rows.map((row) => [
				row.id,
				'error' in row ? valueOf(row) : object({ [valueName]: row.value }),
			]),
		);
	}
	return rows.map((row) => {
		const id = { [idName]: writeId(dialect.idStyle, row.id) };
		if ('error' in row && dialect.rowErrors === 'flat') return object({ ...id, error: row.error });
		return object({ ...id, [valueName]: valueOf(row) });
	});
}
