import type { LedgerOrder, LoggedRequest } from '../../sandbox/panel';
import type { Plan, Row } from './plan';
import { errorOf, logOf, saidIn, type Execution, type Said } from './said';
import { blame, type Tally, type Wrong } from './tally';

/** What the judge compares: the plan, what was reported, and what the panel recorded. */
export interface Evidence {
	seed: number;
	plan: Plan;
	executions: Execution[];
	/** A final run with the same keys on a healthy panel, if there was one. */
	last?: Execution;
	/** The panel's ledger at the end, and its number of orders before the final run. */
	ledger: ReadonlyMap<string, LedgerOrder>;
	boughtBefore: number;
	/** Every order request that reached the panel before the final run. */
	requests: LoggedRequest[];
	/** Whether a request may have been lost in transit, so that the node cannot avoid a doubt. */
	isDoubtful: boolean;
}

/** Prints a play: the plan, the requests and replies, and the output of each execution. */
export function show({ plan, executions, last, requests, ledger }: Evidence): void {
	const { rows, parameters, barred, maxTotal, maxCharge } = plan;
	console.dir({ rows, parameters, barred, maxTotal, maxCharge }, { depth: null });
	for (const { at, fields, status, reply } of requests)
		console.log(`at ${at % 100_000}: ${fields.link} for ${fields.quantity}: ${status} ${reply}`);
	for (const { id, link, quantity } of ledger.values()) console.log(`${id}: ${link} ${quantity}`);
	for (const { runs, stopped } of [...executions, ...(last ? [last] : [])]) {
		console.log(`--- execution${stopped ? ', stopped' : ''}`);
		for (const run of runs) {
			const { items, errorItems, logs } = run;
			const error = errorOf(run);
			if (error) console.log(`${error.message}\n${error.description ?? ''}`);
			for (const { json } of [...items, ...errorItems]) console.log(JSON.stringify(json));
			for (const { level, message } of logs) if (level !== 'debug') console.log(level, message);
		}
	}
}

/** How a doubt reads that comes from the connection to the panel. */
const ON_THE_WAY = /timed? ?-?out|did not answer|connection/i;

/** All rows of one link and their facts: the ledger does not tell equal orders apart. */
interface Group {
	link: string;
	rows: number[];
	bought: string[];
	/** For each row, what each execution reported. */
	said: Map<number, Said[]>;
	requests: LoggedRequest[];
}

/** Compares what was reported and done with the panel's ledger. */
export function judge(evidence: Evidence, tally: Tally): void {
	const { seed, plan, executions, last, ledger } = evidence;
	const find = (kind: Wrong, what: string) => blame(tally, kind, seed, what);
	const items = plan.rows.map(({ row }) => row);
	const all = [...executions, ...(last ? [last] : [])];
	const said = all.map((execution) => saidIn(execution, items));
	const groups = groupsOf(evidence, said);
	const log = plan.varies ? executions.map(logOf).join('\n') : '';
	judgeIds(groups, ledger, find);
	for (const group of groups) {
		tally.orders += group.bought.length;
		tally.unknown += group.rows.filter((row) => isUnknown(group, row)).length;
		judgeGroup(group, evidence, log, find);
	}
	for (const row of new Set(items)) {
		const why = plan.barred.get(row);
		const { bought, rows } = groups.find((each) => each.rows.includes(row)) as Group;
		const allowed = rows.filter((each) => !plan.barred.has(each)).length;
		if (why !== undefined && bought.length > allowed)
			find(/price|balance/.test(why) ? 'overLimit' : 'wrong', `row ${row} was bought: ${why}`);
		const asked = items.filter((each) => each === row).length;
		all.forEach(({ runs, stopped }, n) => {
			const one = said[n].get(row) as Said;
			if (!errorOf(runs[runs.length - 1]) && !stopped && one.items !== asked)
				find('lost', `row ${row} came out as ${one.items} of ${asked} items`);
		});
	}
	judgeLimits(evidence, find);
	if (last) judgeKeys(groups, evidence, find);
}

function groupsOf({ plan, ledger, requests }: Evidence, said: Array<Map<number, Said>>): Group[] {
	return [...new Set(plan.rows.map(({ link }) => link))].map((link) => {
		const rows = [...new Set(plan.rows.filter((each) => each.link === link).map(({ row }) => row))];
		return {
			link,
			rows,
			bought: [...ledger.values()].filter((order) => order.link === link).map(({ id }) => id),
			said: new Map(rows.map((row) => [row, said.map((each) => each.get(row) as Said)])),
			requests: requests.filter(({ fields }) => fields.link === link),
		};
	});
}

const saidOf = ({ said }: Group): Said[] => [...said.values()].flat();
const isUnknown = ({ said }: Group, row: number): boolean =>
	(said.get(row) as Said[]).some(({ unknown }) => unknown);
const names = (text: string, id: string): boolean => new RegExp(`\\b${id}\\b`).test(text);

/** Every reported id is in the ledger, belongs to the order of that row, and is reported for one row only. */
function judgeIds(
	groups: Group[],
	ledger: Evidence['ledger'],
	find: (kind: Wrong, what: string) => void,
): void {
	const rowsOf = new Map<string, Set<number>>();
	for (const group of groups) {
		for (const [row, each] of group.said) {
			for (const id of each.flatMap(({ placed }) => [...placed])) {
				rowsOf.set(id, (rowsOf.get(id) ?? new Set()).add(row));
				const isLie = group.requests.some(({ reply }) => names(reply, id));
				if (!ledger.has(id) || (!group.bought.includes(id) && !isLie))
					find('wrong', `row ${row} is said to be order ${id}`);
			}
			for (const id of each.flatMap(({ skippedAs }) => [...skippedAs])) {
				if (!group.bought.includes(id))
					find('wrong', `row ${row} is said to have been placed as ${id}`);
			}
		}
	}
	for (const [id, rows] of rowsOf) {
		if (rows.size > 1)
			find('wrong', `rows ${[...rows].join(' and ')} are both said to be order ${id}`);
	}
}

function judgeGroup(
	group: Group,
	{ plan, executions, isDoubtful }: Evidence,
	log: string,
	find: (kind: Wrong, what: string) => void,
): void {
	const { rows, bought, requests } = group;
	const all = saidOf(group);
	const who = `row ${rows.join(' or ')}`;
	if (!plan.varies && bought.length > rows.length)
		find('doubles', `${who} was bought as ${bought.join(' and ')}`);
	const text = all.map((each) => each.text).join('\n');
	const given = all.flatMap(({ placed, skippedAs }) => [...placed, ...skippedAs]);
	const untold = bought.filter((id) => !given.includes(id) && !names(text, id) && !names(log, id));
	const doubts = rows.filter((row) => isUnknown(group, row)).length;
	// A panel that names another order's id is believed if nothing contradicts it.
	const isDeceived = given.some((id) => !bought.includes(id));
	if (!isDeceived && (plan.varies ? doubts === 0 : untold.length > doubts)) {
		for (const id of untold) {
			const isDenied = all.length === rows.length && all.every(({ notPlaced }) => notPlaced);
			find(isDenied ? 'wrong' : 'lost', `order ${id} of ${who} was not told of`);
		}
	} else if (!isDoubtful && !isDeceived && !ON_THE_WAY.test(text)) {
		const isStopped = executions.some(({ stopped }) => stopped);
		const named = untold.find((id) => requests.some(({ reply }) => names(reply, id)));
		if (named && !isStopped)
			find('lost', `the panel named order ${named} of ${who}, and nobody told`);
	}
	if (all.some(({ skipped }) => skipped) && bought.length === 0)
		find('wrong', `${who} was skipped and never placed`);
}

/** The limits hold for everything that an execution bought, over all its tries. */
function judgeLimits(
	{ plan, ledger, boughtBefore }: Evidence,
	find: (kind: Wrong, what: string) => void,
): void {
	const charges = [...ledger.values()]
		.slice(0, boughtBefore)
		.map(({ quantity }) => plan.chargeOf({ quantity } as Row));
	const sum = charges.reduce((total, charge) => total + charge, 0);
	if (sum > plan.maxTotal + 1e-9) find('overLimit', `${sum} was spent of at most ${plan.maxTotal}`);
	const most = Math.max(0, ...charges);
	if (most > plan.maxCharge + 1e-9)
		find('overLimit', `an order cost ${most} of at most ${plan.maxCharge}`);
}

/** A key whose order was certainly never sent, or was reported as not placed, can be used again. */
function judgeKeys(
	groups: Group[],
	{ plan, executions, isDoubtful }: Evidence,
	find: (kind: Wrong, what: string) => void,
): void {
	for (const group of groups) {
		for (const [row, each] of group.said) {
			if (plan.barred.has(row)) continue;
			const before = each.slice(0, executions.length);
			const isExcused = before.some(
				({ unknown, text }) => unknown && (isDoubtful || ON_THE_WAY.test(text)),
			);
			const isUnsent = group.requests.length === 0 && !isExcused;
			const isDenied = before.every(({ notPlaced, unknown }) => notPlaced && !unknown);
			if (!isUnsent && !isDenied) continue;
			if (each[each.length - 1].placed.size === 0) {
				const why = isUnsent ? 'was never sent' : 'was said not to be placed';
				find('locked', `row ${row} ${why}, and its key does not order it`);
			}
		}
	}
}
