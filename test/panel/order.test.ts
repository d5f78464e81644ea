import { orderFields, type CustomField, type OrderValues } from '../../nodes/SmmPanel/panel/order';
import { orderTypeNamed } from '../../nodes/SmmPanel/panel/orderTypes';
import { failureOf } from './helpers';
import { FIELDS, going, sent, TYPES, values, words } from './contract';

const make = (title: string, given: OrderValues, customFields?: CustomField[]) =>
	orderFields({ service: 1, type: orderTypeNamed(title), values: given, customFields });

/** The failure of an order; expects a certain one of a parameter. */
function refused(run: () => unknown) {
	const failure = failureOf(run);
	expect(failure).toMatchObject({ kind: 'parameter', certain: true, retryable: false });
	return { message: failure.message, hint: failure.hint };
}

/** The forms of a choice that a user may give: its value, its label, and its number if it is one. */
const chosen = (value: string, label: string): unknown[] =>
	[value, label, Number(value)].filter((given) => !Number.isNaN(given));

/** The other field of a drip-feed. */
const partnerOf = (name: string) => ({ runs: 'interval', interval: 'runs' })[name];

const subscription = values(words('username min max delay'));

describe.each(TYPES)('an order of the type %s', (title, requiredList, optionalList) => {
	const required = words(requiredList);
	const optional = words(optionalList).filter((name) => !FIELDS[name].goesWith);
	const conditional = words(optionalList).filter((name) => FIELDS[name].goesWith);

	it('sends its own fields and no others, the required ones first', () => {
		const fields = make(title, values(Object.keys(FIELDS)));
		const names = going([...required, ...words(optionalList)], sent(required));
		expect(fields).toEqual({ service: '1', ...sent(names) });
		expect(Object.keys(fields)).toEqual(['service', ...names]);
	});

	it('needs no optional field', () => {
		expect(make(title, values(required))).toEqual({ service: '1', ...sent(required) });
	});

	it.each(required)('is refused without %s, by its label', (name) => {
		for (const empty of [undefined, null, '', '  ', '\n']) {
			expect(refused(() => make(title, { ...values(required), [name]: empty }))).toEqual({
				message: `'${FIELDS[name].label}' is missing`,
				hint: `The service needs '${FIELDS[name].label}'.`,
			});
		}
	});

	if (optional.length > 0) {
		it.each(optional)('leaves out %s where it is empty', (name) => {
			// The fields of a drip-feed are sent together or not at all.
			const own = (each: string) => each !== partnerOf(name);
			const all = [...required, ...optional].filter(own);
			for (const empty of [undefined, null, '', '  ']) {
				expect(make(title, { ...values(all), [name]: empty })).toEqual({
					service: '1',
					...sent(all.filter((each) => each !== name)),
				});
			}
		});
	}

	const choices = [...new Set(conditional.map((name) => FIELDS[name].goesWith![0]))].flatMap(
		(field) => FIELDS[field].choices!.map(([value, label]) => [field, label, value]),
	);
	for (const [field, label, value] of choices) {
		it(`with ${field} set to '${label}' needs what goes with it, and sends nothing that does not`, () => {
			const fields = { service: '1', ...sent(required), [field]: value };
			const own = going(conditional, fields);
			for (const given of chosen(value, label)) {
				const order = { ...values([...required, ...conditional]), [field]: given };
				expect(make(title, order)).toEqual({ ...fields, ...sent(own) });
				for (const name of own.filter((each) => FIELDS[each].goesWith![0] === field)) {
					expect(refused(() => make(title, { ...order, [name]: '' }))).toEqual({
						message: `'${FIELDS[name].label}' is missing`,
						hint: `'${FIELDS[field].label}' set to '${label}' needs '${FIELDS[name].label}'.`,
					});
				}
			}
		});
	}
});

const INTEGERS = Object.keys(FIELDS).filter((name) => FIELDS[name].kind === 'integer');

describe.each(INTEGERS)('the whole number %s', (name) => {
	// For an unknown type, every field is read.
	const partner = partnerOf(name);
	const with1 = (value: unknown) => partner && String(value).match(/[1-9]/) && { [partner]: 1 };
	const read = (value: unknown) => make('Hyper Boost', { [name]: value, ...with1(value) })[name];
	const { label, least = 1 } = FIELDS[name];

	it.each([
		[1, '1'],
		['1', '1'],
		[' 0050 ', '50'],
		['9007199254740991', '9007199254740991'],
		[100000, '100000'],
	])('%j is sent as %j', (value, text) => expect(read(value)).toBe(text));

	it.each([0, '0', '000'])('%j is nothing, unless it is a value', (value) => {
		expect(read(value)).toBe(least === 0 ? '0' : undefined);
	});

	it.each([
		...[-1, '-1', 1.5, '1.5', '1,000', '1.000', '1e3', '+5', 'many', '0x10', 2 ** 60, NaN, true],
		...['9007199254740992', '1 000', '٣'],
	])('%j is refused', (value) => {
		expect(refused(() => read(value))).toEqual({
			message: `'${label}' is '${String(value)}', which is not a whole number of ${least} or more`,
			hint: `Enter '${label}' in digits only, without separators or decimals.`,
		});
	});

	it.each([
		[[5], '[5]'],
		[{ a: 1 }, '{"a":1}'],
	])('%j is refused', (value, shown) => {
		expect(refused(() => read(value)).message).toBe(
			`'${label}' holds ${shown} instead of one value`,
		);
	});
});

describe('a quantity of 0', () => {
	it('is a missing one where the type needs it', () => {
		expect(refused(() => make('Default', { link: 'x', quantity: 0 })).message).toBe(
			"'Quantity' is missing",
		);
	});
});

describe.each(Object.keys(FIELDS).filter((name) => FIELDS[name].kind === 'text'))(
	'the text %s',
	(name) => {
		const read = (value: unknown) => make('Hyper Boost', { [name]: value })[name];
		const { label } = FIELDS[name];

		it.each([
			[' a b ', 'a b'],
			['a\n', 'a'],
			[5, '5'],
			[0, '0'],
			['#é&=+', '#é&=+'],
		])('%j is sent as %j', (value, text) => expect(read(value)).toBe(text));

		it.each(['a\nb', 'a\r\nb', 'a\rb'])(
			'%j is refused: it contains more than one line',
			(value) => {
				expect(refused(() => read(value))).toEqual({
					message: `'${label}' holds more than one line`,
					hint: `Enter one ${label.toLowerCase()}; each additional one needs its own order.`,
				});
			},
		);

		it.each([
			[['a'], '["a"]'],
			[{ a: 1 }, '{"a":1}'],
		])('%j is refused', (value, shown) => {
			expect(refused(() => read(value))).toEqual({
				message: `'${label}' holds ${shown} instead of one value`,
				hint: `Set '${label}' to text or a number.`,
			});
		});
	},
);

describe.each(Object.keys(FIELDS).filter((name) => FIELDS[name].kind === 'lines'))(
	'the lines of %s',
	(name) => {
		const read = (value: unknown) => make('Hyper Boost', { [name]: value })[name];

		it.each([
			['one', 'one'],
			['one\ntwo', 'one\ntwo'],
			['one\r\ntwo\rthree', 'one\ntwo\nthree'],
			['one\vtwo\fthree\u2028four\u0085five', 'one\ntwo\nthree\nfour\nfive'],
			['\n one \n\n\t\n two\n', 'one\ntwo'],
			['["one", "two"]', 'one\ntwo'],
			[' ["one",\n"two"] ', 'one\ntwo'],
			['["one","two\\nthree"]', 'one\ntwo\nthree'],
			[['one', ' two ', '', null, undefined, 3], 'one\ntwo\n3'],
			[['one\r\ntwo', 'three'], 'one\ntwo\nthree'],
			['a comment [sic]', 'a comment [sic]'],
			['[not json]', '[not json]'],
			['[one] two [three]', '[one] two [three]'],
			['[one\ntwo]', '[one\ntwo]'],
			['{"a":1}', '{"a":1}'],
			['one, two', 'one, two'],
			[5, '5'],
		])('%j are sent as %j', (value, lines) => expect(read(value)).toBe(lines));

		it.each([['\n \r\n'], [[]], ['[]'], [['', ' ']], [null]])('%j are none', (value) => {
			expect(read(value)).toBeUndefined();
		});

		it.each([
			[{ a: 1 }, '{"a":1}'],
			[[{ text: 'x' }], '{"text":"x"}'],
			[[['x']], '["x"]'],
			['[{"text":"x"}]', '{"text":"x"}'],
		])('%j are refused', (value, shown) => {
			const { label } = FIELDS[name];
			expect(refused(() => read(value))).toEqual({
				message: `'${label}' holds ${shown} instead of text`,
				hint: `Enter '${label}' one per line, or as an array of strings.`,
			});
		});
	},
);

describe('the day of expiry', () => {
	const read = (expiry: unknown, timezone = 'UTC') =>
		orderFields({
			service: 1,
			type: orderTypeNamed('Subscriptions'),
			values: { ...subscription, expiry },
			timezone,
		}).expiry;

	it.each([
		['Asia/Tokyo', '2026-12-30T15:00:00.000Z', '31/12/2026'],
		['Europe/Moscow', new Date('2026-12-30T21:00:00Z'), '31/12/2026'],
		['America/New_York', '2026-12-31T05:00:00.000Z', '31/12/2026'],
		['America/New_York', '2026-12-31T00:00:00.000Z', '31/12/2026'],
		['Asia/Tokyo', '2026-12-31T00:00:00.000+03:00', '31/12/2026'],
	])('in %s, %j is sent as %j', (timezone, value, day) => expect(read(value, timezone)).toBe(day));

	it.each([
		['31/12/2026', '31/12/2026'],
		[' 31/12/2026 ', '31/12/2026'],
		['1/2/2026', '01/02/2026'],
		['29/02/2028', '29/02/2028'],
		['2026-12-31', '31/12/2026'],
		['2026-02-01T23:59:59.000Z', '01/02/2026'],
		['2026-02-01T00:00:00', '01/02/2026'],
		[new Date('2026-02-01T12:00:00Z'), '01/02/2026'],
		[{ toJSON: () => '2026-02-01T12:00:00.000+02:00' }, '01/02/2026'],
	])('%j is sent as %j', (value, day) => expect(read(value)).toBe(day));

	it.each([
		...'31/02/2026 29/02/2026 0/1/2026 1/13/2026 2026-13-01 2026-02-30 2026-1-1'.split(' '),
		...'tomorrow 12.31.2026 1/1/26 31-12-2026 2026-12-31x 99/1/2026 20261231'.split(' '),
		...['1/1/2026 x', 'on 1/1/2026', 'on 2026-12-31', 5],
	])('%j is refused', (value) => {
		expect(refused(() => read(value))).toEqual({
			message: `'Expiry' is '${value}', which is not a date`,
			hint: "Enter 'Expiry' as day/month/year, such as 31/12/2026.",
		});
	});

	it.each([[new Date(NaN)], [{ day: 1 }], [['x']]])('%j is refused', (value) => {
		expect(refused(() => read(value)).message).toMatch(/^'Expiry' is .*, which is not a date$/);
	});
});

describe.each(Object.keys(FIELDS).filter((name) => FIELDS[name].kind === 'choice'))(
	'the choice %s',
	(name) => {
		const read = (value: unknown) => make('Hyper Boost', { [name]: value });
		const { label, choices = [] } = FIELDS[name];

		it.each(choices)('may be %s, or its label %s', (value, meaning) => {
			for (const given of [...chosen(value, meaning), meaning.toUpperCase(), ` ${meaning} `]) {
				expect(read(given)).toEqual({ service: '1', [name]: value });
			}
		});

		const others = ['toaster', 99, 0].filter((given) =>
			choices.every(([value]) => value !== `${given}`),
		);

		it.each(others)('is refused as %j, with those there are', (value) => {
			const known = choices.map(([each, meaning]) => `${each} (${meaning})`).join(', ');
			expect(refused(() => read(value))).toEqual({
				message: `'${label}' is '${value}', which is not one of its values`,
				hint: `Set '${label}' to one of ${known}.`,
			});
		});
	},
);

describe('a drip-feed', () => {
	it.each(['runs', 'interval'])(
		'without its %s is refused, whatever way the other came',
		(name) => {
			const other = name === 'runs' ? 'interval' : 'runs';
			const { good } = FIELDS[other];
			for (const run of [
				() => make('Default', { ...values(words('link quantity')), [other]: good[0] }),
				() => make('Hyper Boost', { link: 'x', [other]: good[0], [name]: 0 }),
				() => make('Package', { link: 'x' }, [{ name: other, value: good[0] }]),
			]) {
				expect(refused(run).message).toBe(
					`'${FIELDS[other].label}' is set, but '${FIELDS[name].label}' is not`,
				);
			}
		},
	);
});

describe('a minimum and a maximum', () => {
	it.each([
		[20, 10],
		['100', '20'],
	])('are refused as %j and %j', (min, max) => {
		expect(refused(() => make('Subscriptions', { ...subscription, min, max }))).toEqual({
			message: `'Minimum Quantity' (${min}) is above 'Maximum Quantity' (${max})`,
			hint: "Lower 'Minimum Quantity' or raise 'Maximum Quantity'.",
		});
	});

	it.each([
		[10, 10],
		['20', '100'],
	])('are sent as %j and %j', (min, max) => {
		expect(make('Subscriptions', { ...subscription, min, max })).toMatchObject({
			min: String(min),
			max: String(max),
		});
	});
});

describe('the service', () => {
	const read = (service: unknown) => orderFields({ service, type: undefined, values: {} });

	it.each([
		[1, '1'],
		[' 1 ', '1'],
		['0170adc834d2', '0170adc834d2'],
	])('%j is sent as %j', (service, text) => expect(read(service)).toEqual({ service: text }));

	it.each([[''], ['  '], [null], [undefined], [{}], [['1']], [true]])(
		'is missing in %j',
		(service) => {
			expect(refused(() => read(service))).toEqual({
				message: "'Service' is missing",
				hint: "Select a service from the list, or enter its ID in 'Service'.",
			});
		},
	);

	it.each(['1 2', '1,2', '1\n2'])('is not one in %j', (service) => {
		expect(refused(() => read(service))).toEqual({
			message: `'Service' holds '${service}', which is not an ID`,
			hint: 'Enter the ID of one service.',
		});
	});
});

describe('custom fields', () => {
	const custom = (...fields: CustomField[]) => make('Package', { link: 'x' }, fields);

	it('are sent after the others', () => {
		const fields = custom(
			{ name: ' panel_only ', value: ' X1 ' },
			{ name: 'is_test', value: 1 },
			{ name: 'empty' },
			{ name: 'nothing', value: null },
			{ name: 'list', value: ['a', 1] },
			{ name: 'flag', value: false },
			{ name: 'quantity', value: 5 },
		);
		expect(fields).toEqual({
			service: '1',
			link: 'x',
			panel_only: ' X1 ',
			is_test: '1',
			empty: '',
			nothing: '',
			list: '["a",1]',
			flag: 'false',
			quantity: '5',
		});
		expect(Object.keys(fields).slice(0, 3)).toEqual(['service', 'link', 'panel_only']);
	});

	it('are checked like the form field of the same name', () => {
		expect(
			custom({ name: 'runs', value: '0' }, { name: 'quantity', value: '0' }).runs,
		).toBeUndefined();
		expect(custom({ name: 'posts', value: ' 3 ' })).toMatchObject({ posts: '3' });
		expect(custom({ name: 'comments', value: ['a', 'b'] })).toMatchObject({ comments: 'a\nb' });
		expect(refused(() => custom({ name: 'runs', value: '-1' })).message).toBe(
			"'Drip-Feed Runs' is '-1', which is not a whole number of 1 or more",
		);
		expect(
			refused(() => custom({ name: 'min', value: 9 }, { name: 'max', value: 5 })).message,
		).toBe("'Minimum Quantity' (9) is above 'Maximum Quantity' (5)");
	});

	it.each(['quantity\0', 'drip feed', 'quantité', 'a=b', 'a&b', 'a\nb'])(
		'may not be named %j, which panels read as another',
		(name) => {
			const { message } = refused(() => custom({ name, value: 'x' }));
			expect(message).toContain('which panels may read as another');
			expect(message).toContain(JSON.stringify(name));
		},
	);

	it.each([
		['quantity[]', 'quantity'],
		['quantity[0]', 'quantity'],
		['service[]', 'service'],
		['answer.number', 'answer_number'],
		['old[posts', 'old_posts'],
		['Quantity', 'quantity'],
		['RUNS', 'runs'],
	])('may not be named %j, which PHP reads as %j', (name, known) => {
		expect(refused(() => custom({ name, value: '999999' })).message).toBe(
			`'Custom Fields' holds '${name}', which panels read as '${known}'`,
		);
	});

	it.each(['key[]', 'action[0]', '__proto__'])('may not be named %j either', (name) => {
		expect(refused(() => custom({ name, value: 'x' })).message).toContain(
			'the request itself uses',
		);
	});

	it('may be named like an array in PHP', () => {
		expect(custom({ name: 'extra[coupon]', value: 'x' })).toMatchObject({ 'extra[coupon]': 'x' });
	});

	it.each(['key', 'KEY', ' Key ', 'action', 'Action', 'ACTION'])('may not be named %j', (name) => {
		expect(refused(() => custom({ name, value: 'x' }))).toEqual({
			message: `'Custom Fields' holds '${name.trim()}', which the request itself uses`,
			hint: 'Remove it: the key comes from the credential and the action from the operation.',
		});
	});

	it.each(['link', ' service ', 'coupon'])('may not be %j a second time', (name) => {
		expect(refused(() => custom({ name: 'coupon', value: 'x' }, { name, value: 'x' }))).toEqual({
			message: `'Custom Fields' holds '${name.trim()}', which is already set`,
			hint: 'Remove it from the custom fields, or leave the other field empty.',
		});
	});

	it.each(['', '  ', null, undefined])('may not be named %j', (name) => {
		expect(refused(() => custom({ name, value: 'x' }))).toEqual({
			message: "'Custom Fields' holds a field without a name",
			hint: 'Give it a name or remove it.',
		});
	});
});

describe('an order of an unknown type', () => {
	it('sends what was filled in, and needs nothing', () => {
		expect(orderTypeNamed('Hyper Boost')).toBeUndefined();
		expect(make('Hyper Boost', {})).toEqual({ service: '1' });
		expect(make('Hyper Boost', values(Object.keys(FIELDS)))).toEqual({
			service: '1',
			...sent(Object.keys(FIELDS)),
		});
	});
});
