import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** The files below a folder whose names end so, and when each was written; none if there is no such folder. */
function filesIn(folder: string, ending = ''): Array<{ file: string; at: number }> {
	try {
		return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith(ending))
			.map((name) => path.join(folder, name))
			.map((file) => ({ file, stat: statSync(path.join(ROOT, file)) }))
			.filter(({ stat }) => stat.isFile())
			.map(({ file, stat }) => ({ file, at: stat.mtimeMs }));
	} catch {
		return [];
	}
}

/** For the sets of tests that test the built package: refuses to test what was built from other sources. */
export default function assertBuilt(): void {
	// Files that are only copied keep the time of their source.
	const built = Math.max(...filesIn('dist', '.js').map(({ at }) => at));
	const newer = [...filesIn('nodes'), ...filesIn('credentials')].filter(({ at }) => at > built);
	if (newer.length === 0) return;
	const { file } = newer[0];
	throw new Error(`dist/ is older than ${file}, or is not there: run \`npm run build\` first`);
}
