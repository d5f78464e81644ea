/** Puts the pictures that the pages of docs show in their place, from the last run of the browser: `npm run pictures`. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';

import { exampleNames } from '../sandbox/n8n/examples';
import { KEPT, ROOT } from '../sandbox/n8n/folders';

const names = exampleNames().map((name) => name.replace(/\.json$/, ''));

/** Where a picture goes, by its name among the screenshots. */
const PICTURES: Record<string, string> = {
	services: 'service-list',
	'http-request': 'http-request',
	...Object.fromEntries(names.map((name) => [`example-${name}`, name])),
};

for (const [from, to] of Object.entries(PICTURES)) {
	copyFileSync(
		path.join(KEPT, 'screenshots', `${from}.png`),
		path.join(ROOT, 'docs', 'images', `${to}.png`),
	);
}
