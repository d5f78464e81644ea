/**
 * What can go wrong with orders: one is bought twice; more is spent than the limits allow; one in the panel's ledger
 * is reported to nobody; a key stays locked although its order was certainly not sent; a report is wrong, or what was
 * done contradicts the request.
 */
export type Wrong = 'doubles' | 'overLimit' | 'lost' | 'locked' | 'wrong';

const LISTED = 200;

/** The findings of a campaign. */
export interface Tally {
	runs: number;
	orders: number;
	unknown: number;
	faults: Map<string, number>;
	found: Record<Wrong, number>;
	/** Whether each play is printed. */
	isShown: boolean;
	/** The first violations, one of each kind per seed. */
	violations: string[];
}

export const newTally = (isShown: boolean): Tally => ({
	isShown,
	runs: 0,
	orders: 0,
	unknown: 0,
	faults: new Map(),
	found: { doubles: 0, overLimit: 0, lost: 0, locked: 0, wrong: 0 },
	violations: [],
});

/** Counts a fault. */
export function count({ faults }: Tally, fault: string): void {
	faults.set(fault, (faults.get(fault) ?? 0) + 1);
}

/** Counts and lists a violation. */
export function blame({ found, violations }: Tally, kind: Wrong, seed: number, what: string): void {
	found[kind]++;
	const head = `seed ${seed}: ${kind}: `;
	const isListed = violations.some((each) => each.startsWith(head));
	if (!isListed && violations.length < LISTED) violations.push(head + what);
}

/** Prints the figures of a campaign. */
export function printTally({ violations, faults, found, runs, orders, unknown }: Tally): void {
	const list = (all: Iterable<[string, number]>) =>
		[...all].map(([name, count]) => `${name} ${count}`).join(', ');
	console.log(list(Object.entries({ runs, orders, unknown, ...found })));
	console.log(`faults: ${list(faults)}`);
	for (const violation of violations) console.log(violation);
}
