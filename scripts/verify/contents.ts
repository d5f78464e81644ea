import path from 'node:path';

import { filesIn, type Release } from './release';

const BESIDE_DIST = ['CHANGELOG.md', 'LICENSE', 'README.md', 'index.js', 'package.json'];

/** The tarball contains the build output of each source file, the five files next to `dist`, and nothing else. */
export async function contents({ source, unpacked }: Release): Promise<string[]> {
	const expected = new Set(BESIDE_DIST);
	for (const folder of ['credentials', 'icons', 'nodes']) {
		for (const file of await filesIn(path.join(source, folder))) {
			expected.add(`dist/${folder}/${file.replace(/\.ts$/, '.js')}`);
		}
	}
	const found = await filesIn(unpacked);
	return [
		...found.filter((file) => !expected.has(file)).map((file) => `holds ${file}`),
		...[...expected].filter((file) => !found.includes(file)).map((file) => `lacks ${file}`),
		...found.filter((file) => /\.test\./.test(file)).map((file) => `holds the test ${file}`),
	];
}
