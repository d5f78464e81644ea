import type { PanelFailure } from './failure';
import {
	isObject,
	type Json,
	type JsonObject,
	saysNo,
	toFlag,
	toNumber,
	toText,
	toWord,
} from './json';
import { fold, knownMeaning, saysDone } from './meaning';

/** What stands for "no error" in a field that is always sent. */
export const isNothing = (value: Json | undefined): boolean =>
	value === undefined ||
	(Array.isArray(value)
		? value.every(isNothing)
		: !isObject(value) && ['', '0', 'false', 'null'].includes(toWord(value)));

/** The words in an error that may be text, an object with a message, or a list of either. */
function wordsIn(error: Json): string {
	if (Array.isArray(error)) return error.map(wordsIn).join('; ');
	if (!isObject(error)) return String(error);
	const inner = error.message ?? error.error ?? error.msg ?? error.text;
	return inner === undefined ? JSON.stringify(error) : wordsIn(inner);
}

/**
 * The words of an error beside a message: the message where the error is a mere flag or number, or where only the
 * message says something known, as in `{error: "Bad Request", message: "Insufficient balance"}`.
 */
function better(error: Json, message: string | null): string {
	const words = wordsIn(error);
	if (message === null || message === words) return words;
	if (toFlag(error) || toNumber(error) !== null || saysDone(message)) return message;
	const isVague = [null, 'serverError'].includes(knownMeaning(words)) && !saysDone(words);
	return isVague && knownMeaning(message) !== null ? message : words;
}

/** The first words in which an object may say something to its reader. */
export const messageIn = (value: JsonObject): string | null =>
	toText(value.message) ?? toText(value.msg) ?? toText(value.detail);

/**
 * The panel's words when an object is a refusal, else null. Shapes: `{error}`, `{errors: […]}`,
 * `{success: false, error | message | data}`, `{status: "error", message}`, `{error: true, message}`.
 * A `status` alone is never taken for a refusal: it may be the status of an order.
 */
export function refusalIn(value: JsonObject): string | null {
	const message = toText(value.message) ?? toText(value.msg);
	const error = (isNothing(value.error) ? value.errors : value.error) ?? null;
	if (!isNothing(error)) return better(error, message);
	if (value.success !== undefined && isNothing(value.success)) {
		return message ?? wordsIn(isNothing(value.data) ? value : value.data);
	}
	// An order that failed may come with a message as well.
	const isOrder = value.charge !== undefined || value.remains !== undefined;
	return message && !isOrder && saysNo(value.status) ? message : null;
}

/** Other fields in which a refusal may stand, and those of them that are there for nothing else. */
const PLAIN =
	/^(?:err(?:or)?(?:_?(?:msg|message|text|description))?|reason|description|message|msg|details?)$/i;
const ONLY_ERROR = /^err/i;

/**
 * The words of an object that is nothing but a refusal under other names: `{Error}`, `{reason}`,
 * `{result: "error", msg}`, `{status: "error", code: 104}`; else null.
 */
export function plainRefusal(value: JsonObject): string | null {
	const saysBad = [value.status, value.result, value.state].some(
		(word) => typeof word === 'string' && saysNo(word),
	);
	for (const [field, said] of Object.entries(value)) {
		if (!PLAIN.test(field) || isNothing(said)) continue;
		const words = wordsIn(said);
		if (saysBad || ONLY_ERROR.test(field) || knownMeaning(words) !== null) return words;
	}
	return saysBad && toText(value.code) !== null ? JSON.stringify(value) : null;
}

const MISSING =
	/missing|required|empty|blank|not (provided|specified|set|given)|eksik|gerekli|zorunlu|thieu|bat buoc|обязательн|не указан|отсутств|укажите|falta|ausente|requerid|obrigat|obligat|wajib|harus|diperlukan|kosong/;

/**
 * Whether a panel refused a list of ids because it looks for the field `order`: "Missing order ID". Some panels know
 * no list of orders to cancel.
 */
export function isMissingOrder(failure: PanelFailure): boolean {
	const words = fold(failure.panelMessage ?? '');
	return (
		failure.certain &&
		['refused', 'orderId', 'batchRefused'].includes(failure.kind) &&
		/order|siparis|заказ|don hang|pedido|orden|pesanan/.test(words) &&
		MISSING.test(words)
	);
}
