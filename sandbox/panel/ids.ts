import { Bare, type Json } from './json';

/**
 * How order, refill and cancel ids look. `number` is the contract's; `string` writes the same digits
 * as text; `hex` and `uuid` are text; `big` are bare integers above 2^53, with all digits.
 */
export type IdStyle = 'number' | 'string' | 'hex' | 'uuid' | 'big';

const HEX_BASE = 0x0170adc834d2;
// At this size, doubles are 256 apart, so that a parse changes nearly every one of these ids.
const BIG_BASE = 1_234_567_890_123_400_000n;

/** The id with this number, as text. */
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

/** An id as a JSON value. Ids that are not plain integers are text in every style. */
export function writeId(style: IdStyle, id: string): Json {
	const bare = style === 'number' || style === 'big';
	return bare && /^(0|[1-9]\d*)$/.test(id) ? new Bare(id) : id;
}
