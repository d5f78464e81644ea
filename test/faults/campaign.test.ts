import { execFile } from 'node:child_process';
import path from 'node:path';

import { breakRule, MUTANTS } from './mutants';

const ROOT = path.resolve(__dirname, '../..');
const TSX = path.join(ROOT, 'node_modules/.bin/tsx');

/** Runs a campaign in a process of its own, and gives its exit code and what it printed. */
async function campaign(...args: string[]): Promise<{ code: number; text: string }> {
	return await new Promise((resolve) => {
		execFile(TSX, [path.join(__dirname, 'main.ts'), ...args], (error, stdout, stderr) => {
			resolve({ code: error ? Number(error.code ?? 1) : 0, text: `${stdout}${stderr}` });
		});
	});
}

describe('the fault campaign', () => {
	it('finds no order bought twice, lost or misreported, no limit broken, and no key locked', async () => {
		const { code, text } = await campaign('--runs', '200', '--seed', '7');
		expect(text).toMatch(
			/^runs 200, orders \d{3,}, unknown \d{2,}, doubles 0, overLimit 0, lost 0, locked 0, wrong 0$/m,
		);
		// Each family of what can go wrong was there.
		for (const name of [
			'kill',
			'stop',
			'throw store',
			'trouble after',
			'id beside 429',
			'noise after',
		])
			expect(text).toMatch(new RegExp(`\\b${name} [1-9]`));
		expect(code).toBe(0);
	}, 300_000);

	it.each(MUTANTS.map((mutant, n) => [mutant.rule, `mutant-${n}`, mutant] as const))(
		'catches it when this is not so: %s',
		async (_rule, name, mutant) => {
			const folder = breakRule(ROOT, mutant, name);
			const { code, text } = await campaign(
				'--package',
				folder,
				'--runs',
				'600',
				'--seed',
				'7',
				'--first',
			);
			expect(text).toMatch(/^seed \d+: (doubles|overLimit|lost|locked|wrong): /m);
			expect(code).toBe(1);
		},
		300_000,
	);
});
