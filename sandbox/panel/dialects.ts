import type { IdStyle } from './ids';
import type { Words } from './refusals';

/** Lasting variations of a panel's replies. The defaults are those of the API's pages. */
export interface Dialect {
	/** Ids of orders, refills and cancels given from now on, and how ids are written. */
	idStyle: IdStyle;
	/** `text` writes the catalogue's ids as text. */
	serviceIds: 'listed' | 'text';
	/** `refill` and `cancel` of a service: true, 1, "1" or "true". */
	flags: 'boolean' | 'number' | 'digitText' | 'wordText';
	/** charge, rate, min, max, start_count, remains, runs, posts and balance as text or bare. */
	numbers: 'text' | 'number';
	/** Case of the services' types. */
	typeCase: 'listed' | 'lower';
	/** Adds `dripfeed`, `desc` and `average_time` to each service. */
	extraServiceFields: boolean;
	/** Serves `services` without a valid key. */
	publicServices: boolean;
	/** Answers `services` with an empty list. */
	emptyServices: boolean;

	startCount: 'given' | 'null' | 'absent';
	/** `unknown` writes "Unknown". */
	remains: 'given' | 'unknown';
	/** Fields left out of status and balance replies. */
	omit: Array<'charge' | 'currency' | 'remains'>;
	/** Canceled, In progress | canceled, in progress | IN_PROGRESS | inprogress | Cancelled. */
	statusWords: 'contract' | 'lower' | 'upper' | 'joined' | 'british';
	/** Words to put in place of the contract's own; `statusWords` does not touch them. */
	statusNames: Record<string, string>;
	/** `nested`: drip-feed and subscription orders answer with their own orders' ids. */
	parents: 'plain' | 'nested';

	/** `false`: `orders` and `refills` are refused as an incorrect request. */
	batches: boolean;
	/** How many ids of a batch are answered; the others are passed over in silence. */
	answeredIds: number;
	/** Answers a batch in reversed order. */
	reversed: boolean;
	multiStatus: 'keyed' | 'array' | 'arrayWithoutIds';
	/** A multiple status with one id answers with that order's bare object. */
	oneIdBare: boolean;
	/** Unknown ids in a multiple status: an error object, a plain string, or nothing. */
	unknownIds: 'error' | 'text' | 'absent';
	/** Single status of an unknown id: {"error": …} or {"999": {"error": …}}. */
	singleUnknown: 'plain' | 'keyed';
	/** Errors in rows of refill, refill_status and cancel: nested or {order, error}. */
	rowErrors: 'nested' | 'flat';
	/** Multiple refill and cancel with one id answer {"refill": …} or {"cancel": 1}. */
	oneIdCollapses: boolean;
	/** What a good `cancel` holds: 1, the cancel request's id, or the order's id. */
	cancelValue: 'one' | 'request' | 'order';
	/** Sandbox ms between an accepted cancel and its effect on the order. */
	cancelDelay: number;

	/** {"error"} | {"success": false, "error"} | {"status": "error", "message"} | {"errors": […]}. */
	errorShape: 'error' | 'success' | 'message' | 'list';
	/** HTTP status of refusals; several are used in turn. */
	errorStatus: number | number[];
	words: Words;
	/** Repeats the request's key in errors and in HTML pages. */
	echoKey: boolean;

	/** HTTP status of a good `add`. */
	addStatus: number;
	/** {"order": …} or {"status": "success", "order": …}. */
	addReply: 'plain' | 'success';
	/** A missing quantity is refused, or becomes the service's minimum. */
	missingQuantity: 'refused' | 'minimum';
	/** A second order for a link with an unfinished order is taken or refused. */
	sameLink: 'taken' | 'refused';

	/** Content type of every reply that is JSON. */
	contentType: string;
}

/** A fresh copy of the contract's dialect. */
export function contractDialect(): Dialect {
	return {
		idStyle: 'number',
		serviceIds: 'listed',
		flags: 'boolean',
		numbers: 'text',
		typeCase: 'listed',
		extraServiceFields: false,
		publicServices: false,
		emptyServices: false,
		startCount: 'given',
		remains: 'given',
		omit: [],
		statusWords: 'contract',
		statusNames: {},
		parents: 'plain',
		batches: true,
		answeredIds: 100,
		reversed: false,
		multiStatus: 'keyed',
		oneIdBare: false,
		unknownIds: 'error',
		singleUnknown: 'plain',
		rowErrors: 'nested',
		oneIdCollapses: false,
		cancelValue: 'one',
		cancelDelay: 0,
		errorShape: 'error',
		errorStatus: 200,
		words: 'english',
		echoKey: false,
		addStatus: 200,
		addReply: 'plain',
		missingQuantity: 'refused',
		sameLink: 'taken',
		contentType: 'application/json; charset=utf-8',
	};
}
