import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { pack } from '../../sandbox/n8n/pack';

/** In bytes. */
const LARGEST = 150_000;

it('the packed package is small', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'smm-panel-size-'));
	try {
		const { size } = await stat(await pack(folder));
		expect(size).toBeGreaterThan(10_000);
		expect(size).toBeLessThanOrEqual(LARGEST);
	} finally {
		await rm(folder, { recursive: true });
	}
}, 60_000);
