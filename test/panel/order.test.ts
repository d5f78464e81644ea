import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { mapRow, typeFromFields, typeNamedIn } from '../../nodes/SmmPanel/panel/mapping';
import { orderFields, type OrderValues } from '../../nodes/SmmPanel/panel/order';
import { orderTypeNamed } from '../../nodes/SmmPanel/panel/orderTypes';

/** The contract's table, written from its page: type, required fields, optional fields. */
const TYPES: Record<string, [string, string]> = {
	Default: ['link quantity', 'runs interval'],
	Package: ['link', ''],
	SEO: ['link quantity keywords', ''],
	'Custom Comments': ['link comments', ''],
	'Custom Comments Package': ['link comments', ''],
	Mentions: ['link quantity usernames', ''],
	'Mentions with Hashtags': ['link quantity usernames hashtags', ''],
	'Mentions Custom List': ['link usernames', ''],
	'Mentions Hashtag': ['link quantity hashtag', ''],
	'Mentions User Followers': ['link quantity username', ''],
	'Mentions Media Likers': ['link quantity media', ''],
	'Comment Likes': ['link quantity username', ''],
	'Comment Replies': ['link username comments', ''],
	Poll: ['link quantity answer_number', ''],
	'Invites from Groups': ['link quantity groups', ''],
	Subscriptions: ['username min max delay', 'posts old_posts expiry'],
	'Web Traffic': ['link quantity country device type_of_traffic', 'runs interval'],
};

/** A good value of every field, and how it is sent. */
const GOOD: Record<string, [unknown, string]> = {
	link: [' https://x.example/p/1 ', 'https://x.example/p/1'],
	quantity: [100, '100'],
	runs: ['3', '3'],
	interval: [30, '30'],
	comments: ['One\r\n\r\n Two \n', 'One\nTwo'],
	usernames: [['a', 'b'], 'a\nb'],
	hashtags: ['["#a","#b"]', '#a\n#b'],
	hashtag: ['#a', '#a'],
	username: ['nasa', 'nasa'],
	media: ['https://x.example/p/2', 'https://x.example/p/2'],
	answer_number: ['2', '2'],
	groups: ['g1\ng2', 'g1\ng2'],
	keywords: ['k1\nk2', 'k1\nk2'],
	min: [10, '10'],
	max: [20, '20'],
	delay: [0, '0'],
	posts: [5, '5'],
	old_posts: ['1', '1'],
	expiry: ['2026-12-31', '31/12/2026'],
	country: ['US', 'US'],
	device: ['Desktop', '1'],
	type_of_traffic: [3, '3'],
	google_keyword: ['shoes', 'shoes'],
	referring_url: ['https://r.example', 'https://r.example'],
};

const values = (names: string[]): OrderValues =>
	Object.fromEntries(names.map((name) => [name, GOOD[name][0]]));
const sent = (names: string[]) => Object.fromEntries(names.map((name) => [name, GOOD[name][1]]));
const all = values(Object.keys(GOOD));
const words = (list: string) => list.split(' ').filter(Boolean);

const make = (
	title: string,
	given: OrderValues,
	customFields: Array<{ name?: unknown; value?: unknown }> = [],
) => orderFields({ service: 1, type: orderTypeNamed(title), values: given, customFields });

function refused(run: () => unknown): PanelFailure {
	try {
		run();
	} catch (error) {
		expect(error).toBeInstanceOf(PanelFailure);
		expect((error as PanelFailure).kind).toBe('parameter');
		expect((error as PanelFailure).certain).toBe(true);
		return error as PanelFailure;
	}
	throw new Error('nothing was refused');
}

describe.each(Object.entries(TYPES))(
	'an order of the type %s',
	(title, [requiredList, optionalList]) => {
		const [required, optional] = [words(requiredList), words(optionalList)];

		it('sends its own fields and no others', () => {
			expect(make(title, all)).toEqual({ service: '1', ...sent([...required, ...optional]) });
		});

		it('needs no optional field', () => {
			expect(make(title, values(required))).toEqual({ service: '1', ...sent(required) });
		});

		it.each(required)('is refused without %s', (name) => {
			const { [name as 'link']: _, ...rest } = values(required) as Record<string, unknown>;
			for (const empty of [undefined, null, '', '  ']) {
				const { message, hint } = refused(() => make(title, { ...rest, [name]: empty }));
				expect(message).toMatch(/^'.+' is missing$/);
				expect(hint).toContain(title);
			}
		});

		it.each([
			title.toLowerCase(),
			title.toUpperCase(),
			title.replace(/s$/, ''),
			title.replace(/ /g, '_'),
			title.replace(/ /g, ' - '),
			title.replace(/ /g, '').toLowerCase(),
		])('is known as %s', (name) => {
			expect(orderTypeNamed(name)?.title).toBe(title);
		});
	},
);

describe('the values of an order', () => {
	it.each(['0', 0, -1, 1.5, '1,000', '1.000', '1e3', 'many', 2 ** 60, '9007199254740993', NaN])(
		'refuses the quantity %j',
		(quantity) => {
			const { message } = refused(() => make('Default', { ...values(['link']), quantity }));
			expect(message).toContain("'Quantity'");
		},
	);

	it('takes a quantity as text with zeros before it', () => {
		expect(make('Default', { link: 'x', quantity: ' 0050 ' }).quantity).toBe('50');
	});

	it('leaves out optional numbers that are 0', () => {
		expect(make('Default', { link: 'x', quantity: 5, runs: 0, interval: '0' })).toEqual({
			service: '1',
			link: 'x',
			quantity: '5',
		});
	});

	it('refuses two links in one, and a list in place of a text', () => {
		expect(refused(() => make('Package', { link: 'a\nb' })).message).toBe(
			"'Link' holds more than one line",
		);
		expect(refused(() => make('Package', { link: ['a'] })).message).toContain("'Link' holds");
		expect(
			refused(() => make('Custom Comments', { link: 'a', comments: [{ text: 'x' }] })).message,
		).toContain("'Comments'");
	});

	it.each([
		['a comment [sic]', 'a comment [sic]'],
		['[not json]', '[not json]'],
		['["one","two\\nthree"]', 'one\ntwo\nthree'],
		[[1, ' two '], '1\ntwo'],
	])('reads the lines %j', (comments, lines) => {
		expect(make('Custom Comments', { link: 'a', comments }).comments).toBe(lines);
	});

	it.each(['31/12/2026', '2026-12-31', '2026-12-31T23:59:59.000Z', '31/12/2026 '])(
		'reads the day %j',
		(expiry) => {
			expect(
				make('Subscriptions', { ...values(['username', 'min', 'max', 'delay']), expiry }).expiry,
			).toBe('31/12/2026');
		},
	);

	it.each(['31/02/2026', '2026-13-01', 'tomorrow', '12.31.2026', '1/1/26'])(
		'refuses the day %j',
		(expiry) => {
			const given = { ...values(['username', 'min', 'max', 'delay']), expiry };
			expect(refused(() => make('Subscriptions', given)).message).toContain("'Expiry'");
		},
	);

	it('pads days and months', () => {
		expect(
			make('Subscriptions', { ...values(['username', 'min', 'max', 'delay']), expiry: '1/2/2026' })
				.expiry,
		).toBe('01/02/2026');
	});

	it('refuses a choice that is none, and names those there are', () => {
		const given = { ...values(words(TYPES['Web Traffic'][0])), device: 'toaster' };
		const failure = refused(() => make('Web Traffic', given));
		expect(failure.message).toBe("'Device' is 'toaster', which is none of its values");
		expect(failure.hint).toContain('1 (Desktop)');
	});

	it('wants what goes with a choice, and sends it only then', () => {
		const base = values(['link', 'quantity', 'country', 'device']);
		expect(refused(() => make('Web Traffic', { ...base, type_of_traffic: 1 })).message).toBe(
			"'Google Keyword' is missing",
		);
		expect(refused(() => make('Web Traffic', { ...base, type_of_traffic: '2' })).message).toBe(
			"'Referring URL' is missing",
		);
		const both = { google_keyword: 'k', referring_url: 'r' };
		expect(make('Web Traffic', { ...base, ...both, type_of_traffic: 1 })).toMatchObject({
			google_keyword: 'k',
		});
		expect(make('Web Traffic', { ...base, ...both, type_of_traffic: 1 })).not.toHaveProperty(
			'referring_url',
		);
		expect(make('Web Traffic', { ...base, ...both, type_of_traffic: 2 })).not.toHaveProperty(
			'google_keyword',
		);
	});

	it('refuses a minimum above the maximum', () => {
		const given = { ...values(['username', 'delay']), min: 20, max: 10 };
		expect(refused(() => make('Subscriptions', given)).message).toBe(
			"'Minimum Quantity' (20) is above 'Maximum Quantity' (10)",
		);
	});

	it.each(['', null, '1 2', '1,2', {}])('refuses the service %j', (service) => {
		const failure = refused(() =>
			orderFields({ service, type: orderTypeNamed('Package'), values: { link: 'x' } }),
		);
		expect(failure.message).toContain("'Service'");
	});

	it('sends custom fields, and refuses those that the request or the order has', () => {
		const custom = [
			{ name: ' coupon ', value: 'X1' },
			{ name: 'is_test', value: 1 },
		];
		expect(make('Package', { link: 'x' }, custom)).toEqual({
			service: '1',
			link: 'x',
			coupon: 'X1',
			is_test: '1',
		});
		for (const name of ['key', 'action', 'KEY', ' Action ', 'link', 'service', '']) {
			expect(
				refused(() => make('Package', { link: 'x' }, [{ name, value: 'y' }])).message,
			).toContain("'Custom Fields'");
		}
	});

	it('sends what was filled in for a type that is not known', () => {
		expect(orderTypeNamed('Hyper Boost')).toBeUndefined();
		expect(make('Hyper Boost', { link: 'x', quantity: 5, comments: 'a' })).toEqual({
			service: '1',
			link: 'x',
			quantity: '5',
			comments: 'a',
		});
	});
});

describe('a row of a sheet', () => {
	it('is mapped by the names of the API and of the form, whatever their case', () => {
		const row = {
			SERVICE: 1,
			'Order Type': 'default',
			Link: 'x',
			QUANTITY: 5,
			'answer number': 2,
			'Media-URL': 'm',
			oldPosts: 1,
		};
		expect(mapRow(row)).toEqual({
			service: 1,
			typeName: 'default',
			values: { link: 'x', quantity: 5, answer_number: 2, media: 'm', old_posts: 1 },
		});
	});

	it('passes over other columns, the key and the action', () => {
		const row = {
			service: 1,
			link: 'x',
			Status: 'new',
			Notes: 'n',
			key: 'k',
			action: 'add',
			apiKey: 'k',
		};
		expect(mapRow(row)).toEqual({ service: 1, typeName: undefined, values: { link: 'x' } });
	});

	it('refuses two values for one field, and takes the same value twice', () => {
		expect(() => mapRow({ service: 1, 'Service ID': 2 })).toThrow(
			"the columns 'service' and 'Service ID' give two values for 'service'",
		);
		expect(mapRow({ service: 1, 'Service ID': '1', serviceId: '' }).service).toBe('1');
	});

	it.each([
		['package comments', 'Custom Comments Package'],
		['Special Comments', 'Custom Comments'],
		['mentionsUserFollowers', 'Mentions User Followers'],
		['drip-feed', 'Default'],
	])('knows the type %s', (type, title) =>
		expect(typeNamedIn(mapRow({ type }))?.title).toBe(title),
	);

	it.each([
		['link quantity', 'Default'],
		['link quantity runs interval', 'Default'],
		['link comments', 'Custom Comments'],
		['link quantity comments', 'Custom Comments'],
		['link username comments', 'Comment Replies'],
		['link quantity usernames', 'Mentions'],
		['link usernames', 'Mentions Custom List'],
		['link quantity usernames hashtags', 'Mentions with Hashtags'],
		['link quantity keywords', 'SEO'],
		['link quantity country', 'Default'],
		['username min max delay', 'Subscriptions'],
	])('with %s is of the type %s', (names, title) => {
		expect(typeFromFields(mapRow(values(words(names)))).title).toBe(title);
	});

	it('with a link alone is no package: a forgotten quantity must not be bought', () => {
		expect(() => typeFromFields(mapRow({ link: 'x' }))).toThrow(
			"the row's columns are not enough for any type of order",
		);
		expect(() => typeFromFields(mapRow({ link: 'x', quantity: 0 }))).toThrow(PanelFailure);
	});

	it('that fits two types is refused by their names', () => {
		const row = mapRow(values(words('link quantity usernames hashtag')));
		expect(() => typeFromFields(row)).toThrow(
			"the row fits the types 'Mentions' and 'Mentions Hashtag'",
		);
	});
});
