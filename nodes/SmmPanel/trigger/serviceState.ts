import { isObject, type Json, type Money, moneyText, readMoney } from '../panel/json';

/** The watched values of a service. Null means that the panel does not give it. */
export interface Facts {
	/** Usually the price of 1,000. */
	rate: Money | null;
	min: number | null;
	max: number | null;
	type: string | null;
	refill: boolean | null;
	cancel: boolean | null;
}

/** A service in the state: with the rate last reported, and as much of its name as fits. */
export interface Known extends Facts {
	name: string;
}

/**
 * The state of a catalogue: how many services it had, how many times in a row it was short, the names of types, the
 * watched services, and those that were removed, latest last.
 */
export type ServiceState = {
	total: number;
	short: number;
	types: string[];
	services: Packed[];
	gone: Packed[];
};

/** Id, rate as decimal text, minimum, maximum, number of the type, flags, beginning of the name. */
type Packed = [string, string | null, number | null, number | null, number, number, string];

/** Maximum bytes of a service in n8n's static data, as JSON in UTF-8 with the comma after it. */
const MOST_BYTES = 80;

/** How many removed services are remembered. */
const MOST_GONE = 10_000;

const FLAGS = [null, false, true];
const FLAG_PAIRS = [...Array(FLAGS.length ** 2).keys()];

/** Whether a value is the state of a catalogue. */
export const isServiceState = (value: Json): value is ServiceState =>
	isObject(value) &&
	[value.total, value.short].every(Number.isInteger) &&
	isListOf(value.types, isText) &&
	isListOf(value.services, isPacked) &&
	isListOf(value.gone, isPacked);

const isListOf = (value: Json, test: (entry: Json) => boolean): boolean =>
	Array.isArray(value) && value.every(test);

const isText = (value: Json): boolean => typeof value === 'string';
const isCount = (value: Json): boolean => typeof value === 'number';
const isFlags = (value: Json): boolean => FLAG_PAIRS.includes(value as number);

/** The values of a packed service, of which the rate and the bounds may be null. */
const PLACES = [isText, isText, isCount, isCount, isCount, isFlags, isText];

const isPacked = (value: Json): boolean =>
	Array.isArray(value) &&
	PLACES.every((fits, n) => fits(value[n]) || (value[n] === null && n > 0 && n < 4));

/** Packs the services of a catalogue, by ID. */
export function packServices(
	services: ReadonlyMap<string, Known>,
	gone: ReadonlyMap<string, Known>,
	types: readonly string[],
): Pick<ServiceState, 'types' | 'services' | 'gone'> {
	const used = new Set([...services.values(), ...gone.values()].map(({ type }) => type));
	const numbers = new Map(types.filter((type) => used.has(type)).map((type, n) => [type, n]));
	const packOne = ([id, { rate, min, max, type, refill, cancel, name }]: [
		string,
		Known,
	]): Packed => {
		if (type !== null && !numbers.has(type)) numbers.set(type, numbers.size);
		const number = type === null ? -1 : (numbers.get(type) as number);
		const flags = FLAGS.indexOf(refill) + FLAGS.indexOf(cancel) * FLAGS.length;
		const money = rate === null ? null : moneyText(rate);
		const packed: Packed = [id, money, min, max, number, flags, ''];
		const room = MOST_BYTES - 1 - utf8.encode(JSON.stringify(packed)).length;
		packed[6] = cut(name, room);
		return packed;
	};
	const packed = [...services].map(packOne);
	const packedGone = [...gone].slice(-MOST_GONE).map(packOne);
	return { types: [...numbers.keys()], services: packed, gone: packedGone };
}

export const unpackServices = (
	packed: readonly Packed[],
	types: readonly string[],
): Map<string, Known> =>
	new Map(
		packed.map(([id, rate, min, max, type, flags, name]) => [
			id,
			{
				rate: readMoney(rate as Json),
				min,
				max,
				type: types[type] ?? null,
				refill: FLAGS[flags % FLAGS.length],
				cancel: FLAGS[Math.floor(flags / FLAGS.length)],
				name,
			},
		]),
	);

const utf8 = new TextEncoder();

/** The longest beginning of a text that takes at most so many bytes within JSON. */
function cut(text: string, room: number): string {
	const json = JSON.stringify(text).slice(1, -1);
	const { read } = utf8.encodeInto(json, new Uint8Array(Math.max(room, 0)));
	// An escape that is cut in two is dropped.
	const whole = json.slice(0, read).replace(/(?<!\\)((?:\\\\)*)\\(?:u[\da-f]{0,3})?$/, '$1');
	return JSON.parse(`"${whole}"`) as string;
}
