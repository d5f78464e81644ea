import type { IdStyle } from './ids';
import type { Words } from './refusals';

/** Permanent variations of a panel's replies. The defaults follow the API's documentation. */
export interface Dialect {
	/** The style of new order, refill and cancel ids, and how ids are written. */
	idStyle: IdStyle;
	/** `text` writes the ids of the catalogue as text. */
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
	/** `services` as […] or [[…]]. */
	servicesReply: 'array' | 'doubled';
	/** min, max, start_count and remains above 999: 50000 or "50.000". */
	counts: 'plain' | 'dotted';

	startCount: 'given' | 'null' | 'absent';
	startName: 'start_count' | 'start_counter';
	/** `unknown` writes "Unknown". */
	remains: 'given' | 'unknown';
	/** Fields missing from status and balance replies. */
	omit: Array<'charge' | 'currency' | 'remains'>;
	/** Canceled, In progress | canceled, in progress | IN_PROGRESS | inprogress | Cancelled | other words. */
	statusWords:
		'contract' | 'lower' | 'upper' | 'joined' | 'british' | 'success' | 'complete' | 'finish';
	/** Replacements for the contract's status words; `statusWords` does not change them. */
	statusNames: Record<string, string>;
	/** `nested`: drip-feed and subscription orders answer with the ids of their nested orders. */
	parents: 'plain' | 'nested';
	/** Sandbox ms for which a new order is unknown to every call but `add`. */
	unknownFor: number;

	/** `false`: `orders` and `refills` are refused as a whole. */
	batches: boolean;
	/** Several ids, one of them unknown: a row for each, or a refusal of the whole list. */
	oddIds: 'rows' | 'refused';
	/** The text of the refusal of a whole list; empty: that of an incorrect request. */
	listRefusal: string;
	/** How many ids of a batch are answered; the others are silently ignored. */
	answeredIds: number;
	/** Answers a batch in reverse order. */
	reversed: boolean;
	multiStatus: 'keyed' | 'array' | 'arrayWithoutIds' | 'keyedArray';
	/** A multiple status with one id answers with a bare order object. */
	oneIdBare: boolean;
	/** Unknown ids in a multiple status: an error object, a plain string, or nothing. */
	unknownIds: 'error' | 'text' | 'absent';
	/** Single status of an unknown id: {"error": …} or {"999": {"error": …}}. */
	singleUnknown: 'plain' | 'keyed';
	/** Error rows of refill, refill_status and cancel: nested or {order, error}. */
	rowErrors: 'nested' | 'flat';
	/** Multiple refill and cancel with one id answer {"refill": …} or {"cancel": 1}. */
	oneIdCollapses: boolean;
	/** Rows of refill, refill_status and cancel: an array, or an object keyed by id. */
	multiRows: 'array' | 'keyed';
	/** Single refill_status of an unknown id: {"error": …} or {"status": "Not found"}. */
	unknownRefill: 'error' | 'status';
	/** The field in which `cancel` takes ids; with `order` it takes one, and reports `order` as missing for `orders`. */
	cancelIds: 'orders' | 'order';
	/**
	 * What a successful `cancel` returns: 1, the cancel request's id, the order's id, true, "requested",
	 * {"status": 1}, {"cancel": 1} or [{"order": …, "cancel": 1}].
	 */
	cancelValue: 'one' | 'request' | 'order' | 'true' | 'word' | 'status' | 'nested' | 'list';
	/** Sandbox ms between an accepted cancel and its effect. */
	cancelDelay: number;

	/**
	 * {"error"} | {"success": false, "error"} | {"status": "error", "message"} | {"errors": […]} |
	 * {"error", "status": "104"} | {"success": false, "data": {"message"}}.
	 */
	errorShape: 'error' | 'success' | 'message' | 'list' | 'coded' | 'data';
	/** HTTP status of refusals; several are used in turn. */
	errorStatus: number | number[];
	words: Words;
	/** Repeats the request's key in errors and HTML pages. */
	echoKey: boolean;

	/** HTTP status of a successful `add`. */
	addStatus: number;
	/** {"order"} | {"status": "success", "order"} | [{"order"}] | {"order_id"} | {"orderId"} | inside `data` or `result`. */
	addReply: 'plain' | 'success' | 'list' | 'order_id' | 'orderId' | 'data' | 'result';
	/** A missing quantity: refused, or replaced by the service's minimum. */
	missingQuantity: 'refused' | 'minimum';
	/** A second order for a link with an unfinished order: accepted or refused. */
	sameLink: 'taken' | 'refused';
	/** The refusal of a second order for a link names the unfinished one in `order`. */
	namesActive: boolean;
	/** The same service, link and quantity within 120 s: a new order, or the id of the first. */
	repeated: 'new' | 'first';

	/** Content type of every JSON reply. */
	contentType: string;
	/** PHP warnings before every reply, or debug text after it. */
	noise: 'none' | 'before' | 'after';
}

/** Texts with which real panels refused a whole list of existing orders. */
export const LIST_REFUSALS = ['Order not found.', 'invalid_order', 'Invalid order ID'];

/** A new copy of the contract's dialect. */
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
		servicesReply: 'array',
		counts: 'plain',
		startCount: 'given',
		startName: 'start_count',
		remains: 'given',
		omit: [],
		statusWords: 'contract',
		statusNames: {},
		parents: 'plain',
		unknownFor: 0,
		batches: true,
		oddIds: 'rows',
		listRefusal: '',
		answeredIds: 100,
		reversed: false,
		multiStatus: 'keyed',
		oneIdBare: false,
		unknownIds: 'error',
		singleUnknown: 'plain',
		rowErrors: 'nested',
		oneIdCollapses: false,
		multiRows: 'array',
		unknownRefill: 'error',
		cancelIds: 'orders',
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
		namesActive: false,
		repeated: 'new',
		contentType: 'application/json; charset=utf-8',
		noise: 'none',
	};
}
