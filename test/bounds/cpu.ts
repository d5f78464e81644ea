/** CPU time of the reference work on the idle machine of benchmark/RESULTS.md, in milliseconds. */
const YARDSTICK = 20;

const text = JSON.stringify(
	Array.from({ length: 8_000 }, (_, service) => ({
		service,
		name: 'Instagram Followers',
		rate: '1.5',
	})),
);

const spent = (run: () => unknown) => {
	const start = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1_000;
};

/** How many times slower this machine is at the moment: it may be old, or busy with other tests. */
function slowness(): number {
	const took = spent(() =>
		JSON.stringify(JSON.parse(text))
			.replace(/[^a-z]+/gi, ' ')
			.split(' '),
	);
	return Math.max(1, took / YARDSTICK);
}

/**
 * The CPU time of `run` in milliseconds, including garbage collection. If it exceeds `limit`, it is measured up to
 * four more times, each divided by how much slower this machine is than that of benchmark/RESULTS.md, and the least
 * counts. The result is useless for code instrumented for coverage or mutation, so those runs exclude this folder.
 */
export function cpuMs(limit: number, run: () => unknown): number {
	let least = spent(run);
	for (let tries = 1; tries < 5 && least >= limit; tries++) {
		const before = slowness();
		least = Math.min(least, spent(run) / Math.max(before, slowness()));
	}
	return Math.round(least);
}
