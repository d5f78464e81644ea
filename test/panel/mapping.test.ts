import fc from 'fast-check';

import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import {
	unambiguousType,
	describeColumns,
	mapRow,
	typeFromFields,
	typeNamedIn,
} from '../../nodes/SmmPanel/panel/mapping';
import type { FieldName } from '../../nodes/SmmPanel/panel/orderFields';
import { ORDER_TYPES, type OrderType } from '../../nodes/SmmPanel/panel/orderTypes';
import { FIELDS, TYPES, values, words } from './contract';
import { failureOf } from './helpers';

/** A header in the spellings of real sheets. */
const dresses = (name: string) => [
	name,
	name.toUpperCase(),
	name.toLowerCase(),
	name.replace(/[ _]/g, ''),
	name.replace(/[ _]/g, '-'),
	name.replace(/[ _]/g, ' '),
	name.replace(/[ _](.)/g, (_, letter: string) => letter.toUpperCase()),
	` ${name}: `,
];

describe('a column', () => {
	it.each(Object.entries(FIELDS))(
		'is mapped to %s by the API’s name and the label, in any dress',
		(api, { label }) => {
			for (const header of [...dresses(api), ...dresses(label)]) {
				expect(mapRow({ [header]: 'x' })).toMatchObject({
					service: undefined,
					typeName: undefined,
					values: { [api]: 'x' },
				});
			}
		},
	);

	it('is mapped to the service and the type', () => {
		for (const header of ['service', 'SERVICE', 'Service ID', 'service_id', 'serviceId']) {
			expect(mapRow({ [header]: 7 })).toMatchObject({
				service: 7,
				typeName: undefined,
				values: {},
			});
		}
		for (const header of ['type', 'Type', 'Order Type', 'order_type']) {
			expect(mapRow({ [header]: ' Poll ' })).toMatchObject({
				service: undefined,
				typeName: 'Poll',
				values: {},
			});
		}
	});

	it.each(
		words(
			'Status Notes id ID name email linked mylink links date price customer row_number',
		).concat(
			...['key', 'action', 'apiKey', 'API Key', 'Link 2', 'Total Quantity', '', ' ', 'constructor'],
			...['__proto__', 'ссылка'],
		),
	)('named %j is passed over', (header) => {
		const row = JSON.parse(`{${JSON.stringify(header)}:"x","link":"y"}`) as Record<string, unknown>;
		expect(mapRow(row)).toMatchObject({
			service: undefined,
			typeName: undefined,
			values: { link: 'y' },
			columns: { read: ['link'], empty: [], ignored: [header] },
		});
	});

	it.each([[''], ['  '], [null], [undefined], [[]]])('with %j in it is not filled in', (value) => {
		expect(mapRow({ link: value, service: value, type: value })).toMatchObject({
			service: undefined,
			typeName: undefined,
			values: {},
			columns: { read: [], empty: ['link', 'service', 'type'], ignored: [] },
		});
	});

	it('keeps its value as it is', () => {
		const comments = ['a', 'b'];
		expect(mapRow({ quantity: 0, link: ' x ', comments }).values).toEqual({
			quantity: 0,
			link: ' x ',
			comments,
		});
	});
});

describe('another name of a column', () => {
	it.each<[string, FieldName]>([
		...['url', 'URL', 'post', 'Post URL'].map((name): [string, FieldName] => [name, 'link']),
		...['qty', 'Amount', 'count'].map((name): [string, FieldName] => [name, 'quantity']),
		['comment', 'comments'],
	])('%s is read as %s, unless there is a column of that name', (header, field) => {
		expect(mapRow({ [header]: 'x' }).values).toEqual({ [field]: 'x' });
		for (const own of ['', 'y']) {
			const row = mapRow({ [header]: 'x', [FIELDS[field].label]: own });
			expect(row.values).toEqual(own ? { [field]: own } : {});
			expect(row.columns.ignored).toEqual([header]);
		}
	});

	it.each([
		['Quantitty', "Did you mean 'quantity' instead of 'Quantitty'?"],
		['lnk', "Did you mean 'link' instead of 'lnk'?"],
		['comentts', "Did you mean 'comments' instead of 'comentts'?"],
	])('%s is nearly one', (header, words) => {
		expect(describeColumns(mapRow({ [header]: 'x' }))).toBe(
			`No column was read. Ignored: '${header}'. ${words}`,
		);
	});

	it('is not seen in everything', () => {
		expect(describeColumns(mapRow({ customer: 1, price: 2, row: 3, status: 4 }))).not.toContain(
			'mean',
		);
		const many = Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`column ${n}`, n]));
		expect(describeColumns(mapRow(many))).toContain("'column 19' and 79 more.");
	});
});

describe('an ambiguous column', () => {
	it.each([
		[
			{ amount: 50, currency: 'USD' },
			"the column 'amount' may be the quantity, or something related to 'currency'",
		],
		[{ Amount: 50, 'Total Cost': 5 }, "the column 'Amount' may be"],
		[{ count: 53_000, 'order quantity': 100 }, "the column 'count' may be"],
		[{ 'Service Name': 'Likes' }, "the column 'Service Name' seems to name the service"],
		[{ services: '1,2' }, "the column 'services' seems"],
		[{ Сервис: 5 }, "the column 'Сервис' seems"],
	])('is refused: %j', (row, message) => {
		expect(failureOf(() => mapRow({ link: 'x', ...row }))).toMatchObject({
			kind: 'parameter',
			message: expect.stringContaining(message),
		});
	});

	it.each([
		[{ qty: 5, price: 1, service: 1, 'Service Name': 'Likes' }, { quantity: 5 }],
		[{ target: 1000 }, {}],
		[{ Post: 'My text' }, {}],
		[{ page: 'nasa' }, { link: 'nasa' }],
	])('is read only if the meaning fits: %j', (row, values) => {
		expect(mapRow(row).values).toEqual(values);
	});

	it('is not read as comments to order instead of the quantity', () => {
		const row = mapRow({ service: 1, link: 'x', quantity: 100, comment: 'a regular' });
		expect(failureOf(() => typeFromFields(row))).toMatchObject({
			kind: 'parameter',
			message:
				"the row fits the types 'Default' and 'Custom Comments' and 'Custom Comments Package'",
		});
		const meant = mapRow({ service: 1, link: 'x', comments: 'a regular', quantity: 100 });
		expect(typeFromFields(meant).title).toBe('Custom Comments');
	});
});

describe('what a row would send', () => {
	it.each([
		['link quantity', 'Default'],
		['link quantity runs interval', 'Default'],
		['link comments', 'Custom Comments'],
		['username min max delay posts', 'Subscriptions'],
		['link quantity country', undefined],
		['link quantity comments', undefined],
		['link quantity username', undefined],
		['link', undefined],
	])('%s is the same for every type that it fits, or not: %s', (names, title) => {
		expect(unambiguousType(mapRow(values(words(names))))?.title).toBe(title);
	});
});

describe('two columns for one field', () => {
	it.each([
		[{ service: 1, 'Service ID': 2 }, 'service', 'Service ID', 'service'],
		[{ link: 'a', Notes: 'n', LINK: 'b' }, 'link', 'LINK', 'link'],
		[{ Posts: 1, 'New Posts': 2 }, 'Posts', 'New Posts', 'posts'],
		[{ type: 'Poll', 'Order Type': 'SEO' }, 'type', 'Order Type', 'type'],
		[{ quantity: 0, Quantity: 5 }, 'quantity', 'Quantity', 'quantity'],
	])('with two values are refused: %j', (row, one, other, field) => {
		expect(failureOf(() => mapRow(row))).toMatchObject({
			kind: 'parameter',
			certain: true,
			message: `the columns '${one}' and '${other}' both give a value for '${field}'`,
			hint: 'Rename or clear one of the two columns.',
		});
	});

	it('with one value, or with one of them empty, are taken', () => {
		expect(mapRow({ service: 1, 'Service ID': '1', serviceId: '' }).service).toBe('1');
		expect(mapRow({ min: '', 'Minimum Quantity': 5 }).values).toEqual({ min: 5 });
		expect(mapRow({ min: 5, 'Minimum Quantity': null }).values).toEqual({ min: 5 });
	});
});

describe('the type of a row by its own column', () => {
	it.each([
		['Default', 'Default'],
		['default', 'Default'],
		[' WEB_TRAFFIC ', 'Web Traffic'],
		['package comments', 'Custom Comments Package'],
		['Special Comments', 'Custom Comments'],
		['mentionsUserFollowers', 'Mentions User Followers'],
		['drip-feed', 'Default'],
		['Hyper Boost', undefined],
		[5, undefined],
	])('%j is %s', (type, title) => expect(typeNamedIn(mapRow({ type }))?.title).toBe(title));

	it('is not set without the column', () => {
		expect(typeNamedIn(mapRow({ link: 'x', quantity: 5 }))).toBeUndefined();
	});
});

describe('the type of a row by its columns', () => {
	const titleFor = (names: string) => typeFromFields(mapRow(values(words(names)))).title;

	it.each([
		['link quantity', 'Default'],
		['link quantity runs interval', 'Default'],
		['link quantity country', 'Default'],
		['link quantity min max', 'Default'],
		['link comments', 'Custom Comments'],
		['link quantity comments', 'Custom Comments'],
		['link username comments', 'Comment Replies'],
		['link usernames', 'Mentions Custom List'],
		['link quantity usernames', 'Mentions'],
		['link quantity usernames hashtags', 'Mentions with Hashtags'],
		['link quantity hashtag', 'Mentions Hashtag'],
		['link quantity media', 'Mentions Media Likers'],
		['link quantity keywords', 'SEO'],
		['link quantity groups', 'Invites from Groups'],
		['link quantity answer_number', 'Poll'],
		['username min max delay', 'Subscriptions'],
		['username min max delay posts expiry', 'Subscriptions'],
		['link quantity country device type_of_traffic', 'Web Traffic'],
	])('%s are %s', (names, title) => expect(titleFor(names)).toBe(title));

	it('sends the same whichever of two types alike is taken', () => {
		expect(['Mentions User Followers', 'Comment Likes']).toContain(
			titleFor('link quantity username'),
		);
	});

	it.each([
		['link quantity usernames hashtag', ['Mentions', 'Mentions Hashtag']],
		[
			'link comments usernames',
			['Custom Comments', 'Custom Comments Package', 'Mentions Custom List'],
		],
		['link quantity media keywords', ['SEO', 'Mentions Media Likers']],
	])('%s fit several, which are named', (names, titles) => {
		const failure = failureOf(() => titleFor(names));
		expect(failure).toMatchObject({
			kind: 'parameter',
			message: expect.stringMatching(/^the row fits the types '[^']+'( and '[^']+')+$/),
			hint: "Add a column named 'type' with the order type.",
		});
		expect(failure.message.match(/'[^']+'/g)).toEqual(
			expect.arrayContaining(titles.map((title) => `'${title}'`)),
		);
	});

	it.each([
		[{}],
		[{ link: 'x' }],
		[{ link: 'x', quantity: 0 }],
		[{ link: 'x', quantity: ' 0 ' }],
		[{ link: 'x', quantity: '' }],
		[{ link: 'x', service: 1, runs: 5, interval: 5, country: 'US' }],
		[{ quantity: 5 }],
		[{ username: 'a', min: 1, max: 2 }],
	])(
		'%j is not enough: a link alone is no package, whose quantity may have been forgotten',
		(row) => {
			expect(failureOf(() => typeFromFields(mapRow(row)))).toMatchObject({
				kind: 'parameter',
				message: "the row's columns are not enough for any type of order",
				hint: "Add at least 'service', 'link' and 'quantity', or a column 'type' and the fields of that type.",
			});
		},
	);

	describe('when there are further types', () => {
		const types = ORDER_TYPES as OrderType[];
		const further = (title: string, required: string, optional: string) => {
			const [names, more] = [required, optional].map((list) => words(list) as FieldName[]);
			types.push({ value: title, title, required: names, optional: more });
		};
		const { length } = types;
		afterEach(() => void (types.length = length));

		it.each(['link quantity', 'link quantity runs interval', 'link quantity country'])(
			'%s are Default as before, whatever else is as plain',
			(names) => {
				further('Plain', 'link quantity', 'country');
				expect(titleFor(names)).toBe('Default');
			},
		);

		it('fits several only with a field that these do not share', () => {
			further('One', 'link quantity groups media', '');
			further('Two', 'media groups quantity link', 'country');
			expect(titleFor('link quantity groups media')).toBe('One');
			expect(failureOf(() => titleFor('link quantity groups media country')).message).toBe(
				"the row fits the types 'One' and 'Two'",
			);
		});
	});

	it('never is a package, and has all that its type requires', () => {
		const rows = fc.subarray(Object.keys(FIELDS)).map(values);
		fc.assert(
			fc.property(rows, (row) => {
				try {
					const { title } = typeFromFields(mapRow(row));
					const [, required] = TYPES.find(([name]) => name === title) as [string, string, string];
					expect(title).not.toBe('Package');
					expect(words(required).filter((name) => !(name in row))).toEqual([]);
				} catch (error) {
					expect(error).toBeInstanceOf(PanelFailure);
				}
			}),
			{ numRuns: 400 },
		);
	});
});
