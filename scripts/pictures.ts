/** `npm run pictures`: copies the pictures that the docs show from the screenshots of the last browser test. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';

import { exampleNames } from '../sandbox/n8n/examples';
import { KEPT, ROOT } from '../sandbox/n8n/folders';

const names = exampleNames().map((name) => name.replace(/\.json$/, ''));

/** The name of each picture in docs, by the name of its screenshot. */
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
