import { fieldReplies, type FieldReply } from '../panel/fieldReplies';
import { defaultOrder, GO_ON, LINK, useBench } from './setup';

const bench = useBench();

/** A sample of the replies to an order, because the engine must not change what they mean for the money. */
const sample = fieldReplies.filter(({ call }) => call === 'add').filter((_, n) => n % 16 === 5);

it.each(sample.map((field): [string, FieldReply] => [field.body, field]))(
	'an order answered with %s has the expected outcome',
	async (body, { status, expected }) => {
		bench.panel.fault({ kind: 'reply', status, body });
		const { json } = await bench.run(defaultOrder(), { items: [{ link: LINK }], ...GO_ON });
		if (expected.order !== undefined) {
			expect(json).toMatchObject([{ order: expected.order }]);
			return;
		}
		const outcome = { true: 'notPlaced', false: 'unknown' }[String(expected.failure?.certain)];
		expect(json).toMatchObject([{ details: outcome === undefined ? {} : { outcome } }]);
	},
);
