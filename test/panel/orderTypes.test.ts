import { ORDER_FIELDS } from '../../nodes/SmmPanel/panel/orderFields';
import { fieldsOf, ORDER_TYPES, orderTypeNamed } from '../../nodes/SmmPanel/panel/orderTypes';
import { FIELDS, TYPES, words } from './contract';

describe.each(TYPES)('the type %s', (title) => {
	const camel = title.toLowerCase().replace(/ (.)/g, (_, letter: string) => letter.toUpperCase());

	it.each([
		title,
		title.toLowerCase(),
		title.toUpperCase(),
		title.replace(/s$/, ''),
		`${title}s`,
		title.replace(/ /g, '_'),
		title.replace(/ /g, ' - '),
		title.replace(/ /g, '').toLowerCase(),
		` ${title}.`,
		camel,
	])('is known as %j', (name) => {
		expect(orderTypeNamed(name)).toMatchObject({ title, value: camel });
	});
});

describe('the table of types', () => {
	it('is that of the contract', () => {
		expect(
			ORDER_TYPES.map(({ title, required, optional = [] }) => [
				title,
				required.join(' '),
				optional.join(' '),
			]),
		).toEqual(TYPES);
	});

	it.each(TYPES)('tells the fields of the type %s, the required ones first', (...type) => {
		const [title, required, optional] = type;
		expect(fieldsOf(orderTypeNamed(title)!)).toEqual(words(`${required} ${optional}`));
	});

	it('uses each of the fields, by the labels of the form', () => {
		expect(
			Object.fromEntries(ORDER_FIELDS.map(({ api, label, kind }) => [api, { label, kind }])),
		).toEqual(
			Object.fromEntries(
				Object.entries(FIELDS).map(([api, { label, kind }]) => [api, { label, kind }]),
			),
		);
		expect(new Set(ORDER_TYPES.flatMap(fieldsOf))).toEqual(new Set(Object.keys(FIELDS)));
	});
});

describe('other names that panels use for types', () => {
	it.each([
		['package comments', 'Custom Comments Package'],
		['Package Comments', 'Custom Comments Package'],
		['Special comments', 'Custom Comments'],
		['Drip-feed', 'Default'],
		['dripfeed', 'Default'],
	])('%s is %s', (name, title) => expect(orderTypeNamed(name)?.title).toBe(title));

	it.each([
		'',
		' ',
		's',
		'Hyper Boost',
		'Comments',
		'Mention list',
		'Default 2',
		'constructor',
		'默认',
	])('%j is not one of them', (name) => expect(orderTypeNamed(name)).toBeUndefined());
});
