/**
 * Works through jobs with so many under way at once. A job is taken from the iterable only when its turn has
 * come, so that preparing the later ones overlaps with waiting for the earlier. `work` must not throw.
 */
export async function inParallel<T>(
	jobs: Iterable<T>,
	width: number,
	work: (job: T) => Promise<void>,
): Promise<void> {
	const waiting = jobs[Symbol.iterator]();
	const worker = async () => {
		for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
	};
	await Promise.all(Array.from({ length: width }, worker));
}
