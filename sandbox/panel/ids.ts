import { Bare, type Json } from './json';

/**
 * How order, refill and cancel ids look. `number` is the contract's; `string` writes the same digits
 * as text; `hex` and `uuid` are texts; `big` are bare integers above 2^53, all digits exact.
 */
export type IdStyle = 'number' | 'string' | 'hex' | 'uuid' | 'big';

const HEX_BASE = 0x0170adc834d2;
// A double is 256 apart from the next one here, so hardly any of these ids survives a parse.
const BIG_BASE = 1_234_567_890_123_400_000n;

/** The text of the id with this number. */
export function makeId(style: IdStyle, number: number): string {
	switch (style) {
		case 'hex':
			return (HEX_BASE + number).toString(16).padStart(12, '0');
		case 'uuid':
			return `6f1c2b7a-93d4-4e0b-8a51-${number.toString(16).padStart(12, '0')}`;
		case 'big':
			return String(BIG_BASE + BigInt(number));
		default:
			return String(number);
	}
}

/** An id as a JSON value; ids that are no plain integer are texts in every style. */
export function writeId(style: IdStyle, id: string): Json {
	const bare = style === 'number' || style === 'big';
	return bare && /^(0|[1-9]\d*)$/.test(id) ? new Bare(id) : id;
}
