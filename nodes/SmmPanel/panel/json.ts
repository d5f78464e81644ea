/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object, as a panel sends it. */
export interface JsonObject {
	[field: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A string literal (left alone), or an integer literal long enough to lose digits. The pattern walks over
 * a string in runs, so that a string of megabytes does not exhaust the matcher's stack.
 */
const STRING_OR_LONG_INTEGER =
	/"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d{16,}(?![\d.eE])|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteUnsafeInteger = (literal: string): string =>
	/^-?\d+$/.test(literal) && !Number.isSafeInteger(Number(literal)) ? `"${literal}"` : literal;

/**
 * Parses JSON without losing digits: an integer beyond 2^53 becomes text, because ids are opaque and may be
 * that long. Everything else is as `JSON.parse` gives it.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
	const exact = /\d{16}/.test(text)
		? text.replace(STRING_OR_LONG_INTEGER, quoteUnsafeInteger)
		: text;
	return JSON.parse(exact) as Json;
}
