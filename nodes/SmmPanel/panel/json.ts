/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object, as a panel sends it. */
export interface JsonObject {
	[field: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A string literal or a number literal. The pattern walks over a string in runs, so that a string of megabytes
 * does not exhaust the matcher's stack.
 */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteUnsafeInteger = (literal: string): string =>
	/^-?\d+$/.test(literal) && !Number.isSafeInteger(Number(literal)) ? `"${literal}"` : literal;

/** Deeper than any panel's answer. What reads a value by recursion would exhaust the stack far below. */
const MOST_LEVELS = 100;

function isDeeper(value: Json, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values<Json>(value).some((each) => isDeeper(each, levels - 1));
}

/**
 * Parses JSON without losing digits: an integer beyond 2^53 becomes text, because ids are opaque and may be
 * that long. Everything else is as `JSON.parse` gives it.
 *
 * @throws SyntaxError when the text is not JSON, or nests too deep to be an answer.
 */
export function parseJson(text: string): Json {
	// Only JSON is searched for integers: quoting could mend a broken text, and the pattern takes
	// minutes over a long string that breaks off.
	const value = JSON.parse(text) as Json;
	if (isDeeper(value, MOST_LEVELS))
		throw new SyntaxError(`JSON of more than ${MOST_LEVELS} levels`);
	if (!/\d{16}/.test(text)) return value;
	return JSON.parse(text.replace(STRING_OR_NUMBER, quoteUnsafeInteger)) as Json;
}
