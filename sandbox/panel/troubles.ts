/** Errors of the panel's server, which do not say whether an order was placed. */
export const SERVER_TROUBLE = [
	'Gateway timeout, please try again',
	'Internal server error',
	'SQLSTATE[40001]: Serialization failure: 1213 Deadlock found when trying to get lock',
	'Order placed at provider but local save failed. Contact support with your link and service ID.',
	'There was an error while creating your order.',
	'An error occurred while creating the order. Please try again.',
	'Unknown error',
	'Unknown error, please try again later',
	'E-Internal Server Error! Please contact our Admin.',
	'Uncaught exception: Call to a member function save() on null',
];

/** Refusals that begin or end like an error of the server, but name a reason in the order, and so are certain. */
export const REASONS_WITH_TROUBLE = [
	'Service is under maintenance, please try again later',
	'Incorrect link. If you think this is an error, contact support',
	'Insufficient balance or wallet error',
	'Quantity less than minimal 500, please try again',
];

/** Where a reply with an error names an order: the fields of each form, with `$id` as a placeholder. */
export const ID_PLACES = {
	order: '"order":$id',
	order_id: '"order_id":$id',
	orderId: '"orderId":$id',
	data: '"data":{"order":$id}',
	result: '"result":{"order_id":$id}',
};

/** The body of an error that names an order, for a fault of the kind `reply`. `list` wraps it in an array. */
export function errorBeside(words: string, place: keyof typeof ID_PLACES, list = false): string {
	const text = `{"error":${JSON.stringify(words)},${ID_PLACES[place]}}`;
	return list ? `[${text}]` : text;
}

/** Values seen in `order` that are not ids. */
export const NO_IDS = [
	'"Rejected"',
	'"insufficient_funds"',
	'"-"',
	'-1',
	'1.5',
	'1e400',
	'""',
	'null',
];
