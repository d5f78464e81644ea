/** Words of a server's own trouble: whether an order was placed is not to be told from them. */
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

/** Refusals of an order that begin or end like trouble of the server: certain, for they name a reason in the order. */
export const REASONS_WITH_TROUBLE = [
	'Service is under maintenance, please try again later',
	'Incorrect link. If you think this is an error, contact support',
	'Insufficient balance or wallet error',
	'Quantity less than minimal 500, please try again',
];

/** Where a reply names an order beside an error: the fields of each form, `$id` in the id's place. */
export const ID_PLACES = {
	order: '"order":$id',
	order_id: '"order_id":$id',
	orderId: '"orderId":$id',
	data: '"data":{"order":$id}',
	result: '"result":{"order_id":$id}',
};

/** The body of an error that names an order, for a fault of the kind `reply`. `list` puts it into an array. */
export function errorBeside(words: string, place: keyof typeof ID_PLACES, list = false): string {
	const text = `{"error":${JSON.stringify(words)},${ID_PLACES[place]}}`;
	return list ? `[${text}]` : text;
}

/** What stood in `order` without being the id of one. */
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
