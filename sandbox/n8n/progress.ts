const TELL_EVERY = 10_000;

/** Awaits a long operation, and reports every few seconds that it is still running. */
export async function withProgress<T>(
	tell: (line: string) => void,
	what: string,
	long: Promise<T>,
): Promise<T> {
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	const timer = setInterval(() => tell(`  still ${what} (${seconds()} s)`), TELL_EVERY);
	try {
		return await long;
	} finally {
		clearInterval(timer);
	}
}
