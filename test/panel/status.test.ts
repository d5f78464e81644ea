import fc from 'fast-check';

import { saysNo, saysYes } from '../../nodes/SmmPanel/panel/json';
import { isSameStatus, readStatus } from '../../nodes/SmmPanel/panel/status';

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
	['Tamamlandı', 'Completed', true, true],
	['Завершён', 'Completed', true, true],
	['Đã hủy', 'Canceled', true, true],
	['Parcial', 'Partial', true, false],
	['已完成', 'Completed', true, true],
	['Terminé', 'Completed', true, true],
	['Zakończone', 'Completed', true, true],
	['Annulé', 'Canceled', true, true],
	['Partially', 'Partial', true, false],
	['Refund', 'Refunded', true, false],
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
				word.normalize('NFD'),
				...(saysYes(word) || saysNo(word)
					? []
					: [`\u200b${word}`, `✅ ${word}!`, `<b class="x">${word}</b>`]),
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
		'Завершается',
		'Success!',
		'✅ Done',
		'Completed (2)',
		`Completed${'!'.repeat(200)}`,
		'constructor',
		'',
	])('keeps the unknown word %j as it is, and never takes it for final', (word) => {
		for (const of of ['order', 'refill'] as const) {
			expect(readStatus(` ${word} `, of)).toEqual({ status: word, finished: false });
		}
	});

	it('tells words from other spellings of the same', () => {
		expect(isSameStatus('On hold', 'ON_HOLD')).toBe(true);
		expect(isSameStatus('Cancelled', 'CANCELED')).toBe(true);
		for (const other of ['On holds', '✅', '']) expect(isSameStatus('On hold', other)).toBe(false);
		expect(isSameStatus('a'.repeat(200), 'b'.repeat(200))).toBe(false);
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
