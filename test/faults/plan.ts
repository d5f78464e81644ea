import type { INodeParameters } from 'n8n-workflow';

import { orderForm } from '../../sandbox/orderForm';
import type { Panel } from '../../sandbox/panel';
import type { Random } from './random';
import { count, type Tally } from './tally';
import { requestOptions } from './world';

/** An intended order, as an item requests it. Items with the same `row` mean the same order. */
export interface Row {
	row: number;
	link: string;
	quantity: number;
	key: string;
	/** The item's value for 'Dry Run'. */
	dry?: boolean | string;
}

/** What a play orders, and what is known about it beforehand. */
export interface Plan {
	/** One per item. */
	rows: Row[];
	isKeyed: boolean;
	/** Rows that must not be ordered, with the reason. */
	barred: Map<number, string>;
	/** Whether a field changes with each try, so that every try is a different order. */
	varies: boolean;
	/** Limits on the orders of an execution, together and each, in the panel's currency. */
	maxTotal: number;
	maxCharge: number;
	/** The highest possible price of a row, according to the catalogue. */
	chargeOf: (row: Row) => number;
	/** Whether the panel's faults may end. */
	mends: boolean;
	parameters: INodeParameters;
}

const SERVICE = '3';
const LISTED_RATE = 1.25;
const QUANTITY = '={{ $json.quantity }}';
const VARYING = '={{ $json.quantity * (1 + Math.floor(3 * Math.random())) }}';

/** Draws the orders, keys and limits, and sets up the panel's catalogue for them. */
export function planOf(random: Random, panel: Panel, tally: Tally): Plan {
	const isKeyed = random.chance(0.5);
	const rows = drawRows(random, isKeyed);
	const plan: Plan = {
		rows,
		isKeyed,
		barred: new Map(),
		varies: !isKeyed && random.chance(0.25),
		maxTotal: Infinity,
		maxCharge: Infinity,
		chargeOf: ({ quantity }) => (quantity * LISTED_RATE) / 1000,
		mends: true,
		parameters: {
			resource: 'order',
			operation: 'create',
			service: { __rl: true, mode: 'id', value: SERVICE },
			fields: orderForm({ link: '={{ $json.link }}', quantity: QUANTITY }),
			options: { concurrency: random.pick([1, 1, 10]) },
			requestOptions,
		} as INodeParameters,
	};
	if (isKeyed) drawKeys(random, plan, tally);
	else if (random.chance(plan.varies ? 0.8 : 0.4)) drawLimits(random, plan, panel, tally);
	else if (random.chance(0.08)) askForDryRun(random, plan, tally);
	if (plan.varies) {
		plan.parameters.fields = orderForm({ link: '={{ $json.link }}', quantity: VARYING });
	}
	if (random.chance(0.15)) panel.dialect({ repeated: 'first' });
	else if (random.chance(0.05)) panel.dialect({ sameLink: 'refused', namesActive: true });
	return plan;
}

function drawRows(random: Random, isKeyed: boolean): Row[] {
	const rows: Row[] = [];
	for (let size = random.integer(1, 8); rows.length < size;) {
		const earlier = rows.length > 0 && random.chance(0.15) ? random.pick(rows) : undefined;
		const row = rows.length;
		const link = `https://example.com/complete/${row}`;
		// Another order for the same link, or with a key, the same order again.
		if (earlier && isKeyed && random.chance(0.5)) rows.push({ ...earlier });
		else
			rows.push({ link, quantity: 100 * random.integer(1, 3), ...earlier, row, key: `row ${row}` });
	}
	return rows;
}

function drawKeys(random: Random, plan: Plan, tally: Tally): void {
	const { rows, parameters } = plan;
	const mode = random.pick([...Array<'own'>(9).fill('own'), 'shared', 'fixed', 'braces'] as const);
	parameters.duplicateKey = '={{ $json.key }}';
	if (mode === 'shared') {
		const { key } = random.pick(rows);
		const { row } = random.pick(rows);
		for (const each of rows) if (each.row === row) each.key = key;
	}
	if (mode === 'fixed') {
		parameters.duplicateKey = 'one text for all';
		for (const each of rows) each.key = 'one text for all';
	}
	if (mode !== 'own') count(tally, `key ${mode}`);
	if (mode === 'braces') {
		parameters.duplicateKey = 'row {{ $json.row }}';
		for (const { row } of rows) plan.barred.set(row, 'its key is an expression that stayed text');
	}
	for (const { row, key, link, quantity } of rows) {
		const other = rows.find(
			(each) => each.key === key && (each.link !== link || each.quantity !== quantity),
		);
		if (other) plan.barred.set(row, `its key stands for row ${other.row} as well`);
	}
}

function drawLimits(random: Random, plan: Plan, panel: Panel, tally: Tally): void {
	const { rows } = plan;
	const catalogue = random.pick([
		'fine',
		'fine',
		'twice',
		'twice',
		'slow',
		'fails',
		'empty',
	] as const);
	count(tally, `catalogue ${catalogue}`);
	if (catalogue === 'twice') listTwice(random, plan, panel);
	if (catalogue === 'slow') panel.fault({ kind: 'delay', ms: 20, action: 'services' });
	if (catalogue === 'empty') panel.dialect({ emptyServices: true });
	if (catalogue === 'fails') panel.fault({ kind: 'html500', action: 'services', times: Infinity });
	const sum = rows.reduce((total, row) => total + plan.chargeOf(row), 0);
	const safeguards: Record<string, number | boolean> = {};
	const kind = plan.varies ? 'total' : random.pick(['total', 'one', 'both', 'balance'] as const);
	if (kind === 'total' || kind === 'both') {
		plan.maxTotal = safeguards.maxTotalCharge = round(sum * random.pick([0.3, 0.6, 0.9, 1]));
	}
	if (kind === 'one' || kind === 'both') {
		plan.maxCharge = safeguards.maxCharge = round(plan.chargeOf(random.pick(rows)));
	}
	if (kind === 'balance') {
		safeguards.checkBalance = true;
		const share = random.pick([0.5, 0.9, 20]);
		panel.setBalance(String(round(sum * share)));
		if (share < 1) bar(plan, 'the balance is not enough for all orders');
	}
	if (catalogue === 'fails' || catalogue === 'empty') {
		bar(plan, 'its price cannot be known');
		plan.mends = false;
	}
	plan.parameters.safeguards = safeguards;
}

/** Lists the service twice in the catalogue, with different rates. */
function listTwice(random: Random, plan: Plan, panel: Panel): void {
	const at = panel.services.findIndex(({ service }) => String(service) === SERVICE);
	const rate = random.pick([0.5, 1.26, 2.5]);
	const second = { ...panel.services[at], rate: String(rate) };
	panel.services.splice(at + random.integer(0, 1), 0, second);
	plan.chargeOf = ({ quantity }) => (quantity * Math.max(rate, LISTED_RATE)) / 1000;
}

/** Makes one item request a dry run, and sometimes makes it invalid too. */
function askForDryRun(random: Random, plan: Plan, tally: Tally): void {
	const one = random.pick(plan.rows);
	one.dry = random.pick([true, 'true']);
	if (random.chance(0.5)) one.link = '';
	plan.parameters.dryRun = '={{ $json.dry ?? false }}';
	bar(plan, 'it is a dry run');
	count(tally, 'dry run');
}

const bar = ({ rows, barred }: Plan, why: string): void => {
	for (const { row } of rows) barred.set(row, why);
};

const round = (charge: number): number => Math.round(charge * 100_000) / 100_000;
