import fc from 'fast-check';

import { readStatus } from '../../nodes/SmmPanel/panel/status';

/** Every word of the contract and its dialects: its spelling, and whether it is final for an order and a refill. */
const WORDS: Array<[word: string, status: string, order: boolean, refill: boolean]> = [
	['Pending', 'Pending', false, false],
	['Processing', 'Processing', false, false],
	['In progress', 'In progress', false, false],
	['Awaiting', 'Awaiting', false, false],
	['Active', 'Active', false, false],
	['Paused', 'Paused', false, false],
	['Completed', 'Completed', true, true],
	['Partial', 'Partial', true, false],
	['Canceled', 'Canceled', true, true],
	['Cancelled', 'Canceled', true, true],
	['Order Cancelled', 'Canceled', true, true],
	['Complete', 'Completed', true, true],
	['Success', 'Completed', true, true],
	['Finish', 'Completed', true, true],
	['Finished', 'Completed', true, true],
	['Done', 'Completed', true, true],
	['Partially completed', 'Partial', true, false],
	['Cancel', 'Canceled', true, true],
	['Refunded', 'Refunded', true, false],
	['Error', 'Failed', true, true],
	['Fail', 'Failed', true, true],
	['Failed', 'Failed', true, true],
	['Expired', 'Expired', true, false],
	['Rejected', 'Rejected', false, true],
];

const fold = (word: string) =>
	word
		.toLowerCase()
		.replace(/[\s_-]/g, '')
		.replace(/^(order|refill)/, '');

describe('readStatus', () => {
	it.each(WORDS)(
		'%s is %s in any dress (final: order %s, refill %s)',
		(word, status, order, refill) => {
			const dresses = [
				word,
				word.toLowerCase(),
				word.toUpperCase(),
				word.toUpperCase().replace(' ', '_'),
				word.replace(' ', ''),
				word.replace(' ', '').toLowerCase(),
				word.replace(' ', '-'),
				word.replace(' ', '  '),
				` ${word}\n`,
			];
			for (const dress of dresses) {
				expect(readStatus(dress, 'order')).toEqual({ status, finished: order });
				expect(readStatus(dress, 'refill')).toEqual({ status, finished: refill });
			}
		},
	);

	it.each([
		'Completed soon',
		'Not completed',
		'Incompleted',
		'Refill',
		'Order',
		'Завершён',
		'constructor',
		'',
	])('keeps the unknown word %j as it is, and never takes it for final', (word) => {
		for (const of of ['order', 'refill'] as const) {
			expect(readStatus(` ${word} `, of)).toEqual({ status: word, finished: false });
		}
	});

	it('treats no word outside the contract as final', () => {
		const known = WORDS.map(([word]) => fold(word));
		fc.assert(
			fc.property(fc.string(), fc.constantFrom('order' as const, 'refill' as const), (word, of) => {
				fc.pre(!known.includes(fold(word)));
				expect(readStatus(word, of)).toEqual({ status: word.trim(), finished: false });
			}),
		);
	});
});
