/** What the yardstick takes, in milliseconds, on the quiet machine of benchmark/RESULTS.md. */
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

/** How many times slower this machine is at the moment: it may be an old one, or busy with other tests. */
function slowness(): number {
	const took = spent(() =>
		JSON.stringify(JSON.parse(text))
			.replace(/[^a-z]+/gi, ' ')
			.split(' '),
	);
	return Math.max(1, took / YARDSTICK);
}

/**
 * The CPU time of `run` in milliseconds, garbage collection included, as the machine of benchmark/RESULTS.md would
 * show it. The least of up to five tries, until it is under `limit`. It means nothing in code that is instrumented
 * for coverage or mutation, so those runs leave this folder out.
 */
export function cpuMs(limit: number, run: () => unknown): number {
	let least = Infinity;
	for (let tries = 0; tries < 5 && least >= limit; tries++) {
		const before = slowness();
		const took = spent(run);
		least = Math.min(least, took / Math.max(before, slowness()));
	}
	return Math.round(least);
}
