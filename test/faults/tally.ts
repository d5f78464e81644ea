/** What a campaign saw and found. */
export interface Tally {
	runs: number;
	orders: number;
	unknown: number;
	faults: Map<string, number>;
	/** Orders that were bought twice. */
	doubles: number;
	/** Orders in the panel's ledger that nobody was told of. */
	lost: number;
	/** Anything said that is not so. */
	wrong: number;
	/** The first violations, each with the seed that shows it. */
	violations: string[];
}

export const newTally = (): Tally => ({
	runs: 0,
	orders: 0,
	unknown: 0,
	faults: new Map(),
	doubles: 0,
	lost: 0,
	wrong: 0,
	violations: [],
});

/** Takes down a fault. */
export function count({ faults }: Tally, fault: string): void {
	faults.set(fault, (faults.get(fault) ?? 0) + 1);
}

/** Takes down a violation. */
export function blame(
	tally: Tally,
	kind: 'doubles' | 'lost' | 'wrong',
	seed: number,
	what: string,
): void {
	tally[kind]++;
	if (tally.violations.length < 10) tally.violations.push(`seed ${seed}: ${kind}: ${what}`);
}

/** The figures of a campaign, in lines. */
export function printTally({ violations, faults, ...counts }: Tally): void {
	console.log(
		Object.entries(counts)
			.map(([name, count]) => `${name} ${count}`)
			.join(', '),
	);
	console.log(`faults: ${[...faults].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
	for (const violation of violations) console.log(violation);
}
