import fc from 'fast-check';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import type { Json } from '../../nodes/SmmPanel/panel/json';
import type { Reply } from '../../nodes/SmmPanel/panel/reply';

/** A reply with a body: text as it is, anything else as JSON. */
export const reply = (body: unknown, status = 200): Reply => ({
	status,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The PanelFailure that a call throws; any other outcome fails the test. */
export function failureOf(run: () => unknown): PanelFailure {
	let result: unknown;
	try {
		result = run();
	} catch (error) {
		if (error instanceof PanelFailure) return error;
		throw error;
	}
	throw new Error(`nothing was thrown, but given: ${JSON.stringify(result)}`);
}

const WORDS = [
	'order orders order_id id refill refills cancel status charge remains start_count service services',
	'error errors message msg detail success data result response balance currency rate min max type',
	'toString valueOf constructor __proto__ toJSON length 0 1 2',
]
	.join(' ')
	.split(' ');

/** JSON of the words that the decoder looks for, so that every branch gets unexpected values. */
export const hostileJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json; leaf: Json }>((tie) => ({
	leaf: fc.oneof(
		fc.constantFrom<Json>(null, true, false, 0, 1, 2, '', '0', '1', '2', 'false', 'true'),
		fc.constantFrom<Json>('success', 'error', 'Completed', 'Bad link', 'constructor', '__proto__'),
		fc.integer(),
		fc.string({ maxLength: 5 }),
	),
	json: fc.oneof(
		{ maxDepth: 4, depthSize: 'small' },
		tie('leaf'),
		fc.array(tie('json'), { maxLength: 4 }),
		fc
			.array(fc.tuple(fc.constantFrom(...WORDS), tie('json')), { maxLength: 5 })
			// Built as text, because only JSON.parse creates `__proto__` as an own field.
			.map((fields) => {
				const text = fields.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join();
				return JSON.parse(`{${text}}`) as Json;
			}),
	),
})).json;

/** Text of any UTF-16 code units, including lone surrogates. fast-check's own arbitrary takes a second to set up. */
export const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

/** HTTP statuses, mostly 2xx. */
export const anyHttpStatus = fc.constantFrom(
	...[200, 200, 200, 200, 201, 301, 302, 400, 401, 403, 404, 405, 422, 429, 500, 502, 503],
);
